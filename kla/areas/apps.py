"""The Django app areas."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "kla.areas"
    label = "areas"
