"""ISBNs: check digits, and the 13-digit form that stands for both."""

import re

_SEPARATORS = re.compile(r"[\s\-‐‑‒–−]")
"""Blanks and dashes that books and web pages print between the groups."""
_ISBN_10 = re.compile(r"[0-9]{9}[0-9X]")
_ISBN_13 = re.compile(r"97(?:8[0-9]|9[1-9])[0-9]{9}")  # 979-0 is printed music (ISMN)
_LONGEST = 40  # 13 digits with separators; what is longer need not be looked at


def canonical(text: str) -> str | None:
    """The 13 digits of an ISBN-10 or ISBN-13.

    None when the check digit is wrong, or when its groups are set apart in different ways.
    """
    if len(text) > _LONGEST or len(set(_SEPARATORS.findall(text))) > 1:
        return None
    digits = _SEPARATORS.sub("", text).upper()
    if _ISBN_13.fullmatch(digits):
        return digits if digits[12] == check_digit_13(digits[:12]) else None
    if _ISBN_10.fullmatch(digits) and digits[9] == check_digit_10(digits[:9]):
        stem = f"978{digits[:9]}"
        return stem + check_digit_13(stem)
    return None


def check_digit_13(stem: str) -> str:
    """The last digit of an EAN-13 from the twelve before it."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(stem))
    return str(-total % 10)


def check_digit_10(stem: str) -> str:
    """The last character of an ISBN-10 from the nine digits before it; ten is an X."""
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(stem))
    return "0123456789X"[-total % 11]
