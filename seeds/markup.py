"""Take HTML apart: bytes into text, text into elements, tags into names and attributes."""

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

import charset_normalizer
from lxml import etree

from seeds.addresses import find_addresses
from seeds.model import BadSeed

CODE = frozenset(("code", "pre", "kbd", "samp", "tt", "textarea", "xmp"))
"""Elements whose text holds no links."""
UNSEEN = frozenset(("script", "style", "template", "head", "title"))
"""Elements that hold nothing for people to see on the page."""
_STAMP = "data-zotlist-line"
_START_TAG = re.compile(r"<[A-Za-z][^\s/>]*")
_STAMPED = re.compile(rf" {_STAMP}=\d+ ")
_FIRST_LINE_UNKNOWN_TO_LXML = 65_535
_ENDS = {
    "<!--": ("-->", "</script", "</style"),
    "<script": ("</script",),
    "<style": ("</style",),
}
"""What swallows a page to its end where it is not closed; scripts may begin like comments."""
_HUGE_TAG = re.compile(r"<[A-Za-z][^<>]{65536,}")
_MOST_WORDS_IN_A_TAG = 10_000

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,500}?(?:charset|encoding)\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_WHERE_CHARSETS_STAND = 4096
_SAMPLE = 65_536
_WIDER_CHARSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
"""What browsers read where pages declare the narrower one."""
_NO_CHARSETS = frozenset(
    ("idna", "punycode", "raw_unicode_escape", "undefined", "unicode_escape", "utf-7")
)
"""Codecs that Python has and no page can mean."""

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG_NAME = re.compile(r"<(?P<slash>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)")
_ATTRIBUTE = re.compile(
    r"""\s(?P<name>[A-Za-z_:][\w:.-]*)\s*=\s*"""
    r"""(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<naked>[^\s"'=<>`]+))"""
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One tag, for readers whose parser hands them out one by one."""

    name: str
    """Lower-case; empty for a comment or an instruction."""
    is_closing: bool
    attributes: dict[str, str] = field(default_factory=dict[str, str])
    """By lower-case name, entities decoded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """The start or the end of an element, and the text that follows it."""

    name: str
    is_start: bool
    text: str
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])
    line: int = 0
    """Where the tag starts; 0 for an end and for an element that has no tag."""
    last_line: int = 0
    """Where the tag ends; 0 where that is not known."""


def decode(data: bytes) -> str:
    """Decode a page by its byte-order mark, its declaration, as UTF-8, or by its look."""
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return data.decode(codec, errors="replace")
    declared = _DECLARED_CHARSET.search(data, 0, _WHERE_CHARSETS_STAND)
    for charset in (declared[1].decode("ascii") if declared else "utf-8", "utf-8"):
        try:
            name = codecs.lookup(charset).name
            # A page whose declaration can be read is not UTF-16, whatever it declares.
            if name not in _NO_CHARSETS and not name.startswith("utf-16"):
                return data.decode(_WIDER_CHARSETS.get(name, name))
        except (LookupError, UnicodeError):
            continue
    guess = charset_normalizer.from_bytes(data[:_SAMPLE]).best()
    return data.decode(guess.encoding if guess else "cp1252", errors="replace")


def decode_entities(value: str) -> str:
    """Decode the entities of an attribute or address: in `?a=1&copy=2` there is none."""
    return _ENTITY.sub(lambda entity: unescape(entity[0]), value)


def tag_of(markup: str) -> Tag:
    """Take one tag apart."""
    name = _TAG_NAME.match(markup)
    if not name:
        return Tag(name="", is_closing=False)
    attributes = {
        found["name"].lower(): decode_entities(
            found["double"] or found["single"] or found["naked"] or ""
        )
        for found in _ATTRIBUTE.finditer(markup)
    }
    return Tag(name=name["name"].lower(), is_closing=bool(name["slash"]), attributes=attributes)


def edges(markup: str, first_line: int, document: str) -> Iterator[Edge]:
    """Yield the starts and ends of the elements of a page, or of a piece that starts on a line.

    Comments, scripts and the head are left out, but not the title of a page without `<h1>`:
    it comes first. Raises BadSeed for a page that libxml2 would not read to its end.
    """
    _refuse_huge_tags(markup, document)
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    # With a tag of ours in front there is a tree even where there is nothing else.
    root = etree.fromstring(b"<html>" + _stamped(markup, first_line).encode(), parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise BadSeed(f"{document}: HTML elements nest over 2,048 deep; close those left open")
    title = _plain(root.findtext(".//title") or "")
    if title and root.find(".//h1") is None:
        yield Edge(name="title", is_start=True, text=title)
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        name = str(element.tag)
        if event == "end":
            yield Edge(
                name=name,
                is_start=False,
                attributes=_attributes(element.items()),
                text=_plain(element.tail or ""),
            )
        elif name in UNSEEN:
            walker.skip_subtree()
        else:
            known = 0 < (element.sourceline or 0) < _FIRST_LINE_UNKNOWN_TO_LXML
            yield Edge(
                name=name,
                is_start=True,
                attributes=_attributes(element.items()),
                line=int(element.get(_STAMP, "0")),
                last_line=(element.sourceline or 0) + first_line - 1 if known else 0,
                text=_plain(element.text or ""),
            )


def refuse_unclosed(markup: str, first_line: int, document: str) -> None:
    """Raise BadSeed where a comment or a script that is not closed hides addresses."""
    lower = markup.lower()
    for start, ends in _ENDS.items():
        closed = max(map(lower.rfind, ends)) + 1
        hidden = lower.find(start, closed)
        if hidden >= 0 and next(find_addresses(markup[hidden:]), None):
            line = first_line + markup.count("\n", 0, hidden)
            raise BadSeed(
                f"{document}: line {line}: {start} is not closed and hides links; "
                f"write {ends[0]} where it ends"
            )


def _attributes(items: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name: _plain(value) for name, value in items}


def _refuse_huge_tags(markup: str, document: str) -> None:
    """Refuse what takes libxml2 a time that grows with the square of its size."""
    for tag in _HUGE_TAG.finditer(markup):
        if len(tag[0].split()) > _MOST_WORDS_IN_A_TAG:
            raise BadSeed(f"{document}: an HTML tag with over 10,000 attributes; remove it")


def _stamped(markup: str, first_line: int) -> str:
    """Write into every tag on which line it starts: lxml forgets lines beyond 65,535."""
    parts: list[str] = []
    line, at = first_line, 0
    for tag in _START_TAG.finditer(markup):
        line += markup.count("\n", at, tag.start())
        parts += (markup[at : tag.end()], f" {_STAMP}={line} ")
        at = tag.end()
    parts.append(markup[at:])
    return "".join(parts)


def _plain(value: str) -> str:
    """Take out the stamps of what looked like tags within a value."""
    return _STAMPED.sub("", value)
