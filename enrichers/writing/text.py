"""Plain text out of what registries, pages and lists send, and its form for comparing."""

import html
import re
import unicodedata

from enrichers.writing.latex import to_unicode
from enrichers.writing.markup import without_tags

ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
"""Closed ones only: "AT&T" and "?a=1&copy=2" are text."""
ENTITY_ROUNDS = 3  # publishers escape twice at most

INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
"""Control characters, soft hyphens, direction marks, and halves of characters that no file
can hold."""
JOINER = re.compile(
    "(?<![\u0370-\U0010ffff])[\u200c\u200d]|[\u200c\u200d](?![\u0370-\U0010ffff])"
)
"""Joiners mean something in Persian, Indic scripts and emoji, not between Latin letters."""
HARMLESS_LENGTH = 1000
LONGEST_MARKS = 30
"""Combining marks in a row that Unicode's stream-safe format allows; normalising a longer
run takes quadratic time."""

ACCENTS = re.compile("[\u0300-\u036f]+")
NOT_LETTERS = re.compile("(?:(?![\u0900-\u109f\u1780-\u17ff])[\\W_])+")
"""Vowel signs of Indic scripts are no letters to Unicode, but words differ by them."""
PLAIN_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "ħ": "h",
    }
)
"""Letters that Unicode does not take apart into a base and an accent."""

LETTER = re.compile(r"[^\W\d_]")
LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")

_STAR = "*∗⋆☆★"
_DAGGER = "†‡§¶"
_RAISED = "¹²³⁰⁴-⁹"
_IN_TEX = r"\$\s?\^\s?\{?\s?(?:\*|\\(?:ast|star|dagger|ddagger))\s?\}?\s?\$"
NOTE_MARKS = re.compile(rf"(?:[\s,]{{0,2}}(?:[{_STAR}{_DAGGER}{_RAISED}]|{_IN_TEX})){{1,6}}$")
LAST_WORD = re.compile(r"([^\W\d_]{1,40})[)\]}\"'”’»?!.]{0,3}$")
SHORTEST_MARKED = 3
SHORTEST_LOUD = 4
SHORTEST_RAISED = 5
"""Letters of a word that a note's mark can follow; in a title of capitals fewer may be the
name of an algorithm ("RRT*"), and a raised number a power ("sin²")."""
_STARRED = "weak theta phi lambda sigma alpha beta gamma delta omega psi kappa star starred"
STARRED = frozenset(_STARRED.split())
"""Words that bear a star as their own: of topologies, algorithms and algebras."""


def plain(raw: str) -> str:
    """Turn a title, a name or an abstract into one line of plain Unicode text.

    Known tags go without leaving blanks (those a publisher lost cannot be guessed) except
    between blocks. Entities, LaTeX accents and simple commands are decoded; formulas stay
    as `$...$`. Takes time linear in the length of the text.
    """
    text = raw
    for _ in range(ENTITY_ROUNDS):
        decoded = ENTITY.sub(lambda entity: html.unescape(entity[0]), without_tags(text))
        if decoded == text:
            break
        text = decoded
    text = to_unicode(without_tags(text))
    return " ".join(composed(text).split())


def composed(text: str) -> str:
    """Compose to NFC without control and zero-width characters; blanks stay."""
    if text.isascii() and text.isprintable():
        return text
    text = JOINER.sub("", INVISIBLE.sub("", text))
    return unicodedata.normalize("NFC", _with_bounded_marks(text))


def squeeze(title: str) -> str:
    """What of a title counts when comparing: letters and digits, no case, accents or blanks."""
    if "$" in title or "\\" in title:
        title = to_unicode(title, formulas=True)
    if not title.isascii():
        apart = unicodedata.normalize("NFKD", _with_bounded_marks(title))
        title = unicodedata.normalize("NFKC", ACCENTS.sub("", apart))
    return NOT_LETTERS.sub("", title.casefold().translate(PLAIN_LETTERS))


def without_note_marks(title: str) -> str:
    """A title without the mark of a footnote behind its last word ("for deep learning*").

    What belongs to a name stays: "K-theory of C*", "planning with Theta*", "RRT*", "L²". A
    star or a raised number counts as a mark only behind an ordinary word.
    """
    match = NOTE_MARKS.search(title, max(0, len(title) - 80))
    if not match:
        return title
    bare = title[: match.start()].rstrip()
    word = LAST_WORD.search(bare, max(0, len(bare) - 50))
    if not word:
        return title
    return bare if _bears_a_mark(bare, word[1], match[0]) else title


def _bears_a_mark(bare: str, word: str, marks: str) -> bool:
    """Whether a title's last word is an ordinary one, behind which a star is no part of it."""
    if not word.isascii() and word.lower() == word.upper():
        return True
    if word.lower() in STARRED or " " not in bare:
        return False
    if bare.isupper():
        return len(word) >= SHORTEST_LOUD and bare.count(" ") > 1
    is_raised = not any(mark in marks for mark in _STAR + _DAGGER + "$")
    return word[1:].islower() and len(word) >= (
        SHORTEST_RAISED if is_raised else SHORTEST_MARKED
    )


def _with_bounded_marks(text: str) -> str:
    if len(text) <= HARMLESS_LENGTH:
        return text
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= LONGEST_MARKS:
            kept.append(char)
    return "".join(kept)


def is_latin(text: str) -> bool:
    """Whether most letters of a text are Latin ones."""
    return 2 * len(LATIN.findall(text)) > len(LETTER.findall(text))
