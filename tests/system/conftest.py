"""Installations for the system tests; the broker is a file folder or a real Redis."""

import os
import re
from contextlib import ExitStack

import pytest

from tests.site import Site


@pytest.fixture
def make_site(tmp_path, worker_id):
    """`make_site("redis")` or `make_site()`: an installation, ended after the test."""
    with ExitStack() as stack:

        def make(broker: str = "filesystem") -> Site:
            return stack.enter_context(Site(tmp_path / "situs", _broker(broker, worker_id)))

        yield make


@pytest.fixture(scope="session")
def broker_address(worker_id):
    """`broker_address("redis")` or `("filesystem")`: its address, None for the latter."""
    return lambda name: _broker(name, worker_id)


def _broker(name: str, worker_id: str) -> str | None:
    if name == "filesystem":
        return None
    server = os.environ.get("TEST_REDIS_URL")
    if not server:
        pytest.skip("Redis tidak ada di mesin ini")
    number = re.sub(r"\D", "", worker_id) or "0"
    return re.sub(r"/\d+$", f"/{int(number) + 1}", server)
