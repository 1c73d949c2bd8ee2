"""The one way an audit record comes into being."""

from typing import Any

from django.db import models

from kla.areas.models import Area
from kla.audit.models import Record


def record(
    verb: str, thing: models.Model, *, by: Any, area: Area | None = None, **detail: Any
) -> Record:
    """Write what `by` did to `thing`; call it inside the transaction of the act.

    `detail` must be JSON: no password, no child's name, no content of a file.
    """
    return Record.objects.create(
        by=by,
        verb=verb,
        area=area,
        thing=f"{thing._meta.model_name}:{thing.pk}",
        detail=detail,
    )
