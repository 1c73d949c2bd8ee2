"""Users, assignments and links in Django's admin, without any secret, not even hashed."""

from django.contrib import admin

from kla.accounts.models import AccessLink, Assignment, User
from kla.readonly_admin import ReadOnlyAdmin


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    list_display = ("username", "name", "is_active", "is_superuser", "last_login", "closed_at")
    search_fields = ("username", "name")
    exclude = ("password", "groups", "user_permissions")


@admin.register(Assignment)
class AssignmentAdmin(ReadOnlyAdmin):
    list_display = ("user", "role", "area", "office", "sees_small_counts")
    list_filter = ("role",)


@admin.register(AccessLink)
class AccessLinkAdmin(ReadOnlyAdmin):
    list_display = ("user", "made_by", "made_at", "expires_at", "used_at", "revoked_at")
    exclude = ("token_hash",)
