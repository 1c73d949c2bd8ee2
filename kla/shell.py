"""What stands around every page: whose it is, where one can go, what is still to do."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from kla.accounts.models import Role
from kla.accounts.rights import assignments_of, roles_of
from kla.areas.models import Area, Level
from kla.opaque import KEPT, person_of

# role → (url name, word, icon); a person with several roles gets them in this order, each once
NAVIGATION = {
    Role.OPERATOR: [
        ("clusters:home", "Tugas", "clipboard-list"),
        ("clusters:evidence-list", "Bukti dukung", "paperclip"),
        ("clusters:population", "Penduduk", "users"),
        ("programmes:overview", "Program", "blocks"),
    ],
    Role.REVIEWER: [
        ("clusters:review-queue", "Periksa", "clipboard-check"),
        ("clusters:dashboard", "Dasbor", "trending-up"),
        ("programmes:overview", "Program", "blocks"),
    ],
    Role.COORDINATOR: [
        ("clusters:dashboard", "Dasbor", "trending-up"),
        ("clusters:completeness", "Kelengkapan", "table"),
        ("programmes:overview", "Program", "blocks"),
        ("reports:report-list", "Laporan", "file-text"),
        ("clusters:period-list", "Periode", "calendar"),
        ("areas:city", "Data kota", "landmark"),
    ],
    Role.VIEWER: [
        ("clusters:dashboard", "Dasbor", "trending-up"),
        ("programmes:overview", "Program", "blocks"),
        ("reports:report-list", "Laporan", "file-text"),
    ],
    Role.ADMIN: [
        ("accounts:account-list", "Akun", "users"),
        ("areas:city", "Data kota", "landmark"),
    ],
}

# places that not everybody with the role has
NEEDS = {"clusters:population": "clusters.enter_population"}


@dataclass(frozen=True)
class NavItem:
    """One place to go; `current` where the page at hand lies below it."""

    url: str
    word: str
    icon: str
    current: bool


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of base.html: city name, area line, navigation."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {
            "city_name": only_city(),
            "navigation": [],
            "mail_is_set": settings.MAIL_IS_SET,
        }
    own = assignments_of(user)
    return {
        "city_name": _city_of(own[0].area) if own else only_city(),
        "area_line": ", ".join(dict.fromkeys(a.area.full_name for a in own[:2])),
        "role_line": ", ".join(dict.fromkeys(a.get_role_display() for a in own)),
        "navigation": _navigation(request, roles_of(user)),
        "offline": _offline(user),
        "initials": "".join(word[0] for word in str(user).split()[:2]).upper(),
    }


def _offline(user: Any) -> dict[str, str]:
    """What a page tells its scripts to go on without network.

    Everybody's: who is no operator any more may still have text waiting in this browser.
    """
    return {"person": person_of(user), "kept": KEPT}


def _navigation(request: HttpRequest, roles: set[str]) -> list[NavItem]:
    seen: dict[str, NavItem] = {}
    for role, items in NAVIGATION.items():
        if role not in roles:
            continue
        for name, word, picture in items:
            if name in NEEDS and not request.user.has_perm(NEEDS[name]):
                continue
            url = reverse(name)
            here = request.path == url or (url != "/" and request.path.startswith(url))
            if name == "clusters:home":
                here = here or request.path.startswith("/lembar/")
            seen.setdefault(name, NavItem(url, word, picture, here))
    return list(seen.values())


def _city_of(area: Area) -> str:
    return area.name if area.level == Level.KOTA else _name(area.kota_code)


def _name(code: str) -> str:
    return Area.objects.filter(code=code).values_list("name", flat=True).first() or ""


def only_city() -> str:
    """The city's name where there is just one; on a shared server nothing."""
    names = list(Area.objects.filter(level=Level.KOTA).values_list("name", flat=True)[:2])
    return names[0] if len(names) == 1 else ""
