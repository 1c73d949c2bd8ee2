"""What checks a report finds what was changed, and answers in words whatever it is given."""

import json
import re

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from pikepdf import Name, String

from reports import compile as steps
from reports import content, editions, inspection, reading
from reports.attachments import as_csv
from reports.snapshot import canonical
from reports.verify import BEYOND, NotGenuine, verify
from tests.reports import small_year
from tests.reports.small_year import KELURAHAN, KOTA

MISSHAPEN = [
    b"[]",
    b"null",
    b"{}",
    b"1",
    b'{"this": []}',
    b'{"this": {"entries": 1}}',
    b'{"this": {"year": 2026}, "kota": null}',
    b'{"this": ' + b"[" * 900 + b"]" * 900 + b"}",
]
BROKEN = [b"", b"{", b"[" * 200_000, b"9" * 5000, b"\xff\xfe"]


def report(path, content):
    """A PDF of one empty page with `content` as its snapshot."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        spec = pikepdf.AttachedFileSpec(pdf, content, filename="cuplikan-2026.json")
        pdf.attachments["cuplikan-2026.json"] = spec
        pdf.save(path)
    return path


@pytest.mark.parametrize("content", MISSHAPEN, ids=range(len(MISSHAPEN)))
def test_a_misshapen_attachment_is_one_line(tmp_path, content):
    told = inspection.main(report(tmp_path / "laporan.pdf", content))
    assert told == {"faults": [inspection.MISSHAPEN]}


@pytest.mark.parametrize("content", BROKEN, ids=range(len(BROKEN)))
def test_a_broken_attachment_is_one_line(tmp_path, content):
    told = inspection.main(report(tmp_path / "laporan.pdf", content))
    assert told == {"faults": [reading.BROKEN]}


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 bukan", b"\0" * 4096, b"%PDF-1.4\n%%EOF"])
def test_what_is_no_report_is_one_line(tmp_path, content):
    path = tmp_path / "surat.pdf"
    path.write_bytes(content)
    assert inspection.main(path) == {"faults": [reading.BROKEN]}


def test_a_pdf_without_data_is_one_line(tmp_path):
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "surat.pdf")
    [fault] = inspection.main(tmp_path / "surat.pdf")["faults"]
    assert fault == "Tidak ada lampiran cuplikan data di dalam berkas ini."


def test_a_number_without_end_ends_the_child_and_not_the_checker(tmp_path):
    """A share of 10^999999999 would fill any memory."""
    data = small_year.snapshot_of(year_of_small_counts())
    data["this"]["indicators"][0]["share"] = "1e999999999"
    with pytest.raises(NotGenuine) as caught:
        verify(report(tmp_path / "laporan.pdf", canonical(data)), seconds=8)
    assert caught.value.faults == [BEYOND]


def test_a_missing_file_and_a_folder_are_one_line(tmp_path):
    for path in (tmp_path / "tidak-ada.pdf", tmp_path):
        with pytest.raises(CommandError, match="tidak dapat dibaca"):
            call_command("verify_report", str(path))


def year_of_small_counts():
    rows = []
    for area, count in zip(KELURAHAN, (1, 3, 2, 4), strict=True):
        rows.append(small_year.entry(area, "KEL-02", (None, None, count)))
        rows.append(small_year.entry(area, "PER-04", (count, 40, None)))
        rows.append(small_year.entry(area, "KES-01", (30, 40, None)))
    rows.append(small_year.entry(KOTA, "PER-K5", (6, 7, None)))
    return small_year.year(2026, rows)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("laporan")


@pytest.fixture(scope="module")
def both(folder):
    """Edition → a report of the small city; rendered once."""
    data = small_year.snapshot_of(year_of_small_counts())
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.REPORTS_DIR", folder)
        for edition in ("lengkap", "publik"):
            told = json.loads(canonical(editions.data_of(data, edition)))
            files = {one.key: steps.render_section(told, one.key)[0] for one in content.plan(told)}
            path = folder / f"{edition}.pdf"
            path.write_bytes(steps.bind(told, files)[0])
            found[edition] = path
    return found


def test_a_genuine_report_says_what_was_compared(both, capsys):
    for edition, path in both.items():
        call_command("verify_report", str(path))
        said = capsys.readouterr().out
        assert said.startswith("Cocok: Kota Rekaan 2026, klaim ")
        assert re.search(rf"Edisi {edition}: \d\d+ baris tercetak dibandingkan\.", said)
        assert ("kecuali poin 9 isian indikator sensitif" in said) == (edition == "publik")


def test_the_public_report_has_no_small_number_and_the_full_one_has(both):
    for edition, path in both.items():
        table = next(
            page
            for page in reading.read(path).pages
            if f"{KELURAHAN[1]} Desa {KELURAHAN[1]}: semua indikator" in " ".join(page.split())
        )
        line = " ".join(table.split())
        assert ("3/40" in line) == (edition == "lengkap")
        assert ("<5" in line) == (edition == "publik")


def changed(path, name, change):
    """A copy of the report in which an attachment was changed."""
    copy = path.with_name("diubah.pdf")
    with pikepdf.open(path) as pdf:
        key = next(key for key in pdf.attachments if key.endswith(name))
        old = pdf.attachments[key]
        new = change(bytes(old.get_file().read_bytes()))
        spec = pikepdf.AttachedFileSpec(pdf, new, filename=key, description=old.description)
        pdf.attachments[key] = spec
        pdf.save(copy)
    return copy


def faults_of(path, settings, folder):
    settings.REPORTS_DIR = folder
    return inspection.main(path).get("faults", [])


@pytest.mark.parametrize("edition", ["lengkap", "publik"])
def test_a_changed_number_in_the_data_is_found_wherever_it_is_printed(
    both, edition, settings, folder
):
    path = changed(
        both[edition], ".json", lambda old: old.replace(b'"numerator":30', b'"numerator":29')
    )
    found = faults_of(path, settings, folder)
    assert re.match("Sidik jari .* tidak tercetak pada laporan", found[0])
    assert "Lampiran CSV tidak sama dengan cuplikan data." in found
    assert any(fault.startswith("Skor terverifikasi menurut lampiran") for fault in found)
    assert any("KES-01" in fault and "tidak tercetak" in fault for fault in found)


def test_a_changed_table_of_entries_is_found(both, settings, folder):
    path = changed(both["lengkap"], ".csv", lambda old: old.replace(b",30,40,", b",31,40,", 1))
    assert faults_of(path, settings, folder) == ["Lampiran CSV tidak sama dengan cuplikan data."]


def test_a_page_of_another_report_is_found(both, settings, folder):
    """A page is swapped for its like from the other edition: its hash and numbers differ."""
    mixed = folder / "campur.pdf"
    pages = reading.read(both["lengkap"]).pages
    at = next(at for at, page in enumerate(pages) if "Perkiraan skor terverifikasi, dari" in page)
    with pikepdf.open(both["lengkap"]) as pdf, pikepdf.open(both["publik"]) as other:
        assert len(pdf.pages) == len(other.pages)
        pdf.pages[at] = other.pages[at]
        pdf.save(mixed)
    found = faults_of(mixed, settings, folder)
    assert re.search(f"tidak tercetak pada halaman ke-{at + 1}", found[0])
    assert any(fault.startswith("Ringkasan eksekutif: baris ini") for fault in found)


def test_a_number_written_over_a_page_and_a_program_are_found(both, settings, folder):
    copy = folder / "ditimpa.pdf"
    with pikepdf.open(both["lengkap"]) as pdf:
        page = pdf.pages[2]
        plain = pikepdf.Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.resources["/Font"]["/Baru"] = pdf.make_indirect(plain)
        page.contents_add(b"BT /Baru 40 Tf 100 400 Td (SKOR 999,9 dan 123%) Tj ET")
        pdf.Root.OpenAction = pikepdf.Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        pdf.save(copy)
    assert faults_of(copy, settings, folder) == [
        "Berkas ini memuat program atau tindakan otomatis, yang tidak ada di laporan kami.",
        "Halaman ke-3 memuat angka yang tidak berasal dari lampiran: 123%.",
        "Halaman ke-3 memuat angka yang tidak berasal dari lampiran: 999,9.",
    ]


def test_a_small_number_left_in_a_public_report_is_found(both, settings, folder):
    def put_back(old):
        data = json.loads(old)
        next(row for row in data["this"]["entries"] if row["code"] == "KEL-02")["value"] = 3
        return canonical(data)

    found = faults_of(changed(both["publik"], ".json", put_back), settings, folder)
    assert f"Angka kecil KEL-02 di {KELURAHAN[0]} tidak disembunyikan." in found


def test_a_report_printed_by_another_version_is_compared_by_its_scores(both, settings, folder):
    copy = folder / "versi.pdf"
    with pikepdf.open(both["lengkap"]) as pdf:
        key = next(key for key in pdf.attachments if key.endswith(".json"))
        old = pdf.attachments[key]
        words = re.sub("cetakan [0-9a-f]+", "cetakan 000000000000", old.description)
        content = bytes(old.get_file().read_bytes())
        pdf.attachments[key] = pikepdf.AttachedFileSpec(
            pdf, content, filename=key, description=words
        )
        pdf.save(copy)
    settings.REPORTS_DIR = folder
    told = inspection.main(copy)
    assert told["lines"] == 0
    assert set(told["scores"]) == {"claimed", "evidenced", "verified"}


def test_the_csv_is_made_from_the_data(both):
    file = reading.read(both["publik"])
    assert file.csv == as_csv(file.data)


@pytest.mark.parametrize("code", ["a/b", "../x", "kode", "%00", "é" * 300, "f" * 65, "?#"])
def test_a_code_of_no_report_is_told_without_a_fault(db, code):
    page = Client().get("/laporan/periksa/", {"kode": code})
    assert page.status_code == 404
    assert "Tidak kami kenal" in page.text


def test_a_code_with_blanks_and_capitals_leads_to_its_page(db):
    page = Client().get("/laporan/periksa/", {"kode": " ABC def 012 345 "})
    assert page.status_code == 302
    assert page.url.endswith("/abcdef012345/")
