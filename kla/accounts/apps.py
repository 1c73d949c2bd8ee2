"""The Django app accounts."""

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kla.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Let the app's rights register themselves."""
        import_module("kla.accounts.rights")
