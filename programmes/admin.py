"""Every register in the admin site, to look at; writing is the pages' and their actions' work."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpRequest

from kla.readonly_admin import ReadOnlyAdmin
from programmes.applied import AppliedBook
from programmes.attachment import Attachment
from programmes.registers import REGISTERS


def _asks_concealed(model: Any, lookup: str) -> bool:
    """Does this lookup, such as `training__girls__lt`, meet something that is not shown?"""
    for name in lookup.split("__"):
        if name in _CONCEALED.get(model, ()):
            return True
        try:
            model = model._meta.get_field(name).related_model
        except FieldDoesNotExist:
            return False
        if model is None:
            return False
    return False


class RowAdmin(ReadOnlyAdmin):
    """The rows of one register, those taken out too."""

    list_display = ("__str__", "area", "version", "changed_by", "changed_at", "removed_at")
    list_select_related = ("area", "changed_by")

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Names and counts of children are for those who keep the register, and for nobody who
        looks after the site."""
        return _CONCEALED[self.model]

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """What is not shown is not asked in the address either, from whichever table."""
        return not _asks_concealed(self.model, lookup) and super().lookup_allowed(
            lookup, value, request
        )


@admin.register(AppliedBook)
class AppliedBookAdmin(ReadOnlyAdmin):
    """The previews of workbooks that were applied a short while ago."""

    list_display = ("register", "by", "at")
    list_select_related = ("by",)


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    """The files of rows, those taken away too."""

    list_display = (
        "name",
        "register",
        "row_id",
        "area",
        "uploaded_by",
        "uploaded_at",
        "removed_at",
    )
    list_filter = ("register",)
    list_select_related = ("area", "uploaded_by")


_CONCEALED = {one.model: (*one.private, *one.children) for one in REGISTERS.values()}
for register in REGISTERS.values():
    admin.site.register(register.model, RowAdmin)
