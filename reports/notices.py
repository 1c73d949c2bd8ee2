"""The notice on every page that a report somebody asked for has ended, until they look at it."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from kla.accounts.models import Role
from kla.accounts.rights import roles_of
from reports import scope_choices
from reports.models import Report, ReportState


def notices(request: HttpRequest) -> dict[str, Any]:
    """For base.html; asks the database only where a page is rendered for a coordinator."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"ended_reports": SimpleLazyObject(lambda: ended_unseen(user))}


def ended_unseen(user: Any) -> list[Report]:
    """Drafts and failures that the user asked for and has not looked at yet."""
    if Role.COORDINATOR not in roles_of(user):
        return []
    found = Report.objects.filter(
        requested_by=user,
        seen_at=None,
        state__in=[ReportState.DRAFT, ReportState.FAILED],
    )
    ended = list(found.select_related("period")[:3])
    about = scope_choices.words_of(ended) if ended else {}
    for report in ended:
        report.words = about[report.pk]  # type: ignore[attr-defined]
    return ended
