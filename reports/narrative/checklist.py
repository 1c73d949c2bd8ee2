"""What a coordinator looks at before the report goes out, each with the place to mend it."""

from dataclasses import dataclass

from django.urls import reverse

from clusters.models import Period, SheetState
from kla.areas.models import CityProfile
from reports import action_plan, snapshot
from reports.models import Chapter, ChapterComment, Edition, Report
from reports.narrative import collecting
from reports.narrative.queries import outline_of, standing_of
from reports.narrative.references import find, moved, replaced
from reports.narrative.standing import Standing
from reports.sections.book import Book

_NAMED = 3  # how many are named in a line; the rest are counted


@dataclass(frozen=True)
class Check:
    """One line: in words, is it done, where it is mended, and does it hold publishing back?"""

    word: str
    done: bool
    link: str
    blocks: bool = False


def checks(period: Period, standing: Standing | None = None) -> list[Check]:
    """Everything to look at before a year's report is published, in the order of the work.

    `standing` spares reckoning the numbers anew, where they are at hand.
    """
    return [_sheets(period), _numbers(period, standing), *_words(period), *_rest(period)]


def checks_of(report: Report) -> list[Check]:
    """Everything to look at before this draft is published: its words and numbers are those of
    its snapshot, not of today. The public edition prints nothing that a person wrote."""
    period = report.period
    if report.edition == Edition.PUBLIC:
        return [_sheets(period), *_rest(period)]
    data = snapshot.load(report.snapshot)
    printed = {key: row["text"] for key, row in data.get("narratives", {}).items()}
    standing = Standing(Book(data)) if any(map(find, printed.values())) else None
    told = [_moved(period, printed, standing), _newer(period, printed)]
    return [_sheets(period), *told, *_words(period), *_rest(period)]


def _words(period: Period) -> list[Check]:
    return [_ready(period), _comments(period)]


def _rest(period: Period) -> list[Check]:
    return [_city(period), _signatory(period), _late(period)]


def _sheets(period: Period) -> Check:
    open_ = period.sheets.exclude(state__in=[SheetState.VERIFIED, SheetState.LOCKED])
    rows = open_.select_related("area", "cluster").order_by("area__code", "cluster__position")
    names = [f"{row.area.name} {row.cluster.short_name}" for row in rows]
    link = reverse("clusters:completeness")
    if not names:
        return Check("Semua lembar terverifikasi", True, link)
    return Check(f"{len(names)} lembar belum terverifikasi: {_listed(names)}", False, link)


def _listed(names: list[str]) -> str:
    rest = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f", dan {rest} lainnya" if rest > 0 else "")


def _numbers(period: Period, standing: Standing | None) -> Check:
    written = Chapter.objects.filter(period=period).order_by("pk").values_list("key", "text")
    texts = {key: text for key, text in written if find(text)}
    return _moved(period, texts, standing or (standing_of(period) if texts else None))


def _moved(period: Period, texts: dict[str, str], standing: Standing | None) -> Check:
    """It blocks: a sentence that was read with another number misleads."""
    changed = [key for key, text in texts.items() if standing and moved(text, standing.value)]
    if not changed:
        return Check("Angka di naskah sama dengan data", True, _list(period), blocks=True)
    word = f"Angka bergeser sejak ditulis, baca lagi: {_titled(period, changed)}"
    return Check(word, False, _edit(period, changed[0]), blocks=True)


def _newer(period: Period, printed: dict[str, str]) -> Check:
    """It blocks: what was written after the draft was compiled would be left out unnoticed."""
    now = {key: row["text"] for key, row in collecting.collect(period).items()}
    changed = [key for key in sorted(now | printed) if _bare(now, key) != _bare(printed, key)]
    if not changed:
        return Check("Naskah sama dengan yang tercetak di draf", True, _list(period), blocks=True)
    word = f"Naskah berubah sesudah draf ini disusun; susun ulang: {_titled(period, changed)}"
    return Check(word, False, reverse("reports:report-list"), blocks=True)


def _bare(texts: dict[str, str], key: str) -> str | None:
    """A text without the values it was read with, which print no differently."""
    text = texts.get(key)
    return None if text is None else replaced(text, lambda one: f"{{{{{one.name}}}}}")


def _titled(period: Period, keys: list[str]) -> str:
    titles = {one.key: one.title for one in outline_of(period)}
    return _listed([titles.get(key, key) for key in keys])


def _edit(period: Period, key: str) -> str:
    return reverse("reports:chapter-edit", args=[period.pk, key])


def _list(period: Period) -> str:
    return reverse("reports:chapter-list-of", args=[period.pk])


def _ready(period: Period) -> Check:
    ready = set(
        Chapter.objects.filter(period=period, ready_at__isnull=False).values_list("key", flat=True)
    )
    left = [one.title for one in outline_of(period) if one.key not in ready]
    if not left:
        return Check("Semua bab ditandai selesai", True, _list(period))
    return Check(f"{len(left)} bab belum ditandai selesai: {_listed(left)}", False, _list(period))


def _comments(period: Period) -> Check:
    waiting = ChapterComment.objects.filter(chapter__period=period, done_at=None)
    first = waiting.select_related("chapter").first()
    if first is None:
        return Check("Tidak ada komentar terbuka", True, _list(period))
    link = reverse("reports:chapter-edit", args=[period.pk, first.chapter.key]) + "#komentar"
    return Check(f"{waiting.count()} komentar belum dibereskan", False, link)


def _city(period: Period) -> Check:
    profile = CityProfile.objects.filter(kota=period.kota).first()
    done = bool(profile and profile.coat_of_arms)
    word = "Lambang kota terpasang" if done else "Lambang kota belum dipasang"
    return Check(word, done, reverse("areas:city-of", args=[period.kota.code]))


def _signatory(period: Period) -> Check:
    profile = CityProfile.objects.filter(kota=period.kota).first()
    asked = ("signatory_title", "signatory_name", "signatory_nip")
    done = bool(profile and all(getattr(profile, name) for name in asked))
    word = "Penanda tangan terisi" if done else "Penanda tangan belum lengkap"
    return Check(word, done, reverse("areas:city-of", args=[period.kota.code]))


def _late(period: Period) -> Check:
    late = [row for row in action_plan.collect(period)["actions"] if row["late"]]
    link = reverse("programmes:row-list", args=["rad"])
    if not late:
        return Check("Tidak ada kegiatan RAD yang terlambat", True, link)
    codes = _listed([row["code"] or row["title"] for row in late])
    return Check(f"{len(late)} kegiatan RAD terlambat, tercetak begitu: {codes}", False, link)
