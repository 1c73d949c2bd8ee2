"""Invented registers: every one filled, the sheets agree with them, and never in production."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from clusters.models import Entry
from programmes.attachment import Attachment
from programmes.demo.city import PICTURES
from programmes.registers import REGISTERS
from programmes.registers.participant import Participant
from programmes.registers.play_space import PlaySpace
from programmes.registers.rad_action import RadAction


@pytest.fixture
def filled(db, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    settings.EVIDENCE_DIR = tmp_path / "bukti"
    settings.EVIDENCE_DIR.mkdir()
    areas = tmp_path / "wilayah.csv"
    areas.write_text(
        "kode_kelurahan,kelurahan,kode_kecamatan,kecamatan,kode_kota,kota\n"
        + "".join(
            f"64.99.01.{1000 + n},Rekaan {n},64.99.01,Barat,64.99,Kota Rekaan\n" for n in (1, 2)
        ),
        encoding="utf-8",
    )
    call_command("load_areas", str(areas))
    call_command("load_catalogue")
    call_command("demo_data", "--kota=64.99", "--year=2026", "--state=verified")
    call_command("demo_programmes", "--kota=64.99", "--year=2026")


def test_every_register_is_filled_and_the_sheets_agree(filled):
    for slug, register in REGISTERS.items():
        assert register.model.objects.exists(), slug
        for row in register.model.objects.all():
            row.full_clean()
    derived = Entry.objects.filter(sheet__period__year=2026, no_data=False, not_applicable=False)
    derived = derived.exclude(indicator__derived_from="").exclude(supplied=None)
    assert derived.count() > 20
    for entry in derived:
        said = {name: getattr(entry, name) for name in entry.supplied}
        assert said == entry.supplied, entry


def test_the_plan_of_five_years_is_plausible(filled):
    rows = list(RadAction.objects.select_related("owner"))
    assert {row.year for row in rows} == set(range(2025, 2030))
    this = [row for row in rows if row.year == 2026]
    late = [row for row in this if row.is_late(timezone.localdate())]
    if timezone.localdate().year == 2026:
        assert len(late) == 1
        assert "done" in {row.state for row in this}
    assert {row.title: row.owner.key for row in rows}["Kelas pengasuhan Puspaga di kelurahan"] == (
        "women_children"
    )
    first = [row for row in this if row.code.endswith(".1")]
    assert len({row.target for row in first}) == len({row.title for row in first}) == len(first)
    assert len({row.progress for row in first}) > 3
    assert {row.state for row in rows if row.year > timezone.localdate().year} <= {"planned"}


def test_an_invented_person_has_one_kelurahan_and_one_group(filled):
    seen = Participant.objects.values_list("name", "area", "group").distinct()
    names = [name for name, _, _ in seen]
    assert len(names) == len(set(names)) > 5
    assert {group for _, _, group in seen} > {"activist", "teacher"}


def test_a_few_play_spaces_have_a_picture(filled, settings):
    files = list(Attachment.objects.filter(register="ruang-bermain"))
    assert len(files) == min(PICTURES, PlaySpace.objects.count()) > 1
    for file in files:
        file.full_clean()
        assert (file.content_type, file.area) == (
            "image/png",
            PlaySpace.objects.get(pk=file.row_id).area,
        )
        assert (settings.EVIDENCE_DIR / file.stored_name).stat().st_size == file.size


def test_a_second_time_changes_nothing(filled, capsys):
    before = list(PlaySpace.objects.values())
    call_command("demo_programmes", "--kota=64.99", "--year=2026")
    assert "sudah ada, tidak diubah" in capsys.readouterr().out
    assert list(PlaySpace.objects.values()) == before


def test_never_in_production(db, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="tidak dibuat di production"):
        call_command("demo_programmes", "--kota=64.99", "--year=2026")
