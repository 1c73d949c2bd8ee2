"""What must always be true of the files themselves."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LISTED = subprocess.run(
    ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True
).stdout.split()
# Data, and what tells people of the first city, may name it.
MAY_NAME_A_CITY = ("data/", "docs/", "README.md", "CHANGELOG.md", "Makefile", "tests/")


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def python(*folders):
    return [name for name in LISTED if name.endswith(".py") and name.startswith(folders or ("",))]


@pytest.fixture(autouse=True)
def in_a_checkout():
    if not LISTED:
        pytest.skip("bukan salinan git")


@pytest.mark.parametrize("name", [n for n in python() if "/migrations/" not in n])
def test_every_module_opens_with_a_sentence(name):
    text = read(name)
    assert not text or text.startswith(('"""', "#!")), name


def test_nothing_knows_the_name_of_a_city():
    said = [
        name
        for name in LISTED
        if not name.startswith(MAY_NAME_A_CITY)
        and Path(name).suffix in {".py", ".html", ".toml", ".css", ".js", ".sh", ".yml", ".json"}
        and re.search("balikpapan", read(name), re.IGNORECASE)
    ]
    assert said == []


def test_no_module_is_long():
    long = [n for n in python("kla", "clusters", "reports") if read(n).count("\n") > 300]
    assert [name for name in long if "/migrations/" not in name] == []


def test_nothing_made_or_foreign_is_kept():
    bad = re.compile(
        r"(^|/)(node_modules|var|\.venv|__pycache__)/|\.(pdf|sqlite3|woff2?|ttf|min\.js)$"
    )
    assert [name for name in LISTED if bad.search(name)] == []


def test_no_inline_script_or_style_in_pages():
    pages = [n for n in LISTED if n.startswith("templates/") and n.endswith(".html")]
    pages = [n for n in pages if "/print/" not in n]
    assert pages
    inline = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=", re.IGNORECASE)
    assert [name for name in pages if inline.search(read(name))] == []


@pytest.mark.parametrize("name", [n for n in LISTED if n.endswith(".md")])
def test_links_of_papers_lead_somewhere(name):
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", read(name)):
        assert ((ROOT / name).parent / target).exists(), target
