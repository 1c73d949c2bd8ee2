"""Pure: what cannot be among the common denominators of a kelurahan, by rules kept as data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = "population.toml"


@dataclass(frozen=True)
class Rules:
    """`most` of any key, and pairs of keys (part, whole)."""

    most: int
    parts: tuple[tuple[str, str], ...]


@cache
def rules() -> Rules:
    """The rules that stand beside the catalogue."""
    told = tomllib.loads((Path(__file__).parent / FILE).read_text(encoding="utf-8"))
    return Rules(told["most"], tuple((one["key"], one["of"]) for one in told["part"]))


def faults(
    values: Mapping[str, int | None], given: Mapping[str, int | None], names: Mapping[str, str]
) -> dict[str, str]:
    """Key → Indonesian sentence for each of `given` that cannot be; `values` is what would stand.

    `names` has a word for each key. Where a part is not given, its whole is told.
    """
    most = rules().most
    found = {
        key: f"Isi dengan bilangan bulat dari 0 sampai {_id(most)}. "
        "Tidak ada kelurahan yang lebih besar."
        for key, number in given.items()
        if number is not None and not 0 <= number <= most
    }
    for key, of in rules().parts:
        part, whole = values.get(key), values.get(of)
        if part is None or whole is None or part <= whole or key in found or of in found:
            continue
        if key in given:
            found[key] = (
                f"{_id(part)} lebih besar dari {_id(whole)} pada {names.get(of, of)}, "
                "padahal bagian darinya. Periksa kedua angka."
            )
        elif of in given:
            found[of] = (
                f"{_id(whole)} lebih kecil dari {_id(part)} pada {names.get(key, key)}, "
                "padahal memuatnya. Periksa kedua angka."
            )
    return found


def _id(number: int) -> str:
    """A whole number the Indonesian way: 12.500."""
    return f"{number:,}".replace(",", ".")
