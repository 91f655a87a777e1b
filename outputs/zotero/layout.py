"""Lays JSON out for people: what fits on a line stands on one, short values side by side."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, cast

WIDTH = 96
STEP = 2  # blanks by which what lies within is moved in


def laid_out(value: Any, *, indent: int = 0, before: int = 0) -> str:
    """A JSON value as text, its first line without indent and `before` characters from it."""
    flat = json.dumps(value, ensure_ascii=False)
    if not value or not isinstance(value, dict | list | tuple):
        return flat
    if indent + before + len(flat) < WIDTH and not _holds_parts(value):
        return flat
    inner = indent + STEP
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value).items()
        names = [json.dumps(name, ensure_ascii=False) + ": " for name, _ in members]
        parts = [
            name + laid_out(each, indent=inner, before=len(name))
            for name, (_, each) in zip(names, members, strict=True)
        ]
        opening, closing = "{", "}"
    else:
        parts = [laid_out(each, indent=inner) for each in cast("Sequence[Any]", value)]
        opening, closing = "[", "]"
    lines = [" " * inner + line for line in _filled(parts, WIDTH - inner)]
    return "\n".join([opening, *lines, " " * indent + closing])


def _holds_parts(value: Any) -> bool:
    """Whether a list or object holds objects, which have lines of their own."""
    return isinstance(value, list | tuple) and any(
        isinstance(each, dict) for each in cast("Sequence[Any]", value)
    )


def _filled(parts: Sequence[str], width: int) -> Iterator[str]:
    """Parts side by side as long as they fit, with commas between them."""
    line = ""
    for number, part in enumerate(parts, 1):
        text = part + "," * (number < len(parts))
        is_apart = "\n" in text or part.startswith("{")
        if line and (is_apart or len(line) + 1 + len(text) > width):
            yield line
            line = ""
        if is_apart:
            yield text
        else:
            line = f"{line} {text}" if line else text
    if line:
        yield line
