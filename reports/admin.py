"""Snapshots, reports, their sections and the words of chapters in Django's admin."""

from django.contrib import admin

from kla.readonly_admin import ReadOnlyAdmin
from reports.models import Chapter, ChapterComment, NarrativeVersion, Report, Section, Snapshot


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


@admin.register(Chapter)
class ChapterAdmin(ReadOnlyAdmin):
    list_display = ("period", "key", "version", "office", "ready_at")
    list_select_related = ("period__kota", "office")


@admin.register(NarrativeVersion)
class NarrativeVersionAdmin(ReadOnlyAdmin):
    list_display = ("chapter", "number", "written_by", "written_at")
    list_select_related = ("chapter__period__kota", "written_by")


@admin.register(ChapterComment)
class ChapterCommentAdmin(ReadOnlyAdmin):
    list_display = ("chapter", "written_by", "written_at", "done_at")
    list_select_related = ("chapter__period__kota", "written_by")
