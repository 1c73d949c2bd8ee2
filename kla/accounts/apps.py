"""The Django app accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kla.accounts"
    label = "accounts"
