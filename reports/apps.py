"""The Django app reports."""

from importlib import import_module

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    label = "reports"

    def ready(self) -> None:
        """Let the app's rights register themselves."""
        import_module("reports.rights")
