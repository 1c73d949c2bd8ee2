"""Signing in and out and one's own password: allauth's views, and none of its others."""

from allauth.account import views
from django.urls import path, re_path

from kla.accounts.rights import public, signed_in

urlpatterns = [
    path("", public(views.login), name="account_login"),
    path("keluar/", public(views.logout), name="account_logout"),
    path("kata-sandi/", signed_in(views.password_change), name="account_change_password"),
    path("kata-sandi/baru/", signed_in(views.password_set), name="account_set_password"),
    path("lupa/", public(views.password_reset), name="account_reset_password"),
    path("lupa/terkirim/", public(views.password_reset_done), name="account_reset_password_done"),
    re_path(  # a key has hyphens of its own
        r"^lupa/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "lupa/selesai/",
        public(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
