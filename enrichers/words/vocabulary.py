"""Words of titles, and how much each of them tells one title from another."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from math import fsum, log2

from enrichers.writing.latex import to_unicode
from enrichers.writing.text import plain, squeeze

RAREST = 13.0
"""Bits of a word that the table does not hold: one title in eight thousand has it, or none."""
IDEOGRAPH = 5.0
"""Bits of one ideograph or kana, of which two or three make a word."""
LONGEST_TITLE = 1000  # characters that are looked at; a longer text is no title
WORD = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|(?:(?![\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])[^\\W_])+"
)
"""A run of letters and digits, or one ideograph or kana."""
ROMANS = frozenset(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"))


@lru_cache(maxsize=4096)
def words(title: str) -> tuple[str, ...]:
    """The words of a title in order, without case, accents and LaTeX."""
    text = plain(title[:LONGEST_TITLE])
    if "$" in text or "\\" in text:
        text = to_unicode(text, formulas=True)
    if text.isascii():
        return tuple(WORD.findall(text.lower()))
    whole = unicodedata.normalize("NFC", text)
    return tuple(filter(None, map(squeeze, WORD.findall(whole))))


def bits(word: str) -> float:
    """How rare a word is in titles: 1 if half of them have it, `RAREST` if next to none."""
    if len(word) == 1 and word > "\u3000":
        return IDEOGRAPH
    return _table().get(word, RAREST)


def information(many: Iterable[str]) -> float:
    """Bits of several words together; a repeated word counts once."""
    # A set has another order in each process, and a plain sum another last digit.
    return fsum(map(bits, set(many)))


def is_common(word: str) -> bool:
    """Whether titles have the word often enough to be in the table."""
    return word in _table()


def is_number(word: str) -> bool:
    """Whether the word holds a digit or is a Roman numeral: it tells parts apart."""
    return word in ROMANS or any(map(str.isdigit, word))


@cache
def _table() -> dict[str, float]:
    """Bits by word out of `frequencies.txt`, whose first line is the number of titles."""
    text = files("enrichers.words").joinpath("frequencies.txt").read_text(encoding="utf-8")
    total, *lines = text.splitlines()
    counted = (line.split() for line in lines)
    return {word: min(RAREST, log2(int(total) / int(count))) for word, count in counted}
