"""The entry pages as an installable app: manifest, service worker, offline pages, a fresh key."""

import hashlib
import json
import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from kla.accounts.rights import public
from kla.opaque import HEADER, KEPT, person_of
from kla.shell import only_city

_BUILT = ("bootstrap.min.css", "htmx.min.js", "idb.min.js", "sprite.svg", "fonts/*", "icons/*.png")
ICON_SIZES = (192, 512)


@public
@require_GET
@never_cache
def manifest(request: HttpRequest) -> JsonResponse:
    """What a browser needs to install the site; its name from the city's data."""
    city = only_city()
    icons = [
        {"src": static(f"icons/{kind}-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        | ({"purpose": "maskable"} if kind == "maskable" else {})
        for kind in ("mark", "maskable")
        for size in ICON_SIZES
    ]
    icons.append({"src": static("img/mark.svg"), "sizes": "any", "type": "image/svg+xml"})
    described = {
        "id": "/",
        "name": f"KLA {city}".strip(),
        "short_name": "KLA",
        "description": "Isian Kota Layak Anak",
        "lang": "id",
        "start_url": reverse("clusters:home"),
        "scope": "/",
        "display": "standalone",
        "theme_color": token("bar"),
        "background_color": token("paper"),
        "icons": icons,
    }
    return JsonResponse(described, content_type="application/manifest+json")


@public
@require_GET
@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker with what it keeps; any changed file makes it another worker."""
    code = (settings.BASE_DIR / "static/js/worker.js").read_text(encoding="utf-8")
    files = static_files()
    digest = hashlib.sha256(code.encode())
    for name, content in files.items():
        digest.update(static(name).encode())
        digest.update(content)
    told = {
        "version": digest.hexdigest()[:16],
        "static": settings.STATIC_URL,
        "files": [static(name) for name in files],
        "kept": KEPT,
        "header": HEADER,
        "key": reverse("offline-key"),
        "page": reverse("offline-page"),
        "left": reverse("offline-left"),
        "leave": reverse("account_logout"),
    }
    response = HttpResponse(
        f"self.KLA = {json.dumps(told)};\n{code}", content_type="text/javascript; charset=utf-8"
    )
    response["Service-Worker-Allowed"] = "/"
    return response


@public
@require_GET
@never_cache
def key(request: HttpRequest) -> JsonResponse:
    """Who is signed in, under the opaque name, and a fresh token to send what waited."""
    return JsonResponse({"person": person_of(request.user), "token": get_token(request)})


@public
@require_GET
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """What is shown without network where nothing is kept."""
    return render(request, "offline/page.html")


@public
@require_GET
@never_cache
def left(request: HttpRequest) -> HttpResponse:
    """What is shown to who signs out without network."""
    return render(request, "offline/left.html")


def static_files() -> dict[str, bytes]:
    """Name → content of every file that an entry page needs, in a fixed order."""
    own, built = settings.BASE_DIR / "static", settings.ASSETS_DIR
    found = {p.relative_to(own): p for kind in ("css", "js", "img") for p in own.glob(f"{kind}/*")}
    found |= {p.relative_to(built): p for pattern in _BUILT for p in built.glob(pattern)}
    names = sorted(str(name) for name in found if name.name != "worker.js")
    by_name = {str(name): path for name, path in found.items()}
    return {name: by_name[name].read_bytes() for name in names}


def token(name: str) -> str:
    """The value of a design token in the light theme, such as `#0B3C49` for `bar`."""
    text = (settings.BASE_DIR / "static/css/tokens.css").read_text(encoding="utf-8")
    found = re.search(rf"--{name}: (#[0-9A-Fa-f]{{6}});", text)
    if found is None:
        raise LookupError(name)
    return found[1]
