"""Writing into the thread of an entry, and noting how far somebody has read it."""

from typing import Any
from unicodedata import category

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from clusters.actions.base import hold, period_open
from clusters.models import Comment, CommentSeen, Indicator, Sheet
from clusters.rights import talks_as
from kla import identity
from kla.audit.actions import record

MOST_LETTERS = 1000
TALK_CLOSED = "Tahun ini sudah ditutup. Percakapan hanya dapat dibaca."


@transaction.atomic
def post_comment(sheet: Sheet, indicator: Indicator, text: str, *, by: Any) -> Comment:
    """Add one message to a thread, in any state of the sheet while its year is open.

    Raises ValidationError with a sentence, and PermissionDenied for who has no part in the
    sheet or where the year is closed.
    """
    sheet = hold(sheet)
    role = talks_as(by, sheet)
    if not role:
        raise PermissionDenied("Percakapan ini bukan untuk Anda.")
    if not period_open(sheet):
        raise PermissionDenied(TALK_CLOSED)
    text = cleaned(text)
    last = Comment.objects.filter(sheet=sheet, indicator=indicator).last()
    if last is not None and (last.author_id, last.text) == (by.pk, text):
        return last  # sent twice: a second press, or a connection that broke
    comment = Comment.objects.create(
        sheet=sheet,
        indicator=indicator,
        author=by,
        role=role,
        text=text,
        created_at=timezone.now(),
    )
    # the words stand in the comment itself, which nobody can change
    record("comment.post", comment, by=by, area=sheet.area, code=indicator.code, sheet=sheet.pk)
    return comment


def cleaned(text: str) -> str:
    """The text as it is kept. Raises ValidationError with a sentence where it cannot be."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # No signs that nobody sees or that turn the line around; what joins letters stays.
    text = "".join(
        sign for sign in text if sign in "\n\t\u200c\u200d" or category(sign) not in ("Cc", "Cf")
    ).strip()
    if not text.strip("\u200c\u200d \n\t"):
        raise ValidationError("Tulis pesannya dulu.")
    if len(text) > MOST_LETTERS:
        raise ValidationError(f"Pesan paling panjang 1.000 huruf, ini {len(text)}. Pendekkan.")
    if identity.has_identity_number(text):
        raise ValidationError(identity.MESSAGE)
    return text


def see_thread(comments: list[Comment], *, by: Any) -> None:
    """Note that `by` has seen these comments of one thread, in their order; none is fine."""
    if not comments:
        return
    last = comments[-1]
    seen, _ = CommentSeen.objects.get_or_create(
        person=by,
        sheet_id=last.sheet_id,
        indicator_id=last.indicator_id,
        defaults={"until": last},
    )
    if seen.until_id < last.pk:  # a page that was slower takes nothing back
        CommentSeen.objects.filter(pk=seen.pk, until_id__lt=last.pk).update(until=last)
