"""Addresses of the pages that look over a whole city."""

from django.urls import path

from clusters.views import city

urlpatterns = [
    path("dasbor/", city.dashboard, name="dashboard"),
    path("dasbor/jalan/", city.way_up, name="way-up"),
    path("kelengkapan/", city.completeness, name="completeness"),
    path("periode/", city.periods, name="period-list"),
    path("periode/<int:pk>/tutup/", city.close, name="period-close"),
    path("lembar/<int:pk>/kelonggaran/", city.exception, name="sheet-exception"),
]
