"""Keys of our making: the same work in the same library gets the same key on every machine."""

import hashlib
from collections.abc import Container
from itertools import count

ALPHABET = "23456789ABCDEFGHIJKLMNPQRSTUVWXYZ"
"""Zotero's: without 0, 1 and O."""
LENGTH = 8


def new_key(library: str, name: str, taken: Container[str] = ()) -> str:
    """A key for what goes by this name, the first that is not taken.

    Two runs that race, or one that forgot, choose the same key, so that the server refuses
    the second creation.
    """
    return next(key for turn in count() if (key := _key(library, name, turn)) not in taken)


def _key(library: str, name: str, turn: int) -> str:
    digest = hashlib.sha256("\n".join((library, name, str(turn))).encode()).digest()
    number = int.from_bytes(digest, "big")
    letters: list[str] = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return "".join(letters)
