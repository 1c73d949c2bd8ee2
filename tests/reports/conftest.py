"""One small report for every test that looks at the finished PDF: rendered once a run."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from clusters.models import Period
from reports import actions, content, snapshot
from reports import compile as steps
from tests.site import AREAS, KOTA, YEAR


@dataclass(frozen=True)
class Printed:
    """The data of an invented year of three kelurahan, its sections, and the draft they make."""

    data: dict[str, Any]
    files: dict[str, Path]
    draft: Path
    pages: int


@pytest.fixture(scope="session")
def small_year(django_db_setup, django_db_blocker, tmp_path_factory):
    """The snapshot's data of that year; the database is left as it was."""
    folder = tmp_path_factory.mktemp("tahun")
    areas = folder / "wilayah.csv"
    areas.write_text(AREAS, encoding="utf-8")
    with (
        django_db_blocker.unblock(),
        override_settings(DATA_DIR=folder, EVIDENCE_DIR=folder, REPORTS_DIR=folder),
        transaction.atomic(),
    ):
        call_command("load_areas", str(areas))
        call_command("load_catalogue")
        call_command("demo_data", "--kota", KOTA, "--year", YEAR)
        data = snapshot.collect(Period.objects.get(year=YEAR))
        transaction.set_rollback(True)
    return data


@pytest.fixture(scope="session")
def printed(small_year, tmp_path_factory):
    """Every section of that year rendered, and the draft."""
    folder = tmp_path_factory.mktemp("cetak")
    with override_settings(REPORTS_DIR=folder):
        plan = content.plan(small_year)
        files = {one.key: steps.render_section(small_year, one.key)[0] for one in plan}
        pdf, pages = steps.bind(small_year, files)
    draft = folder / "draf.pdf"
    draft.write_bytes(pdf)
    return Printed(small_year, files, draft, pages)


@pytest.fixture
def own_folder(settings, tmp_path):
    """An empty folder of reports for one test."""
    settings.REPORTS_DIR = tmp_path


@pytest.fixture(scope="module")
def kept_sections(tmp_path_factory):
    """Rendered sections are the same for every test of a module: the first one renders them."""
    return tmp_path_factory.mktemp("bagian")


@pytest.fixture
def folder_with_sections(settings, tmp_path, kept_sections):
    """A folder of reports for one test, whose sections are the module's."""
    settings.REPORTS_DIR = tmp_path
    (tmp_path / "sections").symlink_to(kept_sections)


@pytest.fixture
def report(city, cast):
    """The report that Dewi asked for; nobody has begun with it."""
    return actions.request_report(city.period, by=cast.dewi)
