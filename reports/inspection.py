"""The child that looks into a report: reads it under limits, recomputes it, says what misfits.

`python -m reports.inspection F.pdf` writes one line of JSON: what the report states, or `faults`.
"""

import json
import os
import resource
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django
from django.conf import settings

MEMORY = 2_000_000_000  # bytes of data
SECONDS, SECONDS_A_MEGABYTE = 30, 20  # of processor time; a city of 34 takes 7 for 2 MB
MOST_FAULTS = 20
MISSHAPEN = "Lampiran cuplikan data tidak berbentuk seperti seharusnya."


def main(path: Path) -> dict[str, Any]:
    """What the report states, or its `faults`."""
    from reports import genuine, reading  # noqa: PLC0415 - once Django is set up, under limits

    try:
        file = reading.read(path)
    except reading.Unreadable as refused:
        return {"faults": [str(refused)]}
    except Exception:  # whatever a hostile file makes the PDF libraries raise
        return {"faults": [reading.BROKEN]}
    try:
        faults = list(genuine.faults(file))
        return {"faults": faults[:MOST_FAULTS]} if faults else genuine.told(file)
    except Exception:  # whatever data that are no snapshot make the report's own code raise
        return {"faults": [MISSHAPEN]}


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    seconds = SECONDS + SECONDS_A_MEGABYTE * (os.path.getsize(sys.argv[1]) >> 20)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kla.settings")
    django.setup()
    with TemporaryDirectory() as folder:
        settings.REPORTS_DIR = Path(folder)  # looking leaves nothing behind
        sys.stdout.write(json.dumps(main(Path(sys.argv[1]))) + "\n")
