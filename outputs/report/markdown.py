"""Writes a digest as Markdown."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from outputs.report.digest import Digest
from outputs.report.layout import Item, headline, sections, title

SPECIAL = re.compile(r"[\\`*_\[\]<>&|~]")
FIRST = re.compile(r"^(\d{0,9})([#+=:>.)-])")
"""What makes a heading, list, quotation or number of a line that begins so."""
KEPT = "!#$%&'()*+,/:;=?@[]~"
"""What an address between < and > may hold; all else is written as %XX."""


def digest_markdown(digest: Digest) -> str:
    """The digest as a Markdown page."""
    return "\n".join(_lines(digest)) + "\n"


def escaped(text: str) -> str:
    """A text on one line that reads the same once it is rendered, wherever it stands."""
    return FIRST.sub(r"\1\\\2", SPECIAL.sub(r"\\\g<0>", text))


def _lines(digest: Digest) -> Iterator[str]:
    yield f"# {escaped(title(digest))}"
    yield f"\n{escaped(headline(digest))}"
    for section in sections(digest):
        yield f"\n{'#' * section.level} {escaped(section.heading)}"
        if section.note:
            yield f"\n{escaped(section.note)}"
        yield from [""] if section.items else []
        yield from (f"- {_item(item)}" for item in section.items)
        if section.more:
            yield f"- and {section.more:,} more"


def _item(item: Item) -> str:
    named = escaped(item.title)
    shown = f"[{named}](<{quote(item.url, safe=KEPT)}>)" if item.url else named
    return f"{shown}: {escaped(item.detail)}" if item.detail else shown
