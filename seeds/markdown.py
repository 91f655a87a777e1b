"""Read GitHub-flavoured Markdown: links, images, bare addresses, raw HTML, definitions."""

import re
from dataclasses import dataclass

from seeds.model import Link

DEEPEST = 40
"""Levels of nesting that are read; a list takes two. The parser drops all that follows
deeper ones, so that they cannot be passed over."""

_FRONT_MATTER = re.compile(
    r"---[ \t]*\n(?:[ \t]*\n|#.*\n)*[\w\"'][\w \"'.-]{0,60}:(?: .*)?\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)
_COMMENT_DESTINATIONS = ("", "#")
"""`[//]: # (words)` defines nothing: it is how people write comments."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Definition:
    """`[name]: url`, which is a link of its own if nothing in the document uses it."""

    name: str
    url: str
    link: Link
