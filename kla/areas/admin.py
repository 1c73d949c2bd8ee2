"""Areas, offices and city pages in Django's admin."""

from django.contrib import admin

from kla.areas.models import Area, Boundary, CityProfile, Office, OfficeName
from kla.readonly_admin import ReadOnlyAdmin

admin.site.register([Office, OfficeName, CityProfile, Boundary], ReadOnlyAdmin)


@admin.register(Area)
class AreaAdmin(ReadOnlyAdmin):
    list_display = ("code", "name", "level", "parent")
    list_filter = ("level",)
    search_fields = ("code", "name")
