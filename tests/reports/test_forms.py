"""The report as one HTML file and as DOCX: whole, plain to read, and nothing from outside."""

import http.server
import io
import os
import re
import threading
import zipfile
from itertools import pairwise

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import etree, html
from PIL import Image

from kla.audit.models import Record
from reports import actions, content, jobs, snapshot, tasks
from reports.forms import making, stored, word
from reports.forms.html import About, render
from reports.forms.markup import Page, part_of, with_drawings
from reports.models import Report, ReportState
from tests.programmes.rows import make
from tests.world import fill, sheet_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
ABOUT = About(None, None, "Edisi lengkap", "ab12" * 16, "https://kla.contoh/periksa/")
SCOPE = "kelurahan:64.71.01.1001"


@pytest.fixture
def data(city, cast, settings, tmp_path):
    """The snapshot of the city with an answer and a register with a row."""
    settings.REPORTS_DIR = tmp_path
    make("sesi", city.kelurahan[0], cast.ani, topic="violence")
    sheet = sheet_of(city, "health")
    type(sheet).objects.filter(pk=sheet.pk).update(state="submitted")
    fill(sheet, "KES-01", cast.ani, numerator=97, denominator=101)
    return snapshot.collect(city.period)


def page_of(data, scope=""):
    text, page = render(data, scope, ABOUT)
    return with_drawings(page, text)


def test_the_page_is_whole_and_in_order(data):
    text = page_of(data)
    root = html.document_fromstring(text)
    assert root.get("lang") == "id"
    assert len(root.findall(".//h1")) == 1
    levels = [int(one.tag[1]) for one in root.xpath("//h1|//h2|//h3|//h4|//h5")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = root.xpath("//a/@href")
    assert {link[1:] for link in links} <= set(ids)
    assert {one.title for one in content.plan(data)[1:]} <= {
        re.sub(r"^(Bab|Lampiran) \w+ ", "", one.text_content()) for one in root.xpath("//nav//a")
    }
    assert "97/101" in text


def test_each_table_has_a_caption_and_a_place_to_scroll(data):
    root = html.document_fromstring(page_of(data))
    tables = root.findall(".//table")
    assert len(tables) > 20
    for table in tables:
        around = table.getparent()
        assert around.get("class") == "scroll"
        assert around.get("tabindex") == "0"
        named = around.get("aria-labelledby")
        assert table.find("caption").get("id") == named
        assert table.find("caption").text_content().strip()
        for head in table.iter("th"):
            assert head.text_content().strip()
            assert head.get("scope") in ("col", "row", "colgroup", "rowgroup")


def test_each_drawing_is_there_once_with_a_name(data):
    text = page_of(data)
    printed = "".join(content.section_html(data, one.key) for one in content.plan(data)[1:])
    assert text.count("<svg") == printed.count("<svg") > 0
    for svg in re.findall(r"<svg\b.*?</svg>", text, re.S):
        assert re.search(r"<title>[^<]+</title>", svg)
    assert "data-drawing" not in text


def test_the_file_needs_nothing_else(data):
    root = html.document_fromstring(page_of(data))
    assert root.xpath("//script|//link|//iframe|//object|//form|//base") == []
    assert root.xpath("//@*[starts-with(name(), 'on')]") == []
    for address in root.xpath("//@src|//@srcset"):
        assert address.startswith("data:image/")
    assert "url(" not in root.find(".//style").text


HOSTILE = """<body class="x"><h1 id="a">Judul</h1><h2 id="b">Bagian</h2>
<p onclick="x()" style="background:url(http://luar.contoh/x)">ada <a href="javascript:x()">taut</a>
<a href="#b">ke bagian</a><img src="file:///etc/passwd" alt="x"><img src="http://luar.contoh/x.png">
<img src="data:image/svg+xml;base64,PHN2Zz4=">
<img src="data:image/png;base64,iVBORw0KGgo=" alt="ya">
<script>x()</script><iframe src="http://luar.contoh"></iframe><object data="x"></object>
<form action="/x"><input></form><link rel="stylesheet" href="http://luar.contoh/x.css"></p>
<svg viewBox="0 0 9 9"><title>Gambar</title><clipPath id="c"><path d="M0 0"/></clipPath>
<path clip-path="url(#c)" d="M0 0"/></svg></body>"""


def test_whatever_a_part_says_it_acts_and_fetches_nothing():
    page = Page()
    first = part_of(page, HOSTILE, prefix="p1")
    second = part_of(page, HOSTILE, prefix="p2")
    text = with_drawings(page, etree.tostring(first, encoding="unicode", method="html"))
    for word_ in ("script", "luar.contoh", "passwd", "onclick", "javascript", "iframe", "<form"):
        assert word_ not in text
    assert "ada" in text
    assert text.count("<img") == 1
    assert 'href="#p1-b"' in text
    assert 'viewBox="0 0 9 9"' in text
    assert "url(#g0-c)" in text
    assert "Judul" not in text
    assert [one.get("id") for one in second.iter("h3")] == ["p2-b"]


@pytest.fixture(scope="module")
def listening():
    """A web server; `asked` holds what was asked of it."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_pandoc_itself_reads_no_file_and_no_address(listening, tmp_path):
    address, asked = listening
    secret = tmp_path / "rahasia.png"
    secret.write_bytes(b"\x89PNG\r\n\x1a\nrahasia")
    made = word.convert(
        f'<html><body><h1>x</h1><p>ada <img src="{secret}"> <img src="file://{secret}">'
        f' <img src="{address}/x.png"></p></body></html>'
    )
    with zipfile.ZipFile(io.BytesIO(made)) as inside:
        assert not any(b"rahasia" in inside.read(name)[:40] for name in inside.namelist())
        assert not [name for name in inside.namelist() if "media" in name]
        assert "ada" in inside.read("word/document.xml").decode()
    assert asked == []


def test_the_docx_has_the_headings_tables_and_values(data):
    text, page = render(data, SCOPE, ABOUT, for_word=True)
    wanted = html.document_fromstring(text)
    made = word.docx(data, SCOPE, ABOUT)
    with zipfile.ZipFile(io.BytesIO(made)) as inside:
        document = etree.fromstring(inside.read("word/document.xml"))
        styles = inside.read("word/styles.xml").decode()
        footer = inside.read("word/footer1.xml").decode()
        relations = [inside.read(name) for name in inside.namelist() if name.endswith(".rels")]
    headings = [
        (one.find(f"{W}pPr/{W}pStyle").get(f"{W}val"), " ".join("".join(one.itertext()).split()))
        for one in document.iter(f"{W}p")
        if one.find(f"{W}pPr/{W}pStyle") is not None
        and re.match(r"Title|Heading", one.find(f"{W}pPr/{W}pStyle").get(f"{W}val"))
    ]
    names = {"h1": "Title", "h2": "Heading1", "h3": "Heading2", "h4": "Heading3"}
    assert headings == [
        (names[one.tag], " ".join(one.text_content().split()))
        for one in wanted.xpath("//h1|//h2|//h3|//h4")
    ]
    tables = list(document.iter(f"{W}tbl"))
    assert len(tables) == len(wanted.findall(".//table")) > 3
    heads = len(wanted.findall(".//thead"))
    assert sum(table.find(f".//{W}tblHeader") is not None for table in tables) == heads
    assert "97/101" in "".join(document.itertext())
    assert not [one for one in relations if b"External" in one]
    assert 'w:val="id-ID"' in styles
    assert " PAGE " in footer


def test_drawings_come_into_the_docx_as_pictures(data):
    text, page = render(data, "", ABOUT, for_word=True)
    ready, pictures = word.for_pandoc(text, page)
    images = html.document_fromstring(ready).findall(".//img")
    assert len(images) == len(page.drawings) == len(pictures.of_dot) > 0
    assert all(image.get("alt") for image in images)
    assert "<a " not in ready
    with zipfile.ZipFile(io.BytesIO(pictures.put_into(word.convert(ready)))) as inside:
        media = [inside.read(name) for name in inside.namelist() if "media" in name]
        document = etree.fromstring(inside.read("word/document.xml"))
    assert sorted(media) == sorted(pictures.of_dot.values())
    for picture in media:
        across, down = Image.open(io.BytesIO(picture)).size
        assert across > 100
        assert down > 10
    sizes = [(int(one.get("cx")), int(one.get("cy"))) for one in document.iter(f"{WP}extent")]
    assert len(sizes) == len(images)
    assert all(360_000 < wide < 161 * 36_000 for wide, _ in sizes)  # 1 to 16 cm


@pytest.fixture
def report(data, city):
    """A published report of one kelurahan, as far as its other forms need it."""
    row = snapshot.take(city.period)
    return Report.objects.create(
        period=city.period,
        snapshot=row,
        scope=SCOPE,
        state=ReportState.PUBLISHED,
        number=1,
        sha256="1" * 64,
        data_sha256=row.sha256,
        published_at=timezone.now(),
        heartbeat=timezone.now(),
    )


def body(answer):
    return b"".join(answer.streaming_content)


def test_the_html_is_made_once_and_given_as_a_file(client, report, cast):
    client.force_login(cast.eko)
    address = reverse("reports:report-html", args=[report.pk])
    answer = client.get(address)
    assert answer["Content-Disposition"].startswith("attachment;")
    first = body(answer)
    assert "Nomor 1, terbit" in first.decode()
    path = stored.path_of(report, "html")
    made = path.stat().st_mtime_ns
    assert body(client.get(address)) == first
    assert path.stat().st_mtime_ns == made
    told = Record.objects.filter(by=cast.eko, verb="report.download")
    assert [one.detail["form"] for one in told] == ["html", "html"]


def test_the_docx_is_asked_for_made_and_given(
    client, report, cast, monkeypatch, django_capture_on_commit_callbacks
):
    asked = []
    monkeypatch.setattr(tasks.docx, "apply_async", lambda args, *_, **__: asked.append(args))
    client.force_login(cast.eko)
    page = reverse("reports:report-forms", args=[report.pk])
    address = reverse("reports:report-docx", args=[report.pk])
    assert "Siapkan DOCX" in client.get(page).text
    assert client.get(address).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("reports:report-docx-prepare", args=[report.pk]))
        client.post(reverse("reports:report-docx-prepare", args=[report.pk]))
    assert [tuple(one) for one in asked] == [(report.pk,)]
    waiting = client.get(page, headers={"HX-Request": "true"}).text
    assert 'hx-trigger="every 2s"' in waiting
    assert "<html" not in waiting
    tasks.docx(report.pk)
    assert "Unduh DOCX" in client.get(page).text
    assert body(client.get(address)).startswith(b"PK")


def test_a_docx_that_fails_says_so_and_can_be_asked_for_again(client, report, cast, monkeypatch):
    client.force_login(cast.eko)
    page = reverse("reports:report-forms", args=[report.pk])
    with monkeypatch.context() as patch:
        patch.setattr(word, "MOST_MEMORY", "-Mbanyak")  # which pandoc refuses
        tasks.docx(report.pk)
    assert "DOCX gagal disiapkan" in client.get(page).text
    assert "Siapkan lagi" in client.get(page).text
    actions.request_docx(report, by=cast.eko)
    assert stored.state_of(stored.path_of(report, "docx")) == "waiting"


def test_pandoc_that_takes_too_much_memory_is_ended(monkeypatch):
    monkeypatch.setattr(word, "MOST_MEMORY", "-M40m")
    with pytest.raises(word.WordFault, match="heap"):
        word.convert("<p>ada</p>" * 100_000)


def test_pandoc_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(word, "SECONDS", 0.01)
    with pytest.raises(word.WordFault, match="longer"):
        word.convert("<p>ada</p>" * 20_000)


def test_one_that_was_lost_can_be_asked_for_again(report, monkeypatch):
    path = stored.path_of(report, "docx")
    assert stored.claim(path)
    assert not stored.claim(path)
    monkeypatch.setattr(stored, "LOST_AFTER", 0)
    assert stored.state_of(path) == ""
    assert stored.claim(path)


def test_only_the_newest_forms_are_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(stored, "KEPT", 2)
    for number in range(4):
        stored.keep(tmp_path / f"{number}.html", b"x")
    left = {path.name for path in tmp_path.iterdir()}
    assert len(left) == 2
    assert "3.html" in left
    for name in ("alt.docx", "alt.wait", "alt.fault"):
        (tmp_path / name).write_bytes(b"x")
        os.utime(tmp_path / name, (0, 0))
    stored.keep(tmp_path / "4.html", b"x")
    assert not list(tmp_path.glob("alt.*"))


def test_another_number_or_other_data_is_another_file(report):
    path = stored.path_of(report, "html")
    for field, value in (("number", 2), ("data_sha256", "f" * 64), ("edition", "publik")):
        other = Report.objects.get(pk=report.pk)
        setattr(other, field, value)
        assert stored.path_of(other, "html") != path


def test_the_forms_go_to_those_who_may_have_the_pdf(client, report, cast, other_city):
    for name in ("report-html", "report-forms"):
        seen = set()
        for person, user in vars(cast).items():
            client.force_login(user)
            answer = client.get(reverse(f"reports:{name}", args=[report.pk]))
            b"".join(answer)  # read to its end, a file is closed
            if answer.status_code == 200:
                seen.add(person)
        assert seen == {"budi", "dewi", "eko"}
    for user in (cast.ani, cast.citra, cast.fitri):
        client.force_login(user)
        asked = client.post(reverse("reports:report-docx-prepare", args=[report.pk]))
        assert asked.status_code == 404


def test_the_forms_say_what_the_data_of_the_report_say(report, monkeypatch):
    """They are made from jobs.data_of, which gives the public edition its fewer data."""
    told = jobs.data_of(report)
    told["areas"] = [area | {"name": "Nama Lain Contoh"} for area in told["areas"]]
    monkeypatch.setattr(jobs, "data_of", lambda _: told)
    assert "Nama Lain Contoh" in making.html_file(report).read_text(encoding="utf-8")
