"""An invented year written straight into the tables: sheets, entries, marks and evidence.

The one place beside actions.py that writes entries: a demo must be there in seconds.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import ROUND_HALF_EVEN, Decimal
from random import Random
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from clusters import answers
from clusters.actions import close_period, open_period
from clusters.actions.periods import BAD_YEAR, EARLIEST
from clusters.demo.chance import moment, rng_of
from clusters.demo.explaining import explain
from clusters.demo.numbers import SAME_AS, Numbers, children_of, invent, shared_of
from clusters.demo.papers import Paper, link_papers, paper_of
from clusters.demo.people import People
from clusters.models import (
    Entry,
    EvidenceLink,
    Indicator,
    Mark,
    Period,
    Population,
    Sheet,
    SheetState,
)
from clusters.queries import indicators_by_sheet
from kla.accounts.system import system_user
from kla.areas.models import Area, Level
from kla.areas.timezones import zone_of

STATES = ("mixed", "draft", "submitted", "verified")


@transaction.atomic
def invent_city(kota: Area, year: int, *, seed: int, state: str) -> tuple[Period, bool]:
    """Make `year` with its sheets in `state`, and the year before, verified and locked.

    A year that already holds an entry stays as it is. Gives the period, and whether it was
    filled now. Raises ValidationError for a year that cannot be.
    """
    if year <= EARLIEST:  # the year before is made too; what is wrong otherwise open_period says
        raise ValidationError(BAD_YEAR)
    kelurahan = list(
        Area.objects.filter(level=Level.KELURAHAN, code__startswith=f"{kota.code}.").order_by(
            "code"
        )
    )
    people = People(kota, kelurahan, seed)
    before, _ = _open(kota, year - 1)
    if before is not None and _fill(before, people, seed=seed, state="verified"):
        close_period(before, by=system_user())
    period, _ = open_period(kota=kota, year=year, by=system_user())
    filled = _fill(period, people, seed=seed, state=state)
    people.write_down()
    return period, filled


def _open(kota: Area, year: int) -> tuple[Period | None, int]:
    """The year, opened where it never was; None where it is closed already."""
    period = Period.objects.filter(kota=kota, year=year).first()
    if period is not None and period.state != "open":
        return None, 0
    # Long over: its own December and January, not the dates of a year opened today.
    ended = datetime.combine(date(year, 12, 18), time(16), tzinfo=zone_of(kota.code))
    return open_period(
        kota=kota,
        year=year,
        by=system_user(),
        deadline=ended,
        review_until=date(year + 1, 1, 31),
    )


def _fill(period: Period, people: People, *, seed: int, state: str) -> bool:
    if Entry.objects.filter(sheet__period=period).exists():
        return False
    asked = indicators_by_sheet(period)
    sheets = list(period.sheets.select_related("area", "cluster", "office").order_by("pk"))
    order = sorted({sheet.area.code for sheet in sheets if sheet.office_id is None})
    entries: list[Entry] = []
    papers: dict[int, Paper] = {}
    for sheet in sheets:
        rank = order.index(sheet.area.code) if sheet.area.code in order else len(order)
        target = _state_of(sheet, rank, len(order), state)
        by = people.author(sheet.area, sheet.office_id)
        papers[sheet.pk] = paper_of(sheet, period.year, seed, by)
        entries += _entries(sheet, asked[sheet.pk], period.year, seed, target, by)
        _settle(sheet, target, period.year, by, people.reviewer)
    kelurahan = {s.area.code: s.area for s in sheets if s.office_id is None}
    if state == "mixed":  # the first kelurahan still has its population page to fill in
        kelurahan = {code: area for code, area in kelurahan.items() if code not in order[:1]}
    _populate(kelurahan.values(), period, people, seed)
    explain(entries, period)
    Entry.objects.bulk_create(entries, batch_size=500)
    link_papers(entries, papers, seed)
    _review(entries, papers, people, seed)
    Sheet.objects.bulk_update(
        sheets,
        ["state", "submitted_at", "submitted_by", "reviewed_at", "reviewed_by"],
        batch_size=200,
    )
    Entry.objects.bulk_update(
        entries,
        ["mark", "adjusted_value", "reason", "marked_by", "marked_at", "version"],
        batch_size=200,
    )
    return True


def _state_of(sheet: Sheet, rank: int, areas: int, state: str) -> str:
    """The state a sheet gets; in a mixed year the first kelurahan still have work to do."""
    if state != "mixed":
        return state
    position = sheet.cluster.position
    if rank == 0:
        return ["verified", "draft", "untouched", "submitted", "draft", "returned"][position % 6]
    if rank == 1:
        return ["submitted", "submitted", "draft", "verified", "untouched", "submitted"][
            position % 6
        ]
    if rank < areas and (rank * 7 + position * 5) % 19 == 0:
        return "submitted"
    return "verified"


def _entries(
    sheet: Sheet, asked: list[Indicator], year: int, seed: int, target: str, by: Any
) -> list[Entry]:
    if target == "untouched":
        return []
    children = children_of(str(seed), sheet.area.code) * (30 if sheet.office_id else 1)
    made: dict[str, Entry] = {}
    for number, indicator in enumerate(asked):
        if target == "draft" and number % 3 == 2:
            continue
        rng = Random(f"{seed}/{sheet.area.code}/{indicator.code}/{year}/hal")
        entry = Entry(
            sheet=sheet,
            indicator=indicator,
            entered_by=by,
            entered_at=moment(year, 11, 2 + rng.randint(0, 8), rng),
        )
        numbers = invent(
            indicator,
            seed=str(seed),
            area=sheet.area.code,
            year=year,
            children=children,
            whole=_whole(indicator, made),
        )
        _answer(entry, numbers, rng)
        made[indicator.code] = entry
    return list(made.values())


def _whole(indicator: Indicator, made: dict[str, Entry]) -> int | None:
    code, part = SAME_AS.get(indicator.code, ("", ""))
    return getattr(made[code], part) if code in made else None


def _answer(entry: Entry, numbers: Numbers, rng: Random) -> None:
    """The numbers, or now and then *tidak berlaku* or *data belum tersedia*."""
    indicator = entry.indicator
    chance = rng.random()
    if chance < 0.02:
        entry.no_data, entry.note = True, "Rekap dari dinas belum diterima."
    elif indicator.may_not_apply and (chance < 0.05 or numbers.denominator == 0):
        entry.note = "Tidak ada yang dihitung di wilayah ini tahun ini."
        if indicator.has_pair:
            entry.numerator = entry.denominator = 0
        else:
            entry.not_applicable = True
    else:
        entry.numerator, entry.denominator = numbers.numerator, numbers.denominator
        entry.value, entry.extra = numbers.value, numbers.extra


def _populate(areas: Iterable[Area], period: Period, people: People, seed: int) -> None:
    """The common denominators of each kelurahan, the same that its answers are made with."""
    rows = [
        Population(
            area=area,
            year=period.year,
            key=key,
            value=value,
            entered_by=people.author(area, None),
            entered_at=moment(period.year, 11, 1, Random(f"{seed}/{area.code}/{key}")),
        )
        for area in areas
        for key, value in shared_of(str(seed), area.code).items()
    ]
    Population.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)  # typed ones stay


def _settle(sheet: Sheet, target: str, year: int, by: Any, reviewer: Any) -> None:
    """The sheet's own state and dates; its entries' marks come with `_review`."""
    rng = Random(f"{sheet.area.code}/{sheet.cluster.slug}/{year}")
    sheet.state = SheetState.DRAFT if target == "untouched" else SheetState(target)
    if target in ("submitted", "returned", "verified"):
        sheet.submitted_at, sheet.submitted_by = moment(year, 11, 12, rng), by
    if target in ("returned", "verified"):
        sheet.reviewed_at, sheet.reviewed_by = moment(year, 11, 19, rng), reviewer


def _review(entries: list[Entry], papers: dict[int, Paper], people: People, seed: int) -> None:
    """Mark the entries of verified and returned sheets as a reviewer would."""
    if not entries:
        return
    links = EvidenceLink.objects.filter(entry__sheet__period_id=entries[0].sheet.period_id)
    linked = set(links.values_list("entry_id", flat=True))
    begun: set[int] = set()
    for entry in entries:
        if entry.sheet.state not in (SheetState.VERIFIED, SheetState.RETURNED):
            continue
        rng = rng_of(entry, seed, "periksa")
        paper = papers[entry.sheet_id]
        proven = paper.current and entry.pk in linked
        first = entry.sheet_id not in begun  # a returned sheet has at least one returned entry
        begun.add(entry.sheet_id)
        _mark(entry, proven, rng, people.reviewer, first=first)


def _mark(entry: Entry, proven: bool, rng: Random, reviewer: Any, *, first: bool) -> None:
    indicator = entry.indicator
    number = not entry.no_data and not answers.is_not_applicable(indicator, entry)
    entry.marked_by = reviewer
    entry.marked_at = moment(entry.sheet.period.year, 11, 18, rng)
    entry.version = 2
    again = first or not proven or rng.random() < 0.25
    if entry.sheet.state == SheetState.RETURNED and again:
        entry.mark, entry.reason = Mark.RETURNED, "Bukti belum cocok dengan angkanya."
    elif number and indicator.evidence and not proven:
        entry.mark, entry.reason = Mark.REJECTED, "Bukti tidak ada atau sudah berakhir."
    elif number and indicator.has_pair and entry.denominator and rng.random() < 0.03:
        counted = max((entry.numerator or 0) - 1, 0)
        exact = Decimal(counted) * (indicator.per or 1) / entry.denominator
        entry.adjusted_value = exact.quantize(Decimal("0.000001"), ROUND_HALF_EVEN)
        entry.mark, entry.reason = Mark.ADJUSTED, "Satu terhitung dua kali pada rekap."
    else:
        entry.mark = Mark.ACCEPTED
