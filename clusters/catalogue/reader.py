"""Pure: reads the catalogue's TOML files and checks the whole before anything uses it."""

import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

from clusters.catalogue import checks, population, rules
from clusters.catalogue.schema import (
    CLUSTER_FILES,
    Catalogue,
    CatalogueError,
    CheckSpec,
    ClusterSpec,
    ExtraSpec,
    IndicatorSpec,
    IssueSpec,
    OfficeSpec,
    OfficialSpec,
)

HERE = Path(__file__).parent
# file → the name of its rows, what a row becomes, and the field that tells rows apart
_LISTS: dict[str, tuple[str, Any, str]] = {
    "official": ("official", OfficialSpec, "number"),
    "clusters": ("cluster", ClusterSpec, "slug"),
    "issues": ("issue", IssueSpec, "slug"),
    "offices": ("office", OfficeSpec, "key"),
}
Content = dict[str, Any]


def read(directory: Path | None = None) -> Catalogue:
    """The catalogue in `directory` (our own unless said). Raises CatalogueError with all faults."""
    folder = directory or HERE
    if not folder.is_dir():
        raise CatalogueError([f"{folder}: folder tidak ada."])
    faults: list[str] = []
    files = {name: _load(folder / f"{name}.toml", faults) for name in (*_LISTS, *CLUSTER_FILES)}
    expected = {f"{name}.toml" for name in files} | {population.FILE}  # that one is no edition's
    strangers = {path.name for path in folder.glob("*.toml")} - expected
    faults += [f"{name}: berkas tidak dikenal." for name in sorted(strangers)]
    readable = {name: content for name, content in files.items() if content is not None}
    if not readable.keys() >= _LISTS.keys():  # without them every other check would mislead
        raise CatalogueError(faults)
    lists = {name: _rows(name, readable[name], faults) for name in _LISTS}
    known = _known(readable)
    rows = _indicators(readable, known, faults)
    if len(readable) == len(files):
        faults += checks.whole((row for _, row in rows), known)
    # what one indicator says of another is only clear where each is right by itself
    faults = faults or rules.references(row for _, row in rows)
    if faults:
        raise CatalogueError(faults)
    return Catalogue(
        version=readable["official"]["version"],
        officials=tuple(lists["official"]),
        clusters=tuple(lists["clusters"]),
        issues=tuple(lists["issues"]),
        offices=tuple(lists["offices"]),
        indicators=tuple(_spec(cluster, row) for cluster, row in rows),
    )


def _load(path: Path, faults: list[str]) -> Content | None:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8"), parse_float=Decimal)
    except FileNotFoundError:
        faults.append(f"{path.name}: berkas tidak ada.")
    except UnicodeDecodeError:
        faults.append(f"{path.name}: bukan UTF-8.")
    except OSError:
        faults.append(f"{path.name}: tidak dapat dibaca; periksa hak membaca berkas itu.")
    except tomllib.TOMLDecodeError as fault:
        faults.append(f"{path.name}: bukan TOML yang benar ({fault}).")
    except (ValueError, RecursionError):  # a number of thousands of digits; nesting without end
        faults.append(f"{path.name}: memuat bilangan terlalu panjang atau susunan terlalu dalam.")
    return None


def _rows(name: str, content: Content, faults: list[str]) -> list[Any]:
    """The small lists: every field of a row is there, of the right type, and its key once."""
    table, spec, key = _LISTS[name]
    file = f"{name}.toml"
    faults += _top_level(file, content, {table, "version"} if name == "official" else {table})
    version = content.get("version")
    if name == "official" and not (isinstance(version, str) and 0 < len(version.strip()) <= 20):
        faults.append(f"{file}, version: diisi teks paling panjang 20 huruf, misalnya 2026.1.")
    made = []
    for number, row in enumerate(_table(file, content, table, faults), start=1):
        wrong = checks.small_row(row, spec.__annotations__)
        faults += [f"{file}, {table} ke-{number}, {field}: {why}" for field, why in wrong]
        if not wrong:
            points = {"points": Decimal(row["points"])} if "points" in row else {}
            made.append(spec(**(row | points)))
    keys = Counter(getattr(one, key) for one in made)
    faults += [f"{file}, {key}: {one} ada {n} kali." for one, n in keys.items() if n > 1]
    return made


def _top_level(file: str, content: Content, allowed: set[str]) -> list[str]:
    return [f"{file}, {key}: tidak dikenal." for key in sorted(content.keys() - allowed)]


def _table(file: str, content: Content, name: str, faults: list[str]) -> list[Any]:
    listed = content.get(name)
    if isinstance(listed, list) and listed:
        return listed
    faults.append(f"{file}: tulis paling sedikit satu [[{name}]].")
    return []


def _known(files: dict[str, Content]) -> checks.Known:
    """What the lists name, of faulty rows too, so that one fault is told once."""

    def named(name: str, wanted: type) -> list[Any]:
        table, _, key = _LISTS[name]
        listed = files[name].get(table)
        rows = [row for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []
        return [row for row in rows if isinstance(row.get(key), wanted)]

    return checks.Known(
        prefixes={row["slug"]: str(row.get("prefix", "")) for row in named("clusters", str)},
        issues={row["slug"] for row in named("issues", str)},
        offices={row["key"] for row in named("offices", str)},
        officials={row["number"] for row in named("official", int)},
    )


def _indicators(
    files: dict[str, Content], known: checks.Known, faults: list[str]
) -> list[tuple[str, Content]]:
    """Each indicator's row with its cluster, in the order they stand; faults are added."""
    rows: list[tuple[str, Content]] = []
    seen: set[str] = set()
    for cluster in (name for name in CLUSTER_FILES if name in files):
        file = f"{cluster}.toml"
        faults += _top_level(file, files[cluster], {"indicator"})
        listed = _table(file, files[cluster], "indicator", faults)
        for number, row in enumerate(listed, start=1):
            if not isinstance(row, dict):
                faults.append(f"{file}, indikator ke-{number}: harus berupa tabel.")
                continue
            wrong = checks.indicator_row(row, cluster, known)
            code = row.get("code")
            if isinstance(code, str) and code in seen:
                wrong.append(("code", "sudah dipakai indikator lain."))
            seen.add(str(code))
            where = f"{file}, {code or f'indikator ke-{number}'}"
            faults += [f"{where}, {field}: {why}" for field, why in wrong]
            rows.append((cluster, row))
    return rows


def _spec(cluster: str, row: Content) -> IndicatorSpec:
    fields: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in row.items()
    }
    for key in ("baseline", "target", "share"):
        if key in fields:
            fields[key] = Decimal(fields[key])
    fields["extra"] = tuple(ExtraSpec(**part) for part in row.get("extra", []))
    fields["checks"] = tuple(_check(check) for check in fields.pop("check", ()))
    return IndicatorSpec(cluster=cluster, **fields)


def _check(row: Content) -> CheckSpec:
    whole = {"areas": row["areas"]} if "areas" in row else {}
    exact: Content = {k: Decimal(v) if isinstance(v, int) else v for k, v in row.items()}
    return CheckSpec(**(exact | whole))
