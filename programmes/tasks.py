"""The worker's doors to what is done by the clock for the programmes: each calls one function."""

from celery import shared_task
from django.utils import timezone

from programmes import retention


@shared_task
def forget_names() -> None:
    """Take out the names that were kept long enough."""
    retention.forget_names(timezone.localdate())
