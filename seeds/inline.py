"""Write the inline part of a Markdown block (links, images, tags, words) into a `Block`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from seeds.block import Block
from seeds.markup import CODE, UNSEEN, decode_entities, tag_of


def write_inline(
    parser: MarkdownIt, token: Token, env: dict[str, object], block: Block
) -> frozenset[str]:
    """Write an inline token into a block; return the names of the definitions it uses.

    Emphasis is parsed, so that labels are free of it, but its marks are given back to the text
    that is scanned: `http://x/a*b*c` is one address.
    """
    first_line = token.map[0] + 1 if token.map else 1
    state = _PlacedState(token.content, parser, env, [])
    parser.inline.tokenize(state)
    for rule in parser.inline.ruler2.getRules(""):
        rule(state)
    writer = _Writer(block, token.content, first_line, state.tokens)
    writer.write(state.tokens)
    return frozenset(writer.used)


class _PlacedState(StateInline):
    """Notes on each token how far the parser had come; it has no other notion of lines."""

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        token.meta["at"] = self.pos
        return token

    def pushPending(self) -> Token:
        token = super().pushPending()
        token.meta["at"] = self.pos
        return token


@dataclass(frozen=True, slots=True, kw_only=True)
class _Anchor:
    """A link that is open."""

    is_tag: bool
    """It was opened by `<a href>`, not by Markdown."""
    title: str


class _Writer:
    """How far the tokens of one inline text are written, and what is open there."""

    def __init__(
        self, block: Block, content: str, first_line: int, tokens: Sequence[Token]
    ) -> None:
        self.used: set[str] = set()
        self._block = block
        self._content = content
        self._line = first_line
        self._at = 0
        self._anchors: list[_Anchor] = []
        self._silent = ""
        """The name of the element, such as code, whose words hold no links."""
        self._last_end = _last_ends(tokens)

    def write(self, tokens: Iterable[Token]) -> None:
        """Write all tokens and close what is open."""
        for index, token in enumerate(tokens):
            at = token.meta.get("at", self._at)
            self._line += self._content.count("\n", self._at, at)
            self._at = max(self._at, at)
            self._write(token, index)
        while self._anchors:
            self._close()

    def _write(self, token: Token, index: int) -> None:
        match token.type:
            case "text" | "text_special" if not self._silent:
                self._block.write(token.content, self._line)
            case "text" | "text_special" | "code_inline":
                self._block.hush(token.content)
            case "softbreak" | "hardbreak":
                self._block.break_line()
            case "link_open":
                self._use(token)
                anchor = _Anchor(is_tag=False, title=str(token.attrs.get("title", "")))
                is_bare = token.info == "auto"
                href = str(token.attrs["href"])
                self._open(anchor, decode_entities(href) if is_bare else href, is_bare=is_bare)
            case "link_close":
                while self._close().is_tag:
                    pass
            case "image":
                self._use(token)
                label = words_of(token.children or ())
                self._block.add_image(str(token.attrs["src"]), label, self._line)
            case "html_inline":
                self._write_tag(token.content, index)
            case _:
                self._block.mark(token.markup)

    def _write_tag(self, markup: str, index: int) -> None:
        tag = tag_of(markup)
        ends_later = self._last_end.get(tag.name, -1) > index
        if self._silent:
            self._silent = "" if tag.is_closing and tag.name == self._silent else self._silent
        elif tag.is_closing:
            if tag.name == "a" and self._anchors and self._anchors[-1].is_tag:
                self._close()
        elif tag.name == "br":
            self._block.break_line()
        elif tag.name in CODE | UNSEEN:
            self._silent = tag.name if ends_later else ""
        elif tag.name == "a" and "href" in tag.attributes:
            while self._anchors and self._anchors[-1].is_tag:
                self._close()
            title = tag.attributes.get("title", "")
            is_within_link = bool(self._anchors)
            self._open(_Anchor(is_tag=True, title=title), tag.attributes["href"])
            if is_within_link or not ends_later:
                self._close()
        elif tag.name == "img" and "src" in tag.attributes:
            label = tag.attributes.get("alt") or tag.attributes.get("title", "")
            self._block.add_image(tag.attributes["src"], label, self._line)
        else:
            self._block.mark("<")

    def _use(self, token: Token) -> None:
        if name := token.meta.get("label"):
            self.used.add(name)

    def _open(self, anchor: _Anchor, url: str, *, is_bare: bool = False) -> None:
        self._anchors.append(anchor)
        self._block.open_link(url, self._line, is_bare=is_bare)

    def _close(self) -> _Anchor:
        anchor = self._anchors.pop()
        self._block.close_link(default_label=anchor.title)
        return anchor


def words_of(tokens: Iterable[Token]) -> str:
    """The words of inline tokens, as they stand for an image."""
    return "".join(
        words_of(token.children) if token.children else token.content or " "
        for token in tokens
        if token.type in ("text", "text_special", "code_inline", "softbreak", "image")
    )


def _last_ends(tokens: Sequence[Token]) -> dict[str, int]:
    """By name of an element, where its last end tag stands."""
    tags = ((index, token) for index, token in enumerate(tokens) if token.type == "html_inline")
    named = ((index, tag_of(token.content)) for index, token in tags)
    return {tag.name: index for index, tag in named if tag.is_closing}
