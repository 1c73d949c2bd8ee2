"""What several tests of this folder start from."""

import pytest

from tests.world import build_user, fill, sheet_of


@pytest.fixture
def ani(client, cast):
    """A client signed in as the operator."""
    client.force_login(cast.ani)
    return client


@pytest.fixture
def folders(settings, tmp_path):
    """Empty folders for evidence and for uploads on their way."""
    settings.EVIDENCE_DIR, settings.UPLOADS_DIR = tmp_path / "evidence", tmp_path / "uploads"
    settings.EVIDENCE_DIR.mkdir()
    settings.UPLOADS_DIR.mkdir()
    return settings.EVIDENCE_DIR, settings.UPLOADS_DIR


@pytest.fixture
def two_at_once(city, cast):
    """Raka, of the same kelurahan, stored 186 of 201 while Ani typed 188."""
    raka = build_user("raka", "operator", city.kelurahan[0])
    fill(sheet_of(city, "health"), "KES-01", raka, numerator=186, denominator=201, version=3)
    return raka
