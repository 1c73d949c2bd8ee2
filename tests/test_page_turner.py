"""The links to the pages before and after, below a long list."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template.loader import render_to_string

pytestmark = pytest.mark.django_db  # what the site adds to every page asks for it


def below(rf, items, size, at):
    request = rf.get("/daftar/", {"cari": "a&b", "halaman": at})
    request.user = AnonymousUser()
    shown = Paginator(range(items), size).page(at)
    return render_to_string("components/pages.html", {"page": shown}, request=request)


@pytest.mark.parametrize(("at", "linked"), [(1, [2]), (1200, [1199, 1201]), (3000, [2999])])
def test_pages_are_linked_without_dots_and_keep_what_was_asked(rf, at, linked):
    text = below(rf, 3000, 1, at)
    assert text.count("href=") == len(linked)
    for number in linked:
        assert f'href="?cari=a%26b&amp;halaman={number}"' in text


def test_one_page_has_no_links(rf):
    assert below(rf, 3, 5, 1).strip() == ""
