"""Pure: the words of a chapter that has to stay one page are one short paragraph."""

from reports.narrative.references import UNKNOWN, Resolve, replaced

ONE_PAGE = {"ringkasan": 320}  # chapter → printed letters that its page has room for


def faults(key: str, text: str, resolve: Resolve) -> list[str]:
    """A sentence where the words of the chapter `key` would not leave it on one page."""
    most = ONE_PAGE.get(key)
    if most is None:
        return []
    letters = len(replaced(text, lambda one: resolve(one.name) or UNKNOWN))
    if letters <= most and "\n" not in text:
        return []
    return [
        f"Bab ini harus tetap satu halaman: tulis satu paragraf, paling panjang {most} huruf "
        f"tercetak (ini {letters}), tanpa baris baru."
    ]
