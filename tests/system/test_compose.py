"""docker-compose.yml: what it runs exists, it has no default secrets, every part is watched."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "beat")


def words_of(command):
    return command if isinstance(command, list) else command.split()


def test_the_parts_of_the_house():
    assert set(SERVICES) == {"database", "redis", *OURS}


def test_no_secret_has_a_default():
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    for name in ("POSTGRES_PASSWORD", "REDIS_PASSWORD", "SECRET_KEY", "ALLOWED_HOSTS"):
        uses = re.findall(r"\$\{" + name + r"[^}]*\}", text)
        assert uses
        assert all(":?" in use for use in uses), name


@pytest.mark.parametrize("name", OURS)
def test_the_environment_is_production(name):
    environment = SERVICES[name]["environment"]
    assert environment["KLA_ENV"] == "production"
    assert environment["DATABASE_URL"].startswith("postgres://")
    assert environment["CELERY_BROKER_URL"].startswith("redis://")


@pytest.mark.parametrize("name", OURS)
def test_every_command_exists(name):
    command = words_of(SERVICES[name]["command"])
    scripts = Path(sys.executable).parent
    if command[0] == "sh":
        for line in command[2].split("&&"):
            assert line.split()[:2] == ["python", "manage.py"]
            help_ = [sys.executable, "manage.py", line.split()[2], "--help"]
            assert subprocess.run(help_, cwd=ROOT, capture_output=True).returncode == 0, line
        return
    assert (scripts / command[0]).exists()
    part = {"gunicorn": [], "celery": [command[3] if len(command) > 3 else ""]}[command[0]]
    help_ = [str(scripts / command[0]), *(["-A", "kla"] if part else []), *part, "--help"]
    done = subprocess.run(help_, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0
    for option in (word for word in command if word.startswith("--")):
        assert option in done.stdout, option


@pytest.mark.parametrize("name", [n for n in SERVICES if n != "migrate"])
def test_every_lasting_part_is_watched_and_starts_anew(name):
    assert SERVICES[name]["healthcheck"]
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_what_is_kept_lies_in_named_volumes():
    used = {v.split(":")[0] for s in SERVICES.values() for v in s.get("volumes", [])}
    assert used == set(COMPOSE["volumes"])


def test_only_this_machine_reaches_the_web_server():
    assert [p for s in SERVICES.values() for p in s.get("ports", [])] == ["127.0.0.1:8000:8000"]


def test_the_image_runs_without_rights():
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert re.search(r"^USER kla$", text, re.M)
    for source in re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.M):
        assert all((ROOT / one).exists() for one in source.split()), source
    entry = re.search(r'^ENTRYPOINT \["/app/(.+)"\]$', text, re.M)
    assert entry
    assert shutil.which(str(ROOT / entry[1]))
