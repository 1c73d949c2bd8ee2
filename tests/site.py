"""A whole installation of its own for one test: database, data folder, web server, worker."""

import json
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from scripts.processes import Processes

ROOT = Path(__file__).resolve().parent.parent
KOTA, YEAR = "64.99", "2026"
AREAS = """kode_kelurahan,kelurahan,kode_kecamatan,kecamatan,kode_kota,kota
64.99.01.1001,Melati Contoh,64.99.01,Rekaan Barat,64.99,Kota Rekaan
64.99.01.1002,Kenanga Contoh,64.99.01,Rekaan Barat,64.99,Kota Rekaan
64.99.02.1001,Cempaka Contoh,64.99.02,Rekaan Timur,64.99,Kota Rekaan
"""


class Site:
    """An installation below `folder`; use as a context, which stops and drops everything.

    With `like` it begins as a copy of that one, which must have no process running.
    """

    def __init__(self, folder: Path, broker: str | None = None, like: "Site | None" = None) -> None:
        self.folder = folder
        if like:
            shutil.copytree(like.folder, folder)
        else:
            source = Path(os.environ.get("KLA_DATA_DIR") or ROOT / "var").resolve()
            for part in ("assets", "fonts"):
                shutil.copytree(source / part, folder / part)
        self.env = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO", "PYTEST"))}
        self.env["KLA_DATA_DIR"] = str(folder)
        self.env.pop("CELERY_BROKER_URL", None)
        if broker:
            self.env["CELERY_BROKER_URL"] = broker
        self.database = self._make_database(like)
        self._processes = Processes()

    def _make_database(self, like: "Site | None") -> str | None:
        """A PostgreSQL database of its own where the run is on PostgreSQL; None on SQLite."""
        server = os.environ.get("DATABASE_URL")
        if not server:
            return None
        name = f"kla_uji_{secrets.token_hex(6)}"
        self._server = server
        source = f' TEMPLATE "{urlsplit(like.database).path[1:]}"' if like and like.database else ""
        self._tell_server(f'CREATE DATABASE "{name}"{source}')
        url = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        self.env["DATABASE_URL"] = url
        return url

    def _tell_server(self, sql: str) -> None:
        connection = psycopg2.connect(self._server)
        connection.autocommit = True
        connection.cursor().execute(sql)
        connection.close()

    def __enter__(self) -> "Site":
        return self

    def __exit__(self, *_: object) -> None:
        self._processes.kill()
        if self.database:
            name = urlsplit(self.database).path[1:]
            self._tell_server(f'DROP DATABASE "{name}" WITH (FORCE)')

    def sql(self, statement: str) -> list[tuple]:
        """Rows of a statement, read past the app."""
        if self.database:
            connection = psycopg2.connect(self.database)
        else:
            connection = sqlite3.connect(self.folder / "kla.sqlite3", timeout=20)
        try:
            cursor = connection.cursor()
            cursor.execute(statement)
            return cursor.fetchall()
        finally:
            connection.close()

    def manage(self, *words: str) -> str:
        """Run a management command; its output."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *command: str, **more: str) -> "subprocess.Popen[bytes]":
        """Start a process of the installation; its words go to a log file."""
        with (self.folder / "proses.log").open("ab") as log:
            return self._processes.start(
                [sys.executable, *command], cwd=ROOT, env=self.env | more, stdout=log, stderr=log
            )

    def fill(self, state: str = "mixed") -> None:
        """Tables, the invented city, the catalogue and a year in `state`."""
        areas = self.folder / "wilayah.csv"
        areas.write_text(AREAS, encoding="utf-8")
        self.manage("migrate", "-v0")
        self.manage("load_areas", str(areas))
        self.manage("load_catalogue")
        self.manage("demo_data", "--kota", KOTA, "--year", YEAR, "--state", state)

    def start_worker(self, *, beat: bool = True, **more: str) -> "subprocess.Popen[bytes]":
        """A real worker with two children; with `beat` inside, which is then a third child."""
        words = ["-m", "celery", "-A", "kla", "worker", "--concurrency", "2"]
        words += ["--beat"] if beat else []
        return self.start(*words, "--loglevel", "WARNING", **more)

    def start_beat(self) -> "subprocess.Popen[bytes]":
        """A real beat on its own, as in docker-compose.yml."""
        return self.start("-m", "celery", "-A", "kla", "beat", "--loglevel", "WARNING")

    def serve(self) -> str:
        """A real gunicorn; its address."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        words = ["-m", "gunicorn", "kla.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
        self.start(*words, PUBLIC_URL=self.env.get("PUBLIC_URL", f"http://127.0.0.1:{port}"))
        until(lambda: _answers(port), 60, "gunicorn tidak menjawab")
        return f"http://127.0.0.1:{port}"

    def accounts(self) -> dict[str, tuple[str, str]]:
        """Role → (user name, password); operators of a kelurahan before those of an office."""
        listed = json.loads((self.folder / "demo-accounts.json").read_text(encoding="utf-8"))
        listed.sort(key=lambda account: -len(account["areas"][0]))
        found: dict[str, tuple[str, str]] = {}
        for account in listed:
            found.setdefault(account["role"], (account["username"], account["password"]))
        return found


def children_of(pid: int) -> list[int]:
    """Process ids of the direct children, whichever of its threads forked them."""
    threads = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for thread in threads for child in thread.read_text().split()]


def kill_group(process: "subprocess.Popen[bytes]") -> None:
    """kill -9 for a process and everything it started."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


def until(happens: object, seconds: float, words: str) -> None:
    """Wait until it happens; fails with `words` after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if happens():  # type: ignore[operator]
            return
        time.sleep(0.1)
    raise AssertionError(words)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
