"""Addresses of the report's pages."""

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.report_list, name="report-list"),
    path("susun/<int:period_pk>/", views.start, name="report-start"),
    path("<int:pk>/", views.progress, name="report-progress"),
    path("<int:pk>/ulang/", views.retry, name="report-retry"),
    path("<int:pk>/terbit/", views.publish, name="report-publish"),
    path("<int:pk>/unduh/", views.download, name="report-download"),
    path("periksa/", views.check_form, name="report-check-form"),
    path("periksa/<str:short>/", views.check, name="report-check"),
]
