"""Addresses of the installable app; the worker stands at the root, for it rules what lies below."""

from django.urls import path

from kla import offline

urlpatterns = [
    path("manifest.webmanifest", offline.manifest, name="offline-manifest"),
    path("sw.js", offline.worker, name="offline-worker"),
    path("luring/", offline.page, name="offline-page"),
    path("luring/kunci/", offline.key, name="offline-key"),
    path("luring/keluar/", offline.left, name="offline-left"),
]
