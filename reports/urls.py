"""Addresses of the report's pages."""

from django.urls import include, path

from reports import check_views, form_views, public_views, publish_views, section_views, views

app_name = "reports"
urlpatterns = [
    path("", views.report_list, name="report-list"),
    path("susun/<int:period_pk>/", views.start, name="report-start"),
    path("<int:pk>/", views.progress, name="report-progress"),
    path("<int:pk>/ulang/", views.retry, name="report-retry"),
    path("<int:pk>/batal/", views.cancel, name="report-cancel"),
    path("<int:pk>/bagian/<int:section_pk>/", section_views.section, name="report-section"),
    path(
        "<int:pk>/bagian/<int:section_pk>/<int:number>-<str:size>.png",
        section_views.page,
        name="report-section-page",
    ),
    path("<int:pk>/terbit/", publish_views.publish, name="report-publish"),
    path("<int:pk>/unduh/", publish_views.download, name="report-download"),
    path("bagian/<int:period_pk>/", form_views.part, name="report-part"),
    path("<int:pk>/bentuk/", form_views.forms, name="report-forms"),
    path("<int:pk>/bentuk/html/", form_views.download_html, name="report-html"),
    path("<int:pk>/bentuk/docx/", form_views.download_docx, name="report-docx"),
    path("<int:pk>/bentuk/docx/siapkan/", form_views.prepare_docx, name="report-docx-prepare"),
    path("<int:pk>/publik/", public_views.start, name="report-public"),
    path("publik/", public_views.public_list, name="public-list"),
    path("publik/<str:kota>/<int:year>/", public_views.download, name="public-download"),
    path("naskah/", include("reports.narrative.urls")),
    path("periksa/", check_views.check_form, name="report-check-form"),
    path("periksa/<str:short>/", check_views.check, name="report-check"),
]
