"""Pure: reads the catalogue's TOML files and checks the whole before anything uses it."""

import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

from clusters.catalogue import checks
from clusters.catalogue.schema import (
    CLUSTER_FILES,
    Catalogue,
    CatalogueError,
    ClusterSpec,
    ExtraSpec,
    IndicatorSpec,
    IssueSpec,
    OfficeSpec,
    OfficialSpec,
)

HERE = Path(__file__).parent


def read(directory: Path | None = None) -> Catalogue:
    """The catalogue in `directory` (our own unless said). Raises CatalogueError with all faults."""
    folder = directory or HERE
    faults: list[str] = []
    files = {
        name: _load(folder / f"{name}.toml", faults)
        for name in ("official", "clusters", "issues", "offices", *CLUSTER_FILES)
    }
    if faults:
        raise CatalogueError(faults)
    version = files["official"].get("version")
    if not isinstance(version, str) or not version or len(version) > 20:
        faults.append("official.toml: version diisi teks, misalnya 2026.1.")
    lists = {
        "official": _rows(files["official"], "official", OfficialSpec, "official.toml", faults),
        "clusters": _rows(files["clusters"], "cluster", ClusterSpec, "clusters.toml", faults),
        "issues": _rows(files["issues"], "issue", IssueSpec, "issues.toml", faults),
        "offices": _rows(files["offices"], "office", OfficeSpec, "offices.toml", faults),
    }
    known = checks.Known(
        prefixes={spec.slug: spec.prefix for spec in lists["clusters"]},
        issues={spec.slug for spec in lists["issues"]},
        offices={spec.key for spec in lists["offices"]},
        officials={spec.number for spec in lists["official"]},
    )
    indicators = _indicators(files, known, faults)
    faults += checks.whole(indicators, known)
    if faults:
        raise CatalogueError(faults)
    return Catalogue(
        version=version,
        officials=tuple(lists["official"]),
        clusters=tuple(lists["clusters"]),
        issues=tuple(lists["issues"]),
        offices=tuple(lists["offices"]),
        indicators=tuple(indicators),
    )


def _load(path: Path, faults: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8"), parse_float=Decimal)
    except FileNotFoundError:
        faults.append(f"{path.name}: berkas tidak ada.")
    except UnicodeDecodeError:
        faults.append(f"{path.name}: bukan UTF-8.")
    except OSError as fault:
        faults.append(f"{path.name}: tidak dapat dibaca ({fault.strerror}).")
    except tomllib.TOMLDecodeError as fault:
        faults.append(f"{path.name}: bukan TOML yang benar ({fault}).")
    return {}


def _rows(content: dict[str, Any], name: str, spec: Any, file: str, faults: list[str]) -> list[Any]:
    """The small lists: every field of `spec` is there, of the right type, and its key once."""
    made = []
    listed = content.get(name, [])
    if not isinstance(listed, list):
        faults.append(f"{file}: {name} harus ditulis sebagai [[{name}]].")
        return []
    for number, row in enumerate(listed, start=1):
        wrong = checks.small_row(row, spec.__annotations__)
        faults += [f"{file}, {name} ke-{number}, {field}: {why}" for field, why in wrong]
        if not wrong:
            points = {"points": Decimal(row["points"])} if "points" in row else {}
            made.append(spec(**(row | points)))
    keys = Counter(next(iter(vars(one).values())) for one in made)
    faults += [f"{file}: {key} ada {count} kali." for key, count in keys.items() if count > 1]
    if not made:
        faults.append(f"{file}: tidak ada [[{name}]] yang dapat dipakai.")
    return made


def _indicators(
    files: dict[str, dict[str, Any]], known: checks.Known, faults: list[str]
) -> list[IndicatorSpec]:
    made, seen = [], Counter[str]()
    for cluster in CLUSTER_FILES:
        file = f"{cluster}.toml"
        extra_keys = set(files[cluster]) - {"indicator"}
        faults += [f"{file}: {key} tidak dikenal." for key in sorted(extra_keys)]
        for number, row in enumerate(files[cluster].get("indicator", []), start=1):
            where = f"{file}, {row.get('code') or f'indikator ke-{number}'}"
            wrong = checks.indicator_row(row, cluster, known)
            seen[str(row.get("code"))] += 1
            if seen[str(row.get("code"))] == 2:
                wrong.append(("code", "sudah dipakai indikator lain."))
            faults += [f"{where}, {field}: {why}" for field, why in wrong]
            if not wrong:
                made.append(_spec(cluster, row))
    return made


def _spec(cluster: str, row: dict[str, Any]) -> IndicatorSpec:
    fields = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    for key in ("baseline", "target", "share"):
        if key in fields:
            fields[key] = Decimal(fields[key])
    fields["extra"] = tuple(ExtraSpec(**part) for part in row.get("extra", []))
    return IndicatorSpec(cluster=cluster, **fields)
