"""What several tests of this folder start from."""

import pytest


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
