"""Who has signed in, and a training with one who took part."""

import pytest

from tests.programmes.rows import NAME, NUMBER, join, make


@pytest.fixture
def ani(client, cast):
    """The browser of the operator of the first kelurahan."""
    client.force_login(cast.ani)
    return client


@pytest.fixture
def dewi(client, cast):
    """The browser of the coordinator."""
    client.force_login(cast.dewi)
    return client


@pytest.fixture
def training(city, cast):
    return make("pelatihan", city.kota, cast.dewi)


@pytest.fixture
def person(city, cast, training):
    """A participant of the first kelurahan with a certificate."""
    return join(city.kelurahan[0], cast, training, name=NAME, certificate=NUMBER)
