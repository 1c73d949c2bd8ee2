"""Pictures are kept drawn anew: upright, smaller, and without place, camera and comments."""

import hashlib
import io

import pytest
from PIL import Image

from clusters.evidence_intake import look, tidy_name
from clusters.models import EvidenceFile
from tests.clusters.papers import bring, pdf, picture
from tests.clusters.reviewing import desk, hand_in
from tests.world import sheet_of

MOST = 20 * 1024 * 1024
SECRETS = [b"Exif", b"GPS", b"rumah", b"kamera", b"xmpmeta", b"komentar"]


@pytest.fixture
def sheet(city, settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path
    return sheet_of(city, "health")


def photo(form="JPEG", size=(60, 40), turn=6):
    """White, with a black left upper quarter, and everything a phone writes beside it."""
    image = Image.new("RGB", size, "white")
    image.paste("black", (0, 0, size[0] // 2, size[1] // 2))
    exif = Image.Exif()
    exif[0x0112], exif[0x010E], exif[0x0110] = turn, "rumah", "kamera"
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "S", (1.0, 15.0, 9.0), "E", (116.0, 50.0, 1.0)
    more = {"xmp": b"<x:xmpmeta>rumah</x:xmpmeta>"} if form != "PNG" else {}
    if form == "JPEG":
        more["comment"] = b"komentar"
    out = io.BytesIO()
    image.save(out, form, exif=exif, **more)
    assert b"rumah" in out.getvalue()
    return out.getvalue()


def opened(content):
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_the_dots_is_kept(ani, sheet, tmp_path, form):
    received = photo(form)
    assert bring(ani, sheet, received, "foto.jpg").status_code == 302
    file = EvidenceFile.objects.get()
    kept = (tmp_path / file.stored_name).read_bytes()
    assert [word for word in SECRETS if word in kept] == []
    assert dict(opened(kept).getexif()) == {}
    assert file.received_sha256 == hashlib.sha256(received).hexdigest()
    assert file.kept_sha256 == hashlib.sha256(kept).hexdigest()
    assert file.received_sha256 != file.kept_sha256
    assert (file.size, file.content_type) == (len(kept), f"image/{form.lower()}")
    small = (tmp_path / file.preview_name).read_bytes()
    assert [word for word in SECRETS if word in small] == []


def test_the_same_photo_again_is_recognised_by_what_came(ani, sheet, tmp_path):
    received = photo()
    bring(ani, sheet, received, "foto.jpg")
    again = bring(ani, sheet, received, "salinan.jpg", code="KES-02")
    told = "Isi berkas ini sama dengan foto.jpg, yang sudah ada; yang itu dipakai lagi."
    assert told in ani.get(again.url).text
    file = EvidenceFile.objects.get()
    assert file.links.count() == 2
    assert len(list(tmp_path.iterdir())) == 2


# where the black quarter, upper left as stored, lies when the picture is turned the way it was
CORNERS = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (1, 0), 7: (1, 1), 8: (0, 1)}


@pytest.mark.parametrize("turn", CORNERS)
def test_a_photo_stands_upright(turn):
    kept = opened(look(photo(turn=turn), most_bytes=MOST).kept).convert("L")
    assert kept.size == ((60, 40) if turn < 5 else (40, 60))
    wide, high = kept.size
    dark = {
        (x, y)
        for x in (0, 1)
        for y in (0, 1)
        if kept.getpixel((wide // 4 + x * wide // 2, high // 4 + y * high // 2)) < 60
    }
    assert dark == {CORNERS[turn]}


@pytest.mark.parametrize(
    ("given", "kept"),
    [((4000, 3000), (2560, 1920)), ((2000, 5000), (1024, 2560)), ((2560, 10), (2560, 10))],
)
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_the_longest_side_is_bounded(form, given, kept):
    seen = look(picture(form, given), most_bytes=MOST)
    assert opened(seen.kept).size == kept
    assert max(opened(seen.preview).size) <= 960
    assert opened(seen.preview).size[0] <= 480


def drawn(image, form="PNG", **how):
    out = io.BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


def test_a_large_opaque_png_becomes_a_jpeg_and_a_clear_one_stays():
    noise = Image.effect_noise((1500, 1200), 90).convert("RGB")
    assert look(drawn(noise), most_bytes=MOST).content_type == "image/jpeg"
    noise.putalpha(Image.linear_gradient("L").resize(noise.size))
    clear = look(drawn(noise), most_bytes=MOST)
    assert (clear.content_type, opened(clear.kept).mode) == ("image/png", "RGBA")
    assert opened(clear.preview).mode == "RGB"


@pytest.mark.parametrize(
    ("image", "form", "how", "dot"),
    [
        (Image.new("I;16", (9, 9), 32768), "PNG", {}, (128, 128, 128)),
        (Image.new("1", (9, 9), 1), "PNG", {}, (255, 255, 255)),
        (Image.new("LA", (9, 9), (90, 255)), "PNG", {}, (90, 90, 90)),
        (Image.new("P", (9, 9), 0), "PNG", {"transparency": 0}, (0, 0, 0, 0)),
        (Image.new("CMYK", (16, 16), (0, 255, 255, 0)), "JPEG", {}, (254, 0, 0)),
        (Image.new("RGB", (16, 16), (9, 200, 30)), "JPEG", {"icc_profile": b"x" * 300}, None),
    ],
)
def test_pictures_of_every_make_are_drawn(image, form, how, dot):
    seen = look(drawn(image, form, **how), most_bytes=MOST)
    assert seen.content_type == f"image/{form.lower()}"
    if dot:
        assert opened(seen.kept).getpixel((2, 2)) == dot


def test_a_photo_of_a_phone_with_a_second_picture_in_it_is_the_photo():
    first, second = Image.new("RGB", (60, 40), "white"), Image.new("RGB", (6, 4), "black")
    seen = look(drawn(first, "MPO", save_all=True, append_images=[second]), most_bytes=MOST)
    assert (opened(seen.kept).size, opened(seen.kept).format) == ((60, 40), "JPEG")


@pytest.mark.parametrize("size", [(600, 800), (14_400, 3), (3, 14_400)])
def test_the_first_page_is_the_preview(size):
    def grow(document):
        document.pages[0].MediaBox = [0, 0, *size]

    seen = look(pdf(change=grow), most_bytes=MOST)
    assert seen.pages == 2
    if min(size) > 100:
        small = opened(seen.preview)
        assert small.format == "JPEG"
        assert (small.size[0] <= 480, small.size[1] <= 960) == (True, True)


def test_a_page_that_cannot_be_drawn_costs_the_preview_only():
    def spoil(document):
        document.pages[0].MediaBox = [0, 0, 0, 0]
        document.pages[0].Contents = document.make_stream(b"q " * 2_000_000)

    seen = look(pdf(change=spoil), most_bytes=MOST)
    assert (seen.content_type, seen.pages) == ("application/pdf", 2)


def test_a_page_without_a_preview_says_so(ani, cast, sheet):
    bring(ani, sheet, pdf(), "peta.pdf")
    EvidenceFile.objects.update(preview_name="")
    file = EvidenceFile.objects.get()
    assert (file.preview_name, file.lacks_preview) == ("", True)
    assert "tanpa pratinjau" in ani.get("/bukti/").text
    assert "tanpa pratinjau" in ani.get(f"/lembar/{sheet.pk}/").text
    bring(ani, sheet, picture(), "foto.png", code="KES-02")
    assert not EvidenceFile.objects.get(name="foto.png").lacks_preview
    ani.force_login(cast.budi)
    looked = ani.get(desk(hand_in(sheet, cast.ani), "KES-01"))
    assert "Halaman pertamanya terlalu berat untuk ditampilkan di sini." in looked.text


def test_a_name_follows_what_is_kept():
    assert tidy_name("foto.PNG", "image/jpeg") == "foto.jpg"
    assert tidy_name("foto.jpeg", "image/jpeg") == "foto.jpeg"
    assert tidy_name(".png", "image/jpeg") == "png.jpg"
