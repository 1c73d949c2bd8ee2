"""What tests ask of a finished PDF, through the tools that others would check it with."""

import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest


def text_of(path: Path) -> str:
    """All text, as it lies on the pages."""
    _needs("pdftotext")
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    )
    return done.stdout


def tags_of(path: Path) -> set[str]:
    """The kinds of element in the structure tree (`/H1`, `/Table`), of a file that is marked."""
    found: set[str] = set()
    with pikepdf.open(path) as document:
        assert document.Root.MarkInfo.Marked
        waiting = [document.Root.StructTreeRoot]
        while waiting:
            one = waiting.pop()
            if not isinstance(one, pikepdf.Dictionary):
                continue
            if "/S" in one:
                found.add(str(one.S))
            below = one.get("/K", [])
            waiting += list(below) if isinstance(below, pikepdf.Array) else [below]
    return found


def assert_sound(path: Path) -> int:
    """qpdf finds nothing wrong and pdfinfo calls it tagged; gives the number of pages."""
    _needs("qpdf", "pdfinfo")
    checked = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    info = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True)
    facts = dict(line.split(":", 1) for line in info.stdout.splitlines() if ":" in line)
    assert facts["Tagged"].strip() == "yes"
    assert facts["Title"].strip().startswith("Laporan Evaluasi Kota Layak Anak")
    return int(facts["Pages"])


def _needs(*commands: str) -> None:
    for command in commands:
        if shutil.which(command) is None:
            pytest.skip(f"{command} tidak ada di mesin ini")
