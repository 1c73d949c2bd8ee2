"""Where evidence lies: a folder or a real bucket, full or failing; nothing is kept by halves."""

import errno
import hashlib
import os
import re
import signal
import socket
import subprocess
import sys
import time

import boto3
import pytest
from django.urls import reverse

from clusters.evidence_store import FAILED, FULL, EvidenceFolder, open_kept
from clusters.models import Entry, EvidenceFile, EvidenceLink
from tests.clusters.papers import bring, pdf, picture
from tests.world import sheet_of


@pytest.fixture
def folder(settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path
    return tmp_path


@pytest.fixture
def sheet(city):
    return sheet_of(city, "health")


@pytest.fixture(scope="module")
def s3():
    """A real S3 server of its own; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(10)


@pytest.fixture
def bucket(s3, settings):
    """An empty bucket that the settings name."""
    client = boto3.client(
        "s3",
        endpoint_url=s3,
        aws_access_key_id="contoh",
        aws_secret_access_key="contoh",
        region_name="us-east-1",
    )
    name = f"bukti-{os.urandom(4).hex()}"
    client.create_bucket(Bucket=name)
    options = {
        "bucket_name": name,
        "endpoint_url": s3,
        "region_name": "us-east-1",
        "access_key": "contoh",
        "secret_key": "contoh",
        "location": "kla",
        "addressing_style": "path",
        "file_overwrite": False,
    }
    settings.STORAGES = settings.STORAGES | {
        "evidence": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    }

    def listed():
        found = client.list_objects_v2(Bucket=name).get("Contents", [])
        return {one["Key"] for one in found}

    yield listed
    client.close()


def test_a_bucket_keeps_and_serves_as_the_folder_does(ani, sheet, bucket, folder, client):
    content = pdf(3)
    assert bring(ani, sheet, content, "Rekap.pdf").status_code == 302
    file = EvidenceFile.objects.get()
    assert bucket() == {f"kla/{file.stored_name}", f"kla/{file.preview_name}"}
    assert list(folder.iterdir()) == []
    served = ani.get(reverse("clusters:evidence-download", args=[file.pk]))
    assert b"".join(served.streaming_content) == content
    assert served["Content-Disposition"] == 'attachment; filename="Rekap.pdf"'
    small = ani.get(reverse("clusters:evidence-preview", args=[file.pk]))
    assert b"".join(small.streaming_content).startswith(b"\xff\xd8")
    client.logout()
    assert client.get(served.request["PATH_INFO"]).status_code == 302


def test_what_is_refused_leaves_nothing_in_the_bucket(ani, sheet, bucket, cast):
    sheet.state = "submitted"
    sheet.save(update_fields=["state"])
    assert bring(ani, sheet, pdf()).status_code == 422
    assert bring(ani, sheet, b"<html>").status_code == 422
    assert bucket() == set()


def test_an_object_gone_from_the_bucket_is_a_404(ani, sheet, bucket, settings):
    bring(ani, sheet, picture(), "foto.png")
    file = EvidenceFile.objects.get()
    EvidenceFile.objects.filter(pk=file.pk).update(stored_name="f" * 48)
    assert ani.get(reverse("clusters:evidence-download", args=[file.pk])).status_code == 404


def test_a_bucket_that_is_not_there_is_told_and_nothing_stays(ani, sheet, bucket, settings):
    evidence = settings.STORAGES["evidence"]
    options = evidence["OPTIONS"] | {"bucket_name": "tidak-ada"}
    settings.STORAGES = settings.STORAGES | {"evidence": evidence | {"OPTIONS": options}}
    response = bring(ani, sheet, pdf())
    assert response.status_code == 422
    assert response.context["form"].errors["file"] == [FAILED]
    nothing_stayed()


def test_the_environment_names_the_bucket(s3, bucket, settings, tmp_path):
    """As an installation does it: no setting but the environment's."""
    options = settings.STORAGES["evidence"]["OPTIONS"]
    env = os.environ | {
        "KLA_DATA_DIR": str(tmp_path),
        "EVIDENCE_S3_BUCKET": options["bucket_name"],
        "EVIDENCE_S3_ENDPOINT": s3,
        "EVIDENCE_S3_REGION": "us-east-1",
        "EVIDENCE_S3_KEY": "contoh",
        "EVIDENCE_S3_SECRET": "contoh",
        "EVIDENCE_S3_PREFIX": "lain",
    }
    script = "from clusters import evidence_store as s; print(s.open_kept(s.keep(b'isi')).read())"
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", script],
        env=env,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert done.stdout.strip() == "b'isi'", done.stderr
    (name,) = bucket()
    assert re.fullmatch("lain/[0-9a-f]{48}", name)


class FullDisk(EvidenceFolder):
    """A disk that takes the first file and gives out in the middle of the next."""

    def _save(self, name, content):
        if any(self.base_location.iterdir()):
            (self.base_location / name).with_suffix(".part").write_bytes(content.read()[:100])
            (self.base_location / name).with_suffix(".part").unlink()
            raise OSError(errno.ENOSPC, "No space left on device")
        return super()._save(name, content)


class Forgetful(EvidenceFolder):
    """A disk that gives back something else than was written."""

    def _save(self, name, content):
        super()._save(name, content)
        (self.base_location / name).write_bytes(b"lain")
        return name


@pytest.mark.parametrize(
    ("storage", "sentence"),
    [("FullDisk", FULL), ("Forgetful", "Berkas tidak tersimpan utuh. Coba lagi.")],
)
def test_a_disk_that_fails_is_told_and_nothing_stays(
    ani, sheet, folder, settings, storage, sentence
):
    settings.STORAGES = settings.STORAGES | {"evidence": {"BACKEND": f"{__name__}.{storage}"}}
    response = bring(ani, sheet, pdf())  # the preview is the second file
    assert response.status_code == 422
    assert response.context["form"].errors["file"] == [sentence]
    assert list(folder.iterdir()) == []
    nothing_stayed()


def nothing_stayed():
    for model in (EvidenceFile, EvidenceLink, Entry):
        assert not model.objects.exists()


def test_what_is_kept_is_what_came(ani, sheet, folder):
    bring(ani, sheet, pdf(7))
    file = EvidenceFile.objects.get()
    with open_kept(file.stored_name) as kept:
        assert hashlib.sha256(kept.read()).hexdigest() == file.received_sha256
