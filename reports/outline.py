"""The chapters of the report in the order of the book, with their keys, titles and numerals."""

from collections.abc import Iterable
from dataclasses import dataclass

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV")


@dataclass(frozen=True)
class Chapter:
    """A chapter with words of its own; the front matter has no numeral."""

    key: str
    title: str
    numeral: str = ""

    @property
    def label(self) -> str:
        """Bab IV; empty for the front matter."""
        return f"Bab {self.numeral}" if self.numeral else ""


def chapters(clusters: Iterable[tuple[str, str]]) -> list[Chapter]:
    """Every chapter that carries words, for a catalogue with these clusters (slug, name).

    Annexes and the table of contents carry none and are not here.
    """
    body = [
        ("pendahuluan", "Pendahuluan"),
        ("metode", "Metode dan mutu data"),
        *((f"klaster-{slug}", name) for slug, name in clusters),
        ("isu", "Enam isu strategis"),
        ("program", "Program dan cakupan menurut kelurahan"),
        ("kesenjangan", "Kesenjangan, prioritas, dan rekomendasi"),
        ("penutup", "Penutup dan pengesahan"),
    ]
    front = [
        Chapter("kata-pengantar", "Kata pengantar"),
        Chapter("ringkasan", "Ringkasan eksekutif"),
    ]
    return front + [Chapter(key, title, ROMAN[at]) for at, (key, title) in enumerate(body)]
