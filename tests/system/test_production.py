"""The production settings: what they refuse, and that they serve the main job natively."""

import http.client
import json
import os
import re
import secrets
import subprocess
import sys
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from tests.pdf import assert_sound, text_of
from tests.site import ROOT, until

pytestmark = [pytest.mark.system, pytest.mark.once]  # of an installation on PostgreSQL
HOST = "kla.contoh.go.id"
GOOD = {
    "KLA_ENV": "production",
    "SECRET_KEY": secrets.token_hex(32),
    "ALLOWED_HOSTS": HOST,
    "PUBLIC_URL": f"https://{HOST}",
}


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY"),
        ({"SECRET_KEY": "pendek"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"PUBLIC_URL": "http://kla.contoh.go.id"}, "PUBLIC_URL"),
        ({"KLA_ENV": "produksi"}, "KLA_ENV"),
    ],
)
def test_what_production_refuses(tmp_path, change, word):
    env = dict(os.environ, KLA_DATA_DIR=str(tmp_path), **GOOD)
    for name, value in change.items():
        env.pop(name, None)
        if value is not None:
            env[name] = value
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert word in done.stderr.splitlines()[-1]


class Browser:
    """A person behind the HTTPS proxy: cookies, forms, nothing else."""

    def __init__(self, base: str) -> None:
        self.at = urlsplit(base).netloc
        self.cookies = SimpleCookie()

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None):
        """(status, headers, body); the CSRF token is filled in from the cookie."""
        headers = {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "Referer": f"https://{HOST}/",
            "Cookie": "; ".join(f"{k}={m.value}" for k, m in self.cookies.items()),
        }
        body = None
        if fields is not None:
            token = self.cookies["csrftoken"].value
            body = urlencode(fields | {"csrfmiddlewaretoken": token})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection(self.at, timeout=30)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or []:
            assert "Secure" in line or line.startswith("messages=")
            self.cookies.load(line)
        connection.close()
        return answer.status, answer.headers, content

    def page(self, path: str) -> str:
        status, _, content = self.ask("GET", path)
        assert status == 200, (path, status)
        return content.decode()

    def post(self, path: str, **fields: str) -> str:
        """Where the answer leads."""
        status, headers, content = self.ask("POST", path, fields)
        assert status == 302, (path, status, content[:500])
        return headers["Location"]

    def sign_in(self, account: tuple[str, str]) -> None:
        self.page("/masuk/")
        self.post("/masuk/", login=account[0], password=account[1])


def test_production_serves_the_main_job(make_site):
    site = make_site("redis")
    site.fill("submitted")  # invented data are refused in production, so they are made before
    site.env.update(GOOD)
    site.manage("collectstatic", "--noinput", "-v0")
    site.start("-m", "celery", "-A", "kla", "worker", "--concurrency", "2")
    site.start("-m", "celery", "-A", "kla", "beat")
    base = site.serve()
    people = site.accounts()

    assert Browser(base).ask("GET", "/sehat/")[0] == 200
    operator = Browser(base)
    operator.sign_in(people["operator"])
    sheet = _health_sheet(operator)
    operator.post(f"{sheet}tarik/", version=_version(operator.page(sheet), "tarik"))
    page = operator.page(sheet)
    assert re.search(r'src="/static/js/app\.[0-9a-f]{12}\.js"', page)
    _save_a_number(operator, sheet, page)
    told = json.loads(operator.page("/sw.js").split(";\n")[0].removeprefix("self.KLA = "))
    assert any(re.fullmatch(r"/static/js/app\.[0-9a-f]{12}\.js", name) for name in told["files"])
    assert [name for name in told["files"] if operator.ask("GET", name)[0] != 200] == []
    page = operator.page(f"{sheet}periksa/")
    operator.post(f"{sheet}ajukan/", version=_version(page, "ajukan"))

    reviewer = Browser(base)
    reviewer.sign_in(people["reviewer"])
    assert sheet.replace("lembar", "periksa") in reviewer.page("/periksa/")

    boss = Browser(base)
    boss.sign_in(people["coordinator"])
    start = re.search(r'action="(/laporan/susun/\d+/)"', boss.page("/laporan/"))
    assert start
    job = boss.post(start[1])
    until(lambda: f"{job}terbit/" in boss.page(job), 180, "laporan tidak selesai")
    boss.post(f"{job}terbit/")

    viewer = Browser(base)
    viewer.sign_in(people["viewer"])
    paper = re.compile(r'href="(/laporan/\d+/unduh/)"')
    until(lambda: paper.search(viewer.page("/laporan/")), 120, "laporan tidak terbit")
    found = paper.findall(viewer.page("/laporan/"))
    status, headers, content = viewer.ask("GET", found[0])
    assert (status, headers["Content-Type"]) == (200, "application/pdf")
    path = Path(site.folder) / "unduhan.pdf"
    path.write_bytes(content)
    assert assert_sound(path) > 30
    assert "Kota Rekaan" in text_of(path)


def _version(page: str, verb: str) -> str:
    found = re.search(rf'action="/lembar/\d+/{verb}/".*?name="version" value="(\d+)"', page, re.S)
    assert found, verb
    return found[1]


def _health_sheet(operator: Browser) -> str:
    """The address of the operator's sheet of health."""
    rows = re.findall(r'href="(/lembar/\d+/)"(.*?)</a>', operator.page("/"), re.S)
    return next(sheet for sheet, words in rows if "Kesehatan" in words)


def _save_a_number(operator: Browser, sheet: str, page: str) -> None:
    version = re.search(r'name="KES-09-version"[^>]*value="(\d+)"', page)
    assert version
    fields = {"KES-09-value": "4", "KES-09-version": version[1], "KES-09-note": "Dihitung ulang."}
    status, _, content = operator.ask("POST", f"{sheet}isian/KES-09/", fields)
    assert status in (200, 302), content[:500]
    assert re.search(r'name="KES-09-value"[^>]*value="4"', operator.page(sheet))
