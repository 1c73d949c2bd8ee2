"""Run as a program of its own: the hash of the data inside a PDF from standard input.

A hostile file can end whoever reads it, so nothing of the app is here and hard limits hold. One
line goes to standard output: 64 hexadecimal digits, or nothing where there are no data.
"""

import hashlib
import io
import resource
import sys

MEMORY = 1_000_000_000  # bytes of address space
SECONDS = 5  # of processor time


def main(content: bytes) -> None:
    """Look for the attached snapshot and say its hash."""
    import pikepdf  # noqa: PLC0415 - only after the limits are set

    with pikepdf.open(io.BytesIO(content)) as pdf:
        for name, spec in pdf.attachments.items():
            if name.startswith("cuplikan-") and name.endswith(".json"):
                digest = hashlib.sha256(spec.get_file().read_bytes()).hexdigest()
                sys.stdout.write(f"{digest}\n")
                return


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main(sys.stdin.buffer.read())
