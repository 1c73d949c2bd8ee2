"""Files of the report written whole or not at all, by any number of processes at once."""

import glob
import os
from pathlib import Path


def store(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: a reader never sees half of it.

    Clears away what a killed writer of the same file left. A file's name stands for its content,
    so where another process was first and cleared ours away, its file is as good. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except FileNotFoundError:
        if not path.exists():
            raise
    finally:
        part.unlink(missing_ok=True)
    # Only now that the file stands: a writer that failed must not take another's part away.
    for left in path.parent.glob(f"{glob.escape(path.name)}.*.part"):
        left.unlink(missing_ok=True)
