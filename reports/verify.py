"""Is a report what it says it is? Recomputes its scores from its own attachment."""

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pikepdf

from clusters.display import score_words
from reports import snapshot
from reports.figures import Year

MOST_BYTES = 200 * 1024 * 1024
MOST_DATA = 400 * 1024 * 1024


# what reading a snapshot raises whose parts are missing, of another kind, or nested without end
_MISSHAPEN = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError)


class NotGenuine(Exception):
    """`faults` has one Indonesian sentence for each thing that does not fit."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def verify(path: Path) -> dict[str, Any]:
    """What the report states, once everything fits. Raises NotGenuine with every misfit."""
    data = _attached(path)
    try:
        return _compare(path, data)
    except _MISSHAPEN:
        raise NotGenuine(["Lampiran cuplikan data tidak berbentuk seperti seharusnya."]) from None


def _compare(path: Path, data: Any) -> dict[str, Any]:
    digest = hashlib.sha256(snapshot.canonical(data)).hexdigest()
    year = Year(data["this"])
    text = _text(path)
    flat = "".join(text.split())
    faults = []
    if digest[:12] not in flat:
        faults.append(f"Sidik jari {digest[:12]} dari lampiran tidak tercetak pada laporan.")
    for name, view in year.views.items():
        words = score_words(view.score)
        if words not in text:
            faults.append(f"Skor {name} menurut lampiran {words}; angka itu tidak tercetak.")
    if faults:
        raise NotGenuine(faults)
    return {
        "kota": data["kota"]["name"],
        "year": data["this"]["year"],
        "sha256": digest,
        "scores": {name: score_words(view.score) for name, view in year.views.items()},
    }


def _attached(path: Path) -> Any:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise NotGenuine(["Berkas terlalu besar untuk diperiksa."])
        with pikepdf.open(path) as pdf:
            for name, spec in pdf.attachments.items():
                if name.startswith("cuplikan-") and name.endswith(".json"):
                    content = spec.get_file().read_bytes()
                    if len(content) > MOST_DATA:
                        raise NotGenuine(["Lampiran terlalu besar untuk diperiksa."])
                    return json.load(io.BytesIO(content))
    except OSError as fault:
        raise NotGenuine([f"{path} tidak dapat dibaca: {fault.strerror}."]) from None
    except (pikepdf.PdfError, ValueError, RecursionError):
        raise NotGenuine(["Berkas ini bukan PDF yang utuh, atau lampirannya rusak."]) from None
    raise NotGenuine(["Tidak ada lampiran cuplikan data di dalam berkas ini."])


def _text(path: Path) -> str:
    import pypdfium2  # noqa: PLC0415 - a native library that only this command needs

    document = pypdfium2.PdfDocument(path)
    try:
        return "\n".join(
            document[number].get_textpage().get_text_bounded() for number in range(len(document))
        )
    finally:
        document.close()
