"""How alike two titles are, and what keeps like titles apart."""

import re

from rapidfuzz import fuzz

from enrichers.writing.text import squeeze

SUBTITLE = re.compile(r"[:：?!.]\s+|\s[-–—]\s|—")
SHORTEST_MAIN = 12  # letters; below that a main title alone ("NETT") says too little
WITHOUT_SUBTITLE = 0.97  # a title that lost its subtitle is nearly, never quite, the title

NOTICES = {
    "correction": r"correction|corrigend(?:um|a)|errat(?:um|a)|addend(?:um|a)",
    "comment": r"comments?|commentary|discussion",
    "reply": r"reply|response|rejoinder",
    "retraction": r"retraction(?:\snote)?",
    "supplement": r"supplement(?:ary|al)?(?:\s(?:materials?|information|data|text|notes?))?"
    r"|supporting\sinformation|(?:online\s)?appendi(?:x|ces)",
    "book review": r"book\sreview",
}
"""Notices about another work, which bear its title. A work that was retracted keeps its own
record ("RETRACTED: ..."), so that word is none."""
_NOTICE = "|".join(f"(?P<{kind.replace(' ', '_')}>{words})" for kind, words in NOTICES.items())
NOTICE_BEFORE = re.compile(
    rf"\W*(?:an?\s|the\s|author\W?s?\W?\s|publisher\W?s?\W?\s)?(?:{_NOTICE})"
    r"(?:\W*[:\[(“\"]|\s+(?:on|to|of|for)\b|\s*[-–—]\s)",
    re.IGNORECASE,
)
NOTICE_AFTER = re.compile(rf"(?:[:(\[]\s?|\s[-–—]\s)(?:{_NOTICE})\W?$", re.IGNORECASE)

NUMBER = re.compile(r"\d+(?:\.\d+)*")
ROMAN = re.compile(
    r"(?:\b(?:part|volume|vol\.|chapter|book|paper)\s)([IVX]{1,4})\b"
    r"|\b(II|III|IV|VI{1,3}|IX|XI{1,2})\b|\b([IVX])(?=:|\.\s|$)"
)
PART = re.compile(
    r"[:.,(–—-]\s*\(?(?:part|volume|vol\.?|book)\s([IVX]{1,4}|\d{1,2})\b|\s([IVX]{2,4})$",
    re.IGNORECASE,
)
"""How a title says that it is one part of several."""
FIRST_PARTS = frozenset({"", "I", "1"})
"""The first part is often named without saying so."""
_ROMAN_DIGITS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
ROMAN_VALUES = {numeral: str(value) for value, numeral in enumerate(_ROMAN_DIGITS, start=1)}


def similarity(a: str, b: str) -> float:
    """From 0 (nothing in common) to 1 (the same letters), whatever case, accents and blanks.

    A title against the same title without its subtitle counts as nearly the same. Says
    nothing about Part I and Part II, which are alike: ask `apart`.
    """
    squeezed_a, squeezed_b = squeeze(a), squeeze(b)
    if not squeezed_a or not squeezed_b:
        return 0.0
    score = fuzz.ratio(squeezed_a, squeezed_b) / 100
    longer, shorter = (a, squeezed_b) if len(squeezed_a) > len(squeezed_b) else (b, squeezed_a)
    main = squeeze(SUBTITLE.split(longer, maxsplit=1)[0])
    if len(main) >= SHORTEST_MAIN and len(squeezed_a) != len(squeezed_b):
        score = max(score, WITHOUT_SUBTITLE * fuzz.ratio(main, shorter) / 100)
    return score


def apart(a: str, b: str) -> str:
    """Why two titles, however alike, name two works; "" if nothing says so."""
    notice_a, notice_b = notice(a), notice(b)
    if notice_a != notice_b:
        return f"one is a {notice_a or notice_b} about the other"
    numbers_a, numbers_b = numbers(a), numbers(b)
    if not (numbers_a <= numbers_b or numbers_b <= numbers_a):
        return (
            f"they differ in numbers: {', '.join(sorted(numbers_a - numbers_b))} "
            f"and {', '.join(sorted(numbers_b - numbers_a))}"
        )
    parts = {part(a), part(b)} - FIRST_PARTS
    if len(parts) > 1 or (parts and part(a) != part(b)):
        return f"one is part {max(parts)}, the other is not"
    return ""


def notice(title: str) -> str:
    """Which kind of notice about another work a title announces, such as "correction"."""
    match = NOTICE_BEFORE.match(title) or NOTICE_AFTER.search(title)
    return (match.lastgroup or "").replace("_", " ") if match else ""


def part(title: str) -> str:
    """The number of the part that a title says it is: "II", "3"; "" if it is whole."""
    match = PART.search(title)
    return (match[1] or match[2]).upper() if match else ""


def numbers(title: str) -> frozenset[str]:
    """The numbers in a title, Roman ones in Arabic: what parts and dimensions differ by."""
    romans = (match[match.lastindex or 0] for match in ROMAN.finditer(title))
    values = (ROMAN_VALUES.get(roman, roman) for roman in romans)
    return frozenset(NUMBER.findall(title)).union(values)
