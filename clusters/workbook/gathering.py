"""The workbook of a set of sheets, and what stands on them, from the database."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from clusters import actions, display, workflow
from clusters.actions import answer_of
from clusters.answers import Answer
from clusters.models import Entry, Indicator, Mark, Period, Sheet
from clusters.queries import indicators_by_sheet
from clusters.workbook.comparing import Known, Standing
from clusters.workbook.layout import (
    Book,
    Row,
    Tab,
    flags_of,
    options_of,
    part_texts,
    texts_of,
)

GUIDE = (
    "1. Buka lembar klaster di bawah. Isi hanya sel kuning; sel kelabu terkunci.",
    "2. Arti isian, yang dihitung, dan dokumen yang diminta muncul bila kursor di atas nama "
    "indikator.",
    "3. Tulis bilangan bulat, misalnya 1217. Bila tidak ada angka, pilih “tidak berlaku” atau "
    "“data belum tersedia” dan tulis sebabnya di Catatan.",
    "4. Jangan menambah, menghapus, atau menggeser kolom. Baris yang dihapus tidak mengubah apa "
    "pun.",
    "5. Simpan sebagai .xlsx, lalu unggah di halaman “Unggah lembar kerja”. Anda melihat dulu apa "
    "yang berubah; belum ada yang disimpan.",
    "Sel yang Anda kosongkan mengosongkan isiannya. Bukti dukung diunggah di aplikasi.",
)


@dataclass(frozen=True)
class Owed:
    """One indicator that a sheet asks for, and what is there."""

    sheet: Sheet
    indicator: Indicator
    entry: Entry | None
    writable: bool

    @property
    def answer(self) -> Answer:
        return answer_of(self.entry) if self.entry else Answer()


def owed_on(sheets: QuerySet[Sheet], period: Period, *, readonly: bool = False) -> list[Owed]:
    """Every indicator of these sheets of one year, by cluster, area and code, in four queries."""
    asked = indicators_by_sheet(period)
    rows = Entry.objects.filter(sheet__in=sheets.order_by().values("pk"))
    entries = {
        (entry.sheet_id, entry.indicator_id): entry for entry in rows.select_related("entered_by")
    }
    found = []
    for sheet in sorted(sheets, key=lambda one: (one.cluster.position, one.area.code, one.pk)):
        is_open = not readonly and actions.can_write_now(sheet)
        for indicator in asked[sheet.pk]:
            entry = entries.get((sheet.pk, indicator.pk))
            may = is_open and workflow.may_write(sheet.state, entry.mark if entry else "")
            found.append(Owed(sheet, indicator, entry, may))
    return found


def standing_on(owed: Iterable[Owed]) -> dict[Known, Standing]:
    """The same as what a workbook is compared with."""
    return {
        (one.sheet.pk, one.indicator.code): Standing(
            sheet=one.sheet.pk,
            area=one.sheet.area.full_name,
            indicator=one.indicator,
            answer=one.answer,
            version=one.entry.version if one.entry else 0,
            writable=one.writable,
            who=str(one.entry.entered_by) if one.entry else "",
            when=one.entry.entered_at if one.entry else None,
        )
        for one in owed
    }


def book_of(sheets: QuerySet[Sheet], period: Period, title: str, *, readonly: bool = False) -> Book:
    """The workbook of these sheets: one worksheet for each cluster."""
    owed = owed_on(sheets, period, readonly=readonly)
    before = _before(sheets, period)
    tabs: dict[str, list[Row]] = {}
    for one in owed:
        last = before.get((one.sheet.area_id, one.indicator.code))
        tabs.setdefault(_tab_name(one.sheet.cluster.short_name), []).extend(_rows(one, last))
    names = {_tab_name(one.sheet.cluster.short_name): one.sheet.cluster.name for one in owed}
    made = tuple(Tab(name, f"{names[name]}: {title}", tuple(tabs[name])) for name in tabs)
    guide = ("Untuk dibaca: isian diubah oleh operatornya.",) if readonly else GUIDE
    return Book(period.kota.code, period.year, f"Lembar kerja {title}", made, guide)


def _before(sheets: QuerySet[Sheet], period: Period) -> dict[tuple[int, str], Entry]:
    """(area, code) → what was answered the year before."""
    rows = Entry.objects.filter(
        sheet__area__in=sheets.order_by().values("area"),
        sheet__period__kota_id=period.kota_id,
        sheet__period__year=period.year - 1,
    )
    found = rows.select_related("indicator", "sheet")
    return {(entry.sheet.area_id, entry.indicator.code): entry for entry in found}


def _rows(one: Owed, last: Entry | None) -> list[Row]:
    indicator, answer = one.indicator, one.answer
    kind = "pair" if indicator.has_pair else indicator.kind
    shared: dict[str, Any] = {
        "sheet": one.sheet.pk,
        "code": indicator.code,
        "version": one.entry.version if one.entry else 0,
        "area": _area(one.sheet),
        "writable": one.writable,
        "state": _state(one),
    }
    main = Row(
        **shared,
        part="",
        label=indicator.label,
        asks=_asks(indicator),
        texts=texts_of(indicator, answer),
        last=_last(indicator, last),
        target=display.target_words(indicator),
        hint=_hint(indicator),
        kind=kind,
        options=options_of(indicator),
        flags=flags_of(indicator),
    )
    parts = [
        Row(
            **shared,
            part=part["key"],
            label=f"  rincian: {part['label']}",
            asks=part["label"],
            texts=part_texts(part, answer),
            kind=part["kind"],
        )
        for part in indicator.extra
    ]
    return [main, *parts]


def _asks(indicator: Indicator) -> str:
    if indicator.has_pair:
        return f"Jumlah: {indicator.numerator}\nDari: {indicator.denominator}"
    if indicator.kind == "boolean":
        return "Pilih ya atau tidak"
    if indicator.kind == "level":
        return "Pilih tingkat"
    return f"Jumlah ({indicator.unit})" if indicator.unit else "Jumlah"


def _last(indicator: Indicator, last: Entry | None) -> str:
    if last is None:
        return "–"
    raw = display.raw_words(indicator, last)
    words = display.answer_words(indicator, last)
    return f"{words} ({raw})" if raw else words


def _hint(indicator: Indicator) -> str:
    lines = [indicator.definition, f"Tidak dihitung: {indicator.not_counted}"]
    if indicator.evidence:
        lines.append(f"Dokumen yang diminta: {'; '.join(indicator.evidence)}")
    return "\n\n".join(line for line in lines if line)


def _state(one: Owed) -> str:
    entry, state = one.entry, str(one.sheet.get_state_display())
    if not one.writable:
        is_late = one.sheet.state in ("draft", "returned") and not actions.can_write_now(one.sheet)
        return "Terkunci: masa pengisian sudah ditutup" if is_late else f"Terkunci: {state}"
    if entry is not None and entry.mark == Mark.RETURNED:
        return f"Dikembalikan: {entry.reason}"
    return "Dapat diisi"


def _area(sheet: Sheet) -> str:
    return f"{sheet.area.name}, {sheet.office}" if sheet.office else sheet.area.name


def _tab_name(name: str) -> str:
    """A name that a worksheet may have."""
    return re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ")[:31]
