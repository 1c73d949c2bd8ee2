"""Every derived value from its register to the sheet, the score and the report."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from clusters import actions, display
from clusters.actions import open_period
from clusters.models import Entry, Indicator, Sheet
from clusters.queries import indicators_of
from clusters.score_queries import score_period
from kla.areas.models import Area
from programmes.registers import REGISTERS
from programmes.sources import SOURCES
from reports import compile as steps
from reports import content, snapshot
from tests.clusters.entering import HX
from tests.pdf import text_of
from tests.programmes.rows import make
from tests.site import AREAS, KOTA, YEAR
from tests.world import build_user, fill

# source → a row of its register, and what that row says
ROWS = {
    "patbm.active": ({"decree": "SK 1", "plan": True}, {"value": 2}),
    "patbm.trained": ({"trained": 6, "activists": 8}, (6, 8)),
    "play_space.count": ({}, {"value": 1}),
    "play_space.safe": ({"inspected_on": date(2026, 2, 1)}, (1, 1)),
    "forum.active": ({"decree": "SK 1", "each_quarter": True}, {"value": 1}),
    "forum.attended": ({"attended": True}, {"value": 1}),
    "forum.proposals": ({"proposed": 8, "accepted": 6}, (6, 8)),
    "puspaga.families": ({"kind": "counselling", "families": 9}, {"value": 9}),
    "puspaga.classes": ({"sessions": 7}, {"value": 7}),
    "school.decreed": ({"standing": "decreed"}, (1, 1)),
    "school.standard": ({"standing": "standard"}, (1, 1)),
    "school.safe_team": ({"safe_team": True}, (1, 1)),
    "school.safe_route": ({"safe_route": True}, (1, 1)),
    "school.inclusive": ({"inclusive": True}, (1, 1)),
    "information.open": ({"open_weekly": True}, {"value": 1}),
    "back_to_school.returned": ({"returned": 6, "out_at_start": 8}, (6, 8)),
    "task_force.meetings": ({"institutions": 3, "minutes": "Notula"}, {"value": 1}),
    "rad.budgeted": ({"budget": 5_000_000}, (1, 1)),
    "training.kha": ({"staff": 5, "cadre": 3}, (1, 8)),
    "session.digital": ({"topic": "digital"}, {"value": 1}),
    "session.violence": ({"topic": "violence"}, {"value": 1}),
}


@pytest.fixture
def year(db, tmp_path):
    """Kota Rekaan with the real catalogue and an open, empty year."""
    areas = tmp_path / "wilayah.csv"
    areas.write_text(AREAS, encoding="utf-8")
    call_command("load_areas", str(areas))
    call_command("load_catalogue")
    later = timezone.now() + timedelta(days=60)
    made, _ = open_period(
        kota=Area.objects.get(code=KOTA),
        year=int(YEAR),
        by=None,
        deadline=later,
        review_until=later.date(),
    )
    return made


def sheet_and_operator(year, indicator):
    """The first sheet that asks for the indicator, and who fills it in."""
    sheets = Sheet.objects.filter(period=year, cluster=indicator.cluster)
    if indicator.scope == "kota":
        sheet = sheets.get(area=year.kota, office=indicator.owner)
    else:
        sheet = sheets.filter(area__level="kelurahan").order_by("area__code").first()
    more = {"office": indicator.owner} if indicator.scope == "kota" else {}
    return sheet, build_user("ani", "operator", sheet.area, **more)


def take(client, year, key):
    """A row in the register and one press on the sheet; gives the entry and what the row says."""
    indicator = Indicator.objects.get(framework=year.framework, derived_from=key)
    sheet, operator = sheet_and_operator(year, indicator)
    fields, says = ROWS[key]
    slug = SOURCES[key][0]
    make(slug, sheet.area, operator, **fields)
    if key == "training.kha":
        make("peserta", sheet.area, operator)
    client.force_login(operator)
    page = client.get(sheet.get_absolute_url()).text
    assert f"Menurut {REGISTERS[slug].title}: <b>" in page
    code = indicator.code
    sent = {f"{code}-version": 0, "take_supplied": code}
    answer = client.post(reverse("clusters:entry-save", args=[sheet.pk, code]), sent, **HX)
    assert answer.status_code == 200
    if isinstance(says, tuple):
        says = dict(zip(("numerator", "denominator"), says, strict=True))
    return Entry.objects.get(), says


def submit(entry):
    """Everything else of the sheet has no data yet; then it is handed in."""
    sheet, by = entry.sheet, entry.entered_by
    for indicator in indicators_of(sheet).exclude(pk=entry.indicator_id):
        fill(sheet, indicator.code, by, no_data=True, note="Belum dihitung.")
    Entry.objects.filter(pk=entry.pk).update(note="Menurut daftar.")
    actions.submit_sheet(sheet, version=sheet.version, by=by)


@pytest.mark.parametrize("key", SOURCES)
def test_a_row_of_the_register_reaches_the_sheet_the_score_and_the_report(client, year, key):
    entry, says = take(client, year, key)
    indicator, area = entry.indicator, entry.sheet.area
    assert {name: getattr(entry, name) for name in says} == says
    assert entry.supplied == says
    submit(entry)
    score = score_period(year)["claimed"].indicators[indicator.code]
    part, whole = says.get("numerator", says.get("value")), says.get("denominator", 1)
    assert (score.value, score.counted) == (Fraction(part * (indicator.per or 1), whole), 1)
    data = snapshot.collect(year)
    printed = content.section_html(data, f"nilai:{section_of(indicator, area)}")
    table = printed.split(f'id="nilai-{area.code}"')[1].split("</table>")[0]
    (row,) = [one for one in table.split("<tr") if f">{indicator.code}</th>" in one]
    assert printed_words(indicator, says) in row


def section_of(indicator, area):
    return "kota" if indicator.scope == "kota" else area.code.rpartition(".")[0]


def printed_words(indicator, says):
    """What the row says, as the report prints it: the pair, or the value this year."""
    if "numerator" in says:
        return "<td>{numerator}/{denominator}</td>".format(**says)
    if indicator.kind == "boolean":
        return f'class="now">{display.with_unit(indicator, Decimal(says["value"]))}<'
    return f'class="now">{says["value"]}<'


def test_a_derived_value_stands_in_the_finished_report(client, year, tmp_path):
    entry, _ = take(client, year, "patbm.trained")
    submit(entry)
    data = snapshot.collect(year)
    files = {one.key: steps.render_section(data, one.key)[0] for one in content.plan(data)}
    pdf, _ = steps.bind(data, files)
    path = tmp_path / "laporan.pdf"
    path.write_bytes(pdf)
    code = entry.indicator.code
    lines = [line for line in text_of(path).splitlines() if code in line and "6/8" in line]
    assert len(lines) == 1, lines
    assert "75" in lines[0]
