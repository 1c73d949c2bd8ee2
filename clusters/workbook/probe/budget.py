"""How much of a workbook may be unpacked, parsed and said, and what is counted for it."""

MOST_ROWS = 20_000
MOST_INFLATED = 40 * 1024 * 1024  # bytes of all parts together
MOST_TEXT = 10_000_000  # characters in all cells; a shared text counts each time it is used
# Tags and signs of worksheets and shared texts, of them all and more for each row; ours, saved by
# any spreadsheet, have 47 and 190 a row.
FREE_TAGS, ROW_TAGS, FREE_SIGNS, ROW_SIGNS = 100_000, 50, 300_000, 220


class Refused(Exception):
    """The file is not taken; the text is a word that intake.py has a sentence for."""


class Budget:
    """How much may still be unpacked, parsed and said."""

    def __init__(self) -> None:
        self.inflated = self.text = self.rows = self.tags = self.signs = 0

    def spend(self, **amounts: int) -> None:
        for name, amount in amounts.items():
            setattr(self, name, getattr(self, name) + amount)
        if self.inflated > MOST_INFLATED or self.text > MOST_TEXT:
            raise Refused("bomb")

    def refuse_crowds(self) -> None:
        """By what was counted, before any of it is parsed; empty rows and cells count too."""
        if self.rows > MOST_ROWS:
            raise Refused("rows")
        much = self.tags > FREE_TAGS + ROW_TAGS * self.rows
        if much or self.signs > FREE_SIGNS + ROW_SIGNS * self.rows:
            raise Refused("bomb")


def counted(content: bytes) -> dict[str, int]:
    """How much work an XML part is, at the speed of a search: its rows, its tags, and the signs
    that make a parser act: of tags, attributes, references and ends of lines."""
    plain = content.replace(b"\0", b"") if b"\0" in content else content  # UTF-16
    return {
        "rows": plain.count(b"<row") + plain.count(b":row"),
        "tags": plain.count(b"<") - plain.count(b"</"),
        "signs": len(plain) - len(plain.translate(None, b"<=&\r\n")),
    }
