"""Services that a run brings itself where none answers: a private Redis, a private PostgreSQL."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from processes import Processes


def free_port() -> int:
    """A port nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, seconds: float = 20) -> bool:
    """Does something answer on this port?"""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.1)
    return False


def start_redis(processes: "Processes", folder: Path) -> str | None:
    """A private Redis; its address, or None where there is no redis-server."""
    if shutil.which("redis-server") is None:
        return None
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    processes.start([*command, "--dir", str(folder)], stdout=subprocess.DEVNULL)
    return f"redis://127.0.0.1:{port}/0" if wait_for(port) else None


def running_postgres() -> str | None:
    """The address of the PostgreSQL that answers on the usual port, if it lets us in."""
    given = os.environ.get("TEST_DATABASE_URL")
    for url in [given] if given else ["postgres://postgres@127.0.0.1:5432/postgres"]:
        probe = f"import psycopg2; psycopg2.connect({url!r}, connect_timeout=3).close()"
        if subprocess.run([sys.executable, "-c", probe], stderr=subprocess.DEVNULL).returncode == 0:
            return url
    return None


def start_postgres(processes: "Processes", folder: Path) -> str | None:
    """A private PostgreSQL cluster; it refuses root, so then it runs as `postgres`."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        return None
    bin_dir, data, port = found[-1].parent, folder / "pg", free_port()
    data.mkdir()
    prefix = []
    if os.getuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(data, user.pw_uid, user.pw_gid)
        os.chmod(folder, 0o755)
        prefix = ["runuser", "-u", "postgres", "--"]
    init = [*prefix, str(bin_dir / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust"]
    subprocess.run(init, check=True, stdout=subprocess.DEVNULL)
    command = [*prefix, str(bin_dir / "postgres"), "-D", str(data), "-p", str(port)]
    command += ["-c", "listen_addresses=127.0.0.1", "-k", str(data), "-c", "fsync=off"]
    processes.start(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return f"postgres://postgres@127.0.0.1:{port}/postgres" if wait_for(port) else None
