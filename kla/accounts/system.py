"""The system user: the author of what commands write."""

from kla.accounts.models import User


def system_user() -> User:
    """The one user commands write under; it has no password and cannot sign in."""
    user, made = User.objects.get_or_create(
        username="sistem", defaults={"name": "Sistem", "is_system": True, "is_active": False}
    )
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
