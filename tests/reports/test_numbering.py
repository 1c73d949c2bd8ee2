"""Tables and headings count on over the parts of a chapter, whoever renders which first."""

import pytest

from reports import content

CHAPTER = "program"


@pytest.fixture
def parts(small_year):
    content._LAST.clear()
    return [one.key for one in content.plan(small_year) if one.key.partition(":")[0] == CHAPTER]


def test_the_order_of_rendering_changes_no_number(small_year, parts):
    assert len(parts) > 1
    forward = {key: content.section_html(small_year, key) for key in parts}
    content._LAST.clear()
    assert {key: content.section_html(small_year, key) for key in reversed(parts)} == forward


def test_each_part_is_written_once_where_all_are_rendered(small_year, parts, monkeypatch):
    written, real = [], content._written

    def counted(book, one, numbers):
        written.append(one.key)
        return real(book, one, numbers)

    monkeypatch.setattr(content, "_written", counted)
    for key in parts:
        content.section_html(small_year, key)
    assert written == parts
