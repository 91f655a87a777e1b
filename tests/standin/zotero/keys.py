"""Keys of items and collections (eight characters without 0, 1 and O), and versions."""

import random
import re

ALPHABET = "23456789ABCDEFGHIJKLMNPQRSTUVWXYZ"
SERVER_ALPHABET = "23456789ABCDEFGHIJKMNPQRSTUVWXZ"
"""The letters that the server itself deals: no L and no Y either."""
LONGEST_NUMBER = 16
"""Digits that no version reaches; SQLite's integers have up to 19."""
_KEY = re.compile(rf"[{ALPHABET}]{{8}}")


def is_key(value: object) -> bool:
    """Whether the value has the form of a key."""
    return isinstance(value, str) and _KEY.fullmatch(value) is not None


def is_number(text: str) -> bool:
    """Whether a text is a whole number of a size that a version may have."""
    return text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER


def new_key(chance: random.Random) -> str:
    """A key as the server makes it; the caller sees to it that it is not taken."""
    return "".join(chance.choices(SERVER_ALPHABET, k=8))


def listed_keys(parameter: str) -> list[str]:
    """The well-formed keys of a comma-separated list; malformed ones are dropped."""
    return [key for key in parameter.split(",") if is_key(key)]
