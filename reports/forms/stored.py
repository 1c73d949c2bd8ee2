"""Where a report's other forms lie, found by what they are made of, and how far a DOCX is.

A form is no row: it can be made again from the snapshot at any time. Its file says that it is
ready, a file beside it that it was asked for, another why it failed. Only so many are kept.
"""

import hashlib
import json
import os
import time
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from reports.models import Report
from reports.storing import store

VERSION = "1"  # raise it when a form changes in a way that templates and styles do not show
KEPT = 60  # newest files
KEPT_SECONDS = 30 * 24 * 3600
LOST_AFTER = 300  # seconds after which a DOCX that was asked for and is not there is lost


def path_of(report: Report, kind: str) -> Path:
    """The file of a form (`html`, `docx`) of a finished report."""
    made_of = [
        VERSION,
        _sources(),
        report.data_sha256,
        report.edition,
        report.scope,
        report.number,
        report.published_at.isoformat() if report.published_at else "",
    ]
    name = hashlib.sha256(json.dumps(made_of).encode()).hexdigest()
    return settings.REPORTS_DIR / "forms" / f"{name}.{kind}"


@lru_cache(maxsize=1)
def _sources() -> str:
    """One hash of the templates and styles the forms are made with."""
    found = hashlib.sha256()
    folders = (settings.BASE_DIR / "templates" / "reports", settings.BASE_DIR / "static" / "print")
    for path in sorted(path for folder in folders for path in folder.rglob("*.*")):
        found.update(path.read_bytes())
    return found.hexdigest()


def keep(path: Path, data: bytes) -> None:
    """Store a form and let the oldest go, and marks that nobody came back for.

    The marks beside the form itself are taken away: it is ready.
    """
    store(path, data)
    path.with_suffix(".wait").unlink(missing_ok=True)
    path.with_suffix(".fault").unlink(missing_ok=True)
    there = sorted(path.parent.iterdir(), key=_age)
    forms = [one for one in there if one.suffix in (".html", ".docx")]
    for old in forms[KEPT:] + [one for one in there if _age(one) > KEPT_SECONDS]:
        old.unlink(missing_ok=True)


def state_of(path: Path) -> str:
    """`ready`, `waiting`, `failed`, or "" where nobody asked (or what was asked for is lost)."""
    if path.exists():
        return "ready"
    if path.with_suffix(".fault").exists():
        return "failed"
    return "waiting" if _age(path.with_suffix(".wait")) < LOST_AFTER else ""


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def claim(path: Path) -> bool:
    """Mark the form as asked for; False where it is there or somebody waits for it already."""
    if state_of(path) in ("ready", "waiting"):
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".fault").unlink(missing_ok=True)
    mark = path.with_suffix(".wait")
    mark.unlink(missing_ok=True)  # of one that is lost
    try:
        os.close(os.open(mark, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return False
    return True


def give_up(path: Path, why: str) -> None:
    """Say that the form could not be made, in a sentence for who asked."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".fault").write_text(why, encoding="utf-8")
    path.with_suffix(".wait").unlink(missing_ok=True)


def why_failed(path: Path) -> str:
    """The sentence of `give_up`; "" where it did not fail."""
    try:
        return path.with_suffix(".fault").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
