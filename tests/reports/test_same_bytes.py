"""The same data give the same bytes: again, in another order, by other processes, uncached."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import django
import pytest

from reports import compile as steps
from reports import content
from reports.stamp import Mark

pytestmark = pytest.mark.django_db  # the year of `printed` is made in the database


def _render(data, folder, key):
    """In a process of its own, into a folder of its own."""
    from django.conf import settings  # noqa: PLC0415 - that process's settings

    settings.REPORTS_DIR = folder
    return steps.render_section(data, key)


def test_two_processes_in_another_order_give_the_same_sections(printed, tmp_path):
    """One section of each kind, last first, by two fresh processes without a cache."""
    kinds = {
        one.key.partition(":")[0].partition("-")[0]: one.key for one in content.plan(printed.data)
    }
    # Not forked: this process has drawn charts, and with them has threads (reports/charts.py).
    with ProcessPoolExecutor(2, get_context("spawn"), initializer=django.setup) as pool:
        made = {
            key: pool.submit(_render, printed.data, tmp_path, key)
            for key in reversed(kinds.values())
        }
        again = {key: one.result() for key, one in made.items()}
    for key, (path, kept) in again.items():
        assert not kept
        assert path.name == printed.files[key].name
        assert path.read_bytes() == printed.files[key].read_bytes(), key


def test_binding_again_without_the_kept_contents_gives_the_same_file(printed, settings, tmp_path):
    settings.REPORTS_DIR = tmp_path
    again, _ = steps.bind(printed.data, printed.files)
    assert again == printed.draft.read_bytes()
    assert len(list((tmp_path / "sections").glob("*.pdf"))) >= 1  # the contents, made anew


def test_another_mark_is_another_file(printed):
    one, _ = steps.bind(printed.data, printed.files, mark=Mark(draft=False, number=1))
    two, _ = steps.bind(printed.data, printed.files, mark=Mark(draft=False, number=2))
    assert one == steps.bind(printed.data, printed.files, mark=Mark(draft=False, number=1))[0]
    assert len({one, two, printed.draft.read_bytes()}) == 3
