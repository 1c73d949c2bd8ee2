"""Speaking the upload protocol as a browser does."""

import base64

from django.urls import reverse

from clusters.models import Entry, EvidenceFile, EvidenceLink
from kla.audit.models import Record

HEADERS = {"Tus-Resumable": "1.0.0"}


def metadata(**told):
    pairs = [
        f"{key} {base64.b64encode(str(value).encode()).decode()}" for key, value in told.items()
    ]
    return ",".join(pairs)


def begin(client, sheet, length, *, code="KES-01", **told):
    """Announce a file; the answer."""
    told = {"filename": "rekap.pdf", "declared": "on"} | told
    headers = HEADERS | {
        "Upload-Length": str(length),
        "Upload-Metadata": metadata(**{k: v for k, v in told.items() if v is not None}),
    }
    return client.post(reverse("clusters:uploads", args=[sheet.pk, code]), headers=headers)


def send(client, url, offset, piece, **more):
    """Send a piece; the answer."""
    headers = HEADERS | {"Upload-Offset": str(offset)} | more
    kind = "application/offset+octet-stream"
    # Said twice: Django's client leaves it out where there is no content.
    return client.patch(url, piece, content_type=kind, CONTENT_TYPE=kind, headers=headers)


def ask(client, url):
    return client.head(url, headers=HEADERS)


def drop(client, url):
    return client.delete(url, headers=HEADERS)


def bring_in_pieces(client, sheet, content, *, piece=1000, **told):
    """The whole file; the address, and the answer to the last piece."""
    url = begin(client, sheet, len(content), **told)["Location"]
    for start in range(0, len(content), piece):
        answer = send(client, url, start, content[start : start + piece])
    return url, answer


def nothing_stayed(folders):
    """No file, no part of one, no row, no record."""
    assert [list(folder.iterdir()) for folder in folders] == [[], []]
    assert not EvidenceFile.objects.exists()
    assert not EvidenceLink.objects.exists()
    assert not Entry.objects.exists()
    assert not Record.objects.filter(verb__startswith="evidence").exists()
