"""The audit trail in Django's admin."""

from django.contrib import admin

from kla.audit.models import Record
from kla.readonly_admin import ReadOnlyAdmin


@admin.register(Record)
class RecordAdmin(ReadOnlyAdmin):
    list_display = ("at", "by", "verb", "area", "thing")
    list_filter = ("verb",)
    search_fields = ("thing", "by__username")
    list_select_related = ("by", "area")
