"""The page of the way to the next category: the fewest entries, by who can make them."""

from fractions import Fraction

import pytest
from django.urls import reverse
from django.utils import timezone

from clusters.gap_queries import ways_to
from clusters.models import Indicator, Sheet
from clusters.score_queries import score_period
from clusters.scoring.category import next_category
from kla.accounts.models import Assignment
from tests.world import fill, sheet_of

PAGE = reverse("clusters:way-up")


@pytest.fixture
def half(city, cast):
    """Most of the city is verified at its target, so that a category is in reach."""
    Indicator.objects.update(evidence=[])
    targets = {"KES-01": (1, 1), "KES-02": (0, 1), "PEN-01": (0, 1), "INK-02": (1, 1)}
    accepted = {"mark": "accepted", "marked_by": cast.budi, "marked_at": timezone.now()}
    for area in city.kelurahan:
        for code, (n, d) in targets.items():
            sheet = Sheet.objects.get(
                area=area, cluster__slug=Indicator.objects.get(code=code).cluster.slug
            )
            fill(sheet, code, cast.ani, numerator=n, denominator=d, **accepted)
        for code, value in (("TKL-01", 1), ("KES-09", 0), ("PER-01", 3)):
            sheet = Sheet.objects.get(
                area=area, cluster__slug=Indicator.objects.get(code=code).cluster.slug
            )
            fill(sheet, code, cast.ani, value=value, **accepted)
    Sheet.objects.update(state="verified")
    return city


def test_the_entries_named_come_to_the_next_category(half):
    score = score_period(half.period)["verified"].score
    missing = next_category(score)[1]
    suffices, points, groups = ways_to(half.period, missing, frozenset())
    assert suffices
    assert points >= missing
    assert points == sum((group.points for group in groups), Fraction(0))
    smallest = min(way.points for group in groups for way in group.ways)
    assert points - smallest < missing  # none too many


def test_what_waits_for_a_reviewer_stands_under_the_reviewer(half, cast):
    sheet = sheet_of(half, "family_environment")
    fill(sheet, "KEL-06", cast.ani, value=1)
    Sheet.objects.filter(pk=sheet.pk).update(state="submitted")
    _, _, groups = ways_to(half.period, Fraction(10_000), frozenset())
    told = {group.who: [(way.indicator.code, way.words) for way in group.ways] for group in groups}
    assert told["Verifikator Lingkungan Keluarga"] == [("KEL-06", "periksa")]
    assert ("KEL-06", "isi dan ajukan") in told[f"Operator {half.kelurahan[1].full_name}"]
    assert ("KES-K2", "isi dan ajukan") in told["Dinas kesehatan"]


def test_the_page_says_how_many_are_enough(client, half, cast):
    client.force_login(cast.dewi)
    page = client.get(PAGE)
    assert page.context["suffices"]
    assert f"{page.context['total']} isian cukup</h1>" in page.text
    assert PAGE in client.get(reverse("clusters:dashboard")).text


def test_an_empty_city_is_told_that_all_is_missing(client, city, cast):
    client.force_login(cast.dewi)
    page = client.get(PAGE).text
    assert "Kurang 500,0 poin ke Pratama" in page


def test_sensitive_gains_are_left_out_for_who_may_not_see_small_counts(client, city, cast):
    def codes(hidden):
        _, _, groups = ways_to(city.period, Fraction(10_000), frozenset(hidden))
        return {way.indicator.code for group in groups for way in group.ways}

    assert codes([]) - codes(["inclusion"]) == {"INK-02"}
    note = "Indikator peka tidak tampil di sini"
    client.force_login(cast.eko)
    assert note not in client.get(PAGE).text
    Assignment.objects.filter(user=cast.eko).update(sees_small_counts=False)
    assert note in client.get(PAGE).text


def test_only_who_reads_scores_has_the_page(client, cast):
    for person in (cast.ani, cast.fitri):
        client.force_login(person)
        assert client.get(PAGE).status_code == 404
