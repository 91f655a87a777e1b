"""One paragraph, list item, table row or heading: its words, and the links among them."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from seeds.addresses import OBJECT, Address, find_addresses, find_identifiers
from seeds.model import Link, LinkKind
from seeds.references import LONGEST, title_of_reference

LONGEST_CONTEXT = 1000
_STRIDE = 400
"""Links closer to each other than this share the same piece of a long text as context."""

_BESIDE_A_LONE_ADDRESS = " \t\u00a0<>()[]*_~-\u2013\u2014\u2022\u00b7:|.,;+"
_BRACKETED_LABEL = re.compile(r"\[([^\[\]]{2,})\]\s{1,3}\(\Z")
_LONGEST_BRACKETED_LABEL = 400


def fold(text: str) -> str:
    """Every run of white space becomes one blank, none is left at the ends."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A link and where it stands in the two texts of a block."""

    url: str
    line: int
    start: int
    """In the text to be scanned, where a link is one `OBJECT`."""
    end: int
    shown_at: int
    label: str = ""
    is_bare: bool = False
    kind: LinkKind = LinkKind.LINK


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """Words as they were written into a block."""

    start: int
    shown_at: int
    line: int


class Block:
    """What a reader has read of one block so far.

    It keeps two texts with the same lines: the words as people see them, for labels and
    context, and the same with its marks and without everything that is no text, to be scanned
    for bare addresses.
    """

    def __init__(self, *, is_plain: bool = False) -> None:
        """Begin; a plain block knows no mark-up: identifiers and naked hosts are links."""
        self._is_plain = is_plain
        self._scanned: list[str] = []
        self._scanned_size = 0
        self._shown: list[str] = []
        self._shown_size = 0
        self._pieces: list[_Piece] = []
        self._open: list[tuple[_Found, int]] = []
        """With the number of shown parts before the label."""
        self._found: list[_Found] = []

    @property
    def is_empty(self) -> bool:
        """Nothing was added yet."""
        return not self._shown

    @property
    def is_in_link(self) -> bool:
        """A link was opened and not closed."""
        return bool(self._open)

    @property
    def title(self) -> str:
        """The words of the block, for one that is a heading."""
        return fold("".join(self._shown))

    def write(self, text: str, line: int) -> None:
        """Add words that may hold bare addresses; they all stand on one line."""
        if not self._open:
            piece = _Piece(start=self._scanned_size, shown_at=self._shown_size, line=line)
            self._pieces.append(piece)
        words = text.replace("\n", " ")
        self._add(words, words)

    def mark(self, markup: str) -> None:
        """Add a mark that people do not see, and that may stand next to a bare address."""
        self._add(markup, "")

    def hush(self, text: str) -> None:
        """Add words that hold no links, such as code."""
        self._add(OBJECT, text.replace("\n", " "))

    def break_line(self) -> None:
        """End a line; within a link this is a blank."""
        self._add("\n", " " if self._open else "\n")

    def divide(self) -> None:
        """Begin the next cell of a row."""
        self._add("|", " | ")

    def open_link(self, url: str, line: int, *, is_bare: bool = False) -> None:
        """Begin a link: what is added up to `close_link` is its label, unless it is bare."""
        self._open.append((self._place(url, line, is_bare=is_bare), len(self._shown)))

    def close_link(self, *, default_label: str = "") -> None:
        """End the innermost open link, which has a label even if it has no words."""
        found, label_at = self._open.pop()
        label = fold("".join(self._shown[label_at:])) or fold(default_label)
        is_bare = found.is_bare or label == found.url
        self._found.append(replace(found, label="" if is_bare else label, is_bare=is_bare))

    def add_image(self, url: str, label: str, line: int) -> None:
        """Add an image with its alternative text."""
        found = self._place(url, line, is_bare=False)
        self._found.append(replace(found, label=fold(label), kind=LinkKind.IMAGE))
        self._add("", f" {fold(label)} ")

    def links(
        self, document: str, topic_path: tuple[str, ...], *, names_works: bool = True
    ) -> Iterator[Link]:
        """Yield the links of the block in order, or the work that it names without a link."""
        while self._open:
            self.close_link()
        scanned = "".join(self._scanned)
        shown = "".join(self._shown)
        found = _with_labels(self._all_found(scanned), scanned, shown)
        if names_works and not found:
            found = self._named_work(shown)
        contexts: dict[int, str] = {}
        for each in found:
            place = _place_of_context(each.shown_at, len(shown))
            if place not in contexts:
                contexts[place] = fold(shown[place : place + LONGEST_CONTEXT])
            yield Link(
                url=each.url,
                label=each.label,
                topic_path=topic_path,
                document=document,
                line=each.line,
                context=contexts[place],
                kind=each.kind,
            )

    def _add(self, scanned: str, shown: str) -> None:
        if self._open:
            scanned = ""
        self._scanned.append(scanned)
        self._scanned_size += len(scanned)
        self._shown.append(shown)
        self._shown_size += len(shown)

    def _place(self, url: str, line: int, *, is_bare: bool) -> _Found:
        start = self._scanned_size
        self._add(OBJECT, "")
        return _Found(
            url=url,
            line=line,
            start=start,
            end=self._scanned_size,
            shown_at=self._shown_size,
            is_bare=is_bare,
        )

    def _all_found(self, scanned: str) -> list[_Found]:
        bare = list(find_addresses(scanned, in_plain_text=self._is_plain))
        has_links = bool(bare) or any(
            found.url and found.kind is LinkKind.LINK for found in self._found
        )
        if self._is_plain or not has_links:
            ends = [0, *(address.end for address in bare)]
            starts = [address.start for address in bare]
            bare += [
                identifier
                for identifier in find_identifiers(scanned)
                if ends[bisect_right(starts, identifier.start)] <= identifier.start
            ]
        found = self._found + [self._found_at(address) for address in bare]
        return sorted(found, key=lambda each: each.start)

    def _found_at(self, address: Address) -> _Found:
        after = bisect_right(self._pieces, address.start, key=lambda piece: piece.start)
        piece = self._pieces[after - 1]
        return _Found(
            url=address.url,
            line=piece.line,
            start=address.start,
            end=address.end,
            shown_at=piece.shown_at + address.start - piece.start,
            is_bare=True,
        )

    def _named_work(self, shown: str) -> list[_Found]:
        lines = [fold(line) for line in shown[: LONGEST + 1].split("\n") if line.strip()]
        title = title_of_reference(lines) if self._pieces and len(shown) <= LONGEST else ""
        if not title:
            return []
        line = self._pieces[0].line
        reference = LinkKind.REFERENCE
        return [
            _Found(url="", line=line, start=0, end=0, shown_at=0, label=title, kind=reference)
        ]


def _place_of_context(shown_at: int, size: int) -> int:
    if size <= LONGEST_CONTEXT:
        return 0
    return max(0, shown_at // _STRIDE * _STRIDE - (LONGEST_CONTEXT - _STRIDE) // 2)


def _with_labels(found: list[_Found], scanned: str, shown: str) -> list[_Found]:
    """Give bare addresses the words that stand for them: `[words] (address)`, or the lines
    above an address that has its line for itself.

    Lines above count only in a block that begins with words: in one that begins with an
    address, words follow the address that they speak of.
    """
    starts = [0, *(newline.end() for newline in re.finditer("\n", scanned)), len(scanned) + 1]
    shown_lines = shown.split("\n")
    numbers = [bisect_right(starts, each.start) - 1 for each in found]
    on_line = Counter(numbers)
    begins_with_words = bool(found) and any(map(str.strip, shown_lines[: numbers[0]]))
    labelled: list[_Found] = []
    after_last = 0
    for each, number in zip(found, numbers, strict=True):
        label = each.label
        if each.is_bare:
            label = _bracketed_label(each, scanned)
        if each.is_bare and not label and begins_with_words and on_line[number] == 1:
            beside = (
                scanned[starts[number] : each.start] + scanned[each.end : starts[number + 1]]
            )
            if not beside.strip(_BESIDE_A_LONE_ADDRESS):
                label = fold(" ".join(shown_lines[after_last:number]))
        labelled.append(replace(each, label=label))
        after_last = number + 1
    return labelled


def _bracketed_label(found: _Found, scanned: str) -> str:
    before = scanned[max(0, found.start - _LONGEST_BRACKETED_LABEL) : found.start]
    bracketed = _BRACKETED_LABEL.search(before)
    return fold(bracketed[1]) if bracketed and OBJECT not in bracketed[1] else ""
