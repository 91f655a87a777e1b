"""The words by which pages name the kind of a work, in whatever vocabulary."""

import re
from collections.abc import Mapping
from typing import Final

from enrichers.model import WorkKind

KINDS_BY_WORD: Final = {
    "dissertation": WorkKind.THESIS,
    "thesis": WorkKind.THESIS,
    "theses": WorkKind.THESIS,
    "phd": WorkKind.THESIS,
    "conferenceobject": WorkKind.CONFERENCE_PAPER,
    "conferencepaper": WorkKind.CONFERENCE_PAPER,
    "conferenceproceedings": WorkKind.CONFERENCE_PAPER,
    "inproceedings": WorkKind.CONFERENCE_PAPER,
    "proceeding": WorkKind.CONFERENCE_PAPER,
    "proceedings": WorkKind.CONFERENCE_PAPER,
    "conferenceitem": WorkKind.CONFERENCE_PAPER,
    "conferenceorworkshopitem": WorkKind.CONFERENCE_PAPER,
    "preprint": WorkKind.PREPRINT,
    "workingpaper": WorkKind.REPORT,
    "technicalreport": WorkKind.REPORT,
    "report": WorkKind.REPORT,
    "bookchapter": WorkKind.CHAPTER,
    "bookpart": WorkKind.CHAPTER,
    "booksection": WorkKind.CHAPTER,
    "bookitem": WorkKind.CHAPTER,
    "chapter": WorkKind.CHAPTER,
    "book": WorkKind.BOOK,
    "dataset": WorkKind.DATASET,
    "software": WorkKind.SOFTWARE,
    "softwaresourcecode": WorkKind.SOFTWARE,
    "journalarticle": WorkKind.ARTICLE,
    "textserialjournal": WorkKind.ARTICLE,
    "researcharticle": WorkKind.ARTICLE,
    "reviewarticle": WorkKind.ARTICLE,
    "originalarticle": WorkKind.ARTICLE,
    "article": WorkKind.ARTICLE,
    "journal": WorkKind.ARTICLE,
    "lecture": WorkKind.PRESENTATION,
    "presentation": WorkKind.PRESENTATION,
    "slide": WorkKind.PRESENTATION,
    "poster": WorkKind.PRESENTATION,
    "video": WorkKind.VIDEO,
    "movingimage": WorkKind.VIDEO,
}
"""In small letters without blanks and marks. "Monograph" is missing: to EPrints it is a report,
to others a book."""
LONGEST_PHRASE: Final = 120  # characters

_NOT_LETTERS = re.compile(r"[^a-z]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PARTS = re.compile(r"[/.:;,#()]")


def kind_in_words(
    phrase: str, words: Mapping[str, WorkKind] = KINDS_BY_WORD
) -> WorkKind | None:
    """The kind that a phrase such as "info:eu-repo/semantics/bookPart" names, None if none.

    The whole phrase counts first, then its parts from the last, then the words of the list
    that it holds.
    """
    phrase = phrase[:LONGEST_PHRASE]
    tokens = frozenset(_NOT_LETTERS.split(_CAMEL.sub(" ", phrase).lower()))
    phrase = phrase.lower()
    parts = [_squeezed(part) for part in _PARTS.split(phrase)]
    for part in (_squeezed(phrase), *reversed(parts)):
        if part in words:
            return words[part]
    singular = (part.removesuffix("s") for part in reversed(parts))
    found = next((words[part] for part in singular if part in words), None)
    if found:
        return found
    return next((kind for word, kind in words.items() if word in tokens), None)


def _squeezed(text: str) -> str:
    return _NOT_LETTERS.sub("", text)
