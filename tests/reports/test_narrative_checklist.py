"""What is looked at before publishing: each line with the place to mend it."""

from datetime import date

import pytest
from django.urls import reverse

from kla.areas.models import CityProfile
from programmes.registers.rad_action import RadAction
from reports.models import Chapter, ChapterComment
from reports.narrative import actions
from reports.narrative.checklist import checks
from reports.narrative.queries import outline_of, standing_of


@pytest.fixture
def written(city, cast):
    """A chapter with a number that has moved since, and a comment."""
    text = "Skor {{skor terverifikasi}}."
    actions.write_chapter(
        city.period, "penutup", text, version=0, standing=standing_of(city.period), by=cast.dewi
    )
    Chapter.objects.update(text="Skor {{skor terverifikasi = 999,9}}.")
    actions.post_comment(city.period, "penutup", "Periksa lagi.", by=cast.dewi)


def test_each_line_says_what_is_missing_and_where_to_mend_it(client, city, cast, written):
    late = {"area": city.kota, "year": 2026, "changed_by": cast.dewi, "title": "Terlambat"}
    owner = city.period.sheets.filter(office__isnull=False).first().office
    RadAction.objects.create(
        **late, code="1.1", owner=owner, due_on=date(2026, 1, 5), changed_at=city.period.deadline
    )
    told = checks(city.period)
    assert [check.done for check in told] == [False] * 7
    assert [check.blocks for check in told] == [False, True, *[False] * 5]
    words = [check.word for check in told]
    assert words[0].startswith("26 lembar belum terverifikasi: ")
    assert words[0].endswith(", dan 23 lainnya")
    assert words[1] == "Angka bergeser sejak ditulis, baca lagi: Penutup dan pengesahan"
    assert words[2].startswith("14 bab belum ditandai selesai: Kata pengantar, ")
    assert words[3] == "1 komentar belum dibereskan"
    assert words[6] == "1 kegiatan RAD terlambat, tercetak begitu: 1.1"
    client.force_login(cast.dewi)
    for check in told:
        assert client.get(check.link.split("#")[0]).status_code == 200, check.link


def test_everything_done_is_said_as_done(city, cast, written):
    city.period.sheets.update(state="verified")
    standing = standing_of(city.period)
    chapter = Chapter.objects.get(key="penutup")
    actions.read_numbers(chapter, None, version=1, standing=standing, by=cast.dewi)
    actions.close_comment(ChapterComment.objects.get(), by=cast.dewi)
    for one in outline_of(city.period):
        now = 2 if one.key == "penutup" else 0
        actions.mark_ready(city.period, one.key, True, version=now, by=cast.dewi)
    CityProfile.objects.create(
        kota=city.kota,
        coat_of_arms=b"x",
        coat_of_arms_type="image/png",
        signatory_title="Wali Kota",
        signatory_name="Nama Rekaan",
        signatory_nip="198701012010011001",
    )
    told = checks(city.period, standing_of(city.period))
    assert [check.word for check in told if not check.done] == []


def test_the_list_of_chapters_shows_the_lines(client, city, cast, written):
    client.force_login(cast.dewi)
    page = client.get(reverse("reports:chapter-list")).content.decode()
    assert "Angka bergeser sejak ditulis" in page
    assert "(menahan penerbitan)" in page
    reports = client.get(reverse("reports:report-list")).content.decode()
    assert "Naskah laporan 2026, 14 bab belum selesai" in reports
