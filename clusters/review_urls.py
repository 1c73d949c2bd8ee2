"""Addresses of the reviewer's pages."""

from django.urls import path

from clusters.views import review

urlpatterns = [
    path("periksa/", review.queue, name="review-queue"),
    path("periksa/<int:pk>/", review.sheet, name="review-sheet"),
    path("periksa/<int:pk>/kembalikan/", review.give_back, name="review-return"),
    path("periksa/<int:pk>/verifikasi/", review.verify, name="review-verify"),
    path("periksa/<int:pk>/buka/", review.reopen, name="review-reopen"),
    path("periksa/<int:pk>/<str:code>/", review.entry, name="review-entry"),
]
