"""Workbooks of tests: downloaded, filled in as a person would in a spreadsheet, sent back."""

import io
import re
from itertools import pairwise
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clusters.workbook.layout import AT, HEADER_ROW


def download(client, sheet=None):
    """The bytes of one sheet's workbook, or of the person's whole place."""
    name, args = ("sheet", [sheet.pk]) if sheet else ("place", [])
    answer = client.get(reverse(f"clusters:workbook-{name}", args=args))
    assert answer.status_code == 200
    return answer.content


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def closed(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def row_of(tab, code, part=""):
    """The row of an indicator, or of one of its details, by its hidden key."""
    for row in range(HEADER_ROW + 1, tab.max_row + 1):
        if re.fullmatch(rf"\d+\|{code}\|{part}", str(tab.cell(row, AT["key"]).value)):
            return row
    raise AssertionError((tab.title, code, part))


def put(book, code, part="", tab="Kesehatan", **cells):
    """Write into the input cells of an indicator's row; gives the row's number."""
    row = row_of(book[tab], code, part)
    for name, value in cells.items():
        book[tab].cell(row, AT[name]).value = value
    return row


def filled(content, *puts):
    """A workbook with (code, cells) written in; the bytes to upload."""
    book = opened(content)
    for code, cells in puts:
        put(book, code, **cells)
    return closed(book)


def upload(client, content, name="lembar.xlsx"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("clusters:workbook-upload"), {"file": file})


def apply(client, answer, **choices):
    """Press *Terapkan* on a page that shows a preview."""
    data = {"parcel": answer.context["parcel"], **choices}
    return client.post(reverse("clusters:workbook-apply"), data)


def faults(answer):
    """(place, sentence) of each fault a page tells."""
    return [(one.place, one.text) for one in answer.context["seen"].faults]


def states(answer):
    """Code → state of each line of a preview."""
    return {line.key[1]: line.state for line in answer.context["seen"].lines}


def repacked(content, change):
    """A workbook whose parts went through `change(name, bytes)`; None leaves one out."""
    file = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            made = change(name, old.read(name))
            if made is not None:
                new.writestr(name, made)
    return file.getvalue()


def with_part(content, name, body):
    """A workbook with one more part."""
    file = io.BytesIO(content)
    with ZipFile(file, "a", ZIP_DEFLATED) as archive:
        archive.writestr(name, body)
    return file.getvalue()


def lying(content, name, size):
    """The same archive whose directory says that part `name` unpacks to `size` bytes."""
    data, at = bytearray(content), 0
    marks = [m.start() for m in re.finditer(b"PK\x01\x02", content)] + [len(content)]
    for at, until in pairwise(marks):
        if name.encode() in content[at:until]:
            data[at + 24 : at + 28] = size.to_bytes(4, "little")
    head = content.index(b"PK\x03\x04")
    while head >= 0:
        if content[head + 30 : head + 30 + len(name)] == name.encode():
            data[head + 22 : head + 26] = size.to_bytes(4, "little")
        head = content.find(b"PK\x03\x04", head + 4)
    return bytes(data)
