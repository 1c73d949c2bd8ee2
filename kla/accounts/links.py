"""Pure: one-time links; only their hash is ever kept."""

import hashlib
import secrets


def new_token() -> str:
    """A fresh secret for a link, 256 bits."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
