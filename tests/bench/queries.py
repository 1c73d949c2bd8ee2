"""Queries and time of each main page, in a city of 34 and in one of 340 kelurahan."""

import time
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clusters.models import Period, Sheet
from kla.accounts.models import Assignment, User
from reports.models import Report
from tests.bench.cities import table

ROUNDS = 5


def measure(small: Period, large: Period) -> None:
    """Print queries at both sizes and how many times longer the large one takes."""
    rows = []
    for (name, few), (_, many) in zip(_pages(small), _pages(large), strict=True):
        (here, quick), (there, slow) = _visit(*few), _visit(*many)
        rows.append([name, here, there, f"{slow / quick:.1f}"])
    head = ["page", "queries at 34", "queries at 340", "time 340/34"]
    table("Queries a page", head, rows)


def _pages(period: Period) -> list[tuple[str, tuple[User, str]]]:
    """(name, (who looks, address)) of each main page of a city."""
    people = {
        role: Assignment.objects.filter(
            role=role, area__code__startswith=period.kota.code, office=None
        )
        .order_by("area__code")
        .first()
        .user
        for role in ("operator", "reviewer", "coordinator", "viewer", "admin")
    }
    own = people["operator"].assignments.first().area
    mine = Sheet.objects.filter(period=period, area=own, cluster__slug="health").first()
    handed = Sheet.objects.filter(period=period, state="submitted").order_by("pk").first()
    entry = handed.entries.select_related("indicator").order_by("indicator__position").first()
    report, _ = Report.objects.get_or_create(
        period=period, state="failed", defaults={"heartbeat": period.deadline}
    )
    listed = [
        ("operator: home", "operator", "clusters:home", []),
        ("operator: sheet", "operator", "clusters:sheet", [mine.pk]),
        ("operator: check", "operator", "clusters:sheet-check", [mine.pk]),
        ("operator: evidence", "operator", "clusters:evidence-list", []),
        ("reviewer: queue", "reviewer", "clusters:review-queue", []),
        ("reviewer: sheet", "reviewer", "clusters:review-sheet", [handed.pk]),
        ("reviewer: entry", "reviewer", "clusters:review-entry", [handed.pk, entry.indicator.code]),
        ("coordinator: dashboard", "coordinator", "clusters:dashboard", []),
        ("coordinator: completeness", "coordinator", "clusters:completeness", []),
        ("coordinator: years", "coordinator", "clusters:period-list", []),
        ("coordinator: report", "coordinator", "reports:report-progress", [report.pk]),
        ("viewer: reports", "viewer", "reports:report-list", []),
        ("admin: accounts", "admin", "accounts:account-list", []),
    ]
    return [(name, (people[role], reverse(view, args=args))) for name, role, view, args in listed]


def _visit(user: User, address: str) -> tuple[int, float]:
    """Queries of one visit, and the median of its seconds."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get(address)  # templates are compiled once
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    queries = len(captured)  # counted now: the next request empties the log
    assert answer.status_code == 200, (address, answer.status_code)
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        client.get(address)
        times.append(time.perf_counter() - started)
    return queries, median(times)
