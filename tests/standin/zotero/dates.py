"""The dates of the API: time stamps, access dates, and what of a free-text date parses."""

import re
from datetime import UTC, datetime

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SQL_TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
_ISO_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?!\d)")
_MONTH = re.compile(
    r"\b(?:(\d{1,2})\.? )?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
    r"(?: (\d{1,2})(?:st|nd|rd|th)?,)?",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def stamp(moment: datetime) -> str:
    """A moment as the API writes it: whole seconds, UTC, with a Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def time_stamp(text: str) -> str | None:
    """The time stamp that an ISO 8601 or SQL date and time stands for, else None."""
    if _SQL_TIME.fullmatch(text):
        text = text.replace(" ", "T") + "Z"
    if not _ISO_TIME.fullmatch(text):
        return None
    try:
        return stamp(datetime.fromisoformat(text))
    except ValueError:
        return None


def access_date(text: str, now: str) -> str | None:
    """The access date that a value stands for ("" clears it), None when malformed."""
    if text == "CURRENT_TIMESTAMP":
        return now
    if text == "" or _DAY.fullmatch(text):
        return text
    return time_stamp(text)


def parsed_date(text: str) -> str:
    """The year, month and day of a free-text date as YYYY[-MM[-DD]], "" when none parses."""
    numeric = _NUMERIC.search(text)
    if numeric is None:
        return ""
    year, month, day = numeric.group(1), int(numeric.group(2) or 0), int(numeric.group(3) or 0)
    named = _MONTH.search(text)
    if not month and named is not None:
        month = _MONTHS.index(named.group(2).lower()) + 1
        day = int(named.group(1) or named.group(3) or 0)
    if not 1 <= month <= 12:
        return year
    return f"{year}-{month:02}-{day:02}" if 1 <= day <= 31 else f"{year}-{month:02}"
