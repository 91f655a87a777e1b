"""Read HTML: whole pages, and the pieces of it that stand in Markdown."""

import re
from collections.abc import Iterator
from enum import Enum, auto

from seeds.block import Block
from seeds.markup import CODE, Edge, edges, refuse_unclosed
from seeds.model import Link
from seeds.outline import Passage, links_in

_BOOKMARKS = re.compile(r"\s{0,9}<!doctype netscape-bookmark-file", re.IGNORECASE)


class _Role(Enum):
    """What an element means for blocks and links."""

    HEADING = auto()
    HOLDER = auto()
    """An item or a row: its paragraphs belong together."""
    CONTAINER = auto()
    PARAGRAPH = auto()
    CELL = auto()
    BREAK = auto()
    CODE = auto()
    LINK = auto()
    IMAGE = auto()


_ROLES = {
    name: role
    for role, names in {
        _Role.HEADING: "h1 h2 h3 h4 h5 h6 title",
        _Role.HOLDER: "li tr dt dd",
        _Role.CONTAINER: "ul ol dl table section article header footer nav aside main "
        "blockquote form fieldset details figure hr body",
        _Role.PARAGRAPH: "p div center address summary figcaption caption",
        _Role.CELL: "td th",
        _Role.BREAK: "br",
        _Role.CODE: " ".join(CODE),
        _Role.LINK: "a area",
        _Role.IMAGE: "img",
    }.items()
    for name in names.split()
}


def read(text: str, document: str) -> Iterator[Link]:
    """Yield the links of a page in order.

    Addresses stay as written, `<base>` changes none. A page without an `<h1>` stands under
    its `<title>`. Raises BadSeed for a page that libxml2 gives up on, and for one that hides
    links in a comment that is not closed.
    """
    refuse_unclosed(text, 1, document)
    yield from links_in(walk(text, 1, document), document)


def walk(markup: str, first_line: int, document: str) -> Iterator[Passage]:
    """Yield the blocks and headings of a page, or of a piece of one that starts on a line."""
    walk = _Walk(first_line, is_bookmarks=bool(_BOOKMARKS.match(markup)))
    for edge in edges(markup, first_line, document):
        if edge.is_start:
            walk.start(edge)
        else:
            walk.end(edge)
        yield from walk.passages()
    walk.finish()
    yield from walk.passages()


class _Walk:
    """Where a walk through the elements of a page has come to."""

    def __init__(self, first_line: int, *, is_bookmarks: bool) -> None:
        self._line = first_line
        self._is_bookmarks = is_bookmarks
        """In exported bookmarks every folder is an `<h3>`: the lists tell their levels."""
        self._block = Block()
        self._done: list[Passage] = []
        self._holders = 0
        self._lists = 0
        self._code = 0
        self._heading = 0

    def passages(self) -> Iterator[Passage]:
        """Hand out what is complete."""
        yield from self._done
        self._done.clear()

    def start(self, edge: Edge) -> None:
        """Go into an element."""
        self._line = edge.line or self._line
        match _ROLES.get(edge.name):
            case _Role.HEADING if not self._block.is_in_link:
                self.finish()
                level = 1 if edge.name == "title" else int(edge.name[1])
                self._heading = self._lists + 1 if self._is_bookmarks else level
            case _Role.HOLDER:
                self.finish()
                self._holders += 1
            case _Role.CONTAINER:
                self.finish()
                self._lists += edge.name == "dl"
            case _Role.PARAGRAPH:
                self._end_paragraph()
            case _Role.CELL if not self._block.is_empty:
                self._block.divide()
            case _Role.BREAK:
                self._block.break_line()
            case _Role.CODE:
                self._code += 1
            case _Role.LINK if "href" in edge.attributes:
                self._block.open_link(edge.attributes["href"], self._line)
            case _Role.IMAGE if "src" in edge.attributes:
                label = edge.attributes.get("alt") or edge.attributes.get("title", "")
                self._block.add_image(edge.attributes["src"], label, self._line)
            case _:
                pass
        self._line = max(self._line, edge.last_line)
        self._write(edge.text)

    def end(self, edge: Edge) -> None:
        """Come out of an element."""
        match _ROLES.get(edge.name):
            case _Role.HEADING if self._heading:
                self.finish()
            case _Role.HOLDER:
                self.finish()
                self._holders -= 1
            case _Role.CONTAINER:
                self.finish()
                self._lists -= edge.name == "dl"
                if edge.name == "dl" and self._is_bookmarks:
                    self._done.append(Passage(block=Block(), ends=self._lists + 1))
            case _Role.PARAGRAPH:
                self._end_paragraph()
            case _Role.CODE:
                self._code -= 1
            case _Role.LINK if "href" in edge.attributes:
                self._block.close_link(default_label=edge.attributes.get("title", ""))
            case _:
                pass
        self._write(edge.text)

    def finish(self) -> None:
        """End the block, unless a link spans its end: then it is but a line."""
        if self._block.is_in_link:
            self._block.break_line()
            return
        if not self._block.is_empty:
            self._done.append(Passage(block=self._block, heading=self._heading))
            self._block = Block()
        self._heading = 0

    def _end_paragraph(self) -> None:
        if self._holders or self._heading:
            self._block.break_line()
        else:
            self.finish()

    def _write(self, text: str) -> None:
        for number, line in enumerate(text.split("\n")):
            self._line += number > 0
            if self._code:
                self._block.hush(f"{line} ")
            elif line.strip() or not self._block.is_empty:
                self._block.write(f" {line}" if number else line, self._line)
