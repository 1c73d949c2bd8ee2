"""Signing in and out and one's own password: allauth's views, and none of its others."""

from allauth.account import views
from django.urls import path

from kla.accounts.rights import public, signed_in

urlpatterns = [
    path("", public(views.login), name="account_login"),
    path("keluar/", public(views.logout), name="account_logout"),
    path("kata-sandi/", signed_in(views.password_change), name="account_change_password"),
    path("lupa/", public(views.password_reset), name="account_reset_password"),
    path("lupa/terkirim/", public(views.password_reset_done), name="account_reset_password_done"),
    path(
        "lupa/<uidb36>-<key>/",
        public(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "lupa/selesai/",
        public(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
