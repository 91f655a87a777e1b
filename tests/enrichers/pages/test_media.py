import gzip

import pytest

from enrichers.pages.media import is_readable, media_type

PDF = b"%PDF-1.5\n%\xe2\xe3\n"
PACKED = gzip.compress(b"%!PS", mtime=0)
PAGE = b"<!DOCTYPE html><html><head>"


@pytest.mark.parametrize(
    ("declared", "start", "expected"),
    [
        ("application/pdf", PDF, "application/pdf"),
        ("application/octet-stream", PDF, "application/pdf"),
        ("text/html", PDF, "application/pdf"),
        ("text/plain", b"\xef\xbb\xbf\n" + PDF, "application/pdf"),
        ("", PDF, "application/pdf"),
        ("application/pdf", b"HTTP junk\r\n" + PDF, "application/pdf"),
        ("application/octet-stream", b"\x00" * 500 + PDF, "application/pdf"),
        ("text/html", PAGE + b" on %PDF-1.5 files", "text/html"),
        ("text/plain", b"The header is %PDF-1.5", "text/plain"),
        ("application/pdf", PAGE, "text/html"),
        ("text/plain", PAGE, "text/html"),
        ("", b"\n\n  <HTML>", "text/html"),
        ("", b"\xef\xbb\xbf<!doctype HTML>", "text/html"),
        ("application/octet-stream", b"<!-- made by hand -->\n<html>", "text/html"),
        ("application/xhtml+xml", PAGE, "application/xhtml+xml"),
        ("text/plain", b"<?xml version='1.0'?>\n<html xmlns='x'>", "application/xhtml+xml"),
        ("text/html", b"<?xml version='1.0'?>\n<html xmlns='x'>", "text/html"),
        ("", b"<?xml version='1.0'?>\n<feed>", "application/xml"),
        ("application/rss+xml", b"<?xml version='1.0'?>\n<rss>", "application/rss+xml"),
        ("text/html", b"", "text/html"),
        ("", b"", "text/plain"),
        ("", b"some words", "text/plain"),
        ("", b"\xff\xfes\x00o\x00", "text/plain"),
        ("", b"\x01\x00\x02", "application/octet-stream"),
        ("application/pdf", b"not one", "text/plain"),
        ("text/plain", b"%!PS-Adobe-2.0", "application/postscript"),
        ("application/postscript", PACKED, "application/postscript"),
        ("text/html", PACKED, "application/gzip"),
        ("application/pdf", PACKED, "application/gzip"),
        ("application/octet-stream", PACKED, "application/gzip"),
        ("text/html", b"PK\x03\x04\x14", "application/zip"),
        ("application/epub+zip", b"PK\x03\x04\x14", "application/epub+zip"),
        ("text/html", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("image/jpeg", b"\x89PNG\r\n\x1a\n", "image/jpeg"),
        ("", b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
        ("", b"AT&TFORM\x00", "image/vnd.djvu"),
        ("application/json", b"{}", "application/json"),
    ],
)
def test_the_first_bytes_beat_a_wrong_header(
    declared: str, start: bytes, expected: str
) -> None:
    assert media_type(declared, start) == expected


@pytest.mark.parametrize(
    ("media", "expected"),
    [
        ("text/html", True),
        ("text/plain", True),
        ("application/pdf", True),
        ("application/xhtml+xml", True),
        ("application/ld+json", True),
        ("image/png", False),
        ("image/svg+xml", False),
        ("video/mp4", False),
        ("application/zip", False),
        ("application/gzip", False),
        ("application/postscript", False),
        ("application/octet-stream", False),
    ],
)
def test_pages_texts_and_documents_are_read(media: str, expected: bool) -> None:
    assert is_readable(media) is expected
