"""The pages where the report's words are written: the list of chapters, and the editor."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from clusters.models import Period
from kla.accounts.rights import needs, or_404
from kla.areas.models import Office
from kla.naming import WARNING, has_named_number
from kla.requests import Request
from reports.models import Chapter
from reports.narrative import actions, markdown, queries
from reports.narrative.checklist import checks
from reports.narrative.differences import differences
from reports.narrative.drafting import BY_HAND, draft
from reports.narrative.kept import standing_now
from reports.narrative.offers import offers
from reports.narrative.references import moved, without
from reports.narrative.standing import Standing
from reports.rights import reads_full


@require_GET
@needs("reports.narrate")
def chapter_list(request: Request, period_pk: int | None = None) -> HttpResponse:
    """The chapters of a year (the newest unless one is named) and what is still to do."""
    periods = list(queries.periods_of(request.user))
    period = next((one for one in periods if period_pk in (None, one.pk)), None)
    if period is None:
        raise Http404
    standing = standing_now(period)
    rows = queries.rows_of(period, request.user, standing)
    leads = request.user.has_perm("reports.compile", period.kota)
    context = {
        "period": period,
        "others": [one for one in periods if one != period],
        "rows": rows,
        "todo": sum(row.is_todo for row in rows),
        "checks": checks(period, standing) if leads else [],
    }
    return render(request, "reports/narrative/chapter_list.html", context)


@require_http_methods(["GET", "POST"])
@needs("reports.narrate")
def chapter_edit(request: Request, period_pk: int, key: str) -> HttpResponse:
    """One chapter in a box with its numbers, beside the printed page; a POST saves it."""
    chapter = chapter_or_404(request, period_pk, key)
    if request.method == "POST":
        return _save(request, chapter, queries.standing_of(chapter.period))
    standing = standing_now(chapter.period)
    typed = chapter.text if chapter.version else draft(standing, key)
    return editor(request, chapter, standing, typed)


def _save(request: Request, chapter: Chapter, standing: Standing) -> HttpResponse:
    typed = request.POST.get("text", "").replace("\r\n", "\n")
    newly = has_named_number(without(typed[: markdown.LETTERS])) and not has_named_number(
        without(chapter.text)
    )
    if newly and "confirmed" not in request.POST:
        return refuse(request, chapter, standing, typed, [WARNING], confirm=True)
    return write(request, chapter, typed, standing, "Bab tersimpan.")


def write(
    request: Request, chapter: Chapter, text: str, standing: Standing, done: str
) -> HttpResponse:
    """Store the text and say `done`; else the page again with why not, and what was typed."""
    try:
        actions.write_chapter(
            chapter.period,
            chapter.key,
            text,
            version=version_in(request),
            standing=standing,
            by=request.user,
        )
    except ValidationError as refused:
        return refuse(request, chapter, standing, text, refused.messages)
    except actions.StaleChapter as stale:
        return editor(request, stale.current, standing, text, stale=True)
    messages.success(request, done)
    return redirect("reports:chapter-edit", chapter.period_id, chapter.key)


def refuse(
    request: Request,
    chapter: Chapter,
    standing: Standing,
    typed: str,
    faults: list[str],
    **more: bool,
) -> HttpResponse:
    """The editor with what is wrong; it goes on standing on the version that was in the page, so
    that what somebody else saved meanwhile is still noticed."""
    told = {"faults": faults, "version": version_in(request)} | more
    return editor(request, chapter, standing, typed, **told)


def editor(
    request: Request,
    chapter: Chapter,
    standing: Standing,
    typed: str,
    **refused: Any,
) -> HttpResponse:
    """The editor with `typed` in its box.

    `refused` tells why it was not saved: `faults` and `comment_fault` give 422 (`confirm`: save
    it all the same), `stale` gives 409 with what somebody quicker wrote.
    """
    last = queries.last_of(chapter)
    context: dict[str, Any] = {
        "chapter": chapter,
        "one": next(one for one in queries.outline_of(chapter.period) if one.key == chapter.key),
        "period": chapter.period,
        "version": chapter.version,
        "typed": typed,
        "last": last,
        "differences": differences(last.text, typed) if "stale" in refused and last else [],
        "moved": moved(chapter.text, standing.value),
        "offers": offers(standing, chapter.key),
        "place": next(iter(standing.book.distinct_names.values()), ""),
        "comments": chapter.comments.select_related("written_by", "done_by") if chapter.pk else [],
        "by_hand": chapter.key in BY_HAND,
        "full": reads_full(request.user, chapter.period.kota.code),
        "letters": markdown.LETTERS,
        "leads": request.user.has_perm("reports.compile", chapter.period.kota),
        "offices": _offices(standing),
    }
    status = 409 if "stale" in refused else 422 if refused else 200
    return render(request, "reports/narrative/chapter_edit.html", context | refused, status=status)


def _offices(standing: Standing) -> list[tuple[int, str]]:
    """(key, the city's name) of every office."""
    names = standing.book.offices
    found = [(pk, names.get(key, key)) for pk, key in Office.objects.values_list("pk", "key")]
    return sorted(found, key=lambda one: one[1])


def chapter_or_404(request: Request, period_pk: int, key: str) -> Chapter:
    """The chapter where the user may write it; else Http404."""
    periods = Period.objects.select_related("kota", "framework")
    period = get_object_or_404(periods, pk=period_pk)
    return or_404(request.user, "reports.narrate", queries.chapter_of(period, key))


def version_in(request: Request) -> int:
    """The version that the page stood on."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else -1
