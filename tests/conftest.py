"""The cast and the small city that most tests stand on."""

import os

import hypothesis
import pytest
from django.apps import apps
from django.db import connection
from django.db.models import AutoField

from tests import world
from tests.site import Site

# A failed browser test leaves Playwright's loop behind; every later test of that process would
# then fail with it, and hide the one that matters.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# Where a change is judged the same inputs are tried each time; at a desk others come up.
hypothesis.settings.register_profile("CI", derandomize=True)
if os.environ.get("CI") == "true":
    hypothesis.settings.load_profile("CI")


def _place(path):
    """0 for the tests of whole systems, which take minutes; 2 for browsers; 1 for all others."""
    return 0 if "tests/system/" in path else 2 if "tests/browser/" in path else 1


# A run over both databases takes them as they are installed: the file queue with SQLite, Redis with
# PostgreSQL (docs/pemasangan.md).
_OTHERS_BROKER = {"sqlite": "redis", "postgresql": "filesystem"}
_DATABASE = {"db", "transactional_db", "filled_site", "live_server"}


def _is_same_on_both(item):
    """Marked `once`, or without any database: pytest-django lets nothing else near one."""
    if item.get_closest_marker("once"):
        return True
    starts_its_own = _place(str(item.path)) != 1
    touches = _DATABASE & set(item.fixturenames) or item.get_closest_marker("django_db")
    return not (starts_its_own or touches)


def _parameters(item):
    return item.callspec.params.values() if hasattr(item, "callspec") else ()


def pytest_collection_modifyitems(config, items):
    """The longest modules first and those with a browser last, whose loop stays in the process.

    In a run over both databases, what is the same on both runs on the one that is named, and
    what is tried with both brokers with the one of that database.
    """
    items.sort(key=lambda item: _place(str(item.path)))
    here, once = os.environ.get("TEST_DATABASE"), os.environ.get("TEST_ONCE")
    if not once:
        return
    left_out = {item for item in items if _OTHERS_BROKER[here] in _parameters(item)}
    if here != once:
        left_out |= {item for item in items if _is_same_on_both(item)}
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session", autouse=True)
def large_numbers(django_db_setup, django_db_blocker):
    """Rows count from 10,001, as in a city of some years: a page that writes 10.001 fails here.

    Numbers are printed with the dot of thousands; in an address or an id that is another row.
    """
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table, key = model._meta.db_table, model._meta.pk
            if not isinstance(key, AutoField):
                continue
            if connection.vendor == "postgresql":
                cursor.execute(f'ALTER SEQUENCE "{table}_{key.column}_seq" RESTART 10001')
            else:
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, 10000)", [table])


@pytest.fixture(scope="session", autouse=True)
def sole_session(django_db_setup, django_db_blocker):
    """The test database has no other session when it is dropped.

    A browser that closes in the middle of an answer leaves the live server's thread, and with it
    its connection, waiting; PostgreSQL then refuses to drop the database and the run fails.
    """
    yield
    if connection.vendor != "postgresql":
        return
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


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


@pytest.fixture(scope="session")
def filled_site(tmp_path_factory):
    """The invented city with its year under way, made once; tests take copies of it (`like`)."""
    with Site(tmp_path_factory.mktemp("contoh") / "situs") as made:
        made.fill()
        yield made
