"""Addresses of the operator's, reviewer's and coordinator's pages."""

from django.urls import include, path

from clusters.views import (
    entry,
    evidence,
    evidence_serving,
    evidence_versions,
    grid,
    home,
    population,
    talk,
    upload,
)

app_name = "clusters"
urlpatterns = [
    path("", home.home, name="home"),
    path("lembar/<int:pk>/", entry.sheet, name="sheet"),
    path("lembar/<int:pk>/isian/<str:code>/", entry.save, name="entry-save"),
    path("lembar/<int:pk>/isian/<str:code>/bukti/", evidence.add, name="evidence-add"),
    path("lembar/<int:pk>/isian/<str:code>/percakapan/", talk.thread, name="thread"),
    path("percakapan/", talk.threads, name="thread-list"),
    path("lembar/<int:pk>/isian/<str:code>/unggahan/", upload.uploads, name="uploads"),
    path("unggahan/<slug:token>/", upload.upload, name="upload"),
    path(
        "lembar/<int:pk>/isian/<str:code>/bukti/<int:file_pk>/pakai/",
        evidence_versions.reuse,
        name="evidence-reuse",
    ),
    path("lembar/<int:pk>/tabel/", grid.grid, name="grid"),
    path("lembar/<int:pk>/tabel/tempel/", grid.paste_block, name="grid-paste"),
    path("lembar/<int:pk>/tabel/<str:code>/", grid.save, name="grid-save"),
    path("lembar/<int:pk>/periksa/", entry.check, name="sheet-check"),
    path("lembar/<int:pk>/ajukan/", entry.submit, name="sheet-submit"),
    path("lembar/<int:pk>/diajukan/", entry.submitted, name="sheet-submitted"),
    path("lembar/<int:pk>/tarik/", entry.withdraw, name="sheet-withdraw"),
    path("penduduk/", population.population, name="population"),
    path("bukti/", evidence.evidence_list, name="evidence-list"),
    path("bukti/<int:pk>/", evidence.download, name="evidence-download"),
    path("bukti/<int:pk>/pratinjau/", evidence_serving.preview, name="evidence-preview"),
    path("bukti/<int:pk>/versi/", evidence_versions.versions, name="evidence-versions"),
    path("bukti/tautan/<int:pk>/ganti/", evidence_versions.replace, name="evidence-replace"),
    path("bukti/tautan/<int:pk>/lepas/", evidence.unlink, name="evidence-unlink"),
    path("", include("clusters.review_urls")),
    path("", include("clusters.city_urls")),
    path("", include("clusters.workbook_urls")),
]
