"""The map of addresses: each app brings its own, each view declares its right."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("clusters.urls")),
    path("akun/", include("kla.accounts.urls")),
    path("kota/", include("kla.areas.urls")),
    path("program/", include("programmes.urls")),
    path("laporan/", include("reports.urls")),
    path("masuk/", include("kla.accounts.signin_urls")),
    path("sehat/", include("kla.health_urls")),
    path("", include("kla.offline_urls")),
    path("admin/", admin.site.urls),
]
