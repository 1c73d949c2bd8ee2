"""Is the site alive: asked by compose and by whoever is on call, without signing in."""

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.http import require_GET

from kla.accounts.rights import public


@public
@require_GET
def health(request: HttpRequest) -> JsonResponse:
    """200 while the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"keadaan": "baik"})


urlpatterns = [path("", health, name="health")]
