"""The Django app clusters."""

from importlib import import_module

from django.apps import AppConfig


class ClustersConfig(AppConfig):
    name = "clusters"
    label = "clusters"

    def ready(self) -> None:
        """Let the app's rights register themselves."""
        import_module("clusters.rights")
