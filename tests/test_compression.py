"""Pages go over the wire compressed; files go as they are."""

import gzip

from django.urls import reverse

from clusters.models import EvidenceFile
from tests.clusters.papers import bring, pdf
from tests.world import sheet_of

ASKED = {"Accept-Encoding": "gzip, deflate, br"}


def test_pages_are_compressed_for_who_takes_it(client, city, cast):
    client.force_login(cast.ani)
    home = reverse("clusters:home")
    plain, small = client.get(home), client.get(home, headers=ASKED)
    assert "Content-Encoding" not in plain.headers
    assert small["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small["Vary"]
    assert "<main" in gzip.decompress(small.content).decode()
    assert len(small.content) < len(plain.content) / 2


def test_files_are_not(client, city, cast):
    client.force_login(cast.ani)
    bring(client, sheet_of(city, "health"), pdf())
    file = EvidenceFile.objects.get()
    answer = client.get(reverse("clusters:evidence-download", args=[file.pk]), headers=ASKED)
    assert "Content-Encoding" not in answer.headers
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
