"""The Django app reports."""

from importlib import import_module

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    label = "reports"

    def ready(self) -> None:
        """Let the app's rights and checks register themselves."""
        import_module("reports.rights")
        import_module("reports.narrative.rights")
        import_module("reports.checks")
