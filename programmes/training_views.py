"""The page of who is trained: each kelurahan held to its need, and certificates that end soon."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from kla.accounts.rights import needs
from kla.requests import Request
from programmes import queries
from programmes.registers.training import Topic
from programmes.trained import EXPIRES_WITHIN
from programmes.training_coverage import REGISTER, coverage, ending, rows_for, together

SHOWN = 100  # certificates; a longer list is read in the register


@require_GET
@needs("programmes.read")
def training_coverage(request: Request) -> HttpResponse:
    """The share of each kelurahan, of one topic (`materi`) or of all, and who must renew."""
    if REGISTER not in queries.registers_of(request.user):
        raise Http404
    asked = request.GET.get("materi", "")
    topic = asked if asked in Topic.values else ""
    today = timezone.localdate()
    rows = rows_for(request.user, topic)
    found = coverage(request.user, rows, today)
    soon = ending(request.user, rows, today)
    context = {
        "register": REGISTER,
        "found": found,
        "all": together(found) if len(found) > 1 else None,
        "soon": soon[:SHOWN],
        "more": max(0, len(soon) - SHOWN),
        "days": EXPIRES_WITHIN.days,
        "topics": Topic.choices,
        "topic": topic,
        "topic_words": Topic(topic).label if topic else "",
    }
    return render(request, "programmes/training_coverage.html", context)
