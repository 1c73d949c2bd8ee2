"""A small invented city with a catalogue of each kind of indicator, its year, and the cast."""

import hashlib
from datetime import datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

from django.utils import timezone

from clusters.actions import open_period
from clusters.models import (
    Cluster,
    Entry,
    Framework,
    Indicator,
    OfficialIndicator,
    Sheet,
    StrategicIssue,
)
from kla.accounts.models import Assignment, User
from kla.areas.models import Area, Office

CLUSTERS = [
    ("governance", "Tata Kelola"),
    ("health", "Kesehatan"),
    ("education", "Pendidikan"),
    ("family_environment", "Lingkungan Keluarga"),
    ("inclusion", "Inklusi"),
    ("protection", "Perlindungan"),
]
ISSUES = [
    ("participation", "Partisipasi Anak"),
    ("violence", "Kekerasan terhadap Anak"),
    ("digital_protection", "Perlindungan Digital"),
    ("child_marriage", "Perkawinan Anak"),
    ("dropout", "Anak Putus Sekolah"),
    ("play_space", "Ruang Bermain Ramah Anak"),
]
_JUMP = {"rule": "jump", "grade": "warning", "points": "5"}
_PAIR = {
    "per": 100,
    "unit": "%",
    "numerator": "Yang dilayani",
    "denominator": "Semua",
    "checks": [_JUMP],
}
# code, cluster, kind, direction, baseline, target, official, more
INDICATORS = [
    ("TKL-01", "governance", "boolean", "higher", 0, 1, [1], {"evidence": ["SK"]}),
    ("KES-01", "health", "percentage", "higher", 80, 100, [2], _PAIR | {"evidence": ["Rekap"]}),
    ("KES-02", "health", "percentage", "lower", 30, 10, [3], _PAIR | {"may_not_apply": True}),
    ("KES-09", "health", "count", "lower", 10, 0, [3], {"unit": "titik"}),
    (
        "PEN-01",
        "education",
        "percentage",
        "lower",
        5,
        0,
        [4],
        _PAIR
        | {
            "extra": [
                {"key": "putus", "label": "Putus", "kind": "count", "parts_of": "numerator"},
                {"key": "lain", "label": "Lain", "kind": "count", "parts_of": "numerator"},
            ]
        },
    ),
    ("KEL-06", "family_environment", "count", "higher", 0, 1, [5], {"unit": "tempat"}),
    (
        "INK-02",
        "inclusion",
        "percentage",
        "higher",
        60,
        95,
        [6],
        _PAIR | {"may_not_apply": True, "sensitive": True},
    ),
    (
        "PER-01",
        "protection",
        "level",
        "higher",
        0,
        3,
        [6],
        {"levels": ["belum ada", "ber-SK", "ber-SK dan rencana", "giat"], "evidence": ["SK"]},
    ),
    ("PER-03", "protection", "count", "none", None, None, [6], {"sensitive": True, "unit": "anak"}),
    ("KES-K2", "health", "level", "higher", 0, 2, [2], {"levels": ["belum", "proses", "ada"]}),
    (
        "KEL-K1",
        "family_environment",
        "rate",
        "lower",
        30,
        0,
        [5],
        {"per": 1000, "unit": "per 1.000", "numerator": "Dispensasi", "denominator": "Perkawinan"},
    ),
]
PASSWORD = "sandi-uji-coba-7"


def build_framework(version: str = "uji") -> Framework:
    """A catalogue edition with every kind, direction and flag; made once a database."""
    framework, made = Framework.objects.get_or_create(
        version=version, defaults={"fingerprint": "0" * 64}
    )
    if not made:
        return framework
    office, _ = Office.objects.get_or_create(key="health", defaults={"name": "Dinas kesehatan"})
    for position, (slug, name) in enumerate(CLUSTERS):
        Cluster.objects.create(
            framework=framework, slug=slug, name=name, short_name=name, position=position
        )
    for position, (slug, name) in enumerate(ISSUES):
        StrategicIssue.objects.create(framework=framework, slug=slug, name=name, position=position)
    for number in range(1, 7):
        OfficialIndicator.objects.create(
            framework=framework, number=number, name=f"Resmi {number}", group="I", points=1
        )
    clusters = {cluster.slug: cluster for cluster in framework.clusters.all()}
    for position, row in enumerate(INDICATORS):
        code, slug, kind, direction, baseline, target, official, more = row
        scored = direction != "none"
        fields = {
            "label": f"Indikator {code}",
            "theme": "Tema",
            "scope": "kota" if "-K" in code else "kelurahan",
            "baseline": Decimal(baseline) if scored else None,
            "target": Decimal(target) if scored else None,
            "share": Decimal(1) if scored else None,
            "may_not_apply": False,
            "sensitive": False,
            "definition": f"Yang dihitung untuk {code}.",
            "not_counted": f"Yang tidak dihitung untuk {code}.",
        }
        Indicator.objects.create(
            framework=framework,
            cluster=clusters[slug],
            owner=office,
            code=code,
            position=position,
            kind=kind,
            direction=direction,
            official=official,
            **(fields | more),
        )
    return framework


def build_city(
    code: str = "64.71", name: str = "Kota Contoh", kelurahan: int = 4, year: int = 2026
) -> SimpleNamespace:
    """A kota with `kelurahan` kelurahan, two a kecamatan, and its year open far ahead.

    Gives kota, kelurahan (list by code), period and framework.
    """
    framework = build_framework()
    kota = Area.objects.create(code=code, name=name, level="kota")
    areas = []
    for number in range(kelurahan):
        block = f"{code}.{number // 2 + 1:02d}"
        kecamatan, _ = Area.objects.get_or_create(
            code=block,
            defaults={"name": f"Kecamatan {block}", "level": "kecamatan", "parent": kota},
        )
        areas.append(
            Area.objects.create(
                code=f"{block}.{1001 + number % 2}",
                name=f"Desa Ujian {code} {number + 1}",
                level="kelurahan",
                parent=kecamatan,
            )
        )
    period, _ = open_period(
        kota=kota,
        year=year,
        by=None,
        deadline=timezone.now() + timedelta(days=60),
        review_until=(timezone.now() + timedelta(days=120)).date(),
    )
    return SimpleNamespace(kota=kota, kelurahan=areas, period=period, framework=framework)


def build_user(username: str, role: str, area: Area, **more) -> User:
    """A user with one assignment and the password of all test users."""
    user = User(username=username, name=username.capitalize())
    # One fast hash for all: what argon2 costs is not what these tests look at.
    user.password = f"md5$uji${_md5(PASSWORD)}"
    user.save()
    Assignment.objects.create(user=user, role=role, area=area, **more)
    return user


def _md5(password: str) -> str:
    return hashlib.md5(f"uji{password}".encode()).hexdigest()


def build_cast(city: SimpleNamespace, other_city: SimpleNamespace) -> SimpleNamespace:
    """Ani enters data, Budi reviews, Citra is of another city, Dewi coordinates, Eko looks,
    Fitri looks after accounts, Gita enters the health office's sheets of the kota."""
    return SimpleNamespace(
        ani=build_user("ani", "operator", city.kelurahan[0]),
        budi=build_user("budi", "reviewer", city.kota),
        citra=build_user("citra", "operator", other_city.kelurahan[0]),
        dewi=build_user("dewi", "coordinator", city.kota),
        eko=build_user("eko", "viewer", city.kota, sees_small_counts=True),
        fitri=build_user("fitri", "admin", city.kota),
        gita=build_user("gita", "operator", city.kota, office=Office.objects.get(key="health")),
    )


def sheet_of(city: SimpleNamespace, cluster: str, area: Area | None = None) -> Sheet:
    """The sheet of a cluster, of the first kelurahan unless said otherwise."""
    return Sheet.objects.select_related("period", "area", "cluster").get(
        period=city.period, area=area or city.kelurahan[0], cluster__slug=cluster
    )


def fill(sheet: Sheet, code: str, by: User, at: datetime | None = None, **fields) -> Entry:
    """An entry written straight into the table, as if it had always been there."""
    indicator = Indicator.objects.get(cluster_id=sheet.cluster_id, code=code)
    return Entry.objects.create(
        sheet=sheet, indicator=indicator, entered_by=by, entered_at=at or timezone.now(), **fields
    )
