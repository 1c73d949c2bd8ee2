"""Pure: which sign parts the columns of a CSV that a person saved."""


def separator_of(text: str) -> str:
    """The comma; the semicolon where the first line has only those, as spreadsheets with
    Indonesian settings write it."""
    first = text.lstrip("\ufeff\r\n").partition("\n")[0]
    return ";" if ";" in first and "," not in first else ","
