"""The catalogue, the years and their evidence in Django's admin."""

from django.contrib import admin

from clusters import models
from kla.readonly_admin import ReadOnlyAdmin

admin.site.register(
    [
        models.Framework,
        models.Cluster,
        models.StrategicIssue,
        models.OfficialIndicator,
        models.EvidenceLink,
    ],
    ReadOnlyAdmin,
)


@admin.register(models.Indicator)
class IndicatorAdmin(ReadOnlyAdmin):
    list_display = ("code", "label", "framework", "cluster", "kind", "direction")
    list_filter = ("framework", "cluster__slug")
    search_fields = ("code", "label")


@admin.register(models.Population)
class PopulationAdmin(ReadOnlyAdmin):
    list_display = ("area", "year", "key", "value")


@admin.register(models.Period)
class PeriodAdmin(ReadOnlyAdmin):
    list_display = ("kota", "year", "state", "framework", "deadline")


@admin.register(models.Sheet)
class SheetAdmin(ReadOnlyAdmin):
    list_display = ("area", "cluster", "office", "period", "state", "version")
    list_select_related = ("area", "cluster", "office", "period__kota")
    list_filter = ("state", "period__year")


@admin.register(models.Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ("indicator", "sheet", "version", "mark", "entered_by", "entered_at")
    list_select_related = (
        "indicator",
        "entered_by",
        "sheet__area",
        "sheet__cluster",
        "sheet__period",
    )
    list_filter = ("mark",)


@admin.register(models.Comment)
class CommentAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "author", "role", "indicator", "sheet")
    list_select_related = (
        "author",
        "indicator",
        "sheet__area",
        "sheet__cluster",
        "sheet__period",
    )


@admin.register(models.CommentSeen)
class CommentSeenAdmin(ReadOnlyAdmin):
    list_display = ("person", "indicator", "sheet_id")
    list_select_related = ("person", "indicator")


@admin.register(models.PendingUpload)
class PendingUploadAdmin(ReadOnlyAdmin):
    list_display = ("name", "owner", "sheet", "length", "offset", "touched_at")
    list_select_related = ("owner", "sheet__area", "sheet__cluster", "sheet__period__kota")
    exclude = ("token",)


@admin.register(models.EvidenceFile)
class EvidenceFileAdmin(ReadOnlyAdmin):
    list_display = ("name", "area", "content_type", "size", "uploaded_by", "uploaded_at")
    search_fields = ("name", "kept_sha256")
