"""Two texts shown one below the other, so that a reader sees where they differ."""

import unicodedata
from itertools import takewhile


def contrasted(old: str, new: str, *, room: int) -> tuple[str, str]:
    """Both texts in `room` characters: around their first difference where they are longer, and
    with escapes for all beyond ASCII where they would look the same."""
    shown = _around(on_one_line(old), on_one_line(new), room)
    if _look(shown[0]) == _look(shown[1]):
        shown = _around(ascii(old), ascii(new), room)
    return shown


def on_one_line(text: str) -> str:
    """What of a text has a shape, with plain blanks."""
    return "".join(
        each if each.isprintable() else " " if each.isspace() else "" for each in text
    )


def _around(old: str, new: str, room: int) -> tuple[str, str]:
    longest = max(len(old), len(new))
    if longest <= room:
        return old, new
    pairs = zip(old, new, strict=False)
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    start = max(0, min(alike - room // 3, longest - room + 1))
    return _part(old, start, room), _part(new, start, room)


def _part(text: str, start: int, room: int) -> str:
    shown = f"…{text[start:]}" if start else text
    return shown if len(shown) <= room else f"{shown[: room - 1]}…"


def _look(shown: str) -> str:
    """What a reader makes out: not how many blanks, nor how a letter got its accent."""
    return " ".join(unicodedata.normalize("NFKC", shown).split())
