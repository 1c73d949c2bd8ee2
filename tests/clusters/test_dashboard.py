"""The dashboard shows the very numbers that the score command prints."""

import io
import json
from decimal import ROUND_DOWN, Decimal

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from clusters.models import Entry, Indicator, Sheet
from tests.clusters.reviewing import hand_in, handed_in_sheet, proof
from tests.world import build_user, fill, sheet_of

DASHBOARD = reverse("clusters:dashboard")


@pytest.fixture
def year(city, cast):
    """Sheets in every state, entries proven or not, and each mark."""
    handed_in_sheet(city, cast.ani)
    marked = {"marked_by": cast.budi, "marked_at": "2026-11-01T00:00:00Z"}
    for number, area in enumerate(city.kelurahan[1:], 1):
        sheet = sheet_of(city, "health", area)
        proof(fill(sheet, "KES-01", cast.ani, numerator=85 + 5 * number, denominator=100))
        fill(sheet, "KES-02", cast.ani, numerator=20 - number, denominator=100)
        fill(sheet, "KES-09", cast.ani, value=number)
        Sheet.objects.filter(pk=sheet.pk).update(state="verified")
        sheet.entries.update(mark="accepted", **marked)
        education = sheet_of(city, "education", area)
        fill(education, "PEN-01", cast.ani, numerator=number, denominator=200)
        hand_in(education, cast.ani)
        governance = sheet_of(city, "governance", area)
        fill(governance, "TKL-01", cast.ani, value=1)  # a claim without the SK it asks for
        hand_in(governance, cast.ani)
    first = Entry.objects.filter(indicator__code="KES-02", mark="accepted").first()
    Entry.objects.filter(pk=first.pk).update(
        mark="adjusted", adjusted_value=Decimal("11.5"), reason="rekap"
    )
    return city


def command(city):
    out = io.StringIO()
    call_command("score", kota=city.kota.code, year=city.period.year, json=True, stdout=out)
    return json.loads(out.getvalue())["views"]


def shown(score):
    """As pages show a score: cut to one decimal, never rounded up."""
    whole, _, tenth = str(Decimal(str(score)).quantize(Decimal("0.1"), ROUND_DOWN)).partition(".")
    return f"{whole},{tenth}"


@pytest.mark.parametrize("who", ["dewi", "budi", "eko"])
def test_every_number_is_the_one_of_the_command(client, year, cast, who):
    client.force_login(getattr(cast, who))
    page = client.get(DASHBOARD)
    views = command(year)
    scores = {name: view["score"] for name, view in views.items()}
    assert scores["claimed"] > scores["evidenced"] > scores["verified"] > 0
    assert f'<p class="score">{shown(scores["verified"])}</p>' in page.text
    for name in ("evidenced", "claimed"):
        assert f'<p class="score-2">{shown(scores[name])}</p>' in page.text
    rows = {
        cluster.slug: {"points": round(float(points), 4), "max": round(float(most), 4)}
        for cluster, points, most in page.context["clusters"]
    }
    assert rows == views["verified"]["clusters"]


def test_who_sees_no_small_counts_reads_none_off_a_gap(client, year, cast):
    client.force_login(cast.dewi)
    most = client.get(DASHBOARD).context["losses"][0]["indicator"].code
    Indicator.objects.filter(code=most).update(sensitive=True)
    page = client.get(DASHBOARD)
    assert most in [one["indicator"].code for one in page.context["losses"]]
    assert "Indikator peka" not in page.text
    client.force_login(build_user("lina", "viewer", year.kota))
    page = client.get(DASHBOARD)
    assert most not in [one["indicator"].code for one in page.context["losses"]]
    assert "Indikator peka" in page.text
    told = command(year)["verified"]["clusters"]
    assert {cluster.slug: points for cluster, points, _ in page.context["clusters"]} == {
        slug: round(one["points"]) for slug, one in told.items()
    }
    client.force_login(cast.eko)  # a viewer with the grant
    page = client.get(DASHBOARD)
    assert most in [one["indicator"].code for one in page.context["losses"]]


def test_the_points_not_yet_made_are_those_of_the_command(client, year, cast):
    client.force_login(cast.dewi)
    page = client.get(DASHBOARD)
    rows = command(year)["verified"]["indicators"]
    gaps = {code: row["max"] - row["points"] for code, row in rows.items()}
    found = {one["indicator"].code: float(one["gap"]) for one in page.context["losses"]}
    assert len(found) == 6
    assert found == pytest.approx({code: gaps[code] for code in found}, abs=0.0002)
    assert min(found.values()) >= max(gap for code, gap in gaps.items() if code not in found)


def test_a_year_without_an_answer_counts_nothing_and_breaks_nothing(client, city, cast):
    client.force_login(cast.dewi)
    page = client.get(DASHBOARD)
    assert page.status_code == 200
    assert {name: view.score for name, view in page.context["views"].items()} == {
        name: view["score"] for name, view in command(city).items()
    }
    assert "Belum berkategori" in page.text


def test_each_city_sees_its_own_score(client, year, other_city):
    far = build_user("jono", "coordinator", other_city.kota)
    client.force_login(far)
    page = client.get(DASHBOARD)
    assert page.context["period"] == other_city.period
    assert page.context["views"]["claimed"].score == 0
    assert year.kota.name not in page.text


def test_an_unknown_year_falls_back_to_the_newest(client, year, cast):
    client.force_login(cast.dewi)
    for asked in ("1999", "x", "", "2026 OR 1=1"):
        assert client.get(DASHBOARD, {"tahun": asked}).context["period"] == year.period


def test_who_reads_no_scores_finds_no_dashboard(cast, city):
    for who in (cast.ani, cast.fitri, cast.gita):
        client = Client()
        client.force_login(who)
        assert client.get(DASHBOARD).status_code == 404
