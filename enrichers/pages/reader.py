"""Reads whatever was fetched, by what it is: a page, a document, or nothing that is read."""

from types import TracebackType
from typing import Self

from enrichers.pages import html
from enrichers.pages.model import Fetched, Reading
from enrichers.pages.pdf import PdfReader

PAGES = frozenset({"text/html", "application/xhtml+xml"})
PDF = "application/pdf"


class Reader:
    """Reads pages and PDFs; for several threads. Use as a context manager."""

    def __init__(self) -> None:
        self._pdfs = PdfReader()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pdfs.close()

    def read(self, fetched: Fetched) -> Reading:
        """What it says about itself; empty for pictures, archives and the like.

        Raises nothing that stands in it.
        """
        if fetched.content_type == PDF:
            return self._pdfs.read(fetched)
        if fetched.content_type in PAGES:
            return html.read(fetched)
        return Reading(evidence=(f"not read: {fetched.content_type or 'unknown content'}",))
