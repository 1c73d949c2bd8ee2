"""The RAD over its five years: any number of issues, the view of all years, the next year."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clusters.models import StrategicIssue
from kla.areas.models import Office
from kla.audit.models import Record
from programmes.registers.rad_action import RadAction
from programmes.several import from_words, in_words
from tests.programmes.rows import at, make
from tests.programmes.test_exchange import apply, download, places, put, upload

PLAY, DIGITAL, VIOLENCE = "play_space", "digital_protection", "violence"


@pytest.fixture
def action(city, cast):
    def act(code="1.1", year=2026, **more):
        return make("rad", city.kota, cast.dewi, code=code, year=year, **more)

    return act


def boxes(row, **more):
    """The form of a row as the browser sends it."""
    sent = {"area": row.area_id, "year": row.year, "code": row.code, "title": row.title}
    return sent | {"owner": row.owner_id, "state": row.state, "version": row.version} | more


def test_an_action_serves_any_number_of_issues(dewi, action):
    row = action()
    change = at("row-change", "rad", row.pk)
    sent = boxes(row, issues=[PLAY, VIOLENCE, DIGITAL])
    assert dewi.post(change, sent).status_code == 302
    row.refresh_from_db()
    assert row.issues == f"{VIOLENCE},{DIGITAL},{PLAY}"  # in the catalogue's order
    page = dewi.get(at("row-detail", "rad", row.pk)).text
    names = "Kekerasan terhadap Anak; Perlindungan Digital; Ruang Bermain Ramah Anak"
    assert f"<dd>{names}</dd>" in page
    assert f"Isu strategis: – → {names}" in page
    assert Record.objects.latest("pk").detail["after"] == {"issues": row.issues}
    form = dewi.get(change).text
    assert form.count("checked") == 3


def test_the_issues_are_those_of_the_catalogue(dewi, action, city):
    row = action()
    new = "Perubahan Iklim"
    StrategicIssue.objects.create(framework=city.framework, slug="iklim", name=new, position=9)
    assert new in dewi.get(at("row-add", "rad")).text
    assert (
        dewi.post(at("row-change", "rad", row.pk), boxes(row, issues=["lain"])).status_code == 422
    )
    assert dewi.post(at("row-change", "rad", row.pk), boxes(row, issues="iklim")).status_code == 302
    row.refresh_from_db()
    assert row.issues == "iklim"
    row.issues = "iklim,lain"
    with pytest.raises(Exception, match="“lain” bukan salah satu pilihan"):
        row.clean_fields()


def test_the_list_is_narrowed_to_one_issue(dewi, action):
    action("1", issues="play", title="Hanya mirip")
    action("2", issues=f"{VIOLENCE},{PLAY}", title="Dua isu")
    action("3", issues=PLAY, title="Satu isu")
    action("4", issues=VIOLENCE, title="Isu lain")
    page = dewi.get(at("row-list", "rad"), {"issues": PLAY})
    assert {row.title for row, _ in page.context["rows"]} == {"Dua isu", "Satu isu"}
    assert "Isu strategis: Ruang Bermain Ramah Anak</option>" in page.text


def test_what_was_ticked_stays_where_somebody_else_was_quicker(dewi, action):
    row = action()
    RadAction.objects.filter(pk=row.pk).update(version=2)
    sent = boxes(row, issues=[VIOLENCE, PLAY])
    answer = dewi.post(at("row-change", "rad", row.pk), sent)
    assert answer.status_code == 409
    assert answer.text.count("checked") == 2
    assert 'name="version" value="2"' in answer.text


def test_the_workbook_takes_several_issues_in_words(dewi, action):
    row = action(issues=PLAY)
    book = download(dewi, "rad")
    put(book.worksheets[0], 5, Isu_strategis="perlindungan digital, Kekerasan terhadap Anak ;")
    answer = upload(dewi, "rad", book)
    was, now = "Ruang Bermain Ramah Anak", "Kekerasan terhadap Anak; Perlindungan Digital"
    assert answer.context["lines"][0].changes == (("Isu strategis", was, now),)
    apply(dewi, "rad", answer)
    row.refresh_from_db()
    assert row.issues == f"{VIOLENCE},{DIGITAL}"
    again = upload(dewi, "rad", download(dewi, "rad"))
    assert [line.state for line in again.context["lines"]] == ["unchanged"]
    put(book.worksheets[0], 5, Isu_strategis="Perlindungan Digital; Yang tidak ada")
    assert any("Yang tidak ada" in text for text in places(upload(dewi, "rad", book)).values())


def plan(client, **asked):
    answer = client.get(at("rad-five-years"), asked)
    assert answer.status_code == 200
    return answer


def shown(answer):
    """Group → codes of its lines."""
    return {
        group.title: [line.latest.code for line in group.lines]
        for group in answer.context["groups"]
    }


def test_an_action_has_one_line_for_all_its_years(dewi, action):
    action(year=2025, target_number=20, reached=20, budget=1_000_000, spent=900_000, state="done")
    action(year=2026, target_number=30, reached=10, budget=2_000_000, spent=None, target="Lima")
    answer = plan(dewi)
    (group,) = answer.context["groups"]
    (line,) = group.lines
    assert [(cell.year, cell.row is not None) for cell in line.cells] == [
        (2025, True),
        (2026, True),
        (2027, False),
        (2028, False),
        (2029, False),
    ]
    total = answer.context["whole"].total
    assert (total.count, total.budget, total.spent) == (2, 3_000_000, 900_000)
    for words in ("20 dari 20 (100%)", "10 dari 30 (33%)", "Pagu 3.000.000", "900.000 (90%)"):
        assert words in answer.text
    assert f"{at('row-add', 'rad')}?dari={line.latest.pk}" in answer.text


def test_an_action_with_several_issues_stands_under_each_and_counts_once(dewi, action):
    action("1.10", issues=f"{VIOLENCE},{PLAY}", budget=5)
    action("1.2", issues=PLAY, budget=2)
    action("1.3", title="Tanpa apa pun")
    answer = plan(dewi)
    assert shown(answer) == {
        "Kekerasan terhadap Anak": ["1.10"],
        "Ruang Bermain Ramah Anak": ["1.2", "1.10"],
        "Tanpa isu strategis": ["1.3"],
    }
    total = answer.context["whole"].total
    assert (total.count, total.budget, total.spent) == (3, 7, None)


def test_the_plan_is_narrowed_and_arranged(dewi, action):
    other = Office.objects.create(key="lain", name="Badan lain")
    action("1", issues=PLAY, indicators="KES-01, PEN-01")
    action("2", issues=f"{DIGITAL},{PLAY}", indicators="KES-09", owner=other)
    action("3", indicators="ZZZ-01")
    assert shown(plan(dewi, kelompok="klaster")) == {
        "Kesehatan": ["1", "2"],
        "Pendidikan": ["1"],
        "Tanpa indikator yang disebut": ["3"],
    }
    assert shown(plan(dewi, kelompok="pj", isu=PLAY)) == {
        "Badan lain": ["2"],
        "Dinas kesehatan": ["1"],
    }
    for asked, codes in (
        ({"isu": DIGITAL}, "2"),
        ({"pj": other.pk}, "2"),
        ({"klaster": "Pendidikan"}, "1"),
        ({"indikator": "ZZZ-01"}, "3"),
        ({"indikator": "KES-01", "pj": other.pk}, ""),
        ({"pj": "x", "mulai": "x", "kelompok": "x"}, ""),
    ):
        whole = plan(dewi, **asked).context["whole"]
        assert [line.latest.code for line in whole.lines] == list(codes), asked


def test_the_years_begin_where_one_chooses(dewi, action):
    for year in (2021, 2023, 2027):
        action(year=year)
    assert list(plan(dewi).context["years"]) == [2023, 2024, 2025, 2026, 2027]
    answer = plan(dewi, mulai=2021)
    assert list(answer.context["years"]) == [2021, 2022, 2023, 2024, 2025]
    assert answer.context["whole"].total.count == 2
    assert list(plan(dewi, mulai=1990).context["years"])[0] == 2023


def test_the_years_begin_with_the_plan_of_today_also_where_a_year_was_mistyped(dewi, action):
    this = timezone.localdate().year
    for year in (this - 1, this, this + 1, 2100):
        action(year=year)
    years = list(plan(dewi).context["years"])
    assert years == list(range(this - 1, this + 4))
    # The row with the mistake can be reached, without a choice of every year between.
    (select,) = [one for one in plan(dewi).context["selects"] if one.name == "mulai"]
    assert [value for value, _ in select.choices] == ["2100", str(this - 1)]
    far = plan(dewi, mulai=2100)
    assert far.context["whole"].total.count == 1


def test_the_part_of_the_money_that_was_used_has_one_word(dewi, action):
    action(budget=10, spent=5)
    page = plan(dewi).text
    assert ('data-label="Terpakai"' in page, ">Terpakai</th>" in page) == (True, True)
    assert "Realisasi dari pagu" not in page


def test_what_is_late_is_marked_and_reached_from_the_dashboard(dewi, action):
    past = timezone.localdate() - timedelta(days=1)
    action("1", due_on=past, title="Lewat waktu")
    action("2", due_on=past, state="done", title="Beres")
    action("3", due_on=past + timedelta(days=1), title="Hari ini")
    address = f"{at('rad-five-years')}?terlambat=ya"
    assert address in dewi.get(reverse("clusters:dashboard")).text
    answer = dewi.get(address)
    assert [line.latest.title for line in answer.context["whole"].lines] == ["Lewat waktu"]
    assert answer.text.count("plan-late") == 1
    assert plan(dewi).context["whole"].total.late == 1


def test_an_action_goes_on_in_the_next_year(dewi, action):
    row = action(issues=f"{VIOLENCE},{PLAY}", indicators="KES-01", target_number=7, reached=7)
    link = f"{at('row-add', 'rad')}?dari={row.pk}"
    assert link in dewi.get(at("row-detail", "rad", row.pk)).text
    answer = dewi.get(link)
    form = answer.context["form"]
    taken = ("year", "code", "title", "owner", "indicators", "issues", "target_number")
    assert [form[name].value() for name in taken] == [
        2027,
        row.code,
        row.title,
        row.owner_id,
        "KES-01",
        [VIOLENCE, PLAY],
        7,
    ]
    assert [form[name].value() for name in ("reached", "budget", "state")] == [
        None,
        None,
        "planned",
    ]
    assert answer.text.count("checked") == 2
    sent = boxes(row, year=2027, version=0, issues=[VIOLENCE, PLAY])
    assert dewi.post(link, sent).status_code == 302
    assert RadAction.objects.filter(code=row.code).count() == 2


def test_only_what_one_may_read_is_shown_and_taken_along(client, city, other_city, cast, action):
    far = make("rad", other_city.kota, cast.dewi, title="Kota sebelah")
    own = action(title="Kota sendiri")
    client.force_login(cast.eko)
    answer = plan(client)
    assert "Kota sendiri" in answer.text
    assert "Kota sebelah" not in answer.text
    assert "?dari=" not in answer.text + client.get(at("row-detail", "rad", own.pk)).text
    client.force_login(cast.dewi)
    assert client.get(at("row-add", "rad"), {"dari": far.pk}).status_code == 404
    assert client.get(at("row-add", "rad"), {"dari": "x"}).status_code == 200
    for digits in (19, 400, 4301):
        assert client.get(at("row-add", "rad"), {"dari": "9" * digits}).status_code == 200
    cast.dewi.assignments.update(clusters=["health"])
    client.force_login(cast.dewi)
    assert client.get(at("rad-five-years")).status_code == 404
    client.force_login(cast.fitri)
    assert client.get(at("rad-five-years")).status_code == 404


def test_the_plan_asks_as_often_for_many_actions_as_for_one(
    dewi, action, django_assert_max_num_queries
):
    action("1", issues=PLAY)
    plan(dewi)
    with CaptureQueriesContext(connection) as once:
        plan(dewi)
    for number in range(2, 12):
        owner = Office.objects.create(key=f"kantor{number}", name=f"Kantor {number}")
        action(str(number), issues=f"{VIOLENCE},{PLAY}", indicators="KES-01", owner=owner)
    with django_assert_max_num_queries(len(once)):
        plan(dewi)


@pytest.mark.django_db(transaction=True)
def test_the_two_issues_of_old_rows_are_kept():
    first = [("programmes", "0003_places")]
    MigrationExecutor(connection).migrate(first)
    apps = MigrationExecutor(connection).loader.project_state(first).apps
    old = apps.get_model("programmes", "RadAction")
    links = {
        "area": apps.get_model("areas", "Area").objects.create(code="64.71", level="kota"),
        "owner": apps.get_model("areas", "Office").objects.create(key="health"),
        "changed_by": apps.get_model("accounts", "User").objects.create(username="x"),
        "changed_at": timezone.now(),
    }
    pairs = [("", ""), (PLAY, ""), ("", PLAY), (PLAY, VIOLENCE), (PLAY, PLAY)]
    for code, (one, two) in enumerate(pairs):
        old.objects.create(year=2026, code=code, issue=one, other_issue=two, **links)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    kept = list(RadAction.objects.order_by("code").values_list("issues", flat=True))
    assert kept == ["", PLAY, PLAY, f"{VIOLENCE},{PLAY}", PLAY]


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("", ""),
        (" ; , ", ""),
        ("Gizi", "gizi"),
        ("gizi;Air, sanitasi", "gizi,Air,sanitasi"),  # no name: told by the form
        ("Air, sanitasi", "air"),  # one name with a comma in it
        ("AIR BERSIH ; Gizi", "bersih,gizi"),
    ],
)
def test_words_become_slugs(text, stored):
    words = {"gizi": "Gizi", "air": "Air, sanitasi", "bersih": "Air bersih"}
    assert from_words(text, words) == stored
    assert in_words("gizi,lama", words) == "Gizi; lama"
