"""A copy of our catalogue for tests to change, and what the reader then says of it."""

import re
import shutil

import pytest

from clusters.catalogue.reader import HERE, read
from clusters.catalogue.schema import CatalogueError


def copy_to(folder):
    """Our catalogue's files in `folder`; gives the folder."""
    for file in HERE.glob("*.toml"):
        shutil.copy(file, folder)
    return folder


def edit(folder, file, old, new):
    """Put `new` in place of `old`, which must stand there."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def put(folder, file, row, field, line):
    """In the row that holds `row`, put `line` for the line of `field`; "" takes it out."""
    path = folder / file
    blocks = re.split(r"(?m)^(?=\[\[[a-z]+\]\]$)", path.read_text(encoding="utf-8"))
    place = next(number for number, block in enumerate(blocks) if f"{row}\n" in block)
    lines = [one for one in blocks[place].splitlines() if not one.startswith(f"{field} = ")]
    blocks[place] = "\n".join([lines[0], *([line] if line else []), *lines[1:]]) + "\n\n"
    path.write_text("".join(blocks), encoding="utf-8")


def faults_of(folder):
    with pytest.raises(CatalogueError) as caught:
        read(folder)
    return caught.value.faults
