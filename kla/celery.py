"""The Celery application; its settings come from Django's, with the prefix CELERY_."""

import os

from celery import Celery

from kla import file_queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kla.settings")

file_queue.take_over()
app = Celery("kla")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
