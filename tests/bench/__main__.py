"""Runs the parts of the bench in an installation of its own, and prints what they saw."""

import argparse
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from scripts.processes import Processes
from scripts.services import running_postgres, start_postgres

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("report", "save", "operators", "wire", "queries")


@contextmanager
def own_installation(server: str | None) -> Iterator[str]:
    """A data folder and a database of our own in the environment, on this PostgreSQL server or
    as a file of SQLite; gives the database's kind."""
    source = Path(os.environ.get("KLA_DATA_DIR") or ROOT / "var").resolve()
    folder = Path(tempfile.mkdtemp(prefix="kla-ukur-"))
    for part in ("assets", "fonts"):
        shutil.copytree(source / part, folder / part)
    os.environ["KLA_DATA_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "kla.settings"
    os.environ["LOG_LEVEL"] = "ERROR"
    os.environ.pop("DATABASE_URL", None)
    name = f"kla_ukur_{secrets.token_hex(4)}"
    if server:
        tell(server, f'CREATE DATABASE "{name}"')
        os.environ["DATABASE_URL"] = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    try:
        yield "PostgreSQL" if server else "SQLite"
    finally:
        if server:
            tell(server, f'DROP DATABASE "{name}" WITH (FORCE)')
        shutil.rmtree(folder, ignore_errors=True)


def tell(server: str, statement: str) -> None:
    """One statement outside any database of ours."""
    import psycopg2  # noqa: PLC0415 - only where PostgreSQL is measured

    connection = psycopg2.connect(server)
    connection.autocommit = True
    connection.cursor().execute(statement)
    connection.close()


@contextmanager
def postgres(wanted: bool) -> Iterator[str | None]:
    """The address of a PostgreSQL server: the given one, one that answers, one of our own."""
    with Processes() as processes, tempfile.TemporaryDirectory(prefix="kla-ukur-pg-") as folder:
        given = os.environ.get("DATABASE_URL") or (wanted and running_postgres())
        yield (given or start_postgres(processes, Path(folder))) if wanted else None


def main() -> None:
    """Set up, then measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--part", choices=PARTS, action="append", help="default: all of them")
    parser.add_argument("--sqlite", action="store_true", help="measure on SQLite instead")
    options = parser.parse_args()
    wanted = options.part or PARTS
    with postgres(not options.sqlite) as server, own_installation(server) as kind:
        import django  # noqa: PLC0415 - after the environment is made

        django.setup()
        from tests.bench import (  # noqa: PLC0415 - needs Django
            cities,
            operators,
            queries,
            report,
            save,
            wire,
        )

        print(f"Database: {kind}, Python {sys.version.split()[0]}, {os.cpu_count()} cores\n")
        small = cities.build("64.98", 34)
        large = cities.build("64.97", 340) if {"report", "queries"} & set(wanted) else None
        if "report" in wanted:
            report.measure(small, large)
        if "save" in wanted:
            save.measure(small)
        if "operators" in wanted:
            crowd = cities.build("64.96", operators.OPERATORS + 2)  # one has no operator
            operators.measure(crowd)
        if "wire" in wanted:
            wire.measure(small)
        if "queries" in wanted:
            queries.measure(small, large)


if __name__ == "__main__":
    main()
