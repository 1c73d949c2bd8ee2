"""Snapshots, reports and their sections in Django's admin."""

from django.contrib import admin

from kla.readonly_admin import ReadOnlyAdmin
from reports.models import Report, Section, Snapshot


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyAdmin):
    list_display = ("sha256", "period", "taken_at")
    list_select_related = ("period__kota",)


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    list_display = ("period", "edition", "state", "number", "requested_by", "requested_at")
    list_select_related = ("period__kota", "requested_by")
    list_filter = ("state",)


@admin.register(Section)
class SectionAdmin(ReadOnlyAdmin):
    list_display = ("report", "position", "key", "state", "pages", "attempts")
    list_select_related = ("report__period__kota",)
