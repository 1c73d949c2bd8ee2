"""The worker's doors to what is done by the clock: each calls one function."""

from celery import shared_task

from clusters import upload_cleaning


@shared_task
def clean_uploads() -> None:
    """Throw away what nobody goes on uploading."""
    upload_cleaning.clean_uploads()
