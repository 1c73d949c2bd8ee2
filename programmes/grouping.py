"""Pure: things under each of their titles."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")


def by_title(
    things: Iterable[T], titles_of: Callable[[T], Sequence[str]], order: Sequence[str]
) -> list[tuple[str, list[T]]]:
    """(title, its things): the titles in this order, others after it by name.

    A thing with several titles stands under each.
    """
    found: dict[str, list[T]] = {}
    for thing in things:
        for title in titles_of(thing):
            found.setdefault(title, []).append(thing)
    place = {title: number for number, title in enumerate(order)}
    titles = sorted(found, key=lambda title: (place.get(title, len(place)), title))
    return [(title, found[title]) for title in titles]
