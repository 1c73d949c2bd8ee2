"""Is a report what it says it is? Asks a process of its own, which opens the file under limits."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from kla.file_faults import why_not

MOST_BYTES = 200 * 1024 * 1024
SECONDS = 600
BEYOND = "Berkas ini tidak dapat diperiksa: rusak, atau melampaui batas waktu atau memori."


class NotGenuine(Exception):
    """`faults` has one Indonesian sentence for each thing that does not fit."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Genuine:
    """What a report states that fits in everything: `scores` by view in words, `lines` compared
    (0 where the report was printed by another version of the program), `stated` hidden entries
    whose points cannot be recomputed."""

    kota: str
    year: int
    edition: str
    scope: str
    sha256: str
    scores: dict[str, str]
    lines: int
    stated: int


def verify(path: Path, seconds: float = SECONDS) -> Genuine:
    """What the report states, once everything fits. Raises NotGenuine with every misfit.

    The file may be anybody's: it is read in a child that may take so much memory and time and no
    more, and a child that breaks off is an answer too. It ends after `seconds` at the latest.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise NotGenuine(["Berkas terlalu besar untuk diperiksa."])
        with path.open("rb"):
            pass
    except OSError as fault:
        raise NotGenuine([f"{path} tidak dapat dibaca: {why_not(fault)}."]) from None
    try:
        done = subprocess.run(
            [sys.executable, "-m", "reports.inspection", str(path.resolve())],
            cwd=settings.BASE_DIR,
            capture_output=True,
            timeout=seconds,
        )
        answer = json.loads(done.stdout.splitlines()[-1])
    except (subprocess.TimeoutExpired, IndexError, ValueError):
        raise NotGenuine([BEYOND]) from None
    if "faults" in answer:
        raise NotGenuine(answer["faults"])
    return Genuine(**answer)
