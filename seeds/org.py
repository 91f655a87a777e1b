"""Read org files: `[[address][words]]`, bare addresses, tables and properties, by heading."""

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from seeds.block import Block
from seeds.html import walk
from seeds.model import Link
from seeds.outline import Passage, links_in

DEEPEST = 64
"""Headings with more stars count as headings with so many."""

_STARS = re.compile(r"(?P<stars>\*+)[ \t]+")
_TODO = frozenset(("TODO", "DONE"))
_PRIORITY = re.compile(r"\[#[A-Z0-9]{1,2}\]")
_COOKIE = re.compile(r"\[\d{0,9}(?:%|/\d{0,9})\]")
_TAGS = re.compile(r":(?:[\w@#%]+:)+")
_KEYWORD = re.compile(r"[ \t]*#\+(?P<name>\w+):[ \t]*(?P<value>.*)")
_COMMENT = re.compile(r"[ \t]*#(?:[ \t]|\Z)")
_FENCE = re.compile(
    r"[ \t]*#\+(?P<edge>begin|end)_(?P<name>src|example|comment|export)\b[ \t]*(?P<kind>\w*)",
    re.IGNORECASE,
)
_FIXED_WIDTH = re.compile(r"[ \t]*:(?:[ \t]|\Z)")
_ITEM = re.compile(
    r"(?:[ \t]*(?:[-+]|\d{1,9}[.)])|[ \t]+\*)[ \t]+(?:\[[ X-]\][ \t]+)?"
    r"|(?=[ \t]*\||:[\w-]+:|\[fn:)"
)
"""How the lines begin that are a block of their own: items, rows, properties, footnotes."""
_EDGE = re.compile(r"[ \t]*:(?:PROPERTIES|END):[ \t]*\Z", re.IGNORECASE)
_RULE = re.compile(r"[ \t]*\|[-+|: \t]*\Z")
_INLINE = re.compile(
    # Neither part may hold "[[", or a text full of it would take the square of its length.
    r"\[\[(?P<target>(?:[^\[\]\\]|\\.)+)\]"
    r"(?:\[(?P<label>(?:[^\[\]]|\[(?!\[)|\](?!\]))*)\])?\]"
    r"|<(?P<angle>(?:https?|ftp|mailto):[^<>\n]+)>"
    # Not after other marks, as org has it: `http://a.org/-~b~` is one address.
    r"|(?:(?<!\S)|(?<=\s[(\[{'\"]))(?:=(?P<verbatim>[^=\n]+)=|~(?P<code>[^~\n]+)~)(?![^\s)\]}'\".,;:!?-])"
)
_ESCAPED = re.compile(r"\\([\[\]\\])")
_OUTSIDE = re.compile(r"[A-Za-z][\w+.-]*:|[./~#]")
"""How targets begin that are not the words of a heading in the same file."""
_EMPHASIS = re.compile(r"(?<!\S)([*/_+=~])(?=\S)([^*/_+=~]*)(?<=\S)\1(?!\w)")
_IMAGE = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|webp|avif)", re.IGNORECASE)


def read(text: str, document: str) -> Iterator[Link]:
    """Yield the links of a file in order.

    TODO keywords, priorities, cookies and tags are no part of a heading. An address in a
    property is a link under its heading; comments, code, examples and what stands under a
    COMMENT heading hold none. `#+LINK:` abbreviations are written out.
    """
    yield from links_in(_Walk(text.split("\n"), document).passages(), document)


@dataclass(slots=True)
class _Settings:
    """What a file says about how it is to be read."""

    todo: set[str] = field(default_factory=set[str])
    """Its keywords; a file that names none has `_TODO`."""
    abbreviations: dict[str, str] = field(default_factory=dict[str, str])

    def learn(self, name: str, value: str) -> None:
        """Take in a keyword line."""
        if name in ("TODO", "SEQ_TODO", "TYP_TODO"):
            self.todo |= {word.partition("(")[0] for word in value.split()}
        elif name == "LINK" and len(parts := value.split(None, 1)) > 1:
            self.abbreviations[parts[0]] = parts[1].strip()


class _Walk:
    """Where a walk through the lines of a file has come to."""

    def __init__(self, lines: Sequence[str], document: str) -> None:
        self._lines = lines
        self._document = document
        self._settings = _Settings()
        self._headings = [at for at, line in enumerate(lines) if _STARS.match(line)]
        self._fence_ends: dict[str, list[int]] = {}
        for at, line in enumerate(lines):
            if keyword := _KEYWORD.match(line):
                self._settings.learn(keyword["name"].upper(), keyword["value"])
            elif (fence := _FENCE.match(line)) and fence["edge"].lower() == "end":
                self._fence_ends.setdefault(fence["name"].lower(), []).append(at)

    def passages(self) -> Iterator[Passage]:
        """Yield blocks and headings."""
        at = start = 0
        while at < len(self._lines):
            line = self._lines[at]
            after = self._after_special(at, line)
            if after > at:
                yield self._block(start, at)
                yield from self._special(at, after, line)
                at = start = after
                continue
            if not line.strip() or _ITEM.match(line):
                yield self._block(start, at)
                start = at
            at += 1
        yield self._block(start, at)

    def _after_special(self, at: int, line: str) -> int:
        """Where that ends which begins on a line and is no text; the line itself for text."""
        if level := _level(line):
            is_comment = self._title(line).partition(" ")[0] == "COMMENT"
            return self._after_section(at, level) if is_comment else at + 1
        if fence := _FENCE.match(line):
            return self._after_fence(at, fence) if fence["edge"].lower() == "begin" else at + 1
        keyword = _KEYWORD.match(line)
        is_silent = bool(keyword) and keyword["name"].upper() != "CAPTION"
        is_special = is_silent or any(
            pattern.match(line) for pattern in (_COMMENT, _FIXED_WIDTH, _RULE, _EDGE)
        )
        return at + 1 if is_special else at

    def _after_section(self, at: int, level: int) -> int:
        for number in range(bisect(self._headings, at), len(self._headings)):
            heading = self._headings[number]
            if _level(self._lines[heading]) <= level:
                return heading
        return len(self._lines)

    def _after_fence(self, at: int, fence: re.Match[str]) -> int:
        """A fence that is not closed under the same heading is no more than text."""
        nowhere = len(self._lines)
        end = _next(self._fence_ends.get(fence["name"].lower(), []), at, nowhere)
        return end + 1 if end < _next(self._headings, at, nowhere) else at

    def _special(self, at: int, after: int, line: str) -> Iterator[Passage]:
        keyword = _KEYWORD.match(line)
        fence = _FENCE.match(line)
        title = self._title(line)
        if (level := _level(line)) and title.partition(" ")[0] != "COMMENT":
            block = Block()
            self._write(block, title, at + 1)
            yield Passage(block=block, heading=min(level, DEEPEST))
        elif keyword and keyword["name"].upper() == "HTML":
            yield from walk(keyword["value"], at + 1, self._document)
        elif fence and fence["name"].lower() == "export" and fence["kind"].lower() == "html":
            html = "\n".join(self._lines[at + 1 : after - 1])
            yield from walk(html, at + 2, self._document)

    def _title(self, line: str) -> str:
        words = line.lstrip("*").split()
        if words and _TAGS.fullmatch(words[-1]):
            words.pop()
        if words and words[0] in (self._settings.todo or _TODO):
            words.pop(0)
        if words and _PRIORITY.fullmatch(words[0]):
            words.pop(0)
        return _without_emphasis(
            " ".join(word for word in words if not _COOKIE.fullmatch(word))
        )

    def _block(self, start: int, end: int) -> Passage:
        block = Block()
        if any(line.strip() for line in self._lines[start:end]):
            bullet = _ITEM.match(self._lines[start])
            first = self._lines[start][bullet.end() if bullet else 0 :]
            self._write(block, "\n".join([first, *self._lines[start + 1 : end]]), start + 1)
        return Passage(block=block)

    def _write(self, block: Block, text: str, line: int) -> None:
        at = 0
        for found in _INLINE.finditer(text):
            line = _write_words(block, text[at : found.start()], line)
            if found["target"]:
                self._write_link(block, found, line)
            elif found["angle"]:
                block.open_link(found["angle"], line, is_bare=True)
                block.close_link()
            else:
                block.hush(found["verbatim"] or found["code"])
            line += found[0].count("\n")
            at = found.end()
        _write_words(block, text[at:], line)

    def _write_link(self, block: Block, found: re.Match[str], line: int) -> None:
        target = _ESCAPED.sub(r"\1", " ".join(found["target"].split()))
        label = _without_emphasis(" ".join((found["label"] or "").split()))
        prefix, _, rest = target.partition(":")
        if pattern := self._settings.abbreviations.get(prefix):
            has_place = "%s" in pattern
            target = pattern.replace("%s", rest) if has_place else pattern + rest
        if not _OUTSIDE.match(target):
            block.write(label or target, line)
        elif not label and _IMAGE.fullmatch(target):
            block.add_image(target, "", line)
        else:
            block.open_link(target, line)
            if _IMAGE.fullmatch(label) and _OUTSIDE.match(label):
                block.add_image(label, "", line)
            else:
                block.write(label, line)
            block.close_link()


def _level(line: str) -> int:
    """The number of stars of a heading; 0 for any other line."""
    stars = _STARS.match(line)
    return len(stars["stars"]) if stars else 0


def _next(numbers: Sequence[int], at: int, otherwise: int) -> int:
    """The first of the sorted numbers that is greater."""
    place = bisect(numbers, at)
    return numbers[place] if place < len(numbers) else otherwise


def _write_words(block: Block, text: str, line: int) -> int:
    """Write words over one or more lines; return the line on which they end."""
    for number, words in enumerate(text.split("\n")):
        if number:
            block.break_line()
        block.write(words, line + number)
    return line + text.count("\n")


def _without_emphasis(words: str) -> str:
    return _EMPHASIS.sub(r"\2", words)
