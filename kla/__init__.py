"""The project: settings, urls, the Celery app, and the apps the others stand on."""

from kla.celery import app as celery_app

__all__ = ["celery_app"]
