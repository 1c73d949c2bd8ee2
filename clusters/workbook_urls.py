"""Addresses of the workbook for people."""

from django.urls import path

from clusters.views import workbook, workbook_download

urlpatterns = [
    path("lembar/<int:pk>/lembar-kerja/", workbook_download.sheet, name="workbook-sheet"),
    path("lembar-kerja/", workbook.upload, name="workbook-upload"),
    path("lembar-kerja/terapkan/", workbook.apply, name="workbook-apply"),
    path("lembar-kerja/unduh/", workbook_download.place, name="workbook-place"),
    path("lembar-kerja/kota/<int:pk>/", workbook_download.city, name="workbook-city"),
]
