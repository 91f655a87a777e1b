"""Dates as pages write them, in ISO 8601."""

import re
from collections.abc import Callable
from datetime import date
from typing import Final

LONGEST: Final = 60  # characters
EARLIEST, LATEST = 1400, 2100
MONTHS_OF_A_YEAR: Final = 12

_MONTHS: Final = {
    "jan": 1, "feb": 2, "fév": 2, "fev": 2, "mar": 3, "mär": 3, "mrz": 3, "apr": 4, "avr": 4,
    "abr": 4, "may": 5, "mai": 5, "mag": 5, "jun": 6, "juin": 6, "giu": 6, "jul": 7,
    "juil": 7, "lug": 7, "aug": 8, "aoû": 8, "aou": 8, "ago": 8, "sep": 9, "set": 9, "oct": 10,
    "okt": 10, "ott": 10, "out": 10, "nov": 11, "dec": 12, "dez": 12, "déc": 12, "dic": 12,
}  # fmt: skip
"""By the first letters, in English, German, French, Spanish, Italian and Portuguese; the longer
first letters decide."""

_ISO = re.compile(r"(?P<y>[12]\d{3})(?:[-/.](?P<m>\d{1,2})(?:[-/.](?P<d>\d{1,2}))?)?(?!\d)")
_COMPACT = re.compile(r"(?P<y>[12]\d{3})(?P<m>\d\d)(?P<d>\d\d)(?!\d)")
_CHINESE = re.compile(
    r"(?P<y>[12]\d{3})\s?年(?:\s?(?P<m>\d{1,2})\s?月(?:\s?(?P<d>\d{1,2})\s?日)?)?"
)
_DAY_FIRST = re.compile(
    r"(?:\b(?P<d>\d{1,2})(?:st|nd|rd|th|\.|º)?\s(?:de\s)?)?(?P<w>[^\W\d_]{3,12})\.?,?\s(?:de\s)?(?P<y>[12]\d{3})\b"
)
_MONTH_FIRST = re.compile(
    r"\b(?P<w>[^\W\d_]{3,12})\.?\s(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s(?P<y>[12]\d{3})\b"
)
_YEAR_FIRST = re.compile(
    r"(?P<y>[12]\d{3})[\s-](?P<w>[^\W\d_]{3,12})(?:[\s-](?P<d>\d{1,2}))?\b"
)
_NUMBERS = re.compile(r"\b(?P<a>\d{1,2})[./-](?P<b>\d{1,2})[./-](?P<y>[12]\d{3})\b")
_MONTH_AND_YEAR = re.compile(r"\b(?P<m>\d{1,2})[./-](?P<y>[12]\d{3})\b")
_YEAR = re.compile(r"\b(?P<y>(?:1[5-9]|20)\d{2})\b")


def iso(text: str) -> str:
    """The date in a text, as exact as it is unmistakable; "" if there is none.

    "03/04/2019" is 2019: nobody knows which is the month.
    """
    text = " ".join(text[: 2 * LONGEST].split())[:LONGEST]
    for reader in _READERS:
        if said := reader(text):
            return said
    return ""


def _numeric(pattern: re.Pattern[str], *, at_start: bool) -> Callable[[str], str]:
    def read(text: str) -> str:
        match = pattern.match(text) if at_start else pattern.search(text)
        return _date(match["y"], match["m"], match["d"]) if match else ""

    return read


def _worded(pattern: re.Pattern[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        for match in pattern.finditer(text):
            if month := _month(match["w"]):
                return _date(match["y"], str(month), match["d"])
        return ""

    return read


def _two_numbers(text: str) -> str:
    match = _NUMBERS.search(text)
    if not match:
        return ""
    first, second = int(match["a"]), int(match["b"])
    if first > MONTHS_OF_A_YEAR or first == second:
        return _date(match["y"], match["b"], match["a"])
    if second > MONTHS_OF_A_YEAR:
        return _date(match["y"], match["a"], match["b"])
    return match["y"]


def _month_and_year(text: str) -> str:
    match = _MONTH_AND_YEAR.search(text)
    return _date(match["y"], match["m"], None) if match else ""


def _year(text: str) -> str:
    match = _YEAR.search(text)
    return match["y"] if match else ""


def _month(word: str) -> int:
    word = word.lower()
    return _MONTHS.get(word[:4]) or _MONTHS.get(word[:3], 0)


def _date(year: str, month: str | None, day: str | None) -> str:
    """Parts that cannot be are left out, such as the month of "2018-00-00"."""
    if not EARLIEST <= int(year) <= LATEST:
        return ""
    if not month or not 1 <= int(month) <= MONTHS_OF_A_YEAR:
        return year
    if not day:
        return f"{year}-{int(month):02}"
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return f"{year}-{int(month):02}"


_READERS: Final = (
    _numeric(_COMPACT, at_start=True),
    _worded(_YEAR_FIRST),
    _numeric(_CHINESE, at_start=False),
    _numeric(_ISO, at_start=True),
    _worded(_MONTH_FIRST),
    _worded(_DAY_FIRST),
    _two_numbers,
    _month_and_year,
    _year,
)
