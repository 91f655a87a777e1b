"""Read HTML: whole pages, and the pieces of it that stand in Markdown."""

import re
from collections.abc import Iterator
from enum import Enum, auto

from seeds.block import Block
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
        _Role.HEADING: "h1 h2 h3 h4 h5 h6",
        _Role.HOLDER: "li tr dt dd",
        _Role.CONTAINER: "ul ol dl table section article header footer nav aside main blockquote "
        "form fieldset details figure hr body",
        _Role.PARAGRAPH: "p div center address summary figcaption caption",
        _Role.CELL: "td th",
        _Role.BREAK: "br",
        _Role.CODE: "code pre kbd samp tt textarea xmp",
        _Role.LINK: "a area",
        _Role.IMAGE: "img",
    }.items()
    for name in names.split()
}


def read(text: str, document: str) -> Iterator[Link]:
    """Yield the links of a page in order.

    Addresses stay as written, `<base>` changes none. A page without an `<h1>` stands under
    its `<title>`. Raises BadSeed for a page that libxml2 gives up on.
    """
    yield from links_in(walk(text, 1, document), document)


def walk(markup: str, first_line: int, document: str) -> Iterator[Passage]:
    """Yield the blocks and headings of a page or a piece of one that starts on a line."""
    root = _tree(markup, first_line, document)
    if root is None:
        return
    title = _plain(root.findtext(".//title") or "")
    if title.strip() and root.find(".//h1") is None:
        block = Block()
        block.hush(title)
        yield Passage(block=block, heading=1)
    yield from _Walk(first_line, is_bookmarks=bool(_BOOKMARKS.match(markup))).passages(root)


class _Walk:
    """Where a walk through the elements of a page has come to."""

    def __init__(self, first_line: int, *, is_bookmarks: bool) -> None:
        self._first_line = first_line
        self._line = first_line
        self._is_bookmarks = is_bookmarks
        """In exported bookmarks every folder is an `<h3>`: the lists tell their levels."""
        self._block = Block()
        self._done: list[Passage] = []
        self._holders = 0
        self._lists = 0
        self._code = 0
        self._heading = 0

    def passages(self, root: etree._Element) -> Iterator[Passage]:
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            name = str(element.tag)
            if event == "start" and name in _UNSEEN:
                walker.skip_subtree()
            elif event == "start":
                self._line = int(element.get(_STAMP, self._line))
                self._start(element, name)
                self._pass_tag(element)
                self._write(element.text)
            else:
                self._end(element, name)
                self._write(element.tail)
            yield from self._done
            self._done.clear()
        self._finish()
        yield from self._done

    def _start(self, element: etree._Element, name: str) -> None:
        match _ROLES.get(name):
            case _Role.HEADING if not self._block.is_in_link:
                self._finish()
                self._heading = self._lists + 1 if self._is_bookmarks else int(name[1])
            case _Role.HOLDER:
                self._finish()
                self._holders += 1
            case _Role.CONTAINER:
                self._finish()
                self._lists += name == "dl"
            case _Role.PARAGRAPH:
                self._end_paragraph()
            case _Role.CELL if not self._block.is_empty:
                self._block.divide()
            case _Role.BREAK:
                self._block.break_line()
            case _Role.CODE:
                self._code += 1
            case _Role.LINK if "href" in element.attrib:
                self._block.open_link(_plain(element.get("href", "")), self._line)
            case _Role.IMAGE if "src" in element.attrib:
                label = _plain(element.get("alt", "") or element.get("title", ""))
                self._block.add_image(_plain(element.get("src", "")), label, self._line)
            case _:
                pass

    def _end(self, element: etree._Element, name: str) -> None:
        match _ROLES.get(name):
            case _Role.HEADING if self._heading:
                self._finish()
            case _Role.HOLDER:
                self._finish()
                self._holders -= 1
            case _Role.CONTAINER:
                self._finish()
                self._lists -= name == "dl"
                if name == "dl" and self._is_bookmarks:
                    self._done.append(Passage(block=Block(), ends=self._lists + 1))
            case _Role.PARAGRAPH:
                self._end_paragraph()
            case _Role.CODE:
                self._code -= 1
            case _Role.LINK if "href" in element.attrib:
                if self._block.is_in_link:
                    self._block.close_link(default_label=_plain(element.get("title", "")))
            case _:
                pass

    def _end_paragraph(self) -> None:
        if self._holders or self._heading:
            self._block.break_line()
        else:
            self._finish()

    def _finish(self) -> None:
        """End the block, unless a link spans its end: then it is but a line."""
        if self._block.is_in_link:
            self._block.break_line()
            return
        if not self._block.is_empty:
            self._done.append(Passage(block=self._block, heading=self._heading))
            self._block = Block()
        self._heading = 0

    def _pass_tag(self, element: etree._Element) -> None:
        # lxml knows on which line a tag ends, our stamp on which it starts.
        if element.sourceline and element.sourceline < _LAST_LINE_LXML_KNOWS:
            self._line = max(self._line, element.sourceline + self._first_line - 1)

    def _write(self, text: str | None) -> None:
        for number, line in enumerate((text or "").split("\n")):
            self._line += number > 0
            if self._code:
                self._block.hush(_plain(line) + " ")
            elif line.strip() or not self._block.is_empty:
                self._block.write(f" {line}" if number else line, self._line)
