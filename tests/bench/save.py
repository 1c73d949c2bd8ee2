"""Saving one entry, through the action and through the page, beside a bare Model.save()."""

import time
from collections.abc import Callable
from statistics import median, quantiles

from django.test import Client
from django.urls import reverse

from clusters.actions import save_entry
from clusters.answers import Answer
from clusters.models import Entry, Indicator, Period, Sheet
from kla.accounts.models import Assignment
from tests.bench.cities import table

ROUNDS = 300
CODE = "KES-09"


def measure(period: Period) -> None:
    """Print p50 and p95 of the three, taken in turns in one run."""
    post = Assignment.objects.filter(
        role="operator", area__parent__parent=period.kota, office=None
    ).first()
    sheet = Sheet.objects.get(period=period, area=post.area, cluster__slug="health")
    Sheet.objects.filter(pk=sheet.pk).update(state="draft")
    indicator = Indicator.objects.get(cluster_id=sheet.cluster_id, code=CODE)
    Entry.objects.filter(sheet=sheet, indicator=indicator).delete()
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(post.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("clusters:entry-save", args=[sheet.pk, CODE])

    def act(number: int, version: int) -> None:
        save_entry(sheet, indicator, Answer(value=number), version=version, by=post.user)

    def through_the_page(number: int, version: int) -> None:
        fields = {f"{CODE}-value": number, f"{CODE}-version": version}
        answer = client.post(address, fields, headers={"HX-Request": "true"})
        assert answer.status_code == 200, answer.status_code

    def bare(number: int, version: int) -> None:
        entry.value = number
        entry.save()

    act(0, 0)
    taken: dict[str, list[float]] = {"bare save": [], "action": [], "page": []}
    for number in range(ROUNDS):
        entry = _now(sheet, indicator)
        for name, one in (("bare save", bare), ("action", act), ("page", through_the_page)):
            value = number * 3 + len(name)
            version = _now(sheet, indicator).version
            taken[name].append(_timed(one, value, version))
            assert _now(sheet, indicator).value == value
    base = {"p50": median(taken["bare save"]), "p95": _p95(taken["bare save"])}
    rows = []
    for name, times in taken.items():
        p50, p95 = median(times), _p95(times)
        ratios = [f"{p50 / base['p50']:.1f}", f"{p95 / base['p95']:.1f}"]
        rows.append([name, f"{p50 * 1000:.1f}", f"{p95 * 1000:.1f}", *ratios])
    head = ["one entry", "p50 ms", "p95 ms", "p50 ratio", "p95 ratio"]
    table(f"Saving one entry, {ROUNDS} times each", head, rows)


def _now(sheet: Sheet, indicator: Indicator) -> Entry:
    return Entry.objects.get(sheet=sheet, indicator=indicator)


def _timed(one: Callable[[int, int], None], value: int, version: int) -> float:
    started = time.perf_counter()
    one(value, version)
    return time.perf_counter() - started


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]
