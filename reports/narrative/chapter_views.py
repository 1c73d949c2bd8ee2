"""What is done with a chapter beside writing it: looking, drafts, versions, numbers, comments."""

from csp.decorators import csp
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.actions.comments import MOST_LETTERS
from kla.accounts.rights import needs, or_404
from kla.areas.models import Office
from kla.naming import ASK_AGAIN, has_named_number
from kla.requests import Request
from reports.models import Chapter, ChapterComment, NarrativeVersion
from reports.narrative import actions, markdown, queries
from reports.narrative.differences import differences
from reports.narrative.drafting import draft
from reports.narrative.kept import standing_lately, standing_now
from reports.narrative.previewing import POLICY, page_html
from reports.narrative.views import chapter_or_404, editor, refuse, version_in, write
from reports.rights import reads_full

MOST_DIGITS = 12
STALE = "Bab ini baru saja diubah orang lain. Baca dulu, lalu ulangi."


@require_http_methods(["GET", "POST"])
@needs("reports.narrate")
@xframe_options_sameorigin
@csp(POLICY)  # type: ignore[arg-type]
def chapter_preview(request: Request, period_pk: int, key: str) -> HttpResponse:
    """The chapter's opening as it would be printed, with what stands in the box."""
    chapter = chapter_or_404(request, period_pk, key)
    standing = standing_lately(chapter.period)
    if request.method == "POST":
        text = request.POST.get("text", "")[: 4 * markdown.LETTERS]
    else:
        text = chapter.text if chapter.version else draft(standing, key)
    full = reads_full(request.user, chapter.period.kota.code)
    return HttpResponse(page_html(standing.book, key, text, full=full))


@require_http_methods(["GET", "POST"])
@needs("reports.narrate")
def chapter_draft(request: Request, period_pk: int, key: str) -> HttpResponse:
    """What the rules would write now, beside what stands; a POST puts it in its place."""
    chapter = chapter_or_404(request, period_pk, key)
    if request.method == "POST":
        standing = queries.standing_of(chapter.period)
        text = draft(standing, key)
        return write(request, chapter, text, standing, "Rancangan baru tersimpan.")
    text = draft(standing_now(chapter.period), key)
    context = {
        "chapter": chapter,
        "period": chapter.period,
        "one": next(one for one in queries.outline_of(chapter.period) if one.key == key),
        "text": text,
        "differences": differences(chapter.text, text) if chapter.version else [],
    }
    return render(request, "reports/narrative/chapter_draft.html", context)


@require_GET
@needs("reports.narrate")
def chapter_versions(request: Request, period_pk: int, key: str) -> HttpResponse:
    """Every version: who wrote it and when, the newest first, and what each one changed."""
    chapter = chapter_or_404(request, period_pk, key)
    rows = list(chapter.versions.select_related("written_by")[:51]) if chapter.pk else []
    before = [*(row.text for row in rows[1:]), ""]
    context = {
        "chapter": chapter,
        "period": chapter.period,
        "one": next(one for one in queries.outline_of(chapter.period) if one.key == key),
        "rows": [(row, differences(old, row.text)) for row, old in zip(rows, before, strict=False)][
            :50
        ],
    }
    return render(request, "reports/narrative/chapter_versions.html", context)


@require_POST
@needs("reports.narrate")
def chapter_restore(request: Request, period_pk: int, key: str, number: int) -> HttpResponse:
    """Write an older version again, as the newest."""
    chapter = chapter_or_404(request, period_pk, key)
    old = get_object_or_404(NarrativeVersion, chapter=chapter, number=number)
    standing = queries.standing_of(chapter.period)
    return write(request, chapter, old.text, standing, f"Versi {number} dipakai lagi.")


@require_POST
@needs("reports.narrate")
def chapter_numbers(request: Request, period_pk: int, key: str) -> HttpResponse:
    """The new numbers have been read: one of them, or all."""
    chapter = chapter_or_404(request, period_pk, key)
    standing = queries.standing_of(chapter.period)
    name = request.POST.get("name", "")
    try:
        actions.read_numbers(
            chapter,
            [name] if name else None,
            version=version_in(request),
            standing=standing,
            by=request.user,
        )
    except ValidationError as refused:
        return refuse(request, chapter, standing, chapter.text, refused.messages)
    except actions.StaleChapter:
        messages.error(request, STALE)
    else:
        messages.success(request, "Angka baru dicatat sudah dibaca.")
    return redirect("reports:chapter-edit", chapter.period_id, chapter.key)


@require_POST
@needs("reports.narrate")
def chapter_ready(request: Request, period_pk: int, key: str) -> HttpResponse:
    """The chapter is done, or is not after all."""
    chapter = chapter_or_404(request, period_pk, key)
    ready = request.POST.get("ready") == "on"
    try:
        actions.mark_ready(chapter.period, key, ready, version=version_in(request), by=request.user)
    except actions.StaleChapter:
        messages.error(request, STALE)
    else:
        messages.success(request, "Bab ditandai selesai." if ready else "Bab dibuka lagi.")
    return redirect("reports:chapter-edit", chapter.period_id, chapter.key)


@require_POST
@needs("reports.compile")
def chapter_assign(request: Request, period_pk: int, key: str) -> HttpResponse:
    """Give the chapter to an office, or take it back."""
    chapter = chapter_or_404(request, period_pk, key)
    or_404(request.user, "reports.compile", chapter.period.kota)
    number = request.POST.get("office", "")
    # Longer ones are no key, and Python reads no number of thousands of digits.
    is_key = number.isdecimal() and len(number) < MOST_DIGITS
    if number and not is_key:
        raise Http404
    office = get_object_or_404(Office, pk=int(number)) if is_key else None
    actions.assign_chapter(chapter.period, key, office, by=request.user)
    messages.success(request, "Penulis bab tersimpan.")
    return redirect("reports:chapter-edit", chapter.period_id, chapter.key)


@require_POST
@needs("reports.narrate")
def chapter_comment(request: Request, period_pk: int, key: str) -> HttpResponse:
    """Say something about the chapter."""
    chapter = chapter_or_404(request, period_pk, key)
    text = request.POST.get("comment", "")
    if has_named_number(text[:MOST_LETTERS]) and "confirmed" not in request.POST:
        return _refused_comment(request, chapter, text, ASK_AGAIN, comment_confirm=True)
    try:
        actions.post_comment(chapter.period, key, text, by=request.user)
    except ValidationError as refused:
        return _refused_comment(request, chapter, text, refused.messages[0])
    messages.success(request, "Komentar terkirim.")
    return redirect("reports:chapter-edit", chapter.period_id, chapter.key)


def _refused_comment(
    request: Request, chapter: Chapter, text: str, fault: str, **more: bool
) -> HttpResponse:
    standing = standing_now(chapter.period)
    typed = chapter.text if chapter.version else draft(standing, chapter.key)
    told = {"comment": text, "comment_fault": fault} | more
    return editor(request, chapter, standing, typed, **told)


@require_POST
@needs("reports.narrate")
def comment_close(request: Request, period_pk: int, key: str, pk: int) -> HttpResponse:
    """A comment has been dealt with."""
    chapter = chapter_or_404(request, period_pk, key)
    comment = get_object_or_404(
        ChapterComment.objects.select_related("chapter__period__kota"), pk=pk, chapter=chapter
    )
    actions.close_comment(comment, by=request.user)
    messages.success(request, "Komentar ditandai beres.")
    return redirect("reports:chapter-edit", chapter.period_id, chapter.key)
