"""Every fault of an indicator is named with file, indicator and field."""

import re
import tomllib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusters.catalogue import checks
from clusters.catalogue.reader import HERE, read
from clusters.catalogue.schema import KEYS, OPTIONAL
from tests.clusters.catalogues import copy_to, faults_of, put


@pytest.fixture
def folder(tmp_path):
    return copy_to(tmp_path)


# indicator → file
FILES = {
    "TKL-01": "governance.toml",  # boolean, higher
    "TKL-K1": "governance.toml",  # level of four words, of the kota
    "KES-01": "health.toml",  # percentage, higher, 80 to 100
    "KES-02": "health.toml",  # percentage, lower, 30 to 14.2
    "KES-09": "health.toml",  # count, lower, 10 to 0
    "KEL-K1": "family_environment.toml",  # rate
    "PER-03": "protection.toml",  # count, none, with further numbers
}
# indicator, field, the line that spoils it, and the reason
ROWS = [
    ("KES-01", "rahasia", 'rahasia = "x"', "tidak dikenal."),
    ("KES-01", "kind", "", "belum ada."),
    ("KES-01", "may_not_apply", "", "belum ada."),
    ("KES-01", "kind", 'kind = "ratio"', "ratio tidak dikenal; pilih percentage, rate, count,"),
    ("KES-01", "direction", 'direction = "up"', "up tidak dikenal; pilih higher, lower, none."),
    ("KES-01", "scope", 'scope = "rt"', "rt tidak dikenal; pilih kelurahan, kota."),
    ("KES-01", "scope", 'scope = "kota"', ""),  # its code lacks the K then
    ("KES-01", "label", "label = 3", "diisi teks."),
    ("KES-01", "label", 'label = " "', "kosong."),
    ("KES-01", "label", f'label = "{"a" * 161}"', "paling panjang 160 huruf."),
    ("KES-01", "definition", 'definition = ""', "kosong."),
    ("KES-01", "not_counted", 'not_counted = ""', "kosong."),
    ("KES-01", "may_not_apply", 'may_not_apply = "ya"', "diisi true atau false."),
    ("KES-01", "sensitive", "sensitive = 1", "diisi true atau false."),
    ("KES-01", "levels", 'levels = "a"', "diisi daftar."),
    ("KES-01", "levels", 'levels = ["a", "b"]', "tidak dipakai pada percentage."),
    ("KES-01", "evidence", "evidence = [1]", "diisi daftar teks."),
    ("KES-01", "evidence", 'evidence = ["", "SK"]', "diisi daftar teks."),
    ("KES-02", "official", 'official = ["13"]', "diisi daftar bilangan bulat."),
    ("KES-01", "official", "official = [12, 25]", "nomor 25 tidak dikenal."),
    ("KES-01", "official", "official = [12, 12]", "menyebut hal yang sama dua kali."),
    ("KES-01", "issues", 'issues = ["smoking"]', "isu smoking tidak dikenal."),
    ("KES-01", "issues", 'issues = ["violence", "violence"]', "menyebut hal yang sama dua kali."),
    ("KES-01", "owner", 'owner = "dinkes"', "perangkat daerah dinkes tidak dikenal."),
    ("KES-01", "assumption", 'assumption = ["per"]', "per bukan baseline, target, atau share."),
    ("KES-01", "baseline", 'baseline = "80"', "diisi angka."),
    ("KES-01", "baseline", "baseline = true", "diisi angka."),
    ("KES-01", "baseline", "", "belum ada."),
    ("KES-01", "baseline", "baseline = 100", "harus lebih kecil dari target"),
    ("KES-01", "baseline", "baseline = -1", "tidak boleh negatif."),
    ("KES-01", "baseline", "baseline = inf", "angka biasa, paling banyak 4 angka"),
    ("KES-01", "baseline", "baseline = nan", "angka biasa, paling banyak 4 angka"),
    ("KES-01", "baseline", "baseline = 0.00001", "angka biasa, paling banyak 4 angka"),
    ("KES-01", "target", "target = 101", "paling besar 100 pada percentage."),
    ("KES-02", "baseline", "baseline = 14.2", "harus lebih besar dari target"),
    ("KES-02", "baseline", "baseline = 14.19", "harus lebih besar dari target"),
    ("KES-02", "share", "share = 0", "harus lebih besar dari 0."),
    ("KES-02", "share", "", "belum ada."),
    ("KES-02", "per", "per = 1000", "harus 100 pada percentage."),
    ("KES-02", "per", "", "wajib pada percentage."),
    ("KES-02", "numerator", "", "wajib pada percentage."),
    ("KES-02", "denominator", 'denominator = ""', "wajib pada percentage."),
    ("KES-02", "denominator_key", 'denominator_key = "Anak 0"', "Anak 0 harus huruf kecil"),
    ("KEL-K1", "per", "per = 0", "wajib pada rate."),
    ("KEL-K1", "per", "per = 1000001", "harus 1 sampai 1000000."),
    ("KEL-K1", "per", "per = -1", "harus 1 sampai 1000000."),
    ("KES-09", "per", "per = 100", "tidak dipakai pada count."),
    ("KES-09", "numerator", 'numerator = "Titik"', "tidak dipakai pada count."),
    ("TKL-01", "target", "target = 2", "paling besar 1 pada boolean."),
    ("TKL-K1", "levels", 'levels = ["belum"]', "sebutkan paling sedikit dua tingkat"),
    ("TKL-K1", "levels", 'levels = ["a", "b", "c", "b"]', "menyebut tingkat yang sama dua kali."),
    ("TKL-K1", "target", "target = 4", "paling besar 3 pada level."),
    ("TKL-K1", "code", 'code = "TKL-99"', "TKL-99 harus TKL-K diikuti angka."),
    ("PER-03", "baseline", "baseline = 1", "tidak dipakai pada direction none."),
    ("PER-03", "share", "share = 1", "tidak dipakai pada direction none."),
    ("KES-01", "label", r'label = "Anak\u0007"', "memuat huruf kendali yang tidak tampak."),
    ("KES-01", "evidence", r'evidence = ["a\u009b"]', "memuat huruf kendali yang tidak tampak."),
]


# two levels fewer than the target asks for: that is a fault of its own
ALSO = {'levels = ["belum"]'}


@pytest.mark.parametrize(("code", "field", "line", "why"), ROWS)
def test_a_fault_names_file_indicator_and_field(folder, code, field, line, why):
    put(folder, FILES[code], f'code = "{code}"', field, line)
    told = re.search(r'code = "(.*)"', line)[1] if field == "code" else code
    if line == 'scope = "kota"':
        field, why = "code", "KES-01 harus KES-K diikuti angka."
    start = f"{FILES[code]}, {told}, {field}: {why}"
    found = faults_of(folder)
    assert [one.startswith(start) for one in found].count(True) == 1
    assert len(found) == 1 + (line in ALSO)


EXTRA = [
    ('key = "lk"', 'key = "pr"', "pr ada dua kali."),
    ('key = "lk"', 'key = "laki-laki"', "key laki-laki harus huruf kecil"),
    ('key = "lk"', 'key = "LK"', "key LK harus huruf kecil"),
    ('key = "lk"', "key = 3", "key, label, dan kind wajib diisi teks."),
    ('label = "Laki-laki"\n', "", "key, label, dan kind wajib diisi teks."),
    (
        'label = "Laki-laki"',
        'label = "Laki-laki"\nper = 1',
        "berisi key, label, kind, dan parts_of",
    ),
    ('parts_of = "value"', 'parts_of = "numerator"', "parts_of lk harus value."),
    ('kind = "count"\nparts_of', 'kind = "number"\nparts_of', "kind number tidak dikenal"),
    ('kind = "count"\nparts_of', 'kind = "text"\nparts_of', "lk bagian dari jumlah"),
]


@pytest.mark.parametrize(("old", "new", "why"), EXTRA)
def test_a_fault_of_a_further_number_names_it(folder, old, new, why):
    path = folder / "protection.toml"
    head, rest = path.read_text(encoding="utf-8").split('code = "PER-03"')
    assert old in rest
    path.write_text(f'{head}code = "PER-03"{rest.replace(old, new, 1)}', encoding="utf-8")
    assert faults_of(folder)[0].startswith(f"protection.toml, PER-03, extra: {why}")


_ATOMS = st.one_of(
    st.booleans(),
    st.integers(),
    st.decimals(),
    st.text(max_size=5),
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
)
_TOML = st.recursive(
    _ATOMS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
_CATALOGUE = read()
_KNOWN = checks.Known(
    prefixes={cluster.slug: cluster.prefix for cluster in _CATALOGUE.clusters},
    issues={issue.slug for issue in _CATALOGUE.issues},
    offices={office.key for office in _CATALOGUE.offices},
    officials={official.number for official in _CATALOGUE.officials},
)
_ROWS = {
    code: row
    for file in set(FILES.values())
    for row in tomllib.loads((HERE / file).read_text("utf-8"), parse_float=Decimal)["indicator"]
    if (code := row["code"]) in FILES
}


@settings(deadline=None)
@given(
    st.sampled_from(sorted(FILES)),
    st.dictionaries(st.sampled_from(sorted(KEYS | OPTIONAL)), _TOML, min_size=1, max_size=3),
)
def test_whatever_stands_in_a_field_is_told_and_never_raised(code, fields):
    cluster = FILES[code].removesuffix(".toml")
    assert checks.indicator_row(_ROWS[code], cluster, _KNOWN) == []
    found = checks.indicator_row(_ROWS[code] | fields, cluster, _KNOWN)
    assert all(field in KEYS | OPTIONAL and why.strip() for field, why in found)
    wrong = {key for key, value in fields.items() if isinstance(value, date | dict)}
    assert wrong <= {field for field, _ in found}
