"""What several tests of this folder start from."""

import pytest


@pytest.fixture
def ani(client, cast):
    """A client signed in as the operator."""
    client.force_login(cast.ani)
    return client
