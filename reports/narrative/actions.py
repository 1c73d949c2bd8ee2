"""Writing the words of the report: each act in one transaction, with its audit record."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from clusters.actions.comments import cleaned as cleaned_comment
from clusters.models import Period
from kla.areas.models import Office
from kla.audit.actions import record
from kla.identity import MESSAGE, has_identity_number
from reports.models import Chapter, ChapterComment, NarrativeVersion
from reports.narrative import markdown, references, room
from reports.narrative.standing import Standing

DENIED = "Bab ini bukan untuk Anda."


@dataclass
class StaleChapter(Exception):
    """Somebody else was quicker; `current` is what now stands."""

    current: Chapter


@transaction.atomic
def write_chapter(
    period: Period, key: str, text: str, *, version: int, standing: Standing, by: Any
) -> Chapter:
    """Store a text as the chapter's next version, the values of now beside new references.

    The same text changes nothing. Raises ValidationError (a sentence for each fault),
    StaleChapter where it is not at `version` any more, and PermissionDenied.
    """
    held = _hold(period, key, by)
    text = checked(key, text, standing)
    if held.version and held.text == text:
        return held  # also where it was sent twice
    if held.version != version:
        raise StaleChapter(held)
    held.text, held.version = text, version + 1
    held.ready_at = held.ready_by = None  # who says it is done has not read this
    held.save(update_fields=["text", "version", "ready_at", "ready_by"])
    NarrativeVersion.objects.create(
        chapter=held, number=held.version, text=text, written_by=by, written_at=timezone.now()
    )
    # the words stand in the version itself, which nobody can change
    _record("chapter.write", held, by, version=held.version)
    return held


def checked(key: str, text: str, standing: Standing) -> str:
    """The text of a chapter as it is kept. Raises ValidationError with a sentence a fault."""
    if len(text) > 4 * markdown.LETTERS:  # not even looked at
        raise ValidationError(markdown.faults(text))
    text = markdown.cleaned(text)
    faults = references.faults(text, standing.value)
    text = references.filled(text, standing.value) if not faults else text
    faults += markdown.faults(text) + room.faults(key, text, standing.value)
    if has_identity_number(text):
        faults.append(MESSAGE)
    if faults:
        raise ValidationError(faults)
    return text


@transaction.atomic
def read_numbers(
    chapter: Chapter,
    names: Collection[str] | None,
    *,
    version: int,
    standing: Standing,
    by: Any,
) -> Chapter:
    """Keep the values of now beside these references (None: all): a person has read them."""
    text = references.read_again(chapter.text, standing.value, names)
    was_ready = chapter.ready_at is not None
    held = write_chapter(
        chapter.period, chapter.key, text, version=version, standing=standing, by=by
    )
    if not was_ready:
        return held
    return mark_ready(held.period, held.key, True, version=held.version, by=by)


@transaction.atomic
def mark_ready(period: Period, key: str, ready: bool, *, version: int, by: Any) -> Chapter:
    """Say that a chapter is done, or that it is not; a draft of the rules may be taken as it is.

    Raises StaleChapter where it is not at `version` any more: who says so has not read it.
    """
    held = _hold(period, key, by)
    if held.version != version:
        raise StaleChapter(held)
    held.ready_at, held.ready_by = (timezone.now(), by) if ready else (None, None)
    held.save(update_fields=["ready_at", "ready_by"])
    _record("chapter.ready", held, by, ready=ready)
    return held


@transaction.atomic
def assign_chapter(period: Period, key: str, office: Office | None, *, by: Any) -> Chapter:
    """Give a chapter to an office to write, or take it back; only a coordinator does."""
    if not by.has_perm("reports.compile", period.kota):
        raise PermissionDenied(DENIED)
    held = _hold(period, key, by)
    held.office = office
    held.save(update_fields=["office"])
    _record("chapter.assign", held, by, office=office.key if office else "")
    return held


@transaction.atomic
def post_comment(period: Period, key: str, text: str, *, by: Any) -> ChapterComment:
    """Say something about a chapter. Raises ValidationError with a sentence."""
    text = cleaned_comment(text)
    held = _hold(period, key, by)
    last = held.comments.order_by("-pk").first()
    if last is not None and (last.written_by_id, last.text) == (by.pk, text) and not last.done_at:
        return last  # sent twice
    comment = ChapterComment.objects.create(
        chapter=held, text=text, written_by=by, written_at=timezone.now()
    )
    _record("chapter.comment", held, by, comment=comment.pk)
    return comment


@transaction.atomic
def close_comment(comment: ChapterComment, *, by: Any) -> ChapterComment:
    """Mark a comment as dealt with; who was first stays."""
    held = ChapterComment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    chapter = _hold(comment.chapter.period, comment.chapter.key, by)
    if held.done_at is None:
        held.done_at, held.done_by = timezone.now(), by
        held.save(update_fields=["done_at", "done_by"])
        _record("chapter.comment_done", chapter, by, comment=held.pk)
    return held


def _hold(period: Period, key: str, by: Any) -> Chapter:
    """The chapter's row, made where there is none, locked until the transaction ends."""
    row, _ = Chapter.objects.get_or_create(period=period, key=key)
    rows = Chapter.objects.select_for_update(of=("self",))
    held = rows.select_related("period__kota", "office").get(pk=row.pk)
    if not by.has_perm("reports.narrate", held):
        raise PermissionDenied(DENIED)
    return held


def _record(verb: str, chapter: Chapter, by: Any, **detail: Any) -> None:
    kota, year = chapter.period.kota, chapter.period.year
    record(verb, chapter, by=by, area=kota, year=year, key=chapter.key, **detail)
