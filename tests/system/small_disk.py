"""A small file system in the place of a folder, to be filled to the last byte."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

MEGABYTES = 16


class SmallDisk:
    """The file system below `folder`."""

    def __init__(self, folder: Path) -> None:
        self._ballast = folder / "penuh"

    def fill(self, *, leave: int) -> None:
        """Take all room but `leave` bytes."""
        found = os.statvfs(self._ballast.parent)
        with self._ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, found.f_bavail * found.f_frsize - leave)

    def empty(self) -> None:
        """Give the room back."""
        self._ballast.unlink()


@contextmanager
def small_disk(folder: Path) -> Iterator[SmallDisk]:
    """While inside, `folder` with what it holds lies on a small disk of its own."""
    aside = folder.with_name("aside")
    folder.rename(aside)
    folder.mkdir()
    _mount(folder)
    try:
        shutil.copytree(aside, folder, dirs_exist_ok=True)
        yield SmallDisk(folder)
        shutil.copytree(folder, aside, dirs_exist_ok=True)
    finally:
        subprocess.run([*_as_root(), "umount", "-l", str(folder)], check=True)
        folder.rmdir()
        aside.rename(folder)


def _mount(folder: Path) -> None:
    options = f"size={MEGABYTES}m,uid={os.getuid()},mode=700"
    command = [*_as_root(), "mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True).returncode:
        folder.rmdir()
        folder.with_name("aside").rename(folder)
        pytest.skip("memasang sistem berkas kecil tidak diizinkan di mesin ini")


def _as_root() -> list[str]:
    return [] if os.getuid() == 0 else ["sudo", "-n"]
