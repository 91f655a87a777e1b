"""Finds the address to which a page sends its reader on by itself."""

import re
from html import unescape
from typing import Final

from enrichers.pages.shape import without_hidden

LONGEST_DELAY: Final = 10.0  # seconds; what is later renews a page that is to be read
LOOKED_AT: Final = 32 * 1024

_META = re.compile(r"<meta\s([^<>]{1,2000})>", re.IGNORECASE)
_IS_REFRESH = re.compile(r"http-equiv\s{0,9}=\s{0,9}[\"']?\s{0,9}refresh\b", re.IGNORECASE)
_CONTENT = re.compile(r"\bcontent\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_REFRESH = re.compile(
    r"\s{0,9}(\d{0,6}(?:\.\d{0,6})?)\s{0,9}[;,]\s{0,9}(?:url\s{0,9}=\s{0,9})?([^\s].*)",
    re.IGNORECASE | re.DOTALL,
)


def refresh_in(html: str) -> str:
    """The target of a page's meta refresh, as written; "" without one.

    What stands in comments and for readers without scripts does not count: the latter leads
    to a page that asks for scripts.
    """
    for meta in _META.finditer(without_hidden(html[:LOOKED_AT])):
        content = _CONTENT.search(meta[1])
        if content and _IS_REFRESH.search(meta[1]):
            return _target(unescape(content[1] or content[2] or ""))
    return ""


def _target(content: str) -> str:
    """The address in "0; url=there"; "" without one."""
    found = _REFRESH.fullmatch(content)
    if not found or (found[1].strip(".") and float(found[1]) > LONGEST_DELAY):
        return ""
    return found[2].strip().strip("\"'").strip()
