"""The data of an invented year with all 77 indicators and every register, made once a run."""

import json

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from clusters.models import Period
from reports import snapshot
from tests.site import AREAS, KOTA, YEAR


@pytest.fixture(scope="session")
def report_folder(tmp_path_factory):
    """Where the charts and sections of these tests are kept."""
    return tmp_path_factory.mktemp("laporan")


@pytest.fixture(scope="session")
def made_once(django_db_setup, django_db_blocker, tmp_path_factory):
    """The snapshot's data as text; the rows behind them are gone again."""
    folder = tmp_path_factory.mktemp("contoh")
    (folder / "evidence").mkdir()
    (folder / "wilayah.csv").write_text(AREAS, encoding="utf-8")
    places = {"DATA_DIR": folder, "EVIDENCE_DIR": folder / "evidence"}
    with django_db_blocker.unblock(), override_settings(**places), transaction.atomic():
        call_command("load_areas", str(folder / "wilayah.csv"))
        call_command("load_catalogue")
        call_command("demo_data", "--kota", KOTA, "--year", YEAR)
        call_command("demo_programmes", "--kota", KOTA, "--year", YEAR)
        data = snapshot.collect(Period.objects.get(year=YEAR))
        transaction.set_rollback(True)
    return snapshot.canonical(data).decode()


@pytest.fixture
def demo(made_once, report_folder, settings, db):
    """The data of a city of three kelurahan, to be changed at will.

    Nothing reads the database any more; `db` is there because without a test that asks for it
    none is set up.
    """
    settings.REPORTS_DIR = report_folder
    return json.loads(made_once)
