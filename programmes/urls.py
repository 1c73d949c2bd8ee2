"""Addresses of the registers."""

from django.urls import path

from programmes import (
    coverage_views,
    exchange_views,
    file_views,
    meeting_views,
    rad_views,
    training_views,
    views,
)

app_name = "programmes"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("cakupan/", coverage_views.coverage, name="coverage"),
    path("isu/<slug:slug>/", coverage_views.issue, name="issue"),
    path("rapat/<int:pk>/undangan/", meeting_views.invitation, name="meeting-invitation"),
    path("rapat/<int:pk>/daftar-hadir/", meeting_views.attendance, name="meeting-attendance"),
    path("rapat/<int:pk>/kalender/", meeting_views.calendar, name="meeting-calendar"),
    path("rad/lima-tahun/", rad_views.five_years, name="rad-five-years"),
    path("pelatihan/cakupan/", training_views.training_coverage, name="training-coverage"),
    path("<slug:slug>/", views.row_list, name="row-list"),
    path("<slug:slug>/unduh/", exchange_views.book_download, name="book-download"),
    path("<slug:slug>/unggah/", exchange_views.book_upload, name="book-upload"),
    path("<slug:slug>/baru/", views.row_add, name="row-add"),
    path("<slug:slug>/<int:pk>/", views.row_detail, name="row-detail"),
    path("<slug:slug>/<int:pk>/ubah/", views.row_change, name="row-change"),
    path("<slug:slug>/<int:pk>/hapus/", views.row_remove, name="row-remove"),
    path("<slug:slug>/<int:pk>/berkas/", file_views.file_add, name="file-add"),
    path(
        "<slug:slug>/<int:pk>/berkas/<int:file_pk>/", file_views.file_download, name="file-download"
    ),
    path(
        "<slug:slug>/<int:pk>/berkas/<int:file_pk>/pratinjau/",
        file_views.file_preview,
        name="file-preview",
    ),
    path(
        "<slug:slug>/<int:pk>/berkas/<int:file_pk>/hapus/",
        file_views.file_remove,
        name="file-remove",
    ),
]
