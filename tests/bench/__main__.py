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

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("report", "queries", "save")


@contextmanager
def own_installation() -> Iterator[str]:
    """A data folder and a database of our own in the environment; gives the database's kind."""
    source = Path(os.environ.get("KLA_DATA_DIR") or ROOT / "var").resolve()
    folder = Path(tempfile.mkdtemp(prefix="kla-ukur-"))
    for part in ("assets", "fonts"):
        shutil.copytree(source / part, folder / part)
    os.environ["KLA_DATA_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "kla.settings"
    os.environ["LOG_LEVEL"] = "ERROR"
    server, name = os.environ.get("DATABASE_URL"), f"kla_ukur_{secrets.token_hex(4)}"
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


def main() -> None:
    """Set up, then measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--part", choices=PARTS, action="append", help="default: all of them")
    wanted = parser.parse_args().part or PARTS
    with own_installation() as kind:
        import django  # noqa: PLC0415 - after the environment is made

        django.setup()
        from tests.bench import cities, queries, report, save  # noqa: PLC0415 - needs Django

        print(f"Database: {kind}, Python {sys.version.split()[0]}, {os.cpu_count()} cores\n")
        small = cities.build("64.98", 34)
        if "report" in wanted:
            report.measure(small)
        if "save" in wanted:
            save.measure(small)
        if "queries" in wanted:
            queries.measure(small, cities.build("64.97", 340))


if __name__ == "__main__":
    main()
