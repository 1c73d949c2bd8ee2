"""The page *Data kota*: what is stored, whose it is, and which pictures it refuses."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from kla.areas.models import CityProfile, Office, OfficeName
from kla.audit.models import Record

CITY = reverse("areas:city")


def picture(kind="PNG", size=(40, 50), mode="RGB"):
    out = io.BytesIO()
    Image.new(mode, size, 1).save(out, kind)
    return out.getvalue()


def fields(**more):
    """The form as a browser sends it, for a city nobody wrote about yet."""
    office = Office.objects.get(key="health")
    return {"version": 1, "signatory_name": "Melati Contohwati", f"office_{office.pk}": ""} | more


def upload(content, name="lambang.png"):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def dewi(client, cast):
    client.force_login(cast.dewi)
    return client


def arms_faults(response):
    assert response.status_code == 422
    return response.context["form"].errors["arms"]


def test_the_page_is_stored_with_its_author_and_record(dewi, city, cast):
    office = Office.objects.get(key="health")
    sent = fields(
        secretariat="Sekretariat Contoh",
        email="kla@contoh.test",
        **{f"office_{office.pk}": " Dinas Kesehatan Kota Contoh "},
        arms=upload(picture()),
    )
    response = dewi.post(CITY, sent)
    assert response.status_code == 302
    assert response.url == reverse("areas:city-of", args=["64.71"])
    profile = CityProfile.objects.get(kota=city.kota)
    assert (profile.secretariat, profile.email) == ("Sekretariat Contoh", "kla@contoh.test")
    assert (profile.signatory_name, profile.version) == ("Melati Contohwati", 2)
    assert profile.updated_by == cast.dewi
    assert OfficeName.objects.get(kota=city.kota).name == "Dinas Kesehatan Kota Contoh"
    record = Record.objects.get(verb="city.save")
    assert (record.by, record.area, record.detail["arms"]) == (cast.dewi, city.kota, True)


@pytest.mark.parametrize(
    ("kind", "size", "mode", "kept"),
    [
        ("PNG", (40, 50), "RGBA", (40, 50)),
        ("PNG", (40, 50), "P", (40, 50)),
        ("JPEG", (40, 50), "L", (40, 50)),
        ("JPEG", (1600, 800), "CMYK", (800, 400)),
    ],
)
def test_the_coat_of_arms_is_drawn_anew_as_a_small_png(dewi, city, kind, size, mode, kept):
    dewi.post(CITY, fields(arms=upload(picture(kind, size, mode) + b"<script>")))
    response = dewi.get(reverse("areas:coat-of-arms", args=["64.71"]))
    assert response["Content-Type"] == "image/png"
    with Image.open(io.BytesIO(response.content)) as image:
        assert (image.format, image.size) == ("PNG", kept)
    assert b"<script>" not in response.content


def test_without_a_new_picture_the_old_one_stays(dewi, city):
    dewi.post(CITY, fields(arms=upload(picture())))
    before = bytes(CityProfile.objects.get().coat_of_arms)
    dewi.post(CITY, fields(version=2, signatory_name="Raka Misalnya"))
    profile = CityProfile.objects.get()
    assert bytes(profile.coat_of_arms) == before
    assert profile.signatory_name == "Raka Misalnya"


def broken():
    """A PNG that ends in its middle."""
    content = picture(size=(400, 500), mode="RGB")
    return content[: len(content) // 2]


def test_half_a_picture_is_refused_also_where_the_report_was_imported(dewi, city, monkeypatch):
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint leaves it
    response = dewi.post(CITY, fields(arms=upload(broken())))
    assert response.status_code == 422
    assert not CityProfile.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "lambang.png", "Berkas yang dikirimkan kosong."),
        (b"bukan gambar", "lambang.png", "Gambar ini rusak atau bukan gambar."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", "Gambar ini rusak atau bukan"),
        (broken(), "lambang.png", "Gambar ini rusak atau bukan gambar."),
        (picture("GIF"), "lambang.png", "Pilih PNG atau JPEG yang tidak terlalu besar."),
        (picture("BMP"), "lambang.jpg", "Pilih PNG atau JPEG yang tidak terlalu besar."),
        (picture(size=(4001, 4000), mode="1"), "a.png", "Pilih PNG atau JPEG yang tidak terlalu"),
        (picture(size=(20000, 10000), mode="1"), "a.png", "Gambar ini rusak atau bukan gambar."),
        (picture() + b"\0" * 1024 * 1024, "lambang.png", "Gambar lebih besar dari 1 MB."),
    ],
    ids=["empty", "text", "svg", "torn", "gif", "bmp", "wide", "bomb", "heavy"],
)
def test_what_is_no_small_picture_is_refused_and_nothing_stored(dewi, content, name, why):
    response = dewi.post(CITY, fields(arms=upload(content, name)))
    faults = arms_faults(response)
    assert len(faults) == 1
    assert faults[0].startswith(why)
    assert response.context["form"]["signatory_name"].value() == "Melati Contohwati"
    assert not CityProfile.objects.exists()


def test_a_wrong_address_is_told_beside_its_box(dewi):
    response = dewi.post(CITY, fields(email="bukan alamat"))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["email"]
    assert not CityProfile.objects.exists()


def test_a_stale_page_overwrites_nothing(dewi):
    dewi.post(CITY, fields())
    response = dewi.post(CITY, fields(version=1, signatory_name="Raka Misalnya"))
    assert response.status_code == 422
    assert "baru saja diubah orang lain" in response.context["form"].non_field_errors()[0]
    assert response.context["form"]["signatory_name"].value() == "Raka Misalnya"
    assert CityProfile.objects.get().signatory_name == "Melati Contohwati"


def test_an_emptied_office_name_is_taken_away(dewi, city, other_city):
    office = Office.objects.get(key="health")
    OfficeName.objects.create(kota=other_city.kota, office=office, name="Dinkes Lain")
    dewi.post(CITY, fields(**{f"office_{office.pk}": "Dinkes Contoh"}))
    assert city.kota.office_names.get().name == "Dinkes Contoh"
    dewi.post(CITY, fields(version=2))
    assert not city.kota.office_names.exists()
    assert other_city.kota.office_names.get().name == "Dinkes Lain"


@pytest.mark.parametrize("person", ["ani", "budi", "citra", "eko"])
def test_only_coordinator_and_admin_write_it(client, cast, person):
    client.force_login(getattr(cast, person))
    assert client.post(CITY, fields()).status_code == 404
    address = reverse("areas:city-of", args=["64.71"])
    assert client.post(address, fields()).status_code == 404
    assert not CityProfile.objects.exists()


def test_another_city_is_not_there(dewi, other_city):
    address = reverse("areas:city-of", args=["73.71"])
    assert dewi.get(address).status_code == 404
    assert dewi.post(address, fields()).status_code == 404
    assert not CityProfile.objects.exists()


def test_a_city_without_coat_of_arms_has_no_picture(dewi, city):
    assert dewi.get(reverse("areas:coat-of-arms", args=["64.71"])).status_code == 404
    dewi.post(CITY, fields())
    assert dewi.get(reverse("areas:coat-of-arms", args=["64.71"])).status_code == 404
