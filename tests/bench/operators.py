"""Forty operators saving at once through gunicorn, beside a bare row update in that database."""

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clusters.models import Entry, Indicator, Period, Sheet
from kla.accounts.models import User
from tests.bench.cities import table
from tests.bench.server import BACKEND, cookies_of, operators_of, serving

OPERATORS = 40
SECONDS = 40
CODE = "KES-09"  # a count: one box
UPDATES = 1000
LOCUSTFILE = Path(__file__).with_name("locustfile.py")


def measure(period: Period) -> None:
    """Print p50 and p95 of a save under load, of the bare update, and queries of one save."""
    if connection.vendor != "postgresql":
        print("Forty operators at once: left out, this part needs PostgreSQL\n")
        return
    people = operators_of(period)[:OPERATORS]
    desks = [_desk(period, user) for user in people]
    queries = _queries_of(people[0], desks[0])
    bare = _bare_updates(desks[0]["entry"])
    with serving() as base, tempfile.TemporaryDirectory(prefix="kla-ukur-") as folder:
        saved, failed, p50, p95 = _crowd(base, desks, Path(folder))
    base50, base95 = median(bare) * 1000, quantiles(bare, n=20)[-1] * 1000
    rows = [
        ["bare UPDATE of the row", f"{base50:.2f}", f"{base95:.2f}", "1", "1"],
        ["save by htmx", f"{p50:.1f}", f"{p95:.1f}", f"{p50 / base50:.0f}", f"{p95 / base95:.0f}"],
    ]
    title = f"One entry, {len(people)} operators at once, {saved} saves, {failed} failed"
    table(title, ["", "p50 ms", "p95 ms", "p50 ratio", "p95 ratio"], rows)
    print(f"Queries of one save: {queries}\n")


def _desk(period: Period, user: User) -> dict:
    """What one operator needs to go on saving one entry: address, version, cookies."""
    area = user.assignments.get().area
    sheet = Sheet.objects.get(period=period, area=area, cluster__slug="health")
    Sheet.objects.filter(pk=sheet.pk).update(state="draft")
    indicator = Indicator.objects.get(cluster_id=sheet.cluster_id, code=CODE)
    entry = Entry.objects.filter(sheet=sheet, indicator=indicator).first()
    return {
        "address": reverse("clusters:entry-save", args=[sheet.pk, CODE]),
        "code": CODE,
        "entry": entry.pk if entry else 0,
        "version": entry.version if entry else 0,
        "cookies": cookies_of(user),
    }


def _queries_of(user: User, desk: dict) -> int:
    """Queries of one save, after one that warms the caches."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user, backend=BACKEND)
    counts = []
    for number in (70, 71):
        fields = {f"{CODE}-value": number, f"{CODE}-version": desk["version"]}
        with CaptureQueriesContext(connection) as captured:
            answer = client.post(desk["address"], fields, headers={"HX-Request": "true"})
        counts.append(len(captured))
        assert answer.status_code == 200, answer.status_code
        desk["version"] += 1
    return counts[-1]


def _bare_updates(pk: int) -> list[float]:
    """Seconds of each of many updates of one row, each its own transaction."""
    times = []
    with connection.cursor() as cursor:
        for number in range(UPDATES):
            started = time.perf_counter()
            cursor.execute("UPDATE clusters_entry SET value = %s WHERE id = %s", [number, pk])
            times.append(time.perf_counter() - started)
    return times


def _crowd(base: str, desks: list[dict], folder: Path) -> tuple[int, int, float, float]:
    """(saves, failures, p50 ms, p95 ms) of all operators at once, from a locust of its own."""
    listed = folder / "desks.json"
    listed.write_text(json.dumps(desks), encoding="utf-8")
    command = [sys.executable, "-m", "locust", "-f", str(LOCUSTFILE), "--headless", "--host", base]
    command += ["-u", str(len(desks)), "-r", str(len(desks)), "-t", f"{SECONDS}s", "--only-summary"]
    command += ["--csv", str(folder / "saw"), "--loglevel", "ERROR"]
    env = dict(os.environ, KLA_BENCH_DESKS=str(listed))
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    with (folder / "saw_stats.csv").open(encoding="utf-8") as file:
        rows = {row["Name"]: row for row in csv.DictReader(file)}
    if "save" not in rows:
        raise SystemExit(f"locust saved nothing:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    row = rows["save"]
    return (
        int(row["Request Count"]),
        int(row["Failure Count"]),
        float(row["50%"]),
        float(row["95%"]),
    )
