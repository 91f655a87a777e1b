"""Read reStructuredText through docutils, which is kept from files, settings and raw output."""

import re
import sys
from collections.abc import Iterator
from typing import Any, cast

from docutils import frontend, nodes, utils
from docutils.parsers.rst import Parser, states
from docutils.transforms import references

from seeds.block import Block
from seeds.html import walk
from seeds.model import BadSeed, Link
from seeds.outline import Passage, links_in

_SETTINGS: dict[str, Any] = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "report_level": 5,
    "halt_level": 5,
    "warning_stream": False,
    "syntax_highlight": "none",
    "line_length_limit": sys.maxsize,
}
LARGEST = 4_000_000
"""Characters of a document: docutils reads 300,000 to 500,000 of them a second."""
_LONGEST_MARKED_UP = 5_000
"""Characters of a paragraph; in longer ones, unclosed marks would cost their square."""
_LONGEST_SUBSTITUTION = 10_000
_TOO_WIDE_TABLE = re.compile(r"^[ ]*[+=][-+= ]{2000}", re.MULTILINE)
"""Cutting up a table takes the square of the number of its columns."""
_TRANSFORMS = (
    references.Substitutions,
    references.PropagateTargets,
    references.AnonymousHyperlinks,
    references.IndirectHyperlinks,
    references.ExternalTargets,
)
"""What finds out where references lead; the others would move headings and hide text."""

_CODE_DIRECTIVES = frozenset(
    (
        *("code", "code-block", "sourcecode", "literalinclude", "highlight", "prompt"),
        *("testcode", "testsetup", "testoutput", "doctest", "ipython"),
        *("math", "graphviz", "mermaid", "plot"),
    )
)
_DIRECTIVE = re.compile(r"\.\. +(?:\|[^|\n]+\| +)?(?P<name>[\w:.+-]+?) ?::")
_ROLE = re.compile(r":(?P<name>[\w.+-]+):`(?P<words>[^`]*)`")
_OTHER_LINE_ENDS = str.maketrans(dict.fromkeys("\v\f\x1c\x1d\x1e\x85\u2028\u2029\0", " "))
"""docutils counts what ends with them as lines, and no editor does."""

_HOLDERS = (
    nodes.list_item,
    nodes.definition_list_item,
    nodes.field,
    nodes.option_list_item,
    nodes.row,
    nodes.line_block,
    nodes.footnote,
    nodes.citation,
)
_UNSEEN = (nodes.comment, nodes.substitution_definition, nodes.pending)
_CODE = (nodes.literal_block, nodes.doctest_block, nodes.math_block, nodes.literal, nodes.math)
_MARKS: dict[type[nodes.Node], str] = {
    nodes.emphasis: "*",
    nodes.strong: "**",
    nodes.title_reference: "`",
}


def read(text: str, document: str) -> Iterator[Link]:
    """Yield the links of a document in order.

    Raises BadSeed for one that is too large, nests too deep or has a huge table. A target
    (`.. _name: url`) is a link of its own only if nothing refers to it. Comments and code
    hold no links; the content of unknown directives and roles is read like any other.
    """
    if len(text) > LARGEST:
        raise BadSeed(f"{document}: larger than {LARGEST:,} characters; split it")
    if table := _TOO_WIDE_TABLE.search(text):
        line = text.count("\n", 0, table.start()) + 1
        raise BadSeed(f"{document}: the table at line {line} is too wide; split it")
    try:
        yield from _Document(text.translate(_OTHER_LINE_ENDS), document).links()
    except RecursionError as error:
        raise BadSeed(
            f"{document}: lists or quotations nest too deep; write them flatter"
        ) from error


class _Tolerant:
    """Goes before a state of the parser: it reads on within unknown directives."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.nested_sm_kwargs = {"state_classes": _STATES, "initial_state": "Body"}

    def unknown_directive(self, type_name: str) -> tuple[list[nodes.Node], bool]:
        """Take everything after the two colons for content, options too."""
        state = cast("Any", self)
        begin = state.state_machine.line.index("::") + 2
        lines, _, offset, blank_finish = state.state_machine.get_first_known_indented(begin)
        content = nodes.container()
        if type_name.lower().rpartition(":")[2] not in _CODE_DIRECTIVES:
            state.nested_parse(lines, offset, content)
        return [content], blank_finish


_STATES = tuple(type(state.__name__, (_Tolerant, state), {}) for state in states.state_classes)


def _inliner() -> states.Inliner:
    """Read what is inline, but no bare addresses: docutils drops brackets at their ends.

    Its class cannot be derived from, as it looks for its patterns in its own body only.
    """
    inliner = states.Inliner()
    parse = inliner.parse

    def parse_unless_long(
        text: str, lineno: int, memo: Any, parent: nodes.Element
    ) -> tuple[list[Any], list[Any]]:
        if len(text) > _LONGEST_MARKED_UP:
            return [nodes.Text(text)], []
        return parse(text, lineno, memo, parent)

    inliner.parse = parse_unless_long
    inliner.implicit_inline = _only_text
    return inliner


def _only_text(text: str, lineno: int) -> list[nodes.Text]:
    return [nodes.Text(text)] if text else []


def _parsed(text: str) -> nodes.document:
    settings = frontend.get_default_settings(Parser)
    for name, value in _SETTINGS.items():
        setattr(settings, name, value)
    tree = utils.new_document("", settings)
    parser = Parser(inliner=_inliner())
    parser.state_classes = _STATES
    parser.parse(text, tree)
    return tree


def _resolve_references(tree: nodes.document) -> None:
    """Give every reference its address, and put substitutions where they are named."""
    # Against substitutions that grow without end, docutils has no limit but this.
    tree.settings.line_length_limit = _LONGEST_SUBSTITUTION
    tree.transformer.transforms.clear()
    tree.transformer.add_transforms(list(_TRANSFORMS))
    tree.transformer.apply_transforms()


class _Document:
    """A document and how far a walk through its parts has come."""

    def __init__(self, text: str, name: str) -> None:
        self._name = name
        self._tree = _parsed(text)
        named = self._tree.findall(nodes.substitution_reference)
        self._used = {str(node["refname"]).casefold() for node in named}
        """The names of the substitutions that occur."""
        _resolve_references(self._tree)
        self._block = Block()
        self._line = 1
        self._holders = 0
        self._sections = 0
        self._is_at_cell = False

    def links(self) -> Iterator[Link]:
        """Yield the links in the order of their lines."""
        links = links_in(self._passages(self._tree), self._name)
        yield from sorted(links, key=lambda link: link.line)

    def _passages(self, node: nodes.Node) -> Iterator[Passage]:
        # An image that is a link has its line, the link has none.
        placed = node.children[0] if isinstance(node, nodes.reference) else node
        if not isinstance(node, nodes.system_message):
            self._line = max(self._line, placed.line or 0)
        match node:
            case nodes.title() if isinstance(node.parent, nodes.section):
                yield from self._finished()
                # The parser counts the line under the title.
                self._line = max(self._line - 1, 1)
                self._write(node)
                yield from self._finished(heading=self._sections)
            case nodes.system_message():
                yield from self._misunderstood(node)
            case nodes.substitution_definition() if self._is_unused(node):
                yield from self._paragraph(node)
            case nodes.target():
                yield from self._unused_target(node)
            case _ if isinstance(node, _UNSEEN):
                pass
            case nodes.TextElement() | nodes.image():
                yield from self._paragraph(node)
            case _:
                yield from self._within(node)

    def _within(self, node: nodes.Node) -> Iterator[Passage]:
        is_cell = isinstance(node, nodes.entry)
        is_holder, is_section = isinstance(node, _HOLDERS), isinstance(node, nodes.section)
        if not is_cell:
            yield from self._finished()
        self._is_at_cell = is_cell
        self._holders += is_holder
        self._sections += is_section
        for child in node.children:
            yield from self._passages(child)
        self._holders -= is_holder
        self._sections -= is_section
        if not is_cell:
            yield from self._finished()

    def _finished(self, heading: int = 0) -> Iterator[Passage]:
        if not self._block.is_empty:
            yield Passage(block=self._block, heading=heading)
            self._block = Block()

    def _paragraph(self, node: nodes.Node) -> Iterator[Passage]:
        if not self._block.is_empty:
            (self._block.divide if self._is_at_cell else self._block.break_line)()
        self._is_at_cell = False
        self._write(node)
        if not self._holders:
            yield from self._finished()

    def _misunderstood(self, message: nodes.system_message) -> Iterator[Passage]:
        """Search the source of what docutils could not or was not allowed to read."""
        self._line = max(self._line, int(message.get("line", 0)))
        for source in message.findall(nodes.literal_block):
            text = source.astext()
            directive = _DIRECTIVE.match(text)
            name = directive["name"].lower() if directive else ""
            first, _, rest = text.partition("\n")
            if name == "raw" and first.lower().rstrip().endswith("html"):
                yield from self._finished()
                yield from walk(rest, self._line + 1, self._name)
            elif name not in _CODE_DIRECTIVES:
                yield from self._paragraph(nodes.Text(text))

    def _is_unused(self, definition: nodes.substitution_definition) -> bool:
        return not any(name.casefold() in self._used for name in definition["names"])

    def _unused_target(self, target: nodes.target) -> Iterator[Passage]:
        if "refuri" in target and not target.referenced:
            yield from self._finished()
            self._block.open_link(target["refuri"], self._line)
            self._block.write(" ".join(target["names"]), self._line)
            self._block.close_link()
            yield from self._finished()

    def _write(self, node: nodes.Node) -> None:
        """Write a text element and what is in it."""
        match node:
            case nodes.Text():
                self._write_words(node.astext())
            case nodes.problematic():
                self._write_words(_ROLE.sub(r"\g<name>:\g<words>", node.astext()))
            case nodes.image():
                self._block.add_image(node["uri"], node.get("alt", ""), self._line)
            case nodes.reference() if "refuri" in node:
                self._block.open_link(node["refuri"], self._line)
                self._write_all(node)
                self._block.close_link()
                breaks_in_address = node.rawsource.count("\n") - node.astext().count("\n")
                self._line += max(0, breaks_in_address)
            case _ if isinstance(node, _CODE):
                self._block.hush(node.astext())
                self._line += node.astext().count("\n")
            case _:
                opening, closing = _marks(node)
                self._block.mark(opening)
                self._write_all(node)
                self._block.mark(closing)

    def _write_all(self, node: nodes.Node) -> None:
        for child in node.children:
            self._write(child)

    def _write_words(self, text: str) -> None:
        for number, words in enumerate(text.split("\n")):
            if number:
                self._block.break_line()
                self._line += 1
            self._block.write(words, self._line)


def _marks(node: nodes.Node) -> tuple[str, str]:
    """What is written around inline text, as it may be part of an address."""
    if isinstance(node, nodes.reference):
        quote = "`" if node.rawsource.startswith("`") else ""
        return quote, f"{quote}_"
    mark = _MARKS.get(type(node), "")
    return mark, mark
