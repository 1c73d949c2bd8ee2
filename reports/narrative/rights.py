"""Who may write a chapter: the coordinator every one, an office's operator those given to it."""

from typing import Any

import rules

from kla.accounts.models import Role
from kla.accounts.rights import assignments_of, holds, roles_of
from reports.models import Chapter


def own_offices(user: Any) -> list[tuple[str, int]]:
    """(code of the kota, key of the office) of each office the user enters data for."""
    return [
        (own.area.code, own.office_id)
        for own in assignments_of(user)
        if own.role == Role.OPERATOR and own.office_id is not None
    ]


@rules.predicate
def writes(user: Any, chapter: Chapter | None = None) -> bool:
    """May the user write this chapter; without one: any chapter at all?"""
    if chapter is None:
        return Role.COORDINATOR in roles_of(user) or any(
            Chapter.objects.filter(period__kota__code=code, office_id=office).exists()
            for code, office in own_offices(user)
        )
    code = chapter.period.kota.code
    if holds(user, [Role.COORDINATOR], code):
        return True
    return chapter.office_id is not None and (code, chapter.office_id) in own_offices(user)


rules.add_perm("reports.narrate", writes)  # object: a Chapter
