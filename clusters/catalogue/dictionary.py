"""Pure: the data dictionary, a page of Markdown made from the catalogue alone."""

from decimal import Decimal

from clusters.catalogue.schema import Catalogue, CheckSpec, ExtraSpec, IndicatorSpec

_KINDS = {
    "percentage": "persentase",
    "rate": "rasio",
    "count": "jumlah",
    "boolean": "ya atau tidak",
    "level": "tingkat",
}
_DIRECTIONS = {
    "higher": "makin tinggi makin baik",
    "lower": "makin rendah makin baik",
    "none": "dicatat dan ditampilkan, tidak dinilai",
}
_EXTRA_KINDS = {"count": "jumlah", "text": "teks", "date": "tanggal"}
_PARTS = {"numerator": "bagian dari pembilang", "value": "bagian dari nilai"}
_SAYS = {"numerator": "pembilang", "denominator": "penyebut", "value": "nilai"}
_SCALE = {"baseline": "nilai awal", "target": "target", "share": "bagian bobot"}
_INTRO = """\
# Kamus data

Dibuat dari katalog indikator dengan `manage.py data_dictionary`; jangan disunting di sini.

Kerangka {version}: {count} indikator, {kelurahan} diisi setiap kelurahan dan {kota} diisi \
perangkat daerah untuk seluruh kota. Periode setiap indikator adalah tahun kalender laporan.

- Capaian 0 pada nilai awal dan 1 pada target, lurus di antaranya.
- *Tidak berlaku* hanya boleh dipilih pada indikator yang menyebutnya; pada persentase dan rasio \
caranya penyebut 0. Pada indikator lain penyebut 0 tetap sah dengan capaian 0.
- *Angka kecil*: jumlah 1 sampai 4 ditampilkan sebagai `<5` kepada yang tidak berhak.
- *Asumsi* menandai angka yang kami tetapkan sendiri karena sumber resminya belum ada.
"""


def render(catalogue: Catalogue) -> str:
    """The dictionary of `catalogue`; the same catalogue gives the same text."""
    kota = sum(spec.scope == "kota" for spec in catalogue.indicators)
    parts = [
        _INTRO.format(
            version=catalogue.version,
            count=len(catalogue.indicators),
            kelurahan=len(catalogue.indicators) - kota,
            kota=kota,
        ),
        _officials(catalogue),
    ]
    for cluster in catalogue.clusters:
        parts.append(
            f"## {cluster.name}\n\nSlug `{cluster.slug}`, awalan kode `{cluster.prefix}`.\n"
        )
        parts += [
            _indicator(spec, catalogue)
            for spec in catalogue.indicators
            if spec.cluster == cluster.slug
        ]
    return "\n".join(parts)


def _officials(catalogue: Catalogue) -> str:
    """The 24 official numbers and the indicators that score for each."""
    lines = [
        "## Indikator resmi\n",
        "| Nomor | Nama | Klaster | Bobot | Dinilai dari |",
        "|---|---|---|---|---|",
    ]
    for official in catalogue.officials:
        scored = ", ".join(
            spec.code
            for spec in catalogue.indicators
            if spec.direction != "none" and spec.official[0] == official.number
        )
        lines.append(
            f"| {official.number} | {official.name} | {official.klaster} "
            f"| {_number(official.points)} | {scored} |"
        )
    return "\n".join(lines) + "\n"


def _indicator(spec: IndicatorSpec, catalogue: Catalogue) -> str:
    issues = {issue.slug: issue.name for issue in catalogue.issues}
    owner = next(office.name for office in catalogue.offices if office.key == spec.owner)
    rows = [
        ("Definisi", spec.definition),
        ("Tidak dihitung", spec.not_counted),
        *_measure(spec),
        ("Arah", _DIRECTIONS[spec.direction]),
        ("Nilai awal dan target", _scale(spec)),
        ("Nomor resmi", ", ".join(str(number) for number in spec.official)),
        ("Isu strategis", ", ".join(issues[slug] for slug in spec.issues)),
        ("Bukti dukung", "; ".join(spec.evidence) or "tidak diminta"),
        ("Rincian", "; ".join(_extra(extra) for extra in spec.extra)),
        ("Pemeriksaan", "; ".join(_check(check) for check in spec.checks)),
        ("Tidak berlaku", "boleh" if spec.may_not_apply else "tidak boleh"),
        ("Angka kecil", "disembunyikan" if spec.sensitive else ""),
        ("Contoh", spec.example),
        ("Kesalahan umum", spec.mistake),
        ("Penanggung jawab", f"{owner} (`{spec.owner}`)"),
        ("Sumber", spec.source),
    ]
    lines = [f"- **{name}**: {text}" for name, text in rows if text]
    return f"### {spec.code} {spec.label}\n\n" + "\n".join(lines) + "\n"


def _measure(spec: IndicatorSpec) -> list[tuple[str, str]]:
    """What is typed: scope and theme, kind, the pair or the levels."""
    kind = _KINDS[spec.kind]
    if spec.unit and spec.unit != "%":
        kind += f", satuan {spec.unit}"
    rows = [("Lingkup dan tema", f"{spec.scope}, {spec.theme}"), ("Jenis", kind)]
    if spec.per is not None:
        rows.append(("Rumus", f"{_number(spec.per)} × {spec.numerator} / {spec.denominator}"))
    if spec.denominator_key:
        rows.append(("Penyebut bersama", f"`{spec.denominator_key}` dari data penduduk"))
    if spec.levels:
        rows.append(("Tingkat", "; ".join(f"{n} {word}" for n, word in enumerate(spec.levels))))
    return rows


def _scale(spec: IndicatorSpec) -> str:
    if spec.baseline is None or spec.target is None:
        return ""
    text = f"{_number(spec.baseline)} dan {_number(spec.target)}"
    ours = ", ".join(_SCALE[key] for key in spec.assumption)
    return f"{text} (asumsi: {ours})" if ours else text


def _extra(extra: ExtraSpec) -> str:
    words = [_EXTRA_KINDS[extra.kind]]
    if extra.parts_of:
        words.append(_PARTS[extra.parts_of])
    return f"{extra.label} (`{extra.key}`, {', '.join(words)})"


def _check(check: CheckSpec) -> str:
    """A rule in words; a hint says itself."""
    if check.rule == "hint":
        limits = [("di atas", check.above), ("di bawah", check.below)]
        when = " dan ".join(f"{word} {_number(n)}" for word, n in limits if n is not None)
        return f"petunjuk{f' bila {when}' if when else ''}: {check.text}"
    mine, other = (_SAYS.get(part, "") for part in (check.part, check.of_part))
    words = {
        "same": f"{mine} sama dengan {other} {check.of}",
        "at_most": f"{mine} tidak lebih dari {other} {check.of}",
    }.get(check.rule) or _measured(check)
    return words if check.grade == "warning" else f"{words} (petunjuk)"


def _measured(check: CheckSpec) -> str:
    """The rules whose threshold is a number."""
    if check.rule == "population":
        return f"penyebut paling jauh {_number(check.percent or 0)} persen dari data penduduk"
    if check.rule == "outlier":
        return (
            f"tidak jauh dari kelurahan lain (z {_number(check.z or 0)}, lebih dari "
            f"{_number(check.points or 0)} dari nilai tengah, paling sedikit {check.areas} wilayah)"
        )
    if check.points is not None:
        return f"tidak berubah lebih dari {_number(check.points)} dari tahun lalu"
    least = f" mulai {_number(check.least)}" if check.least is not None else ""
    return f"tidak berubah lebih dari {_number(check.ratio or 0)} kali dari tahun lalu{least}"


def _number(number: Decimal | int) -> str:
    """A number the Indonesian way: 1.000 and 14,2."""
    return f"{Decimal(number).normalize():,f}".translate(str.maketrans(",.", ".,"))
