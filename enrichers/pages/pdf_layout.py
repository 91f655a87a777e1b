"""The first page of a document as lines, and its title and authors by how they stand there."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from enrichers.model import Person
from enrichers.pages.pdf_facts import PdfFacts, Run
from enrichers.writing.names import COLLECTIVE, PARTICLES, person
from enrichers.writing.text import plain, without_note_marks

OT1 = str.maketrans(
    {
        "\x0b": "ff",
        "\x0c": "fi",
        "\x0d": "fl",
        "\x0e": "ffi",
        "\x0f": "ffl",
        "\x1b": "ff",
        "\x1c": "fi",
        "\x1d": "fl",
        "\x1e": "ffi",
        "\x1f": "ffl",
        **dict(zip("ﬀﬁﬂﬃﬄ", ("ff", "fi", "fl", "ffi", "ffl"), strict=True)),
    }
)
"""Ligatures of TeX's old encodings, which many files pass on as control characters."""
DIVIDING_HYPHEN = re.compile("[\x02\xad](?=[a-zß-ÿ])")
"""PDFium's mark for a hyphen at the end of a line; before a capital it belongs to the word."""
SPACING_ACCENT = re.compile(r"([¨´`ˆ˜ˇ˚])\s?([A-Za-z])")
COMBINING = {
    "¨": "\u0308",
    "´": "\u0301",
    "`": "\u0300",
    "ˆ": "\u0302",
    "˜": "\u0303",
    "ˇ": "\u030c",
    "˚": "\u030a",
}
MARK = "\ue000"  # in the place of a footnote mark, until the line is cut there
MARK_SIZE = 0.74
"""Beside the line's main size: footnote marks have 0.70 and less, small capitals 0.80."""
SAME_SIZE = 0.06  # by which the lines of one title may differ
LINE_PITCH = 2.2  # of the font size: the next line of a title is no farther below
LARGER = 1.09  # than the text, as a title must be; LaTeX's smallest step is 1.095
TITLE_PLACE = 0.35  # of the page's height: a title stands above that
LONGEST_TITLE = 300
SHORTEST_TITLE = 6  # letters
MOST_LINES = 6
LETTERS = 0.6  # of the characters of a title; garbled fonts give less
FEW_WORDS = 60  # on a title page or a slide, where a title may be no larger than the rest

MASTHEAD = re.compile(
    r"^(?:the\s)?(?:\w+\s){0,3}(?:journal|proceedings|transactions|annals|acta|bulletin|letters)"
    r"\b(?!\s(?:club|entry))|\bissn\b|^arxiv\b|^vol(?:ume|\.)\s?\d|\bpreprint submitted\b"
    r"|^(?:conference|workshop) paper at\b|^published as\b|^(?:open\s?access)$"
    r"|^(?:original|research|review|regular)\s(?:article|paper)s?$"
    r"|^(?:research|article|articles|letter|letters|review|report|editorial|abstract|contents"
    r"|table of contents|technical report|working paper|discussion paper|preprint|draft)$",
    re.IGNORECASE,
)
"""What stands over a title, often larger."""
_HEADINGS = (
    r"abstract|summary|introduction|contents|table of contents|key\s?words|outline|motivation"
    r"|overview|references|zusammenfassung|r[ée]sum[ée]|resumen|einleitung|inhaltsverzeichnis"
    r"|摘\s?要"
)
HEADING = re.compile(
    rf"^(?:(?:\d+|[IVX]+)\.?\s+)?(?:{_HEADINGS})\W*$"
    r"|^(?:abstract|key\s?words|summary|摘\s?要)(?:\s?[.:—–-]|\s(?=(?-i:[A-Z]))|[\u4e00-\u9fff])",
    re.IGNORECASE,
)
"""What ends the head of a page: the heading of a section, or a text that starts with it."""
NO_NAME = re.compile(
    r"\b(?:research|labs?|inc|brain|school|college|faculty|cent(?:er|re)|street|avenue|road"
    r"|usa|uk|france|germany|china|canada|sciences?|engineering|mathematics|physics|statistics"
    r"|technology|computing|computer|informatics|systems?|google|microsoft|facebook|deepmind"
    r"|january|february|march|april|june|july|august|september|october|november"
    r"|december|abstract|introduction|contents|version|draft|chapter|lecture|course|notes?"
    r"|slides?|talk|joint|work|with|learning|networks?|theory|analysis|methods?|data|model"
    r"|models|new|conference|workshop|supervisor|advis[oe]r|thesis|report|hospital|division|ag|gmbh|ltd|pharma|corp|corporation|bank|council|limited|license|team"
    r"|vignette|package|introduction|overview|email|submitted|accepted|received|edition"
    r"|proceedings|journal|seminar|winter|summer|fall|spring|prof|professor)\b",
    re.IGNORECASE,
)
"""Words that look like names where they are written large."""
BY = re.compile(
    r"^(?:by|von|par|authors?:|and|und|et|&)\s+|,?\s(?:and others|et al\.?)$", re.IGNORECASE
)
BETWEEN = re.compile(r"\s*[,;·•&|、，；]\s*(?:and\s+|und\s+|et\s+)?|\s+(?:and|und|et|y)\s+")
MARKS = re.compile(r"[*∗†‡§¶‖⋆★✉\u2776-\u2793\u00b2\u00b3\u00b9\u2070-\u2079\d]+")
DIVIDED = re.compile(r"[^\W\d_]-$")
NAME_WORD = re.compile(r"(?:[^\W\d_a-z][\w'’-]*|(?:[^\W\d_]\.-?)+|[JS]r\.)$")
CJK_NAME = re.compile(r"[\u4e00-\u9fff]{1,2}\s?[\u4e00-\u9fff]{1,3}$")
NAME_LENGTH = 45
MOST_AUTHORS = 200
LOOKED_AT = 14  # lines below the title


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line as it is read, with the characters that are as large as its main ones."""

    text: str
    parts: tuple[str, ...]
    """The same, cut where footnote marks stood."""
    size: float
    """In points: that of most of its letters."""
    x: float
    y: float
    """Where it starts, turned upright."""
    is_upright: bool
    """It runs as most of the page does; a stamp in the margin does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The title and the authors that a page shows."""

    title: str = ""
    authors: tuple[Person, ...] = ()


def readable(text: str) -> str:
    """Text with its ligatures and accents in place, on one line."""
    text = DIVIDING_HYPHEN.sub("", text).replace("\x02", "-")
    text = SPACING_ACCENT.sub(lambda match: match[2] + COMBINING[match[1]], text.translate(OT1))
    return plain(text)


def lines_of(facts: PdfFacts) -> tuple[Line, ...]:
    """The lines of the first page, in the order in which they were written."""
    quarters = Counter[int]()
    for runs in facts.lines:
        for run in runs:
            quarters[_quarter(run)] += len(run.text)
    upright = quarters.most_common(1)[0][0] if quarters else 0
    return tuple(line for runs in facts.lines for line in _line(runs, upright))


def heading_of(lines: Sequence[Line], height: float) -> Heading:
    """The title by the largest letters near the top, and the names below it.

    Nothing where nothing is larger than the text, but on a page of few words.
    """
    upright = [line for line in lines if line.is_upright]
    words = sum(len(line.text.split()) for line in upright)
    least = _text_size(upright) * LARGER if words > FEW_WORDS else 0.0
    groups = [
        group
        for group in _groups(upright)
        if _may_be_title(group, least) and group[0].y >= TITLE_PLACE * height
    ]
    if not groups:
        return Heading()
    best = max(groups, key=_prominence)
    below = upright[upright.index(best[-1]) + 1 :]
    return Heading(title=_joined(best), authors=tuple(_authors(below)))


def _quarter(run: Run) -> int:
    """The direction in quarter turns; a slanting one is that of its steeper part."""
    if abs(run.cosine) >= abs(run.sine):
        return 0 if run.cosine >= 0 else 2
    return 1 if run.sine >= 0 else 3


def _line(runs: Sequence[Run], upright: int) -> Iterator[Line]:
    sizes = Counter[float]()
    for run in runs:
        sizes[run.size] += sum(map(str.isalnum, run.text))
    size = sizes.most_common(1)[0][0]
    first = next((run for run in runs if run.size == size), runs[0])
    raw = "".join(run.text if run.size >= MARK_SIZE * size else MARK for run in runs)
    parts = tuple(filter(None, map(readable, raw.split(MARK))))
    turned = {
        0: (first.x, first.y),
        1: (first.y, -first.x),
        2: (-first.x, -first.y),
        3: (-first.y, first.x),
    }[upright]
    if parts:
        yield Line(
            text=" ".join(parts),
            parts=parts,
            size=size,
            x=turned[0],
            y=turned[1],
            is_upright=_quarter(first) == upright,
        )


def _text_size(lines: Sequence[Line]) -> float:
    """The size of most letters."""
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines of one size that follow closely below each other."""
    group: list[Line] = []
    for line in lines:
        if group and not _continues(group[-1], line):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _continues(before: Line, line: Line) -> bool:
    is_alike = abs(before.size - line.size) <= SAME_SIZE * max(before.size, line.size)
    return is_alike and -0.5 * line.size <= before.y - line.y <= LINE_PITCH * line.size


def _may_be_title(group: Sequence[Line], least: float) -> bool:
    if len(group) > MOST_LINES or group[0].size < least:
        return False
    text = _joined(group)
    letters = sum(map(str.isalpha, text))
    shown = sum(not character.isspace() for character in text)
    return (
        SHORTEST_TITLE <= letters <= LONGEST_TITLE
        and letters >= LETTERS * shown
        and not is_garbled(text)
        and not MASTHEAD.search(text)
        and not HEADING.match(text)
    )


def is_garbled(text: str) -> bool:
    """Whether a font's own letters were mistaken for signs: "P❁♥❛❧✐③❡❞"."""
    signs = sum(
        "\u2190" <= character <= "\u2bff" or character == "\ufffd" for character in text
    )
    return signs > len(text) // 10


def _prominence(group: Sequence[Line]) -> tuple[bool, float, float]:
    """Several words before one, which is a logo or a label; then the size; then the height."""
    return (len(_joined(group).split()) > 1, round(group[0].size), group[0].y)


def _joined(group: Sequence[Line]) -> str:
    """One text out of lines; a word that was divided at a line's end is whole again."""
    text = ""
    for line in group:
        is_divided = DIVIDED.search(text) and line.text[:1].islower()
        text = text[:-1] + line.text if is_divided else f"{text} {line.text}"
    text = without_note_marks(" ".join(text.split()))
    return text if text.endswith("..") else text.removesuffix(".")


def _authors(below: Sequence[Line]) -> Iterator[Person]:
    """Names in lines of their own, all in one size; affiliations between them are passed."""
    size = 0.0
    for line in islice(below, LOOKED_AT):
        if HEADING.match(line.text):
            return
        if size and abs(line.size - size) > SAME_SIZE * size:
            continue
        names = names_in(", ".join(line.parts))
        if names:
            size = line.size
        yield from names


def names_in(text: str) -> list[Person]:
    """The persons in a line that has nothing but names; none if there is anything else."""
    text = BY.sub("", MARKS.sub(",", text).strip(" ,;&·")).strip(" ,;&·")
    parts = [part for part in map(str.strip, BETWEEN.split(text)) if part]
    if not parts or len(parts) > MOST_AUTHORS or not all(map(is_name, parts)):
        return []
    return [person(part) for part in parts]


def is_name(text: str) -> bool:
    """Whether a text looks like the name of one person, given name first."""
    if CJK_NAME.match(text):
        return True
    if len(text) > NAME_LENGTH or COLLECTIVE.search(text) or NO_NAME.search(text):
        return False
    words = text.split()
    large = [word for word in words if NAME_WORD.match(word)]
    is_rest_small = all(word in PARTICLES for word in words if word not in large)
    whole = any(len(word.rstrip(".")) > 1 and not word.isupper() for word in large)
    return 2 <= len(words) <= 5 and len(large) >= 2 and is_rest_small and whole  # noqa: PLR2004
