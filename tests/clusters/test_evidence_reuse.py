"""A file that is there already, used for one more entry; and what it looks like, small."""

import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from PIL import Image

from clusters import evidence_actions
from clusters.models import EvidenceFile, EvidenceLink, Indicator, Sheet
from kla.audit.models import Record
from tests.clusters import office_files as office
from tests.clusters.papers import bring, page_of, pdf, picture
from tests.clusters.reviewing import desk, proof
from tests.world import build_user, fill, sheet_of

ONE, TWO = pdf(1), pdf(2)


@pytest.fixture
def sheet(city, settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path
    return sheet_of(city, "health")


def add(sheet, by, content=ONE, code="KES-01", name="rekap.pdf", **more):
    return evidence_actions.add_evidence(
        sheet,
        Indicator.objects.get(code=code),
        name=name,
        content=content,
        valid_until=None,
        declared=True,
        by=by,
        **more,
    )


def use(client, sheet, file, code="KES-02"):
    return client.post(reverse("clusters:evidence-reuse", args=[sheet.pk, code, file.pk]))


def offered(client, sheet, code="KES-02"):
    return list(client.get(page_of(sheet, code)).context["reusable"])


def test_a_file_of_the_area_is_used_again(ani, sheet, cast, city, tmp_path):
    file = add(sheet, cast.ani)
    school = sheet_of(city, "education")
    assert (offered(ani, sheet), offered(ani, sheet, "KES-01")) == ([file], [])
    assert offered(ani, school, "PEN-01") == [file]
    assert "Atau pakai berkas yang sudah ada" in ani.get(page_of(sheet, "KES-02")).text
    response = use(ani, sheet, file)
    assert (response.status_code, response.url) == (302, f"/lembar/{sheet.pk}/#ind-KES-02")
    assert use(ani, school, file, "PEN-01").status_code == 302
    assert EvidenceFile.objects.get() == file
    codes = file.links.values_list("entry__indicator__code", flat=True)
    assert sorted(codes) == ["KES-01", "KES-02", "PEN-01"]
    records = Record.objects.filter(verb="evidence.reuse").order_by("pk")
    assert [(r.by, r.area, r.detail) for r in records] == [
        (cast.ani, sheet.area, {"code": "KES-02"}),
        (cast.ani, sheet.area, {"code": "PEN-01"}),
    ]
    assert offered(ani, sheet) == []
    assert use(ani, sheet, file).status_code == 404  # it hangs there already


def test_only_the_newest_version_is_offered_and_takes_the_old_ones_place(ani, sheet, cast, city):
    old = add(sheet, cast.ani)
    school = sheet_of(city, "education")
    add(school, cast.ani, code="PEN-01")
    Sheet.objects.filter(pk=school.pk).update(state="submitted")
    new = add(sheet, cast.ani, TWO, replaces=old)
    Sheet.objects.filter(pk=school.pk).update(state="draft")
    assert offered(ani, school, "PEN-01") == [new]
    assert use(ani, school, old, "PEN-01").status_code == 404
    assert use(ani, school, new, "PEN-01").status_code == 302
    assert EvidenceLink.objects.get(entry__sheet=school).file == new
    with pytest.raises(ValidationError, match="baru saja diganti"):
        evidence_actions.reuse_evidence(
            sheet, Indicator.objects.get(code="KES-02"), old, by=cast.ani
        )


def test_a_file_of_another_area_or_out_of_sight_is_not_there(ani, sheet, cast, city):
    far = sheet_of(city, "health", city.kelurahan[1])
    foreign = add(far, build_user("hadi", "operator", city.kelurahan[1]))
    assert offered(ani, sheet) == []
    assert use(ani, sheet, foreign).status_code == 404
    kiki = build_user("kiki", "operator", city.kelurahan[0], clusters=["education"])
    client = Client()
    client.force_login(kiki)
    own = add(sheet, cast.ani, TWO)
    school = sheet_of(city, "education")
    assert offered(client, school, "PEN-01") == []  # it proves a cluster that kiki does not see
    assert use(client, school, own, "PEN-01").status_code == 404
    assert use(client, sheet, own).status_code == 404
    assert not Record.objects.filter(verb="evidence.reuse").exists()
    with pytest.raises(ValidationError, match="wilayah lain"):
        evidence_actions.reuse_evidence(
            sheet, Indicator.objects.get(code="KES-02"), foreign, by=cast.ani
        )


@pytest.mark.parametrize("who", ["budi", "citra", "dewi", "eko", "fitri", "gita"])
def test_nobody_else_uses_it(client, sheet, cast, who):
    file = add(sheet, cast.ani)
    client.force_login(getattr(cast, who))
    assert use(client, sheet, file).status_code == 404
    assert EvidenceLink.objects.count() == 1


def test_a_closed_sheet_takes_none(ani, sheet, cast):
    file = add(sheet, cast.ani)
    Sheet.objects.filter(pk=sheet.pk).update(state="submitted")
    assert "tidak dapat diubah sekarang" in ani.get(use(ani, sheet, file).url).text
    with pytest.raises(PermissionDenied):
        evidence_actions.reuse_evidence(
            sheet, Indicator.objects.get(code="KES-02"), file, by=cast.ani
        )
    assert EvidenceLink.objects.count() == 1


def preview(client, file):
    return client.get(reverse("clusters:evidence-preview", args=[file.pk]))


@pytest.mark.parametrize("content", [pdf(), picture("JPEG", (900, 600)), picture("PNG")])
def test_a_preview_is_a_small_jpeg_in_the_same_fences(ani, sheet, content):
    bring(ani, sheet, content, "foto.pdf")
    response = preview(ani, EvidenceFile.objects.get())
    small = Image.open(io.BytesIO(b"".join(response.streaming_content)))
    assert (small.format, small.width <= 480) == ("JPEG", True)
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, max-age=600"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["Content-Disposition"] == 'inline; filename="pratinjau.jpg"'
    assert not Record.objects.filter(verb="evidence.download").exists()


def test_pages_stand_without_a_preview(client, sheet, cast, tmp_path):
    """A file of before, one without a picture, and one whose picture is gone from the disk."""
    old = proof(fill(sheet, "KES-01", cast.ani, numerator=9, denominator=10)).file
    table = add(sheet, cast.ani, office.workbook(), name="tabel.xlsx")
    gone = add(sheet, cast.ani)
    (tmp_path / gone.preview_name).unlink()
    client.force_login(cast.ani)
    pages = [sheet.get_absolute_url(), reverse("clusters:evidence-list"), page_of(sheet, "KES-02")]
    for address in pages:
        page = client.get(address)
        assert page.status_code == 200
        assert "#file-spreadsheet" in page.text
        assert f"/bukti/{gone.pk}/pratinjau/" in page.text
        assert f"/bukti/{old.pk}/pratinjau/" not in page.text
    assert [preview(client, file).status_code for file in (old, table, gone)] == [404] * 3
    Sheet.objects.filter(pk=sheet.pk).update(state="submitted")
    client.force_login(cast.budi)
    page = client.get(desk(sheet, "KES-01"))
    assert (page.status_code, "XLSX" in page.text) == (200, True)
