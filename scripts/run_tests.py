"""`make test`: the whole suite on SQLite and on PostgreSQL, with a Redis of its own."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from processes import Processes
from services import running_postgres, start_postgres, start_redis

ROOT = Path(__file__).resolve().parent.parent


def run(name: str, database: str | None, redis: str | None, once: str, words: list[str]) -> int:
    """One run of the suite on one database.

    `once` names the one on which tests run that are the same on both (tests/conftest.py).
    """
    print(f"== {name}", flush=True)
    folder = tempfile.mkdtemp(prefix="kla-uji-")
    source = Path(os.environ.get("KLA_DATA_DIR") or ROOT / "var").resolve()
    for part in ("assets", "fonts"):
        shutil.copytree(source / part, Path(folder) / part)
    env = dict(os.environ, KLA_DATA_DIR=folder, TEST_DATABASE=name, TEST_ONCE=once)
    env.pop("DATABASE_URL", None)
    if database:
        env["DATABASE_URL"] = database
    if redis:
        env["TEST_REDIS_URL"] = redis
    try:
        # A module stays with one process, so that what it sets up is set up once.
        # In the order of tests/conftest.py: a browser leaves its loop in the process it was in.
        spread = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "--durations", "20"]
        command = [sys.executable, "-m", "pytest", "-p", "tests.noskip", *spread, *words]
        return subprocess.run(command, cwd=ROOT, env=env).returncode
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    """Both databases; 1 where any run failed or, with CI=true, anything was left out."""
    words = sys.argv[1:]
    with Processes() as processes, tempfile.TemporaryDirectory(prefix="kla-uji-") as name:
        folder = Path(name)
        redis = start_redis(processes, folder)
        postgres = running_postgres() or start_postgres(processes, folder)
        once = "postgresql" if postgres else "sqlite"
        codes = [run("sqlite", None, redis, once, words)]
        if postgres:
            codes.append(run("postgresql", postgres, redis, once, words))
        missing = [
            word for word, there in (("PostgreSQL", postgres), ("Redis", redis)) if there is None
        ]
    for word in missing:
        print(f"Dilewati karena tidak ada di mesin ini: {word}")
    strict = os.environ.get("CI") == "true" and missing
    return 1 if any(codes) or strict else 0


if __name__ == "__main__":
    sys.exit(main())
