"""Web pages as they are found: tags that nobody closed end where a browser ends them. Pure."""

from collections.abc import Callable
from html.parser import HTMLParser

from portal.files.documents import document
from portal.files.documents.document import Document, Hint, Line, Place, Table, tidy
from portal.files.documents.grid import Grid

_UNSEEN = frozenset({"script", "style", "title"})
# fmt: off
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section",
    "summary", "table", "ul",
})
# fmt: on
_STRONG = frozenset({"b", "strong"})
_TICK = "\u2713"


def read(text: str) -> Document:
    """Read a page's lines, lists and tables; scripts and styles are none of its words."""
    page = _Page()
    page.feed(text)
    page.close()
    page.finish()
    return document.bounded(page.blocks)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[Line | Table] = []
        self.words: list[str] = []
        self.lists: list[int | None] = []
        self.grids: list[Grid] = []
        self.unseen = self.strong = self.heading = self.lines = 0
        self.item = ""
        self.bold = self.letters = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.end_line()
        self.strong += tag in _STRONG
        begun: dict[str, Callable[[dict[str, str]], None]] = {
            "table": self.begin_table,
            "tr": self.begin_row,
            "td": self.begin_cell,
            "th": self.begin_head,
            "ul": lambda _: self.lists.append(None),
            "ol": lambda given: self.lists.append(_whole(given.get("start", ""), 1)),
            "li": self.begin_item,
            "input": self.take_box,
        }
        if tag in begun:
            begun[tag](values)
        elif tag in _HEADINGS:
            self.heading = int(tag[1])

    def handle_endtag(self, tag: str) -> None:
        self.unseen = max(self.unseen - (tag in _UNSEEN), 0)
        if tag in _BLOCKS:
            self.end_line()
        self.strong = max(self.strong - (tag in _STRONG), 0)
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "table" and self.grids:
            self.end_table()
        elif tag in ("td", "th") and self.grids:
            self.end_line()
            self.grids[-1].end_cell()

    def handle_data(self, data: str) -> None:
        if self.unseen:
            return
        self.words.append(data)
        seen = len(data.strip())
        self.letters += seen
        self.bold += seen if self.strong else 0

    def begin_table(self, _: dict[str, str]) -> None:
        self.grids.append(Grid())

    def begin_row(self, _: dict[str, str]) -> None:
        if self.grids:
            self.end_line()
            self.grids[-1].begin_row()

    def begin_cell(self, values: dict[str, str], *, head: bool = False) -> None:
        if self.grids:
            self.end_line()
            down, across = (_whole(values.get(name, ""), 1) for name in ("rowspan", "colspan"))
            self.grids[-1].begin_cell(down, across, strong=head)
            self.strong = 0

    def begin_head(self, values: dict[str, str]) -> None:
        self.begin_cell(values, head=True)

    def begin_item(self, _: dict[str, str]) -> None:
        self.item = "-"
        if self.lists and (number := self.lists[-1]) is not None:
            self.item = f"{number}."
            self.lists[-1] = number + 1

    def take_box(self, values: dict[str, str]) -> None:
        if values.get("type", "").lower() in ("checkbox", "radio") and "checked" in values:
            self.words.append(_TICK)

    def end_line(self) -> None:
        """Keep the words since the last line as one, or as one more line of the cell."""
        text = tidy(" ".join("".join(self.words).split()))
        if text and self.grids:
            self.grids[-1].take(text, strong=self.bold >= self.letters > 0)
        elif text:
            self.blocks.append(self.line(text))
        if text or not self.lists:
            self.item = ""
        self.words, self.heading, self.bold, self.letters = [], 0, 0, 0

    def line(self, text: str) -> Line:
        self.lines += 1
        place = Place(self.lines)
        if self.item:
            numbered = text if self.item == "-" else f"{self.item} {text}"
            depth = min(max(len(self.lists), 1), document.DEEPEST)
            return Line(place, numbered, Hint.ITEM, depth)
        if self.heading:
            return Line(place, text, Hint.HEADING, self.heading)
        return Line(place, text, Hint.STRONG if self.bold >= self.letters else Hint.PLAIN)

    def end_table(self) -> None:
        """Keep a table; one that stands in a cell of another becomes words of that cell."""
        self.end_line()
        grid = self.grids.pop()
        if self.grids:
            for words in grid.words():
                self.grids[-1].take(words)
            return
        rows = grid.rows(self.lines + 1)
        self.lines += len(rows)
        if made := document.table(rows):
            self.blocks.append(made)

    def finish(self) -> None:
        """End whatever the page left open."""
        self.end_line()
        while self.grids:
            self.end_table()


_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else otherwise
