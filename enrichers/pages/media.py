"""Tells what a body is by its first bytes, where the header says nothing or the wrong thing."""

import re
from typing import Final

HTML: Final = "text/html"
XHTML: Final = "application/xhtml+xml"
PDF: Final = "application/pdf"
PLAIN: Final = "text/plain"
BINARY: Final = "application/octet-stream"

LOOKED_AT: Final = 1024
"""So many bytes decide; a PDF may begin that late."""

UNSAID: Final = frozenset(
    {"", BINARY, "binary/octet-stream", "application/force-download", "application/x-download"}
)
"""Types with which a server says that it does not know, or wants the file saved."""

MARKUP: Final = frozenset({HTML, XHTML})
XML: Final = frozenset({"application/xml", "text/xml"})

SIGNATURES: Final = (
    (0, b"%!PS", "application/postscript"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"\x1f\x8b\x08", "application/gzip"),
    (0, b"BZh", "application/x-bzip2"),
    (0, b"\xfd7zXZ\x00", "application/x-xz"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"\x1f\x9d", "application/x-compress"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (8, b"WEBP", "image/webp"),
    (0, b"AT&TFORM", "image/vnd.djvu"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (0, b"OggS", "application/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xf7\x02\x01\x83\x92\xc0", "application/x-dvi"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)
"""Offset, bytes, type: what is told apart only to be left unread."""

_READABLE = re.compile(
    r"text/.*|application/(?:pdf|json|xml|javascript|[a-z0-9.+-]+\+(?:xml|json))", re.ASCII
)
_BEGINS_HTML = re.compile(
    rb"(?:<!--[^>]{0,300}-->\s{0,50}){0,3}"
    rb"<(?:!doctype\s+html|html|head|title|body|meta|script|base|h1|center)[\s>/]",
    re.IGNORECASE,
)
_BEGINS_XML = re.compile(rb"<\?xml\s", re.IGNORECASE)
_TEXT_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def media_type(declared: str, start: bytes) -> str:
    """The type of a body that begins like this; `declared` is without parameters."""
    start = start[:LOOKED_AT]
    text = start.removeprefix(_TEXT_MARKS[0]).lstrip()
    if text.startswith(b"%PDF-"):
        return PDF
    if _BEGINS_HTML.match(text):
        return declared if declared in MARKUP | XML else HTML
    if declared in {PDF, *UNSAID} and b"%PDF-" in start:
        return PDF
    for offset, signature, known in SIGNATURES:
        if start[offset : offset + len(signature)] == signature:
            family = known.partition("/")[0]
            is_closer = declared.startswith(f"{family}/") and not is_readable(declared)
            return declared if is_closer and declared not in UNSAID else known
    if _BEGINS_XML.match(text):
        is_page = b"<html" in text.lower()
        return XHTML if is_page and declared not in MARKUP else declared or "application/xml"
    if declared not in UNSAID | {PDF}:
        return declared
    is_text = start.startswith(_TEXT_MARKS) or b"\x00" not in start
    return PLAIN if is_text else BINARY


def is_readable(media: str) -> bool:
    """Whether there is anything to read in it: a page, a text or a PDF."""
    return bool(_READABLE.fullmatch(media))
