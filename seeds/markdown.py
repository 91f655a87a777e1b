"""Read GitHub-flavoured Markdown: links, images, bare addresses, raw HTML, definitions."""

import re
from collections.abc import Iterator
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference
from markdown_it.token import Token

from seeds.addresses import find_addresses
from seeds.block import Block
from seeds.html import walk
from seeds.inline import write_inline
from seeds.markup import refuse_unclosed
from seeds.model import BadSeed, Link
from seeds.outline import Outline, Passage, links_in

DEEPEST = 40
"""Levels of nesting that are read, two for each list in a list. The parser loses what follows
a deeper one, so a document that has it is refused."""

_FRONT_MATTER_START = re.compile(r"---[ \t]*\n")
_FRONT_MATTER_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_FRONT_MATTER_KEY = re.compile(r"[\"']?\w[\w .-]{0,60}[\"']?:(?:\s|\Z)")
_EDGES = frozenset(
    f"{name}_{edge}"
    for name in ("list_item", "bullet_list", "ordered_list", "tr", "table", "blockquote")
    for edge in ("open", "close")
) | {"html_block"}
"""Tokens that end a block; a paragraph ends one only outside of items, rows and headings."""
_COMMENT_DESTINATIONS = ("", "#")
"""`[//]: # (words)` defines nothing: it is how people write comments."""


def read(text: str, document: str) -> Iterator[Link]:
    """Yield the links of a document in order.

    A definition (`[name]: url`) is a link of its own only if nothing uses it. Code, comments
    and front matter hold no links. Raises BadSeed where it nests too deep, and where code or
    a comment that is not closed hides links.
    """
    yield from _Document(text, document).links()


class _Document:
    """A document cut into blocks; their inline text is parsed one block at a time."""

    def __init__(self, text: str, name: str) -> None:
        self._name = name
        self._parser = _parser()
        self._env: dict[str, Any] = {}
        self._blocks = self._parser.parse(_without_front_matter(text), self._env)
        if self._blocks:
            _refuse_unclosed(self._blocks[-1], text, name)
        self._outline = Outline()
        self._used: set[str] = set()
        """The names of the definitions that links and images use."""
        self._definitions: list[tuple[str, Link]] = []

    def links(self) -> Iterator[Link]:
        """Yield the links in the order of their lines."""
        deep = (token for token in self._blocks if token.level >= DEEPEST - 1)
        if token := next(deep, None):
            line = f" at line {token.map[0] + 1}" if token.map else ""
            raise BadSeed(
                f"{self._name}: lists or quotations nest more than {DEEPEST // 2 - 1} "
                f"deep{line}; write them flatter"
            )
        links = list(links_in(self._passages(), self._name, self._outline))
        links += [
            link
            for name, link in self._definitions
            if name not in self._used or link.url != self._env["references"][name]["href"]
        ]
        yield from sorted(links, key=lambda link: link.line)

    def _passages(self) -> Iterator[Passage]:
        block = Block()
        items = cells = heading = 0
        for token in self._blocks:
            items += token.nesting if token.tag == "li" else 0
            cells += token.nesting if token.tag == "tr" else 0
            if token.type == "heading_open" and token.level == 0:
                heading = int(token.tag[1:])
            if token.type == "inline":
                if not block.is_empty:
                    (block.divide if cells else block.break_line)()
                self._used |= write_inline(self._parser, token, self._env, block)
            is_whole = token.type == "inline" and not (items or cells or heading)
            if is_whole or token.type in _EDGES or (heading and token.type == "heading_close"):
                yield Passage(block=block, heading=heading)
                block, heading = Block(), 0
            if token.type == "html_block" and token.map:
                yield from walk(token.content, token.map[0] + 1, self._name)
            if token.type == "definition" and token.meta["url"] not in _COMMENT_DESTINATIONS:
                self._define(token)

    def _define(self, token: Token) -> None:
        block = Block()
        line = token.map[0] + 1 if token.map else 1
        block.open_link(token.meta["url"], line)
        block.write(token.meta["title"] or token.meta["label"], line)
        links = block.links(self._name, self._outline.path)
        self._definitions += [(token.meta["id"], link) for link in links]


class _EveryAddress(MarkdownIt):
    """Takes every address for a link, exactly as it is written."""

    def validateLink(self, url: str) -> bool:
        return True

    def normalizeLink(self, url: str) -> str:
        return url

    def normalizeLinkText(self, link: str) -> str:
        return link


def _parser() -> MarkdownIt:
    parser = _EveryAddress(
        "commonmark",
        {"maxNesting": DEEPEST, "inline_definitions": True, "store_labels": True},
    ).enable(["table", "strikethrough"])
    # What is inline is parsed later, one block at a time, so that memory stays bounded.
    parser.core.ruler.enableOnly(["normalize", "block"])
    parser.block.ruler.at("reference", _reference_but_no_footnote)
    return parser


def _reference_but_no_footnote(
    state: StateBlock, start_line: int, end_line: int, silent: bool
) -> bool:
    """Leave `[^1]: http://...` as the paragraph that it is: no words are linked to it."""
    if state.src.startswith("[^", state.bMarks[start_line] + state.tShift[start_line]):
        return False
    return reference(state, start_line, end_line, silent)


def _refuse_unclosed(last: Token, text: str, document: str) -> None:
    """Refuse a document that ends in code or a comment with addresses, as if by mistake."""
    line = last.map[0] + 1 if last.map else 1
    if last.type == "html_block":
        refuse_unclosed(last.content, line, document)
    elif last.type == "fence":
        end = text.rstrip().rpartition("\n")[2].strip()
        is_closed = end.startswith(last.markup) and not end.strip(last.markup[0])
        if not is_closed and next(find_addresses(last.content), None):
            raise BadSeed(
                f"{document}: line {line}: {last.markup} is not closed and hides links; "
                f"write {last.markup} where the code ends"
            )


def _without_front_matter(text: str) -> str:
    """Blank out YAML between `---` lines at the very start; every line keeps its number."""
    opening = _FRONT_MATTER_START.match(text)
    end = _FRONT_MATTER_END.search(text, opening.end()) if opening else None
    if not opening or not end:
        return text
    lines = text[opening.end() : end.start()].split("\n")
    first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    if not _FRONT_MATTER_KEY.match(first):
        return text
    return "\n" * text.count("\n", 0, end.end()) + text[end.end() :]
