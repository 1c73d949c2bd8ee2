"""Pure: a person's Markdown as clean HTML of a known size, whatever it was.

Fenced twice: the parser is told nothing of HTML, pictures or addresses other than https, and
what comes out passes a list of the few tags that the printed page knows, without attributes.
"""

import re
from collections.abc import Callable, Iterator
from html import escape
from unicodedata import category

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reports.narrative.references import Reference, replaced

# Together they bound what is printed: mostly a page or two, seventeen at the very worst (measured).
LETTERS, LINES, WORD, TABLE_LETTERS = 20_000, 300, 200, 4_000
ROWS, COLUMNS, TABLES, HEADINGS, DEPTH = 40, 6, 10, 30, 4
TAGS = frozenset(
    "p h2 h3 strong em del ul ol li blockquote table thead tbody tr th td hr br code pre".split()
)
_INNER = {"bullet_list_open", "ordered_list_open", "blockquote_open"}
_MARK = "\ue000{}\ue001"  # stands for a reference while Markdown is read
_MARKED = re.compile("\ue000([0-9]+)\ue001")
_PRIVATE = re.compile("[\ue000-\uf8ff]")


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
    parser.enable(["table", "strikethrough"])
    parser.disable(["html_block", "html_inline", "reference", "entity"])
    parser.options["maxNesting"] = 12
    parser.validateLink = lambda url: url.startswith("https://")  # type: ignore[method-assign]
    return parser


_PARSER = _parser()


def cleaned(text: str) -> str:
    """The text with line ends of one kind, and without signs that nobody sees."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(
        sign
        for sign in text
        if sign in "\n\t\u200c\u200d" or category(sign) not in ("Cc", "Cf", "Co", "Cs", "Cn")
    )
    return text.strip()


def faults(text: str) -> list[str]:
    """A sentence for everything that a chapter may not hold; empty where all is well."""
    if len(text) > LETTERS:
        return [f"Paling panjang {_id(LETTERS)} huruf, ini {_id(len(text))}. Pendekkan."]
    if text.count("\n") >= LINES:
        return [f"Paling banyak {LINES} baris, ini {_id(text.count(chr(10)) + 1)}. Gabungkan."]
    tokens = _PARSER.parse(text)
    checks: list[tuple[bool, str]] = [
        (_most(tokens, "heading_open") > HEADINGS, f"Paling banyak {HEADINGS} judul."),
        (_most(tokens, "table_open") > TABLES, f"Paling banyak {TABLES} tabel."),
        (_rows(tokens) > ROWS, f"Satu tabel paling banyak {ROWS} baris."),
        (_columns(tokens) > COLUMNS, f"Satu tabel paling banyak {COLUMNS} kolom."),
        (
            _table_letters(tokens) > TABLE_LETTERS,
            f"Isi semua tabel paling banyak {_id(TABLE_LETTERS)} huruf.",
        ),
        (bool(_LONG.search(text)), f"Satu kata atau alamat paling panjang {WORD} huruf."),
        (_depth(tokens) > DEPTH, f"Daftar dan kutipan bertingkat paling banyak {DEPTH}."),
        (bool(_IMAGE.search(text)), "Gambar tidak dapat dimuat di bab. Hapus ![…](…)."),
        (bool(_LINK.search(text)), "Tautan hanya boleh diawali https://."),
    ]
    return [words for is_so, words in checks if is_so]


_LONG = re.compile(rf"\S{{{WORD + 1}}}")
_IMAGE = re.compile(r"!\[[^\]\n]{0,200}\]\(")
_LINK = re.compile(r"(?<!!)\[[^\]\n]{0,200}\]\(\s*<?(?!https://)")


def _id(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _most(tokens: list[Token], kind: str) -> int:
    return sum(token.type == kind for token in tokens)


def _rows(tokens: list[Token]) -> int:
    most = rows = 0
    for token in tokens:
        if token.type == "table_open":
            rows = 0
        rows += token.type == "tr_open"
        most = max(most, rows - 1)  # the head is none
    return most


def _columns(tokens: list[Token]) -> int:
    most = cells = 0
    for token in tokens:
        if token.type == "tr_open":
            cells = 0
        cells += token.type in ("th_open", "td_open")
        most = max(most, cells)
    return most


def _table_letters(tokens: list[Token]) -> int:
    letters, inside = 0, False
    for token in tokens:
        if token.type in ("table_open", "table_close"):
            inside = token.type == "table_open"
        letters += len(token.content) if inside and token.type == "inline" else 0
    return letters


def _depth(tokens: list[Token]) -> int:
    deep = most = 0
    for token in tokens:
        if token.type in _INNER:
            deep += 1
        elif token.type.replace("_close", "_open") in _INNER:
            deep -= 1
        most = max(most, deep)
    return most


def to_html(text: str, tell: Callable[[Reference], str]) -> str:
    """The text as HTML of the tags in TAGS; `tell` says what is printed for a reference, as HTML.

    A text that has a fault (it cannot have been saved here) is printed as plain paragraphs of
    its first letters.
    """
    text = _PRIVATE.sub("", cleaned(text[: 2 * LETTERS]))[:LETTERS]
    said: list[Reference] = []

    def mark(one: Reference) -> str:
        said.append(one)
        return _MARK.format(len(said) - 1)

    marked = replaced(text, mark)
    html = _plain(marked) if faults(marked) else _rendered(marked)
    clean = nh3.clean(html, tags=set(TAGS), attributes={}, link_rel=None)
    return _MARKED.sub(lambda found: tell(said[int(found[1])]), clean)


def _plain(text: str) -> str:
    text = _LONG.sub(lambda found: f"{found[0][:WORD]} ", text)
    parts = [part for part in re.split(r"\n[ \t]*\n", text) if part.strip()]
    return "".join(f"<p>{escape(part.strip())}</p>" for part in parts[:LINES])


def _rendered(text: str) -> str:
    tokens = _PARSER.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h2" if token.tag in ("h1", "h2") else "h3"
        token.attrs.clear()
        if token.children:
            token.children = list(_without_links(token.children))
    return str(_PARSER.renderer.render(tokens, _PARSER.options, {}))


def _without_links(children: list[Token]) -> Iterator[Token]:
    """An address is printed behind its words: paper has nothing to press."""
    address, words = "", ""
    for child in children:
        if child.type == "link_open":
            address, words = str(child.attrs.get("href", "")), ""
        elif child.type == "link_close":
            if address != words:
                yield Token("text", "", 0, content=f" ({address})")
            address = ""
        else:
            words += child.content
            yield child
