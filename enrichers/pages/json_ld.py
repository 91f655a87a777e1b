"""JSON-LD scripts read with the mistakes that pages make in them."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

DEEPEST = 12
MOST_NODES = 2_000

_CDATA = re.compile(r"<!\[CDATA\[|\]\]>|<!--|-->")
_ASIDES = re.compile(
    r"(\"(?:[^\"\\]|\\.)*+\"?)|/\*(?:[^*]|\*(?!/))*+(?:\*/)?|//[^\n]*+", re.DOTALL
)
_LOOSE_COMMAS = re.compile(r"(\"(?:[^\"\\]|\\.)*+\"?)|,(?=\s*+[}\]])", re.DOTALL)
_HOLDERS = ("@graph", "mainEntity", "mainEntityOfPage", "about", "@list", "@set")
"""Under which a node holds others that the page may be about, not what it cites or is part
of."""
_DECODER = json.JSONDecoder(strict=False)


def nodes(scripts: Iterable[str]) -> list[Mapping[str, Any]]:
    """The things that the scripts describe, the outer ones before those within."""
    found: list[Mapping[str, Any]] = []
    for script in scripts:
        waiting: list[tuple[Any, int]] = [(_loads(script), 0)]
        while waiting and len(found) < MOST_NODES:
            value, depth = waiting.pop()
            if depth > DEEPEST:
                continue
            if isinstance(value, list):
                waiting += [(part, depth + 1) for part in reversed(value[:MOST_NODES])]
            elif isinstance(value, dict):
                if "@type" in value:
                    found.append(value)
                waiting += [
                    (value[holder], depth + 1)
                    for holder in reversed(_HOLDERS)
                    if isinstance(value.get(holder), dict | list)
                ]
    return found


def _loads(script: str) -> Any:
    """The value that a script begins with; None if it cannot be read.

    Comments, CDATA marks, trailing commas, bare control characters and what follows the value
    do no harm. Takes time linear in the length of the script.
    """
    script = script.strip()
    value = _decoded(script)
    if value is None:
        script = _ASIDES.sub(_string_alone, _CDATA.sub("", script))
        value = _decoded(_LOOSE_COMMAS.sub(_string_alone, script).strip(" \t\r\n;"))
    return value


def _decoded(script: str) -> Any:
    try:
        return _DECODER.raw_decode(script)[0]
    except (ValueError, RecursionError):
        return None


def _string_alone(match: re.Match[str]) -> str:
    return match[1] or ""
