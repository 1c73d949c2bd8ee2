"""The Celery application; its settings come from Django's, with the prefix CELERY_."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kla.settings")

app = Celery("kla")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
