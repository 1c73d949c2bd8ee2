"""The cast and the small city that most tests stand on."""

import pytest

from tests import world


@pytest.fixture(autouse=True)
def fast_hasher(settings):
    """Passwords of the cast are hashed fast; what argon2 costs is not what tests look at."""
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]


@pytest.fixture
def city(db):
    """A kota with two kecamatan of two kelurahan each, and its year open; see tests/world.py."""
    return world.build_city()


@pytest.fixture
def other_city(db):
    """Another kota with one kelurahan, where Citra works."""
    return world.build_city(code="73.71", name="Kota Lain", kelurahan=1)


@pytest.fixture
def cast(city, other_city):
    """Ani, Budi, Citra, Dewi, Eko and Fitri by first name, each with one assignment."""
    return world.build_cast(city, other_city)
