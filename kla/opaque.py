"""What a browser may keep of a person's pages, and the name for it that tells nobody who."""

from typing import Any

from django.utils.crypto import salted_hmac

HEADER = "X-KLA-Person"
# Addresses of the entry pages that may be kept in the browser of who they were made for.
KEPT = r"^/$|^/penduduk/$|^/lembar/[0-9]+/(tabel/)?$"


def person_of(user: Any) -> str:
    """32 hexadecimal signs, the same for a user on every device and day; "" for nobody."""
    if user is None or not user.is_authenticated:
        return ""
    return salted_hmac("kla.offline", str(user.pk), algorithm="sha256").hexdigest()[:32]
