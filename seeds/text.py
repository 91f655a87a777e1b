"""Read plain text: addresses and identifiers, line by line, under underlined headings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from seeds.addresses import find_addresses, find_identifiers
from seeds.block import Block
from seeds.model import Link
from seeds.outline import Passage, links_in

_UNDERLINE = re.compile(r"[ \t]*(?P<mark>[=~*-])(?P=mark){2,}[ \t]*")
_LEVEL_OF_UNDERLINE = {"=": 1, "*": 1, "-": 2, "~": 3}
_HASHES = re.compile(r"(?P<hashes>#{1,6})[ \t]+(?P<title>\S.*)")
_BULLET = re.compile(
    r"[ \t]*(?:[-*+\u2022\u2023\u25aa\u25cf\u25e6\u2013\u2014]"
    r"|\d{1,4}[.)]|[\[(]\d{1,4}[\])])[ \t]+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """A line of a paragraph."""

    words: str
    """Without the bullet."""
    number: int
    has_bullet: bool
    has_address: bool


def read(text: str, document: str) -> Iterator[Link]:
    """Yield the links of a text in order.

    A heading is a line underlined with `===`, `***`, `---` or `~~~`, or one that starts with
    `# `. The lines of a paragraph go with the address below them, or with the address above
    them where the paragraph starts with one.
    """
    yield from links_in(_passages(text.split("\n")), document)


def _passages(lines: Sequence[str]) -> Iterator[Passage]:
    paragraph: list[_Line] = []
    for number, line in enumerate(lines, start=1):
        level, title = _heading(line, lines[number] if number < len(lines) else "")
        if level and not paragraph:
            block = Block(is_plain=True)
            block.write(title, number)
            yield Passage(block=block, heading=level)
        elif not line.strip() or _UNDERLINE.fullmatch(line):
            yield from _items(paragraph)
            paragraph = []
        else:
            paragraph.append(_line(line, number))
    yield from _items(paragraph)


def _heading(line: str, next_line: str) -> tuple[int, str]:
    """The level and the words of a heading; level 0 for any other line."""
    if _has_address(line) or not line.strip():
        return 0, ""
    if hashes := _HASHES.fullmatch(line):
        return len(hashes["hashes"]), hashes["title"].rstrip(" \t#")
    underline = _UNDERLINE.fullmatch(next_line)
    if underline and not _UNDERLINE.fullmatch(line) and not _BULLET.match(line):
        return _LEVEL_OF_UNDERLINE[underline["mark"]], line
    return 0, ""


def _line(line: str, number: int) -> _Line:
    bullet = _BULLET.match(line)
    return _Line(
        words=line[bullet.end() :] if bullet else line,
        number=number,
        has_bullet=bool(bullet),
        has_address=_has_address(line),
    )


def _has_address(line: str) -> bool:
    addresses = find_addresses(line, in_plain_text=True)
    return next(addresses, None) is not None or next(find_identifiers(line), None) is not None


def _items(paragraph: Sequence[_Line]) -> Iterator[Passage]:
    """Cut a paragraph where an item ends, so that no link gets words of another as context."""
    item: list[_Line] = []
    has_address = False
    starts_with_address = bool(paragraph) and paragraph[0].has_address
    for line in paragraph:
        if line.has_bullet or (has_address and (line.has_address or not starts_with_address)):
            yield from _item(item)
            item, has_address = [], False
        item.append(line)
        has_address = has_address or line.has_address
    yield from _item(item)


def _item(lines: Sequence[_Line]) -> Iterator[Passage]:
    if not lines:
        return
    block = Block(is_plain=True)
    for line in lines:
        if not block.is_empty:
            block.break_line()
        block.write(line.words, line.number)
    yield Passage(block=block)
