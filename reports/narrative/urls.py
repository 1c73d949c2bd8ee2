"""Addresses of the pages where the report's words are written, below /laporan/naskah/."""

from django.urls import path

from reports.narrative import chapter_views, views

_CHAPTER = "<int:period_pk>/<slug:key>/"
urlpatterns = [
    path("", views.chapter_list, name="chapter-list"),
    path("<int:period_pk>/", views.chapter_list, name="chapter-list-of"),
    path(_CHAPTER, views.chapter_edit, name="chapter-edit"),
    path(f"{_CHAPTER}lihat/", chapter_views.chapter_preview, name="chapter-preview"),
    path(f"{_CHAPTER}rancangan/", chapter_views.chapter_draft, name="chapter-draft"),
    path(f"{_CHAPTER}versi/", chapter_views.chapter_versions, name="chapter-versions"),
    path(
        f"{_CHAPTER}versi/<int:number>/pakai/",
        chapter_views.chapter_restore,
        name="chapter-restore",
    ),
    path(f"{_CHAPTER}angka/", chapter_views.chapter_numbers, name="chapter-numbers"),
    path(f"{_CHAPTER}selesai/", chapter_views.chapter_ready, name="chapter-ready"),
    path(f"{_CHAPTER}tugaskan/", chapter_views.chapter_assign, name="chapter-assign"),
    path(f"{_CHAPTER}komentar/", chapter_views.chapter_comment, name="chapter-comment"),
    path(f"{_CHAPTER}komentar/<int:pk>/beres/", chapter_views.comment_close, name="comment-close"),
]
