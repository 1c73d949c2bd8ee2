"""The pages of every register: who sees and writes what, and what is refused."""

import pytest
from django.db import IntegrityError, transaction

from kla.accounts.models import Assignment
from kla.areas.models import Office
from kla.audit.models import Record
from kla.identity import MESSAGE
from kla.naming import WARNING
from programmes.registers import REGISTERS
from programmes.registers.patbm import Patbm
from programmes.registers.play_space import PlaySpace
from tests.programmes.rows import at, home_of, make
from tests.world import build_user


def boxes(area, **more):
    return {"area": area.pk, "name": "Taman Contoh", "condition": "good", "version": 0} | more


def test_a_row_is_added_changed_and_taken_out(ani, city, cast):
    add = at("row-add", "ruang-bermain")
    assert ani.post(add, boxes(city.kelurahan[0], size="1.200")).status_code == 302
    row = PlaySpace.objects.get()
    assert (row.size, row.version, row.changed_by) == (1200, 1, cast.ani)
    change = at("row-change", "ruang-bermain", row.pk)
    ani.post(change, boxes(city.kelurahan[0], condition="mend", version=1))
    row.refresh_from_db()
    assert (row.condition, row.size, row.version) == ("mend", None, 2)
    remove = at("row-remove", "ruang-bermain", row.pk)
    assert ani.post(remove, {"version": 2, "reason": ""}).status_code == 422
    assert ani.post(remove, {"version": 2, "reason": "Sudah ditutup"}).status_code == 302
    assert ani.get(at("row-detail", "ruang-bermain", row.pk)).status_code == 404
    verbs = list(Record.objects.filter(thing=f"playspace:{row.pk}").values_list("verb", flat=True))
    assert verbs == ["register.remove", "register.change", "register.add"]


def test_saving_the_same_changes_nothing(ani, city, cast):
    row = make("ruang-bermain", city.kelurahan[0], cast.ani)
    ani.post(at("row-change", "ruang-bermain", row.pk), boxes(city.kelurahan[0], version=1))
    row.refresh_from_db()
    assert row.version == 1
    assert not Record.objects.filter(verb="register.change").exists()


def test_the_second_of_two_sees_what_stands_and_keeps_the_typed(ani, city, cast):
    row = make("ruang-bermain", city.kelurahan[0], cast.ani)
    change = at("row-change", "ruang-bermain", row.pk)
    ani.post(change, boxes(city.kelurahan[0], condition="mend", version=1))
    late = ani.post(change, boxes(city.kelurahan[0], condition="unsafe", version=1))
    assert late.status_code == 409
    assert "Perlu perbaikan" in late.text
    assert '<option value="unsafe" selected>' in late.text
    row.refresh_from_db()
    assert row.condition == "mend"
    again = late.context["form"].data
    assert ani.post(change, {name: again[name] for name in again}).status_code == 302
    row.refresh_from_db()
    assert row.condition == "unsafe"


@pytest.mark.parametrize(
    ("more", "field", "why"),
    [
        ({"name": ""}, "name", "Bidang ini tidak boleh kosong."),
        ({"name": "Taman 6471 0101 0101 0001"}, "name", MESSAGE),
        ({"size": "-5"}, "size", "Angka negatif tidak mungkin di sini."),
        ({"size": "10000000000"}, "size", "Isi dengan bilangan bulat dari 0 sampai 1.000.000.000."),
        ({"condition": "rusak"}, "condition", "“rusak” bukan pilihan. Pilih salah satu: Baik;"),
        ({"inspected_on": "31 Februari"}, "inspected_on", "Isi dengan tanggal yang ada"),
    ],
)
def test_bad_input_is_told_beside_its_box_and_nothing_stands(ani, city, more, field, why):
    answer = ani.post(at("row-add", "ruang-bermain"), boxes(city.kelurahan[0], **more))
    assert answer.status_code == 422
    assert answer.context["form"].errors[field][0].startswith(why)
    assert not PlaySpace.objects.exists()


def test_a_name_beside_a_number_is_asked_about_once(ani, city):
    sent = boxes(city.kelurahan[0], address="ananda Budi Santoso, 081234567890")
    add = at("row-add", "ruang-bermain")
    asked = ani.post(add, sent)
    assert asked.status_code == 422
    assert asked.context["form"].errors["address"] == [WARNING]
    assert not PlaySpace.objects.exists()
    assert '<input type="hidden" name="confirmed" value="on"' in asked.text
    again = asked.context["form"].data
    assert ani.post(add, {name: again[name] for name in again}).status_code == 302
    row = PlaySpace.objects.get()
    change = at("row-change", "ruang-bermain", row.pk)  # what stands is not asked about again
    assert ani.post(change, sent | {"version": 1, "size": "9"}).status_code == 302


def test_a_second_row_of_the_same_is_refused(ani, city, cast):
    make("ruang-bermain", city.kelurahan[0], cast.ani, name="Taman Contoh")
    answer = ani.post(at("row-add", "ruang-bermain"), boxes(city.kelurahan[0]))
    assert answer.status_code == 422
    assert "Tempat ini sudah ada di kelurahan itu." in answer.text
    assert PlaySpace.objects.count() == 1


def test_the_database_takes_no_identity_number(city, cast):
    for text in ("6471010101010001", "NIK 6471-0101 0101.0001."):
        with pytest.raises(IntegrityError), transaction.atomic():
            make("ruang-bermain", city.kelurahan[0], cast.ani, name=text)
    make("ruang-bermain", city.kelurahan[0], cast.ani, name="NIP 19870101 201001 1 001")


@pytest.mark.parametrize("slug", REGISTERS)
def test_who_reads_and_who_writes(client, city, cast, slug):
    row = make(slug, home_of(slug, city), cast.ani)
    seen, written = set(), set()
    for name, user in vars(cast).items():
        client.force_login(user)
        if client.get(at("row-detail", slug, row.pk)).status_code == 200:
            seen.add(name)
        if client.get(at("row-change", slug, row.pk)).status_code == 200:
            written.add(name)
        posted = client.post(at("row-remove", slug, row.pk), {"version": 9, "reason": "x"})
        assert posted.status_code == (422 if name in written else 404)
    # Gita's health office reads all of its kota, and writes in the registers it owns.
    kelurahan = {"ani"} if "kelurahan" in REGISTERS[slug].levels else set()
    assert seen == {"budi", "dewi", "eko", "gita"} | kelurahan
    owns = {"gita"} if REGISTERS[slug].owner == "health" else set()
    assert written == {"dewi"} | kelurahan | owns


def test_an_office_writes_in_its_whole_kota_in_its_own_register(client, city, cast):
    owner, _ = Office.objects.get_or_create(key="environment", defaults={"name": "Lingkungan"})
    Assignment.objects.create(user=cast.gita, role="operator", area=city.kota, office=owner)
    client.force_login(cast.gita)
    answer = client.post(at("row-add", "ruang-bermain"), boxes(city.kelurahan[2]))
    assert answer.status_code == 302
    assert PlaySpace.objects.get().area == city.kelurahan[2]


def test_no_row_lands_in_a_foreign_area(ani, city, cast, other_city):
    for area in (city.kelurahan[1], city.kota, other_city.kelurahan[0]):
        answer = ani.post(at("row-add", "ruang-bermain"), boxes(area))
        assert answer.status_code == 422
        assert "area" in answer.context["form"].errors
    row = make("ruang-bermain", city.kelurahan[0], cast.ani)
    move = boxes(city.kelurahan[1], version=1)
    assert ani.post(at("row-change", "ruang-bermain", row.pk), move).status_code == 422
    assert set(PlaySpace.objects.values_list("area", flat=True)) == {city.kelurahan[0].pk}


def test_who_has_other_clusters_sees_nothing_of_the_register(client, city, cast):
    row = make("patbm", city.kelurahan[0], cast.ani)
    cast.budi.assignments.update(clusters=["health"])
    client.force_login(cast.budi)
    assert client.get(at("row-list", "patbm")).status_code == 404
    assert client.get(at("row-detail", "patbm", row.pk)).status_code == 404
    assert "PATBM" not in client.get(at("overview")).text


OF_THE_KOTA = {slug for slug, one in REGISTERS.items() if one.levels == ("kota",)}


def test_a_kelurahan_is_shown_no_register_of_the_kota(client, city, cast):
    assert {"rad", "rapat", "gugus-tugas", "tindak-lanjut"} <= OF_THE_KOTA
    viewer = build_user("hadi", "viewer", city.kelurahan[0].parent)  # of a kecamatan
    for user, sees in ((cast.ani, False), (viewer, False), (cast.eko, True), (cast.gita, True)):
        client.force_login(user)
        listed = {one.slug for one, _, _ in client.get(at("overview")).context["rows"]}
        assert listed == (set(REGISTERS) if sees else set(REGISTERS) - OF_THE_KOTA), user
        for slug in sorted(OF_THE_KOTA):
            status = client.get(at("row-list", slug)).status_code
            assert status == (200 if sees else 404), (user, slug)
    # What a kelurahan may have rows of stays, with the trainings of the kota to choose from.
    held = make("pelatihan", city.kota, cast.dewi)
    client.force_login(cast.ani)
    form = client.get(at("row-add", "peserta")).context["form"]
    assert held in form.fields["training"].queryset


def test_small_counts_of_children_are_hidden_everywhere_on_the_pages(client, city, cast):
    row = make("patbm", city.kelurahan[0], cast.ani, received=3)
    client.force_login(cast.ani)
    client.post(
        at("row-change", "patbm", row.pk),
        {"area": row.area_id, "year": 2026, "received": 4, "version": 1},
    )
    cast.eko.assignments.update(sees_small_counts=False)
    client.force_login(cast.eko)
    for page in (at("row-list", "patbm"), at("row-detail", "patbm", row.pk)):
        text = client.get(page).text
        assert "&lt;5" in text
        assert ">4<" not in text
        assert "3 →" not in text
    client.force_login(cast.dewi)
    assert "Kasus diterima: 3 → 4" in client.get(at("row-detail", "patbm", row.pk)).text


def test_the_list_is_searched_and_filtered(client, city, cast):
    for number, area in enumerate(city.kelurahan):
        make("ruang-bermain", area, cast.dewi, name=f"Taman {number}", certified=number == 1)
    client.force_login(cast.dewi)
    page = at("row-list", "ruang-bermain")
    for asked, names in (
        ({"cari": "taman 2"}, ["Taman 2"]),
        ({"certified": "ya"}, ["Taman 1"]),
        ({"wilayah": city.kelurahan[3].code}, ["Taman 3"]),
        ({"wilayah": city.kelurahan[0].parent.code}, ["Taman 0", "Taman 1"]),
        ({"condition": "bukan pilihan"}, ["Taman 0", "Taman 1", "Taman 2", "Taman 3"]),
        ({"cari": "tidak ada"}, []),
    ):
        rows = client.get(page, asked).context["rows"]
        assert [row.name for row, _ in rows] == names, asked


@pytest.mark.parametrize(
    ("slug", "more", "label", "words"),
    [
        ("ruang-bermain", {"name": "Taman Utara"}, "Nama tempat", "Taman Utara"),
        ("rad", {"title": "Latih kader"}, "Kegiatan", "Latih kader"),
        ("rapat", {}, "Rapat", "Rapat 2 Maret 2026, 09.30"),
        ("patbm", {}, "PATBM", "PATBM Desa Ujian 64.71 1 2026"),
        ("tindak-lanjut", {"task": "Susun jadwal"}, "Yang dikerjakan", "Susun jadwal"),
    ],
)
def test_the_list_leads_to_a_row_by_its_name(dewi, city, cast, slug, more, label, words):
    row = make(slug, home_of(slug, city), cast.dewi, **more)
    page = dewi.get(at("row-list", slug))
    assert f'<tr><th scope="col">{label}</th><th scope="col">Wilayah</th>' in page.text
    link = f'<th scope="row"><a href="{at("row-detail", slug, row.pk)}">{words}</a>'
    assert link in page.text
    assert f'</th><td data-label="Wilayah">{row.area}</td>' in page.text


def test_who_sees_no_names_is_led_by_the_number_of_the_row(client, cast, person):
    page = at("row-list", "peserta")
    for user, words in ((cast.dewi, person.name), (cast.eko, str(person))):
        client.force_login(user)
        link = f'<a href="{at("row-detail", "peserta", person.pk)}">{words}</a>'
        assert link in client.get(page).text


def test_the_form_says_what_may_stay_empty(ani):
    fields = ani.get(at("row-add", "ruang-bermain")).context["form"].fields
    assert fields["address"].label.endswith(" (boleh kosong)")
    assert fields["size"].label.endswith(" (boleh kosong)")
    for name in ("area", "name", "condition", "certified"):
        assert "boleh kosong" not in fields[name].label, name
    answer = ani.get(at("row-add", "peserta")).context["form"].fields
    assert answer["left_on"].label == "Berhenti atau pindah tugas (boleh kosong)"
    assert answer["training"].label == "Pelatihan"


def test_impossible_numbers_are_told(ani, city):
    data = {"area": city.kelurahan[0].pk, "year": 2026, "version": 0, "activists": 3, "trained": 5}
    answer = ani.post(at("row-add", "patbm"), data)
    assert "Aktivis terlatih tidak boleh lebih dari aktivis." in answer.text
    assert not Patbm.objects.exists()


def test_a_reason_with_a_name_beside_a_number_is_asked_about(ani, city, cast):
    row = make("ruang-bermain", city.kelurahan[0], cast.ani)
    remove = at("row-remove", "ruang-bermain", row.pk)
    sent = {"version": 1, "reason": "Laporan ananda Budi, 081234567890"}
    asked = ani.post(remove, sent)
    assert asked.status_code == 422
    assert WARNING in asked.text
    assert ani.post(remove, sent | {"confirmed": "on"}).status_code == 302
