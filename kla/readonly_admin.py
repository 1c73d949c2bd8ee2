"""How Django's admin shows our tables: to superusers, for reading only.

Actions own every row (they lock, check and write the audit record), so nothing is changed here.
"""

from typing import ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest


class ReadOnlyAdmin(admin.ModelAdmin):
    """A superuser looks; nobody adds, changes or deletes."""

    list_per_page = 50
    list_select_related: ClassVar[bool | list[str] | tuple[str, ...]] = True
    actions = None
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
