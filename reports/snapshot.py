"""One immutable picture of a city's year, taken in a single transaction, found by its hash."""

import base64
import hashlib
import json
import zlib
from functools import lru_cache
from typing import Any

from django.db import connection, transaction
from django.forms.models import model_to_dict

from clusters.models import Entry, EvidenceFile, EvidenceLink, Indicator, Period
from clusters.queries import entries_with_current_evidence
from kla.areas.models import Area, Office, OfficeName
from reports import action_plan, coverage_data, data_date, last_report, legal_data, programme_data
from reports.models import Edition, Report, ReportState, Snapshot
from reports.narrative import collecting

_INDICATOR = (
    "code label theme scope kind unit per numerator denominator levels direction baseline target "
    "share official issues evidence may_not_apply sensitive assumption extra definition"
).split()
_ENTRY = (
    "numerator denominator value not_applicable no_data note extra mark adjusted_value reason"
).split()
_PROFILE = (
    "secretariat address phone email signatory_title signatory_name signatory_rank signatory_nip"
).split()


def take(period: Period) -> Snapshot:
    """The snapshot of what stands now; the same data give the same row.

    On PostgreSQL the whole is read in one repeatable-read transaction. Must not be called
    inside another transaction there.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql" and len(connection.savepoint_ids) == 0:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        content = canonical(collect(period))
    digest = hashlib.sha256(content).hexdigest()
    row, _ = Snapshot.objects.get_or_create(
        sha256=digest, defaults={"period": period, "content": zlib.compress(content, 9)}
    )
    return row


def canonical(data: dict[str, Any]) -> bytes:
    """The one way these data are written as JSON: keys sorted, no spaces, decimals as text."""
    return json.dumps(
        data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str
    ).encode()


def digest(data: dict[str, Any]) -> str:
    """The hash by which these data are known: what the footer prints and the check asks for."""
    return hashlib.sha256(canonical(data)).hexdigest()


def load(row: Snapshot | None) -> dict[str, Any]:
    """The data of a snapshot; nobody changes them. Raises ValueError where their hash is another.

    The last ones are kept: a worker's child renders section after section of the same snapshot,
    and all that is reckoned from them (content.py) is kept as long as they are.
    """
    if row is None:
        raise ValueError("Cuplikan data belum diambil.")
    return _read(bytes(row.content), row.sha256)


@lru_cache(maxsize=1)
def _read(packed: bytes, sha256: str) -> dict[str, Any]:
    content = zlib.decompress(packed)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ValueError("Cuplikan data tidak cocok dengan sidik jarinya.")
    return json.loads(content)


def collect(period: Period) -> dict[str, Any]:
    """Everything the report prints, read from the database."""
    kota = period.kota
    before = (
        Period.objects.filter(kota=kota, year=period.year - 1).select_related("framework").first()
    )
    return {
        # 2: with coverage and action plan; 3: with day, map, legal basis, programmes
        # and narratives
        "schema": 3,
        "day": data_date.day_of_report(period).isoformat(),
        "kota": _kota(kota),
        "offices": _offices(kota),
        "areas": list(
            Area.objects.filter(code__startswith=f"{kota.code}.")
            .order_by("code")
            .values("code", "name", "level", "parent__code")
        ),
        "this": _year(period),
        "before": _year(before) if before else None,
        "last_report": _last_report(before),
        "evidence": _evidence(period),
        "coverage": coverage_data.collect(kota, period.year),
        "map": coverage_data.outlines(kota),
        "action_plan": action_plan.collect(period),
        "legal": legal_data.collect(kota, period.year),
        "programmes": programme_data.collect(kota, period.year),
        "narratives": collecting.collect(period),
    }


def _last_report(before: Period | None) -> dict[str, Any] | None:
    """What the report of the year before said that stands published now; None without one."""
    found = Report.objects.filter(
        period=before, edition=Edition.FULL, scope="", state=ReportState.PUBLISHED
    )
    report = found.select_related("snapshot", "period__kota").order_by("-number").first()
    return last_report.facts(report, load(report.snapshot)) if report else None


def _kota(kota: Area) -> dict[str, Any]:
    profile = getattr(kota, "profile", None)
    found: dict[str, Any] = {"code": kota.code, "name": kota.name, "full_name": kota.full_name}
    found |= {key: getattr(profile, key, "") for key in _PROFILE}
    arms = bytes(profile.coat_of_arms) if profile and profile.coat_of_arms else b""
    found["arms"] = base64.b64encode(arms).decode()
    found["arms_type"] = profile.coat_of_arms_type if profile and arms else ""
    return found


def _offices(kota: Area) -> dict[str, str]:
    """Key → the city's own name of an office, else the generic one."""
    names = dict(Office.objects.order_by("key").values_list("key", "name"))
    own = OfficeName.objects.filter(kota=kota).values_list("office__key", "name")
    return names | dict(own)


def _year(period: Period) -> dict[str, Any]:
    framework = period.framework
    proven = entries_with_current_evidence(period)
    entries = Entry.objects.filter(sheet__period=period).order_by(
        "sheet__area__code", "indicator__position"
    )
    return {
        "year": period.year,
        "framework": framework.version,
        "officials": list(
            framework.officials.order_by("number").values("number", "name", "group", "points")
        ),
        "clusters": list(
            framework.clusters.order_by("position").values("slug", "name", "short_name")
        ),
        "issues": list(framework.issues.order_by("position").values("slug", "name")),
        "indicators": [
            model_to_dict(row, fields=_INDICATOR)
            | {"cluster": row.cluster.slug, "owner": row.owner.key}
            for row in Indicator.objects.filter(framework=framework)
            .select_related("cluster", "owner")
            .order_by("position")
        ],
        "sheets": list(
            period.sheets.order_by("area__code", "cluster__position", "office__key").values_list(
                "area__code", "cluster__slug", "office__key", "state"
            )
        ),
        "entries": [
            {name: getattr(entry, name) for name in _ENTRY}
            | {
                "area": entry.sheet.area.code,
                "code": entry.indicator.code,
                "state": entry.sheet.state,
                "evidenced": entry.pk in proven,
            }
            for entry in entries.select_related("sheet__area", "indicator")
        ],
    }


def _evidence(period: Period) -> list[dict[str, Any]]:
    codes: dict[int, list[str]] = {}
    links = EvidenceLink.objects.filter(entry__sheet__period=period)
    for file, code in links.values_list("file_id", "entry__indicator__code"):
        codes.setdefault(file, []).append(code)
    files = EvidenceFile.objects.filter(pk__in=codes).select_related("area")
    found = [
        {
            "area": file.area.code,
            "name": file.name,
            "type": file.content_type,
            "pages": file.pages,
            "size": file.size,
            "sha256": file.kept_sha256,
            "valid_until": file.valid_until.isoformat() if file.valid_until else "",
            "codes": sorted(codes[file.pk]),
        }
        for file in files
    ]
    return sorted(found, key=lambda file: (file["area"], file["codes"], file["sha256"]))
