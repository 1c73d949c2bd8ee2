"""The files of a register's rows: who brings, opens and removes them, and what is refused."""

import hashlib
import io
import os
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from kla.audit.models import Record
from kla.identity import MESSAGE
from programmes.attachment import Attachment
from programmes.file_actions import MOST
from programmes.registers import REGISTERS
from tests.clusters import office_files as office
from tests.clusters.papers import bomb, pdf, picture
from tests.clusters.test_evidence_pictures import SECRETS, photo
from tests.programmes.rows import home_of, make
from tests.world import build_user

WITH_FILES = {"ruang-bermain", "rad", "regulasi", "rapat", "patbm", "forum-anak", "puspaga"}
OTHER = "Pilih berkas PDF, JPEG, PNG, WebP, XLSX, atau DOCX; isi berkas ini jenis lain."
NAMED = "Nama berkas memuat nomor 16 angka. Ganti namanya, lalu unggah lagi."

# name of the file → (maker of its content, the sentence)
HOSTILE = {
    "foto.jpg": (lambda: b"<!DOCTYPE html><script>alert(1)</script>", OTHER),
    "gambar.svg": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", OTHER),
    "foto.png": (lambda: b"MZ" + b"\0" * 500, OTHER),
    "kosong.jpg": (lambda: b"", "Berkas ini kosong."),
    "besar.jpg": (lambda: picture() + b"\0" * 21 * 1024 * 1024, "Berkas lebih besar dari 20 MB."),
    "6471010101010001.jpg": (picture, NAMED),
    "ktp 6471-0101-0101-0001.pdf": (pdf, NAMED),
    "ktp 64710101\u206601010001.jpg": (picture, NAMED),  # a mark nobody sees falls away
    "bom.docx": (
        office.nested_bomb,
        "Isi berkas ini terlalu besar bila dibuka. Pecah berkasnya atau simpan sebagai PDF.",
    ),
    "titik.png": (
        lambda: bomb(30_000, 30_000),
        "Gambar terlalu besar. Kecilkan sampai 100 juta titik.",
    ),
    "makro.docx": (
        office.renamed_macro_document,
        "Berkas ini memuat makro. Simpan tanpa makro sebagai XLSX, DOCX, atau PDF.",
    ),
}


@pytest.fixture
def folder(settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path / "bukti"
    settings.UPLOADS_DIR = tmp_path / "unggahan"
    settings.EVIDENCE_DIR.mkdir()
    settings.UPLOADS_DIR.mkdir()
    return settings.EVIDENCE_DIR


@pytest.fixture
def row(city, cast, folder):
    return make("ruang-bermain", city.kelurahan[0], cast.ani)


def at(name, row, *more, slug="ruang-bermain"):
    return reverse(f"programmes:{name}", args=[slug, row.pk, *more])


def bring(client, row, content=None, name="foto.png", slug="ruang-bermain", **more):
    """Upload as a browser does."""
    sent = {"file": SimpleUploadedFile(name, content if content is not None else picture())}
    sent |= {"declared": "on"} | more
    return client.post(at("file-add", row, slug=slug), {k: v for k, v in sent.items() if v})


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def nothing_stayed(folder):
    assert list(folder.iterdir()) == []
    assert not Attachment.objects.exists()
    assert not Record.objects.filter(verb__startswith="register.file").exists()


def test_a_photo_is_brought_seen_and_opened(ani, row, cast, folder):
    answer = bring(ani, row, caption="Ayunan di utara", taken_on="2026-03-01")
    assert answer.url == at("row-detail", row) + "#berkas"
    file = Attachment.objects.get()
    assert (file.register, file.row_id, file.area) == ("ruang-bermain", row.pk, row.area)
    assert (file.name, file.uploaded_by) == ("foto.png", cast.ani)
    page = ani.get(at("row-detail", row)).text
    assert f'<img src="{at("file-preview", row, file.pk)}" alt="Ayunan di utara"' in page
    assert "tanggal 1 Maret 2026" in page
    assert "Berkas ditambahkan: foto.png" in page
    small = ani.get(at("file-preview", row, file.pk))
    assert (small["Content-Type"], small["Cache-Control"]) == ("image/jpeg", "private, max-age=600")
    assert Image.open(io.BytesIO(body(small))).size == (40, 30)


@pytest.mark.parametrize(("asked", "word"), [({}, "attachment"), ({"tampil": "1"}, "inline")])
def test_the_browser_is_fenced_in_and_the_look_recorded(ani, row, cast, asked, word):
    bring(ani, row, pdf())
    file = Attachment.objects.get()
    assert file.name == "foto.png.pdf"
    answer = ani.get(at("file-download", row, file.pk), asked)
    assert hashlib.sha256(body(answer)).hexdigest() == file.kept_sha256
    assert answer["Content-Disposition"].partition(";")[0] == word
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["Cache-Control"] == "private, no-store"
    look = Record.objects.get(verb="attachment.download")
    assert (look.by, look.thing, look.area) == (cast.ani, f"attachment:{file.pk}", row.area)


def test_a_document_is_a_tile_with_its_type_and_no_picture_is_promised(ani, row):
    bring(ani, row, office.workbook(), "tabel.xlsx")
    file = Attachment.objects.get()
    page = ani.get(at("row-detail", row)).text
    assert '<span class="type">XLSX</span>' in page
    assert at("file-preview", row, file.pk) not in page
    assert ani.get(at("file-preview", row, file.pk)).status_code == 404


def test_a_photo_is_kept_without_place_and_camera(ani, row, folder):
    bring(ani, row, photo(), "foto.jpg")
    file = Attachment.objects.get()
    for name in (file.stored_name, file.preview_name):
        kept = (folder / name).read_bytes()
        assert [word for word in SECRETS if word in kept] == []


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_beside_its_box_and_nothing_stays(ani, row, folder, name):
    make_it, why = HOSTILE[name]
    answer = bring(ani, row, make_it(), name, caption="Ayunan")
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"file": [why]}
    assert answer.text.count(why) == 2  # in the summary, and beside the box
    assert 'value="Ayunan"' in answer.text
    nothing_stayed(folder)


@pytest.mark.parametrize(
    ("more", "field", "why"),
    [
        ({"declared": ""}, "declared", "Centang pernyataan ini, atau samarkan berkasnya dulu."),
        ({"file": ""}, "file", "Pilih berkasnya dulu."),
        ({"caption": "NIK 6471010101010001"}, "caption", MESSAGE),
        ({"caption": "a" * 121}, "caption", "Pastikan nilai ini mengandung paling banyak 120"),
        ({"taken_on": "31 Februari"}, "taken_on", "Isi dengan tanggal, misalnya 31/12/2026."),
        ({"taken_on": "2999-01-01"}, "taken_on", "Tanggal ini belum tiba."),
    ],
)
def test_what_is_told_wrongly_is_refused_beside_its_box(ani, row, folder, more, field, why):
    answer = bring(ani, row, **more)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"].errors[field][0].startswith(why)
    nothing_stayed(folder)


def test_the_database_takes_no_identity_number(ani, row):
    bring(ani, row)
    for name in ("name", "caption"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attachment.objects.update(**{name: "6471 0101 0101 0001"})


def test_what_the_database_would_refuse_is_a_sentence(ani, row, folder):
    # A run of 17 digits for the form, 16 after a dot for the database.
    answer = bring(ani, row, caption="1.1234567.890123456")
    assert answer.context["form"].errors == {"file": [MESSAGE]}
    nothing_stayed(folder)


def test_the_same_file_is_kept_once_a_row(ani, row, city, cast, folder):
    for _ in range(2):
        answer = bring(ani, row)
    assert answer.context["form"].errors["file"] == [
        "Berkas ini sudah tersimpan di sini sebagai foto.png."
    ]
    assert (Attachment.objects.count(), len(list(folder.iterdir()))) == (1, 2)
    assert bring(ani, make("ruang-bermain", row.area, cast.ani, name="Lain")).status_code == 302


def test_a_row_holds_thirty_files(ani, row):
    bring(ani, row)
    file = Attachment.objects.get()
    for number in range(1, MOST):
        file.pk, file.stored_name, file.received_sha256 = None, f"s{number}", f"{number:064d}"
        file.save()
    answer = bring(ani, row, picture(seed=2))
    assert answer.context["form"].errors["file"] == [
        "Paling banyak 30 berkas di sini. Hapus yang tidak perlu dulu."
    ]
    assert Attachment.objects.count() == MOST


@pytest.mark.parametrize("slug", REGISTERS)
def test_who_opens_and_who_brings(city, cast, folder, slug):
    row = make(slug, home_of(slug, city), cast.ani)
    cast.hadi = build_user("hadi", "operator", city.kelurahan[1])
    cast.ira = build_user("ira", "reviewer", city.kota, clusters=["education"])
    brought = bring(signed_in(cast.dewi), row, slug=slug)
    if slug not in WITH_FILES:
        assert brought.status_code == 404
        page = signed_in(cast.dewi).get(at("row-detail", row, slug=slug)).text
        assert "Simpan berkas" not in page
        return
    file = Attachment.objects.get()
    seen, brings, offered = set(), set(), set()
    for number, (name, user) in enumerate(vars(cast).items(), start=10):
        client = signed_in(user)
        for page in ("file-download", "file-preview"):
            answer = client.get(at(page, row, file.pk, slug=slug))
            if answer.status_code == 200:
                body(answer)
                seen.add(name)
        detail = client.get(at("row-detail", row, slug=slug))
        if "Simpan berkas" in detail.text:
            offered.add(name)
        if bring(client, row, picture(seed=number), slug=slug).status_code == 302:
            brings.add(name)
        removed = client.post(at("file-remove", row, file.pk, slug=slug), {"reason": ""})
        assert removed.status_code == (422 if name in brings else 404)
    local = {"ani"} if "kelurahan" in REGISTERS[slug].levels else set()
    assert seen == {"budi", "dewi", "eko", "gita"} | local
    assert brings == offered == {"dewi"} | local
    assert Attachment.objects.count() == 1 + len(brings)


def test_a_stranger_is_asked_to_sign_in(row, ani, client):
    bring(ani, row)
    file = Attachment.objects.get()
    for name in ("file-download", "file-preview", "file-remove"):
        answer = Client().get(at(name, row, file.pk))
        assert answer.url.startswith(reverse("account_login"))


def test_a_file_is_found_through_its_own_row_only(ani, row, city, cast):
    own = make("ruang-bermain", city.kelurahan[0], cast.ani, name="Taman Lain")
    foreign = make("ruang-bermain", city.kelurahan[1], cast.dewi)
    decree = make("patbm", city.kelurahan[0], cast.ani, pk=foreign.pk)  # the same key elsewhere
    bring(signed_in(cast.dewi), foreign)
    file = Attachment.objects.get()
    for name in ("file-download", "file-preview", "file-remove"):
        for other, slug in ((own, "ruang-bermain"), (decree, "patbm"), (foreign, "ruang-bermain")):
            answer = ani.get(reverse(f"programmes:{name}", args=[slug, other.pk, file.pk]))
            assert answer.status_code == 404, (name, slug)
    assert file.name not in ani.get(at("row-detail", own)).text
    assert file.name not in ani.get(at("row-detail", decree, slug="patbm")).text


def test_a_file_is_removed_with_a_reason_that_the_history_tells(ani, row, cast, folder):
    bring(ani, row)
    file = Attachment.objects.get()
    remove = at("file-remove", row, file.pk)
    assert "Hapus foto.png?" in ani.get(remove).text
    assert ani.post(remove, {"reason": " "}).status_code == 422
    assert ani.post(remove, {"reason": "NIK 6471010101010001"}).status_code == 422
    assert Attachment.objects.filter(removed_at=None).exists()
    assert ani.post(remove, {"reason": "Salah tempat"}).status_code == 302
    for name in ("file-download", "file-preview", "file-remove"):
        assert ani.get(at(name, row, file.pk)).status_code == 404
    page = ani.get(at("row-detail", row)).text
    assert "Belum ada berkas." in page
    assert "Berkas dihapus: foto.png" in page
    assert "Alasan: Salah tempat" in page
    assert len(list(folder.iterdir())) == 2  # kept for the history, as evidence is
    told = list(Record.objects.filter(thing=f"playspace:{row.pk}").values_list("verb", "by"))
    assert told == [("register.file_remove", cast.ani.pk), ("register.file_add", cast.ani.pk)]
    assert bring(ani, row).status_code == 302  # the same once more


def test_the_record_keeps_no_name_of_a_file(ani, row):
    bring(ani, row, name="rahasia.png", caption="rahasia")
    assert "rahasia" not in str(Record.objects.get(verb="register.file_add").detail)


def test_the_files_of_a_removed_row_are_gone_from_sight(ani, row):
    bring(ani, row)
    file = Attachment.objects.get()
    ani.post(at("row-remove", row), {"version": 1, "reason": "Ditutup"})
    for name in ("file-download", "file-preview", "file-remove"):
        assert ani.get(at(name, row, file.pk)).status_code == 404
    assert bring(ani, row, picture(seed=2)).status_code == 404
    assert Attachment.objects.filter(removed_at=None).count() == 1


def test_a_file_goes_with_its_row_to_another_area(client, row, city, cast):
    client.force_login(cast.dewi)
    bring(client, row)
    moved = {"area": city.kelurahan[1].pk, "name": "Taman Contoh", "condition": "good"}
    assert client.post(at("row-change", row), moved | {"version": 1}).status_code == 302
    assert Attachment.objects.get().area == city.kelurahan[1]
    file = Attachment.objects.get()
    assert signed_in(cast.ani).get(at("file-download", row, file.pk)).status_code == 404


def test_a_file_does_not_get_in_the_way_of_who_changes_the_row(ani, row, city):
    bring(ani, row)
    change = {"area": row.area_id, "name": "Taman Baru", "condition": "good", "version": 1}
    assert ani.post(at("row-change", row), change).status_code == 302


def test_loading_again_the_page_that_refused_goes_back_to_the_row(ani, row):
    assert ani.get(at("file-add", row)).url == at("row-detail", row) + "#berkas"


def test_the_list_tells_how_many_photos_and_papers(ani, row, cast):
    bring(ani, row)
    bring(ani, row, picture(seed=2), "dua.png")
    bring(ani, row, pdf(), "SK.pdf")
    removed = Attachment.objects.last()
    list_page = reverse("programmes:row-list", args=["ruang-bermain"])
    (shown, _), *_ = ani.get(list_page).context["rows"]
    assert (shown.pictures, shown.papers) == (2, 1)
    ani.post(at("file-remove", row, removed.pk), {"reason": "Salah"})
    make("ruang-bermain", row.area, cast.ani, name="Tanpa foto")
    rows = [one for one, _ in ani.get(list_page).context["rows"]]
    assert [(one.pictures, one.papers) for one in rows] == [(2, 0), (0, 0)]
    page = ani.get(list_page).text
    assert page.count('class="file-marks"') == 1
    assert '2<span class="visually-hidden"> foto</span>' in page


def test_one_file_or_many_cost_the_page_the_same(ani, row):
    bring(ani, row)
    with CaptureQueriesContext(connection) as one:
        ani.get(at("row-detail", row))
    for seed in range(2, 6):
        bring(ani, row, picture(seed=seed))
    with CaptureQueriesContext(connection) as many:
        ani.get(at("row-detail", row))
    assert len(one) == len(many)


def test_cleaning_knows_the_files_of_rows(ani, row, folder):
    bring(ani, row)
    (folder / "sisa").write_bytes(b"of no row")
    old = (timezone.now() - timedelta(days=9)).timestamp()
    for path in folder.iterdir():
        os.utime(path, (old, old))
    call_command("clean_uploads")
    file = Attachment.objects.get()
    assert {path.name for path in folder.iterdir()} == {file.stored_name, file.preview_name}
