"""`make demo`: a city with an invented year, its report by a real worker, then the site."""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from processes import Processes

ROOT = Path(__file__).resolve().parent.parent
BOUNDARIES_FROM = "cahyadsn/wilayah_boundaries (MIT), bukan batas hukum"
DATA = Path(os.environ.get("KLA_DATA_DIR") or ROOT / "var").resolve()


def manage(*words: str) -> str:
    """Run one management command; its own words say what is wrong."""
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit(done.returncode)
    return done.stdout.strip()


def prepare(areas: Path, kota: str, year: str) -> None:
    """Database, areas, catalogue and year; each step leaves alone what is there."""
    manage("migrate", "-v0")
    print(manage("load_areas", str(areas)))
    boundaries = areas.with_name(areas.stem.removesuffix("_kelurahan") + ".geojson")
    if boundaries.exists():
        print(manage("load_boundaries", str(boundaries), "--source", BOUNDARIES_FROM))
    print(manage("load_catalogue"))
    print(manage("demo_data", "--kota", kota, "--year", year))
    print(manage("demo_programmes", "--kota", kota, "--year", year))


def port_is_free(port: int) -> bool:
    """Can the site be served on this port?"""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def start_worker(processes: Processes) -> None:
    """A Celery worker, and beat beside it: inside, it would end with the worker's children."""
    log = (DATA / "worker.log").open("ab")
    for words in ("worker --concurrency 2", "beat"):
        command = [sys.executable, "-m", "celery", "-A", "kla", *words.split()]
        processes.start([*command, "--loglevel", "WARNING"], cwd=ROOT, stdout=log, stderr=log)


def accounts(kota: str) -> list[dict[str, object]]:
    """One account a role of this city, from demo-accounts.json."""
    listed = json.loads((DATA / "demo-accounts.json").read_text(encoding="utf-8"))
    mine = [a for a in listed if str(a["areas"][0]).startswith(kota)]
    return list({a["role"]: a for a in reversed(mine)}.values())[::-1]


def serve(processes: Processes, port: int) -> None:
    """Serve until Ctrl-C."""
    command = [sys.executable, "-m", "gunicorn", "kla.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", "2", "--log-level", "warning"]
    web = processes.start(command, cwd=ROOT)
    print(f"\nBuka http://127.0.0.1:{port}/ (berhenti dengan Ctrl-C)", flush=True)
    web.wait()


def main() -> None:
    """Everything, in order."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--areas", type=Path, required=True)
    parser.add_argument("--kota", required=True)
    parser.add_argument("--year", required=True)
    parser.add_argument("--serve", default="yes")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    serving = options.serve != "no"
    # Links to set a password and the report's QR carry the whole address.
    os.environ.setdefault("PUBLIC_URL", f"http://127.0.0.1:{options.port}")
    if serving and not port_is_free(options.port):
        raise SystemExit(
            f"Port {options.port} sedang dipakai. Pakai yang lain: make demo PORT=8001."
        )
    started = time.monotonic()
    prepare(options.areas, options.kota, options.year)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where a script starts us
    with Processes() as processes:
        start_worker(processes)
        print("Menyusun laporan tahunan oleh dua pekerja, satu sampai beberapa menit…", flush=True)
        report = manage("publish_report", "--kota", options.kota, "--year", options.year)
        print(f"Laporan: {report}\nSelesai dalam {time.monotonic() - started:.0f} detik.\n")
        print(f"{'peran':<12} {'nama pengguna':<32} kata sandi")
        for account in accounts(options.kota):
            print(f"{account['role']:<12} {account['username']:<32} {account['password']}")
        if serving:
            serve(processes, options.port)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("\nBerhenti.")
