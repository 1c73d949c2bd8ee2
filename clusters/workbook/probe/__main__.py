"""Reads an XLSX from standard input under hard limits, as JSON.

Prints `{"refused": word}`, or the worksheets with their cells `[row, column, kind, text]`;
kind is n(umber), s (text), b(oolean), e(rror) or f(ormula), which is never computed.
"""

import json
import resource
import sys
from pathlib import Path

MEMORY = 1_000_000_000  # bytes of address space
SECONDS = 8  # of processor time

if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.path.append(str(Path(__file__).parents[1]))
    from probe.opening import told  # only after the limits are set

    json.dump(told(sys.stdin.buffer.read()), sys.stdout)
