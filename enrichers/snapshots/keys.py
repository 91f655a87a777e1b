"""Short keys of titles and identifiers, by which an index finds records that may be meant."""

from collections.abc import Iterator
from hashlib import blake2b

from enrichers.writing.text import squeeze
from enrichers.writing.titles import SHORTEST_MAIN, SUBTITLE

ENDS = (14, 24)
"""Letters at either end of a squeezed title: few, for what has mistakes further in, and more,
for where too many titles end alike ("neuralnetworks")."""
MIDDLE = 12  # letters in the middle of it


def title_keys(title: str) -> tuple[int, ...]:
    """The keys of a title: odd for its whole or its main title, even for parts of it.

    Two spellings of one title share at least one, unless both ends and the middle differ.
    """
    return tuple(dict.fromkeys(_title_keys(title)))


def name_key(name: str) -> int:
    """The key of an identifier that a record names."""
    return _key("name", name, is_whole=True)


def is_whole(key: int) -> bool:
    """Whether a key stands for something whole: a title, a main title, an identifier."""
    return key % 2 == 1


def _title_keys(title: str) -> Iterator[int]:
    squeezed = squeeze(title)
    if not squeezed:
        return
    yield _key("title", squeezed, is_whole=True)
    main, *rest = SUBTITLE.split(title, maxsplit=1)
    main = squeeze(main) if rest else ""
    if len(main) >= SHORTEST_MAIN:
        yield _key("title", main, is_whole=True)
    for length in ENDS:
        if len(squeezed) > length:
            yield _key("head", squeezed[:length], is_whole=False)
            yield _key("tail", squeezed[-length:], is_whole=False)
    if len(squeezed) > min(ENDS):
        start = (len(squeezed) - MIDDLE) // 2
        yield _key("middle", squeezed[start : start + MIDDLE], is_whole=False)


def _key(part: str, text: str, *, is_whole: bool) -> int:
    digest = blake2b(text.encode(), digest_size=8, person=part.encode()).digest()
    return int.from_bytes(digest) & ~1 | is_whole
