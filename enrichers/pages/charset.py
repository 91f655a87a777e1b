"""Turns the bytes of a page into text, whatever it says about its encoding."""

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

from enrichers.pages.model import Fetched

DECLARED_WITHIN: Final = 4 * 1024
LONGEST_LABEL: Final = 40
DETECTED_ON: Final = 64 * 1024
BEFORE: Final = 1024  # bytes of plain ASCII that detection gets to see
MOST_DAMAGE: Final = 0.1
"""The share of undecodable ones among the characters beyond ASCII, up to which an encoding is
believed: a wrong one garbles most of them, a broken page has a few."""

MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

UNDERSTOOD_AS: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
"""Python's names of the encodings that pages name and what browsers take them for: a superset
(https://encoding.spec.whatwg.org)."""

_ALSO_KNOWN = """
utf-8 utf-16 utf-16-le utf-16-be cp866 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6
iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u
mac-roman mac-cyrillic cp874 cp932 cp949 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256
cp1257 cp1258 gb18030 big5hkscs euc_jp iso2022_jp
"""
KNOWN: Final = frozenset(_ALSO_KNOWN.split()) | set(UNDERSTOOD_AS)
ALIASES: Final = {
    "x-gbk": "gbk",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "x-x-big5": "big5",
    "iso-8859-8-i": "iso8859-8",
    "unicode": "utf-8",
}

_META = re.compile(rb"<meta\s[^<>]{0,400}?charset\s{0,9}=[\s\"']{0,9}([\w:.-]{1,40})", re.I)
_XML = re.compile(rb"<\?xml\s[^<>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w:.-]{1,40})", re.I)
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")


def decoded(fetched: Fetched) -> str:
    """The body as text; what cannot be decoded becomes U+FFFD."""
    return text_of(fetched.body, header=fetched.charset)


def text_of(body: bytes, *, header: str = "") -> str:
    """Try byte order mark, header, declaration in the page, UTF-8, then look at the bytes.

    The mark comes first, as in browsers. A header or declaration is believed as long as the
    bytes do not speak against it; that of Western Europe also yields to sound UTF-8 and to
    any other declaration.
    """
    for mark, codec in MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace")
    said = [codec for codec in (codec_of(header), codec_of(_declared(body))) if codec]
    if "cp1252" in said:
        # Servers name it for everything that they hold.
        said = ["utf-8 unharmed", *sorted(said, key=lambda codec: codec == "cp1252")]
    for codec in (*said, "utf-8"):
        text = _fitting(body, codec)
        if text is not None:
            return text
    return body.decode(_detected(body) or (said or ["cp1252"])[-1], "replace")


def codec_of(label: str) -> str:
    """Python's codec for the name of an encoding on the web; "" for what is none."""
    label = label.strip(" \t\"'").lower()
    label = ALIASES.get(label, label)
    if not label.isascii() or not 0 < len(label) <= LONGEST_LABEL:
        return ""
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return ""
    return UNDERSTOOD_AS.get(name, name) if name in KNOWN else ""


def _declared(body: bytes) -> str:
    head = body[:DECLARED_WITHIN]
    found = _META.search(head) or _XML.match(head.lstrip())
    label = found[1].decode("ascii", "replace") if found else ""
    # What could be read as ASCII is not UTF-16, whatever it says.
    return "utf-8" if label.lower().startswith("utf-16") else label


def _fitting(body: bytes, codec: str) -> str | None:
    name, _, strictly = codec.partition(" ")
    text = body.decode(name, "replace")
    damage = text.count("\ufffd")
    # The body may be cut within its last character.
    if damage and text.endswith("\ufffd"):
        damage -= 1
    if damage == 0:
        return text
    beyond = sum(map(len, re.findall(r"[^\x00-\x7f]+", text)))
    return text if not strictly and damage <= beyond * MOST_DAMAGE else None


def _detected(body: bytes) -> str:
    first = _BEYOND_ASCII.search(body)
    start = max(0, first.start() - BEFORE) if first else 0
    sample = body[start : start + DETECTED_ON]
    codecs_of = (codec_of(match.encoding) for match in from_bytes(sample))
    # Markup in UTF-16 is half zeros; without any, its letters would be read in pairs.
    return next((name for name in codecs_of if b"\x00" in sample or "utf-16" not in name), "")
