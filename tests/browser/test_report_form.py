"""The report as one HTML file in a browser: axe finds nothing, nothing overflows, tables scroll."""

import pytest

from reports import snapshot
from reports.forms.html import About, render
from reports.forms.markup import with_drawings
from tests.browser.test_pages import SIZES, findings
from tests.programmes.rows import make
from tests.world import fill, sheet_of

SCHEMES = ["light", "dark"]


@pytest.fixture
def file(city, cast, settings, tmp_path):
    """The report of the small city as a file."""
    settings.REPORTS_DIR = tmp_path
    make("sesi", city.kelurahan[0], cast.ani, topic="violence")
    fill(sheet_of(city, "health"), "KES-01", cast.ani, numerator=97, denominator=101)
    about = About(None, None, "Edisi lengkap", "ab12" * 16, "https://kla.contoh/periksa/")
    text, page = render(snapshot.collect(city.period), "", about)
    path = tmp_path / "laporan.html"
    path.write_text(with_drawings(page, text), encoding="utf-8")
    return path


def test_anybody_can_read_the_file(file, new_context):
    for (width, height), scheme in zip(SIZES, SCHEMES, strict=True):
        page = new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme
        ).new_page()
        asked = []
        page.on("request", lambda request: asked.append(request.url))  # noqa: B023 - used at once
        page.goto(file.as_uri())
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Langsung ke isi"
        wide = page.evaluate(
            "[...document.querySelectorAll('.scroll')]"
            ".filter(one => one.scrollWidth > one.clientWidth && one.tabIndex !== 0).length"
        )
        assert wide == 0
