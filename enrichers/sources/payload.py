"""Reads JSON answers: whole or not at all, and fields of whatever type stands in them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import httpx2

from enrichers.asking.web import Web
from enrichers.model import BatchRefused, Identifier
from enrichers.writing.text import plain

OK = 200
NOT_THERE = frozenset({404, 410, 451})
TOO_MUCH = frozenset({400, 413, 414})
"""Something in the question was wrong, or there was too much of it: less may be answered."""

LONGEST_ADDRESS = 3_900  # bytes; services refuse addresses from about 4,090 on
LONGEST_DENIAL = 20_000  # bytes that are looked at
SAFE = "/:;()|"
"""Signs that stay as they are in a query: every escape makes an address two bytes longer."""

DATE = re.compile(
    r"[12][0-9]{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?(?![0-9])"
)


def answer_of(response: httpx2.Response, web: Web) -> Any:
    """The JSON of a whole answer.

    Raises BatchRefused when the service finds fault with the question, SourceDown when it
    sent something else than JSON or half of it.
    """
    if response.status_code in TOO_MUCH:
        raise BatchRefused(f"{web.service}: HTTP {response.status_code}")
    if response.status_code != OK:
        raise web.down(f"HTTP {response.status_code}")
    try:
        return response.json()
    except (ValueError, RecursionError) as error:
        what = "something else than JSON" if response.content.strip() else "nothing"
        raise web.down(f"it sent {what}") from error


def record_of(
    response: httpx2.Response, web: Web, *, denials: Sequence[bytes]
) -> Mapping[str, Any] | None:
    """The one record that was asked for; None if the service says, in words of its own, that
    it has none.

    Raises as `answer_of`, and SourceDown for a denial that may be anybody's.
    """
    if response.status_code in NOT_THERE:
        said = response.content[:LONGEST_DENIAL].lower()
        if any(denial in said for denial in denials):
            return None
        code = response.status_code
        raise web.down(f"HTTP {code} from something else than {web.service}")
    return fields(answer_of(response, web))


def slices(identifiers: Sequence[Identifier], size: int) -> Iterator[Sequence[Identifier]]:
    """Cut a list into runs of so many; the last may be shorter."""
    for start in range(0, len(identifiers), size):
        yield identifiers[start : start + size]


def packed(
    identifiers: Sequence[Identifier],
    *,
    most: int,
    room: int,
    size: Callable[[Identifier], int],
) -> Iterator[Sequence[Identifier]]:
    """Cut a list into runs of at most `most`, whose sizes add up to at most `room`.

    One that is larger than the room goes alone.
    """
    batch: list[Identifier] = []
    left = room
    for identifier in identifiers:
        needed = size(identifier)
        if batch and (len(batch) == most or needed > left):
            yield batch
            batch, left = [], room
        batch.append(identifier)
        left -= needed
    if batch:
        yield batch


def dicts(value: Any) -> list[Mapping[str, Any]]:
    """The objects in a list; [] if it is none."""
    several: list[Any] = value if isinstance(value, list) else []
    return [part for part in several if isinstance(part, dict)]


def fields(value: Any) -> Mapping[str, Any]:
    """An object; {} if it is none."""
    return value if isinstance(value, dict) else {}


def raw(value: Any) -> str:
    """A text as it stands; "" if it is none."""
    return value if isinstance(value, str) else ""


def text(value: Any) -> str:
    """A text, or a number, in plain words; "" if it is none."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_number else plain(raw(value))


def count(value: Any) -> int | None:
    """A number of things; None if it is none."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and value >= 0 else None


def date(value: Any) -> str:
    """The ISO 8601 date that a text begins with, or a year given as a number; "" if none."""
    said = DATE.match(text(value))
    return said[0] if said else ""
