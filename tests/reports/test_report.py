"""The report of a small city with the full catalogue: every value is in it, whole and the same."""

import hashlib
import io
import re

import pikepdf
import pytest
from django.core.management import CommandError, call_command

from clusters.models import Entry, Period, Sheet
from reports import compile as steps
from reports import content, snapshot
from reports.figures import Year
from reports.verify import NotGenuine, verify
from tests.pdf import assert_sound, text_of
from tests.site import AREAS, KOTA, YEAR

TITLE = "Laporan Evaluasi Kota Layak Anak 2026, Kota Rekaan"


@pytest.fixture
def data(db, settings, tmp_path):
    """The snapshot of an invented year of three kelurahan with all 77 indicators."""
    for name in ("DATA_DIR", "EVIDENCE_DIR", "REPORTS_DIR"):
        folder = tmp_path / name.lower()
        folder.mkdir()
        setattr(settings, name, folder)
    areas = tmp_path / "wilayah.csv"
    areas.write_text(AREAS, encoding="utf-8")
    call_command("load_areas", str(areas))
    call_command("load_catalogue")
    call_command("demo_data", "--kota", KOTA, "--year", YEAR)
    return snapshot.collect(Period.objects.get(year=YEAR))


def compiled(data, path):
    files = {one.key: steps.render_section(data, one.key)[0] for one in content.plan(data)}
    pdf, pages = steps.bind(data, files)
    path.write_bytes(pdf)
    return pages


def squeeze(text):
    return re.sub(r"\s+", " ", text)


def test_the_whole_report(data, tmp_path):
    path = tmp_path / "laporan.pdf"
    pages = compiled(data, path)
    assert assert_sound(path) == pages
    text = text_of(path)
    _every_value_is_printed(data, text)
    _one_tree_in_order(path)
    _pages_are_numbered(path, text)
    _the_same_again(data, path, tmp_path)
    _verify_tells_true_from_changed(path, tmp_path)


def _every_value_is_printed(data, text):
    """Each indicator of each area of the database stands in a line of Lampiran 2."""
    year = Year(data["this"])
    owed = {(area, code) for area, code, _ in year.owed}
    assert {(e.sheet.area.code, e.indicator.code) for e in _entries()} <= owed
    assert len(owed) == 3 * 49 + 28
    names = {area["code"]: area["name"] for area in data["areas"]} | {KOTA: data["kota"]["name"]}
    for area in {area for area, _ in owed}:
        start = text.index(f"{area} {names[area]}: semua indikator")
        after = text.find(": semua indikator", start + 60)
        part = text[start : after if after > 0 else None]
        for code in (code for owner, code in owed if owner == area):
            line = next(line for line in part.splitlines() if line.strip().startswith(code))
            cell = year.cell(area, code)
            assert cell.words in line, (area, code, cell.words, line)
            if cell.raw and cell.words != "t.a.d.":
                assert cell.raw.replace(" ", "") in line.replace(" ", ""), (area, code)


def _entries():
    return Entry.objects.filter(sheet__period__year=YEAR).select_related("sheet__area", "indicator")


def _one_tree_in_order(path):
    with pikepdf.open(path) as pdf:
        root = pdf.Root
        assert str(root.Lang) == "id"
        assert bool(root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.docinfo["/Title"]) == TITLE
        tops = list(root.StructTreeRoot.K)
        assert [str(one.S) for one in tops] == ["/Document"]
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
        assert titles[0] == "Sampul"
        assert "Bab IV Kesehatan" in titles
        assert titles[-1].startswith("Lampiran 4")
        keys = [int(page.StructParents) for page in pdf.pages]
        assert len(set(keys)) == len(keys)


def _pages_are_numbered(path, text):
    """The label of a page in the viewer is the one that is printed on it."""
    pages = text.split("\f")
    with pikepdf.open(path) as pdf:
        labels = [page.label for page in pdf.pages]
    assert labels[0] == "i"
    assert "IV-1" in labels
    assert "L1-3" in labels
    for label, page in list(zip(labels, pages, strict=False))[1:]:
        assert re.search(rf"\s{re.escape(label)}\s*$", page.rstrip(), re.M), label
    contents = next(page for page in pages if "Daftar isi" in page and "Bab IV" in page)
    assert re.search(r"Bab IV\s+Kesehatan\s+IV-1", contents)


def _the_same_again(data, path, tmp_path):
    again = tmp_path / "lagi.pdf"
    compiled(data, again)
    assert again.read_bytes() == path.read_bytes()


def _verify_tells_true_from_changed(path, tmp_path):
    told = verify(path)
    assert told.kota == "Kota Rekaan"
    assert set(told.scores) == {"claimed", "evidenced", "verified"}
    changed = tmp_path / "diubah.pdf"
    with pikepdf.open(path) as pdf:
        name = next(name for name in pdf.attachments if name.endswith(".json"))
        old = pdf.attachments[name].get_file().read_bytes()
        new = re.sub(rb'"mark":"accepted"', b'"mark":"rejected"', old, count=40)
        assert new != old
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, new, filename=name)
        pdf.save(changed)
    with pytest.raises(NotGenuine):
        verify(changed)
    text = tmp_path / "surat.pdf"
    text.write_bytes(b"%PDF-1.7 bukan")
    with pytest.raises(CommandError):
        call_command("verify_report", str(text))


def test_a_snapshot_is_found_by_its_content(data):
    period = Period.objects.get(year=YEAR)
    one, two = snapshot.take(period), snapshot.take(period)
    assert one.pk == two.pk
    assert hashlib.sha256(snapshot.canonical(snapshot.load(one))).hexdigest() == one.sha256
    entry = Entry.objects.filter(sheet__period=period, value__isnull=False).first()
    Entry.objects.filter(pk=entry.pk).update(value=entry.value + 1)
    assert snapshot.take(period).pk != one.pk


def test_a_section_is_rendered_anew_only_where_its_data_changed(data):
    kept = {one.key: content.section_html(data, one.key) for one in content.plan(data)}
    sheet = Sheet.objects.filter(period__year=YEAR, area__code="64.99.01.1001").first()
    Entry.objects.filter(sheet__period=sheet.period, sheet__area=sheet.area).exclude(
        numerator=None
    ).filter(indicator__code="KES-01").update(numerator=1, denominator=3)
    after = snapshot.collect(Period.objects.get(year=YEAR))
    changed = {key for key, html in kept.items() if content.section_html(after, key) != html}
    assert "nilai:64.99.01" in changed
    assert "nilai:64.99.02" not in changed
    assert "istilah" not in changed


def test_hostile_words_stay_words(data):
    area = data["areas"][-1]
    area["name"] = "<script>x</script> & 'Desa'"
    html = content.section_html(data, next(o.key for o in content.plan(data) if "rapor" in o.key))
    assert "<script>" not in html


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1:9/x.png"])
def test_printing_fetches_nothing_from_elsewhere(url, recwarn):
    from reports.render import to_pdf  # noqa: PLC0415 - WeasyPrint is heavy

    pdf = to_pdf(f'<html lang="id"><title>x</title><img alt="a" src="{url}"><p>ada</p>')
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert not dict(opened.pages[0].Resources.get("/XObject", {}))


def test_namesakes_keep_a_bar_each(data):
    for area in data["areas"]:
        if area["level"] == "kelurahan" and not area["code"].endswith("1002"):
            area["name"] = "Mawar Contoh"
    html = content.section_html(data, "klaster-health:0")
    assert "Mawar Contoh (Rekaan Barat)" in html
    assert "Mawar Contoh (Rekaan Timur)" in html
