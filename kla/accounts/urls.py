"""Addresses of the admin's pages and of one-time links."""

from django.urls import path, re_path

from kla.accounts import link_views, views

app_name = "accounts"
urlpatterns = [
    path("", views.account_list, name="account-list"),
    path("baru/", views.account_create, name="account-create"),
    path("impor/", views.account_import, name="account-import"),
    path("tautan/<str:token>/", link_views.link_use, name="link-use"),
    path("<int:pk>/", views.account_detail, name="account-detail"),
    path("<int:pk>/tautan/", views.account_link, name="account-link"),
    path("<int:pk>/serah-terima/", views.account_handover, name="account-handover"),
    path("<int:pk>/penugasan/", views.assignment_add, name="assignment-add"),
    path(
        "<int:pk>/penugasan/<int:assignment_pk>/akhiri/",
        views.assignment_end,
        name="assignment-end",
    ),
    re_path(
        r"^(?P<pk>[0-9]{1,18})/(?P<verb>tangguhkan|pulihkan|buka-kunci)/$",
        views.account_act,
        name="account-act",
    ),
]
