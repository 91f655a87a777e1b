"""Labels as lists write them, taken apart into the title and what stands around it."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from enrichers.model import Person
from enrichers.words.asides import (
    MARK_WORDS,
    Aside,
    aside,
    authors_of,
    front_aside,
    is_name_of_person,
)
from enrichers.words.venues import badge
from enrichers.writing.text import plain, squeeze

LONGEST_LABEL = 600  # characters that are looked at; a longer label is prose
MOST_ROUNDS = LONGEST_LABEL  # each takes off a character at least; a label needs two or three
ENOUGH_LEFT = 8  # letters of a title that must remain when what looks like prose goes
SEVERAL = 2  # full names that are a list of authors and no title
SHORTEST_QUOTED = 4  # words in quotation marks that may be the whole title

FULL_WIDTH = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) != "～"}
    | {"【": "[", "】": "]", "〔": "[", "〕": "]", "［": "[", "］": "]", "、": ",", "。": ". "}
    | {"：": ": ", "，": ", ", "；": "; "}
)
EDGE_START = "-–—−•·‣▪●○◦*+>|:;,~=_/\\^!?·… \t"
EDGE_END = "-–—−•·‣▪●○◦*>|:;,~=_/\\^·…( [{. \t"
QUOTES = {
    "“": "”",
    '"': '"',
    "«": "»",
    "「": "」",
    "『": "』",
    "《": "》",
    "‘": "’",
    "'": "'",
    "[": "]",
    "(": ")",
}

NUMBERING = re.compile(
    r"(?:\(\s?(?:\d{1,3}|[a-z]|[ivx]{1,5})\s?\)|\[\d{1,3}\]|(?:[a-z]|[ivx]{1,5}|[A-Z])\)"
    r"|[a-z]\.|#\d{1,4}[:.]?|#{1,6})\s+|\d{1,3}[.)]\s*(?=[^\W\d]|[\[(“\"《])"
)
LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
EMPHASIS = re.compile(r"\*\*|__(?=\W|$)|(?<!\w)__|~~|`")
ADDRESS_AT_END = re.compile(r"\s*<?\b(?:https?://|www\.)\S+$", re.IGNORECASE)
ENDING = re.compile(r"(?<=\w)\.(?:pdf|ps|ps\.gz|html?|djvu)$", re.IGNORECASE)
BRACKET_AT_START = re.compile(r"[\[(]([^\[\]()]{1,80})[\])]\s*[:.,\-–—|]?\s*")
BRACKET_AT_END = re.compile(r"\s*[\[(]([^\[\]()]{1,80})[\])]\s*[.,;]?$")
CUT_AT_START = re.compile(r"([^|:\[\](){}]{1,40}?)\s*(?::\s|\||\s[-–—]\s)\s*")
CUT_AT_END = re.compile(r"(?:\s*[|@•·]\s*|[,.;]\s+|\s+[-–—]{1,2}\s+|\s+in:?\s+)(?=\S)")
DATE_AT_START = re.compile(r"\[?(?P<year>(?:19|20)\d\d)[-./]\d\d(?:[-./]\d\d)?\]?[\s:,–—-]+")
CUT_BEFORE_AUTHORS = re.compile(r"[,.;]\s+|\s[-–—]\s+")
MOST_CUTS = 12
KNOWN_AT_END = re.compile(r"\s+([A-Z][A-Za-z]{2,10}\s?['’]?(?:(?:19|20)\d\d|\d\d))$")
LONGEST_TAIL = 70  # characters

ET_AL = re.compile(
    r"[\[(]?(?P<authors>[^\d\[\](){}:;\"“”]{2,80}?),?\s+et\.?\s+al\b\.?,?'?s?\s*"
    r"[\[(]?(?P<year>(?:19|20)\d\d[a-d]?)?[\])]*\s*[,.:;–—-]*\s+(?=\S)"
)
AUTHORS_YEAR = re.compile(
    r"[\[(]?(?P<authors>[^\[\](){}\"“”:;\d]{3,200}?)[,.]?\s*[\[(]?(?P<year>(?:19|20)\d\d)[a-d]?"
    r"[\])]*\s*(?:[.,:;]|\s[–—-])\s+(?=\S)"
)
AUTHORS_COLON = re.compile(r"(?P<authors>[^\[\](){}\"“”:;\d]{5,300}?):\s+(?=\S)(?P<year>(?!))?")
"""How Springer's reference lists begin."""
AUTHORS_STOP = re.compile(
    r"(?P<authors>[^\[\](){}\"“”:;\d]{5,300}?\w{2})\.\s+(?=\S)(?P<year>(?!))?"
)
"""How the reference lists of computer science begin: "Ada Berg, Bo Xu, and Ren Abe. Title"."""
MIDDLE_INITIAL = re.compile(r"\b[A-Z]\.\s?[A-Z][a-z]")
STARS_AT_END = re.compile(r"\s*[⭐★☆]+\s?(?:\d{1,4}(?:[.,]\d)?[kK]?)?\s?(?:stars?)?$")
BY_AUTHORS = re.compile(r",?\s+by\s+(?P<authors>(?:(?!\sby\s)[^\d\[\](){}:;]){5,120})$")
ONE_CITED = re.compile(r"[^\W\d_][^\W\dA-Z_]{1,30}\s\((?:19|20)\d\d[a-d]?\)\s?[:.]")
"""One family name and its year, as nothing but a citation has them: "Bauer (2015): ..."."""
PROSE = re.compile(
    r"\s+[-–—]{1,2}\s+(?=(?![A-Z])[a-z])"
    r"|(?<=[\w)\]?!”\"])[.;]\s+(?=(?:This|We|It|Here|They|In this|The authors?|See|Also|A nice"
    r"|A great|A good|Nice|Great|Good|Includes|Describes|Introduces|Explains|Shows|Provides"
    r"|Note that|Contains|Covers|Proposes|Presents|Highly|Very)\b)"
    r"|\s*<-+\s|\s*//\s"
)
QUOTED = re.compile(
    r"(?P<open>[“\"«「『《])(?P<title>[^“”\"«»「」『』《》]{8,300})[”\"»」』》]"
)
IN_FRONT_OF_QUOTED = re.compile(r"(?:.*[,.:)\]]|by|paper|see)?\s*", re.IGNORECASE | re.DOTALL)
BEHIND_QUOTED = re.compile(
    r"(?:\s*[,.(\[|–—-].*|\s+(?:in|by|at|(?:19|20)\d\d)\b.*)?", re.DOTALL
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """A label taken apart."""

    title: str = ""
    """What may be a title; "" if the label names only where or in what form."""
    authors: tuple[Person, ...] = ()
    """Those named, family names alone where the label says no more."""
    has_more_authors: bool = False
    """The label says "et al."."""
    year: int | None = None
    venue: str = ""
    marks: frozenset[str] = field(default_factory=frozenset[str])
    """Words for forms, in small letters: "pdf", "slides", "code"."""
    note: str = ""
    """Prose that stood behind the title."""

    @property
    def is_talk(self) -> bool:
        """Whether the label says that these are slides, a poster or a recording."""
        return bool(self.marks & TALKS) and not self.marks & WRITTEN

    @property
    def is_supplement(self) -> bool:
        """Whether the label says that this is what goes with a paper."""
        return bool(self.marks & SUPPLEMENTS) and not self.marks & (WRITTEN - {"pdf"})

    @property
    def is_beside_a_work(self) -> bool:
        """Whether the label says that this is not the work, but what was made with it."""
        beside = TALKS | SUPPLEMENTS | GOES_WITH_IT
        return bool(self.marks & beside) and not self.marks & WRITTEN


TALKS = frozenset({"slide", "slides", "talk", "poster", "video", "presentation", "keynote"})
GOES_WITH_IT = frozenset(
    {"code", "data", "dataset", "demo", "notebook", "repo", "repository", "review"}
)
SUPPLEMENTS = frozenset({"supp", "supplement", "supplementary", "appendix"})
WRITTEN = frozenset({"paper", "pdf", "article", "preprint", "arxiv"})


@dataclass(slots=True)
class _Label:
    """What is left of a label while it is taken apart, and what came off."""

    text: str
    authors: tuple[Person, ...] = ()
    has_more_authors: bool = False
    year: int | None = None
    venue: str = ""
    marks: set[str] = field(default_factory=set[str])
    note: str = ""

    def note_down(self, found: Aside) -> None:
        """Keep what came off last: of two years, the one nearer to the title."""
        self.authors = found.authors or self.authors
        self.has_more_authors |= found.has_more_authors
        self.year = found.year or self.year
        self.venue = found.venue or self.venue
        self.marks |= found.marks


def clean(raw: str) -> Cleaned:
    """Take off numbering, badges, authors, dates, forms, prose and Markdown, and keep them.

    Cleaning a cleaned title changes nothing.
    """
    return _cleaned(raw[:LONGEST_LABEL])


@lru_cache(maxsize=4096)
def _cleaned(raw: str) -> Cleaned:
    """Remembered, as a label is mostly all that its line says, too."""
    label = _Label(text=raw)
    for _ in range(MOST_ROUNDS):
        before = label.text
        for step in STEPS:
            step(label)
        if label.text == before:
            break
    return Cleaned(
        title=label.text if squeeze(label.text) else "",
        authors=label.authors,
        has_more_authors=label.has_more_authors,
        year=label.year,
        venue=label.venue,
        marks=frozenset(label.marks),
        note=label.note,
    )


def _plainly(label: _Label) -> None:
    text = LINK.sub(r"\1", label.text.translate(FULL_WIDTH))
    label.text = _without_edges(plain(EMPHASIS.sub("", text)))


def _without_edges(text: str) -> str:
    """Without bullets, emoji and stray marks at either end."""
    start, end = 0, len(text)
    while start < end and (text[start] in EDGE_START or _is_ornament(text[start])):
        start += 1
    while start < end and (text[end - 1] in EDGE_END or _is_ornament(text[end - 1])):
        end -= 1
    text = text[start:end]
    for opens, closes in ("()", "[]"):
        if text.endswith(closes) and text.count(closes) > text.count(opens):
            text = text[:-1]
        if text.startswith(opens) and text.count(opens) > text.count(closes):
            text = text[1:]
    return text


def _is_ornament(char: str) -> bool:
    return char > "\x7f" and unicodedata.category(char) in {"So", "Sk", "Cf", "Co", "Cn", "Mn"}


def _unquote(label: _Label) -> None:
    """The words in quotation marks, if they are all or the rest is a reference's."""
    text = label.text
    closing = QUOTES.get(text[:1])
    if closing and text.endswith(closing) and len(text) > 1:
        inner = text[1:-1]
        if closing not in inner and text[0] not in inner:
            label.text = inner
            return
    for quoted in QUOTED.finditer(text):
        before, after = text[: quoted.start()], text[quoted.end() :]
        if (
            len(quoted["title"].split()) < SHORTEST_QUOTED
            or not IN_FRONT_OF_QUOTED.fullmatch(before)
            or not (quoted["title"].endswith(",") or BEHIND_QUOTED.fullmatch(after))
        ):
            continue
        ends_itself = quoted["title"].endswith((",", "."))
        found = [aside(part) for part in (before.strip(" ,.:"), *re.split(r"[,(]", after))]
        names = authors_of(before)
        if not (ends_itself or names or any(found) or not before):
            continue
        label.text = quoted["title"]
        for part in filter(None, found):
            label.note_down(part)
        label.authors = names or label.authors
        return


def _numbering(label: _Label) -> None:
    if match := NUMBERING.match(label.text):
        label.text = label.text[match.end() :]


def _brackets(label: _Label) -> None:
    """Badges in brackets at either end: "[pdf]", "(ICML 2018)", "(Chen et al., 2018)"."""
    for pattern in (BRACKET_AT_START, BRACKET_AT_END):
        match = pattern.match(label.text) or (
            pattern is BRACKET_AT_END and pattern.search(label.text)
        )
        found = aside(match[1], in_brackets=True) if match else None
        if match and found:
            label.note_down(found)
            label.text = label.text[: match.start()] + label.text[match.end() :]


def _front(label: _Label) -> None:
    """What stands before a title: a date, authors with a year, "paper:", "ICML 2018:"."""
    if match := DATE_AT_START.match(label.text):
        label.note_down(Aside(year=int(match["year"])))
        label.text = label.text[match.end() :]
    for pattern in (ET_AL, AUTHORS_YEAR, AUTHORS_COLON, AUTHORS_STOP):
        match = pattern.match(label.text)
        names = _names_in(match, pattern) if match else ()
        if match and names and len(squeeze(label.text[match.end() :])) >= ENOUGH_LEFT:
            year = int(match["year"][:4]) if match["year"] else None
            more = pattern is ET_AL
            label.note_down(Aside(authors=names, year=year, has_more_authors=more))
            label.text = label.text[match.end() :]
    if (match := CUT_AT_START.match(label.text)) and (found := front_aside(match[1])):
        label.note_down(found)
        label.text = label.text[match.end() :]


def _names_in(match: re.Match[str], pattern: re.Pattern[str]) -> tuple[Person, ...]:
    """The people before a title; the less there is beside them, the surer they must be."""
    is_one = ONE_CITED.match(match[0]) and not badge(match["authors"], known_only=True)
    names = authors_of(
        match["authors"],
        is_cited=pattern is ET_AL or bool(is_one),
        needs_given=pattern is AUTHORS_STOP,
        needs_initials=pattern is AUTHORS_COLON,
    )
    is_sure = len(names) >= SEVERAL or MIDDLE_INITIAL.search(match["authors"])
    return () if pattern is AUTHORS_STOP and not is_sure else names


def _back(label: _Label) -> None:
    """What stands behind a title: an address, "by ...", ", ICML 2018", "| code", ".pdf"."""
    for pattern in (ADDRESS_AT_END, ENDING, STARS_AT_END):
        label.text = pattern.sub("", label.text)
    if label.text.lower() in MARK_WORDS:
        label.note_down(Aside(marks=frozenset({label.text.lower()})))
        label.text = ""
    tail = label.text[-LONGEST_TAIL:]
    offset = len(label.text) - len(tail)
    for cut in CUT_AT_END.finditer(tail):
        found = aside(tail[cut.end() :])
        if found and (found.venue or cut[0].strip(" :") != "in"):
            label.note_down(found)
            label.text = label.text[: offset + cut.start()]
            return
    if (match := KNOWN_AT_END.search(tail)) and (found := aside(match[1], known_only=True)):
        label.note_down(found)
        label.text = label.text[: offset + match.start()]
    if match := BY_AUTHORS.search(label.text):
        names = authors_of(match["authors"], needs_given=True)
        is_sure = len(names) > 1 or "." in match["authors"]  # "by Injecting Compositionality"
        is_sure = is_sure or is_name_of_person(match["authors"])
        if names and is_sure and len(squeeze(label.text[: match.start()])) >= ENOUGH_LEFT:
            label.note_down(Aside(authors=names))
            label.text = label.text[: match.start()]
    _authors_behind(label)
    if (whole := aside(label.text)) and not whole.authors:
        label.note_down(whole)
        label.text = ""


def _authors_behind(label: _Label) -> None:
    """Several full names that end it: "Title, Ada Berg, Bo Xu"."""
    for cut in islice(CUT_BEFORE_AUTHORS.finditer(label.text), MOST_CUTS):
        names = authors_of(label.text[cut.end() :], needs_given=True)
        if len(names) >= SEVERAL and len(squeeze(label.text[: cut.start()])) >= ENOUGH_LEFT:
            label.note_down(Aside(authors=names))
            label.text = label.text[: cut.start()]
            return


def _prose(label: _Label) -> None:
    """A comment behind a dash, in small letters, or a sentence about the work."""
    match = PROSE.search(label.text)
    if match is None or len(squeeze(label.text[: match.start()])) < ENOUGH_LEFT:
        return
    if label.text[: match.start()].islower():
        return
    label.note = label.text[match.end() :].strip() or label.note
    label.text = label.text[: match.start()]


STEPS: tuple[Callable[[_Label], None], ...] = (
    _plainly,
    _numbering,
    _unquote,
    _brackets,
    _front,
    _back,
    _prose,
    _plainly,
)
"""Tried in turn until none finds anything."""
