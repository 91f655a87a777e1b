"""Pages and PDFs of the web, as rows of a table and as the bytes a browser gets."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What stands at one address."""

    url: str
    kind: str = "html"
    """html, pdf, image or text."""
    status: int = 200
    title: str = ""
    authors: tuple[str, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    """Names and contents of its meta elements, in order."""
    body: tuple[str, ...] = ()
    """Paragraphs, or the lines of a PDF."""
    links: tuple[tuple[str, str], ...] = ()
    """Addresses and texts."""
    location: str = ""
    """Where a redirect leads."""


def page_from_row(row: Mapping[str, Any]) -> Page:
    """Read a row of the table: the fields of a page, lists for tuples."""
    fields = dict(row)
    for name in ("authors", "body"):
        fields[name] = tuple(row.get(name, ()))
    for name in ("meta", "links"):
        fields[name] = tuple((first, second) for first, second in row.get(name, ()))
    return Page(**fields)


def html(page: Page) -> bytes:
    """The page as HTML."""
    metas = "".join(
        f'<meta name="{escape(name)}" content="{escape(content)}">\n'
        for name, content in page.meta
    )
    paragraphs = "".join(f"<p>{escape(text)}</p>\n" for text in page.body)
    links = "".join(
        f'<p><a href="{escape(address)}">{escape(text)}</a></p>\n'
        for address, text in page.links
    )
    by = f"<p>{escape('; '.join(page.authors))}</p>\n" if page.authors else ""
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(page.title)}</title>\n{metas}</head>\n"
        f"<body>\n<h1>{escape(page.title)}</h1>\n{by}{paragraphs}{links}</body>\n</html>\n"
    ).encode()


def pdf(page: Page) -> bytes:
    """The page as a PDF of one sheet, its title and authors in the document's information."""
    lines = [page.title, "; ".join(page.authors), *page.body]
    shown = " T* ".join(f"({_pdf_text(line)}) Tj" for line in lines if line)
    content = f"BT /F1 12 Tf 14 TL 72 770 Td {shown} ET".encode("cp1252", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Title {_hex(page.title)} /Author {_hex('; '.join(page.authors))} >>".encode(),
    ]
    written = b"%PDF-1.4\n"
    offsets: list[int] = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    entries = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    trailer = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{entries}"
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 6 0 R >>\n"
        f"startxref\n{len(written)}\n%%EOF\n"
    )
    return written + trailer.encode()


def _pdf_text(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _hex(text: str) -> str:
    return f"<feff{text.encode('utf-16-be').hex()}>"
