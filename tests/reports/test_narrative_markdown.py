"""What a person writes ends in few, clean tags of a known size, whatever it was."""

import re

import pikepdf
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from reports import render
from reports.narrative.markdown import (
    COLUMNS,
    DEPTH,
    LETTERS,
    LINES,
    ROWS,
    TAGS,
    cleaned,
    faults,
    to_html,
)
from tests.pdf import text_of

TAG = re.compile(r"<(/?)([a-z0-9]+)([^>]*)>")
SIZE = 8 * LETTERS  # no text becomes longer than this


def html_of(text):
    return to_html(text, lambda one: f"[{one.name}]")


def assert_clean(html):
    for _, name, more in TAG.findall(html):
        assert name in TAGS, name
        assert more.strip(" /") == "", more
    assert "<" not in TAG.sub("", html)
    assert len(html) <= SIZE


def test_headings_lists_tables_and_references_are_printed():
    text = "# Judul\n\nAnak **tebal** {{skor}}\n\n- satu\n- dua\n\n|a|b|\n|-|-|\n|1|{{skor = 2}}|"
    html = html_of(text)
    assert_clean(html)
    assert "<h2>Judul</h2>" in html
    assert "<p>Anak <strong>tebal</strong> [skor]</p>" in html
    assert "<li>satu</li>" in html
    assert "<td>[skor]</td>" in html


def test_a_value_is_never_read_as_markdown_or_html():
    html = to_html("{{a}} {{b}}", lambda one: "**x** &lt;5")
    assert html == "<p>**x** &lt;5 **x** &lt;5</p>\n"


def test_an_address_is_printed_behind_its_words_and_leads_nowhere():
    html = html_of("[Perpres 25](https://contoh.id/p) dan <https://contoh.id>")
    assert html == "<p>Perpres 25 (https://contoh.id/p) dan https://contoh.id</p>\n"


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)> <iframe src='file:///etc/passwd'></iframe>",
    "<style>@import url(http://10.0.0.1/)</style><svg onload=x>",
    "![foto](https://jauh.contoh/x.png) ![x](file:///etc/passwd)",
    "[x](javascript:alert(1)) [y](file:///etc/passwd) [z](http://169.254.169.254/)",
    "[x]: http://127.0.0.1:8000/\n\n[x] ![x]",
    "<http://127.0.0.1/> <file:///etc/passwd>",
    "&lt;script&gt; &#60;script&#62; &#x3c;b&#x3e;",
    "```html\n<script src=//jauh></script>\n```",
    "\ue0000\ue001 \ue00099\ue001 {{a}}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_only_words(text):
    html = html_of(text)
    assert_clean(html)
    assert "=" not in "".join(more for _, _, more in TAG.findall(html))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("![foto](https://jauh.contoh/x.png)", "Gambar tidak dapat dimuat di bab. Hapus ![…](…)."),
        ("[x](javascript:alert(1))", "Tautan hanya boleh diawali https://."),
        ("[x](file:///etc/passwd)", "Tautan hanya boleh diawali https://."),
        ("[x](http://169.254.169.254/)", "Tautan hanya boleh diawali https://."),
        ("[x](//jauh.contoh)", "Tautan hanya boleh diawali https://."),
        ("x" * 1_000_000, "Paling panjang 20.000 huruf, ini 1.000.000. Pendekkan."),
        ("a\n\n" * 300, f"Paling banyak {LINES} baris, ini 601. Gabungkan."),
        ("|a|\n|-|\n" + "|1|\n" * 41, f"Satu tabel paling banyak {ROWS} baris."),
        ("|a" * 9 + "|\n" + "|-" * 9 + "|\n", f"Satu tabel paling banyak {COLUMNS} kolom."),
        ("|a|\n|-|\n" + f"|{'kata ' * 79}|\n" * 11, "Isi semua tabel paling banyak 4.000 huruf."),
        ("x" * 201, "Satu kata atau alamat paling panjang 200 huruf."),
        ("> " * 6 + "a", f"Daftar dan kutipan bertingkat paling banyak {DEPTH}."),
        ("# a\n" * 31, "Paling banyak 30 judul."),
    ],
)
def test_what_a_chapter_may_not_hold_is_a_fault_with_a_line(text, words):
    assert faults(text) == [words]


ENDLESS = {
    "satu juta huruf": "x" * 1_000_000,
    "tabel 10.000 baris": "|a|b|\n|-|-|\n" + "|1|2|\n" * 10_000,
    "tabel 4.000 kolom": "|" + "a|" * 4000 + "\n|" + "-|" * 4000,
    "kutipan bertingkat": "> " * 9_000 + "a",
    "daftar bertingkat": "".join("  " * depth + "- a\n" for depth in range(130)),
    "tebal bertingkat": "**a _b " * 2800,
    "kurung siku": "[" * LETTERS,
    "gambar": "![" * (LETTERS // 2),
    "tautan": "[a](" * 5000,
    "tanda kutip balik": "".join("`" * n + " " for n in range(1, 199)),
    "garis": "---\n\n" * 4000,
    "judul": "# a\n" * 5000,
    "baris": "a\\\n" * 6000,
    "rujukan": "{{a}}" * 4000,
    "kurang dari": "<" * LETTERS,
}


@pytest.mark.parametrize("name", ENDLESS)
def test_endless_words_end_in_little_html(name):
    html = html_of(ENDLESS[name])
    assert_clean(html)
    assert html.count("<tr>") <= 41 * 10
    assert html.count("<p>") + html.count("<br>") + html.count("<hr>") <= 2 * LINES


def test_signs_that_nobody_sees_are_gone():
    text = "Anak\u202e terbalik\u202c\u200b\x07\x00\ufeff\r\nbaris\tdua\u2066"
    assert cleaned(text) == "Anak terbalik\nbaris\tdua"
    assert html_of(text) == "<p>Anak terbalik\nbaris\tdua</p>\n"


@hypothesis_settings(deadline=None)
@given(st.text(max_size=400))
def test_no_other_tag_ever_comes_out(text):
    assert_clean(html_of(text))


_SIGNS = [
    "#",
    "*",
    "_",
    "`",
    "[",
    "](",
    "<",
    ">",
    "!",
    "|",
    "-",
    "\n",
    "~",
    "{{a}}",
    " ",
    "x",
    "&lt;",
]


@hypothesis_settings(deadline=None)
@given(st.lists(st.sampled_from(_SIGNS), max_size=120).map("".join))
def test_no_other_tag_comes_out_of_markdown(text):
    assert_clean(html_of(text))


def worst_allowed():
    """The tallest text that may be saved: a full narrow table, then lines, then words."""
    cell = "panjang " * 48
    head = "|" + "a|" * COLUMNS + "\n|" + "-|" * COLUMNS + "\n"
    table = head + ("|" + cell + "|b" * (COLUMNS - 1) + "|\n") * 10
    text = table + "\n" + "- butir\n" * (LINES - table.count("\n") - 3)
    return text + "\n" + ("kata-kata " * 2000)[: LETTERS - len(text) - 2].strip()


def test_the_worst_text_that_may_be_saved_is_printed(tmp_path):
    text = worst_allowed()
    assert len(text) > LETTERS * 0.99
    assert faults(cleaned(text)) == []
    pdf = tmp_path / "bab.pdf"
    sheet = (settings.BASE_DIR / "static/print/report.css").read_text(encoding="utf-8")
    words = f'<div class="words">{html_of(text)}</div>'
    pdf.write_bytes(
        render.to_pdf(f"<html lang=id><title>Laporan</title><style>{sheet}</style>{words}")
    )
    assert text_of(pdf).count("panjang") == text.count("panjang")
    with pikepdf.open(pdf) as document:
        assert len(document.pages) <= 20
