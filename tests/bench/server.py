"""The site as it runs in production: gunicorn, hashed and compressed files, people signed in."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie

from django.test import Client, override_settings

from clusters.models import Period
from kla.accounts.models import Assignment, User
from scripts.processes import Processes
from scripts.services import free_port, wait_for

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
# Signing in is no part of what is measured, so both sides share one key.
KEY = secrets.token_hex(32)


@contextmanager
def serving(workers: int = 2) -> Iterator[str]:
    """The address of a gunicorn with so many workers."""
    port = free_port()
    env = dict(
        os.environ,
        KLA_ENV="production",
        SECRET_KEY=KEY,
        ALLOWED_HOSTS="localhost",
        PUBLIC_URL=f"https://localhost:{port}",
        SECURE_SSL_REDIRECT="0",
    )
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(collect, env=env, check=True)
    with Processes() as processes:
        command = [sys.executable, "-m", "gunicorn", "kla.wsgi", "--bind", f"127.0.0.1:{port}"]
        command += ["--workers", str(workers), "--log-level", "error"]
        processes.start(command, env=env, stdout=subprocess.DEVNULL)  # a line a request
        if not wait_for(port):
            raise SystemExit("gunicorn did not start")
        yield f"http://localhost:{port}"


def operators_of(period: Period) -> list[User]:
    """One operator of each kelurahan of the city, in the order of codes."""
    posts = Assignment.objects.filter(
        role="operator", area__parent__parent=period.kota, office=None, user__is_active=True
    ).select_related("user", "area")
    return list({post.area_id: post.user for post in posts.order_by("-area__code")}.values())[::-1]


def cookies_of(user: User) -> dict[str, str]:
    """The cookies of this person signed in: session and CSRF token."""
    with override_settings(SECRET_KEY=KEY):
        client = Client()
        client.force_login(user, backend=BACKEND)
    jar: SimpleCookie = client.cookies
    return {"sessionid": jar["sessionid"].value, "csrftoken": secrets.token_hex(16)}
