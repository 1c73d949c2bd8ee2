"""What the pages read of the files of rows: those that stand, how many, and their names."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kla.audit.models import Record
from programmes.attachment import Attachment
from programmes.base import Registered
from programmes.register import Register


def files_of(register: Register, row: Registered) -> QuerySet[Attachment]:
    """The files of this row that stand, the oldest first."""
    files = Attachment.objects.filter(register=register.slug, row_id=row.pk, removed_at=None)
    return files.select_related("uploaded_by")


def counted(register: Register, rows: QuerySet[Registered]) -> QuerySet[Registered]:
    """The rows, each with how many `pictures` and other `papers` it has, where the register
    has files."""
    if not register.files:
        return rows
    picture = Q(content_type__startswith="image/")
    return rows.annotate(
        pictures=_how_many(register, picture), papers=_how_many(register, ~picture)
    )


def _how_many(register: Register, which: Q) -> Any:
    files = Attachment.objects.filter(
        which, register=register.slug, row_id=OuterRef("pk"), removed_at=None
    )
    each = files.order_by().values("row_id").annotate(total=Count("pk")).values("total")
    return Coalesce(Subquery(each, output_field=IntegerField()), 0)


def names_in(records: Iterable[Record]) -> dict[int, str]:
    """Key → name of the files that these audit records speak of; one query, none without any."""
    keys = {one.detail["file"] for one in records if "file" in one.detail}
    if not keys:
        return {}
    return dict(Attachment.objects.filter(pk__in=keys).values_list("pk", "name"))
