"""Pure: what cannot be among the common denominators of a kelurahan, by rules kept as data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from clusters.display import number

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
        key: f"Isi dengan bilangan bulat dari 0 sampai {number(most)}. "
        "Tidak ada kelurahan yang lebih besar."
        for key, value in given.items()
        if value is not None and not 0 <= value <= most
    }
    for key, of in rules().parts:
        part, whole = values.get(key), values.get(of)
        if part is None or whole is None or part <= whole or key in found or of in found:
            continue
        if key in given:
            found[key] = (
                f"{number(part)} lebih besar dari {number(whole)} pada {names.get(of, of)}, "
                "padahal bagian darinya. Periksa kedua angka."
            )
        elif of in given:
            found[of] = (
                f"{number(whole)} lebih kecil dari {number(part)} pada {names.get(key, key)}, "
                "padahal memuatnya. Periksa kedua angka."
            )
    return found
