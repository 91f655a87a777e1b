"""Small pieces beside a title, read by themselves: forms, dates, venues, authors."""

import re
from dataclasses import dataclass, field
from itertools import zip_longest

from enrichers.model import Person
from enrichers.words.venues import badge, year_of
from enrichers.words.vocabulary import is_common, words
from enrichers.writing.names import PARTICLES, person
from enrichers.writing.text import squeeze

_MARKS = """
    pdf ps html doi link links arxiv paper papers article preprint full-text fulltext code
    github repo repository project website web webpage homepage slide slides talk
    video poster keynote presentation blog demo data dataset supp supplement supplementary
    appendix bib bibtex notes
    review summary official pytorch tensorflow keras jax torch matlab python julia colab
    notebook free new oral spotlight book ebook download here abs abstract url openreview read
    论文 代码 链接 项目 中文 解读 视频 幻灯片 标题 论文标题
"""
MARK_WORDS = frozenset(_MARKS.split())
"""Words that say in which form something is offered, or that it is."""
JOINTS = frozenset(
    {"and", "with", "in", "the", "full", "text", "page", "unofficial", "version"}
)

SIZE = re.compile(
    r"\d{1,4}(?:\.\d{1,2})?\s?[km]i?b|\d{1,4}\s?(?:pp|pages|p)\.?|pp?\.\s?\d[\d–-]*",
    re.IGNORECASE,
)
BETWEEN_MARKS = re.compile(r"[\s,/|&+;:()]+")
STARS = re.compile(r"[⭐★☆\s]*\d+(?:\.\d+)?[kK]?\s?(?:stars?|⭐|★)|[⭐★☆*\s]+")
YEAR = re.compile(r"(?:19|20)\d\d")
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
DATE = re.compile(
    rf"(?:\d{{1,2}}\s)?(?:{MONTH}\s)?(?:\d{{1,2}},\s)?(?P<year>(?:19|20)\d\d)"
    r"(?:[-./]\d{1,2}(?:[-./]\d{1,2})?)?[a-d]?",
    re.IGNORECASE,
)
IDENTIFIER = re.compile(
    r"(?:arxiv(?:\spreprint)?(?:\sarxiv)?[:\s]\s?)?(?:\d{4}\.\d{4,5}|[a-z-]{2,9}/\d{7})(?:v\d+)?"
    r"(?:\s?\[[\w.-]+\])?|(?:doi:?\s?)?10\.\d{4,9}/\S+",
    re.IGNORECASE,
)
CITED = re.compile(
    r"(?P<authors>[^\d]{2,80}?)(?P<more>,?\s+et\.?\s+al\b\.?)?,?\s*\(?(?P<year>(?:19|20)\d\d)[a-d]?\)?"
)
ET_AL_ALONE = re.compile(r"(?P<authors>[^\d]{2,80}?),?\s+et\.?\s+al\b\.?")
JOURNAL = re.compile(r"(?P<name>[A-Z][^\d]{2,60}?),?\s*(?P<year>(?:19|20)\d\d)")
SERIES = re.compile(
    r"(?P<name>(?:the\s)?(?:proceedings|proc\.|transactions|journal|annals|advances)\s"
    r"(?:of|in|on)\s[^\d.]{2,60}?),?\s*\(?(?P<year>(?:19|20)\d\d)\)?",
    re.IGNORECASE,
)
"""How a reference names its volume behind the title: "Proceedings of ICML, 2018"."""
MOST_JOURNAL_WORDS = 8

LIST_OF_NAMES = re.compile(r"\s*(?:,\s*and\s|,\s*&|\s&\s|\sand\s|,|;)\s*")
INITIALS = re.compile(r"(?:[^\W\d_a-zß-öø-ÿ]\.[\s-]?){1,4}|[^\W\d_a-zß-öø-ÿ]")
HAS_INITIAL = re.compile(r"\b[^\W\d_a-zß-öø-ÿ](?:\.|$)")
NAME_WORD = re.compile(r"[^\W\d_]['’\w.-]{0,30}")
ABBREVIATED = re.compile(r"[^\W\d_]{2,}\.")  # "Phys.", of a journal; initials have one letter
MOST_NAME_WORDS = 4
MOST_NAMES = 12
PER_DOUBTFUL = 3  # names in a list, for each of them that may be other words


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """What a piece beside a title says."""

    authors: tuple[Person, ...] = ()
    has_more_authors: bool = False
    year: int | None = None
    venue: str = ""
    marks: frozenset[str] = field(default_factory=frozenset[str])


_FRONT = """
    paper pdf slides slide title article preprint arxiv poster talk keynote presentation
    论文 标题 论文标题 幻灯片
"""
FRONT_WORDS = frozenset(_FRONT.split())
"""Words that stand before a title and a colon, and seldom are its own ("LINK: ...")."""


def front_aside(text: str) -> Aside | None:
    """What a piece before a colon or dash says: a form, or a meeting that tables know."""
    text = text.strip()
    if text.lower() in FRONT_WORDS:
        return Aside(marks=frozenset({text.lower()}))
    named = badge(text, known_only=True)
    return Aside(venue=named.name, year=named.year) if named and named.year else None


def aside(text: str, *, in_brackets: bool = False, known_only: bool = False) -> Aside | None:
    """What a piece says if it is nothing but a form, date, venue, identifier or citation.

    None for anything else, which then belongs to the title. In brackets more is believed:
    a journal with a year, authors with a year.
    """
    text = text.strip(" .,;:*'")
    if not text:
        return None
    if named := badge(text, known_only=known_only):
        return Aside(venue=named.name, year=named.year)
    if known_only:
        return None
    if found := _form(text):
        return found
    if dated := DATE.fullmatch(text):
        return Aside(year=int(dated["year"]))
    if IDENTIFIER.fullmatch(text):
        return Aside(marks=frozenset({"arxiv" if "10." not in text else "doi"}))
    return _cited(text, in_brackets=in_brackets)


def _form(text: str) -> Aside | None:
    if SIZE.fullmatch(text) or STARS.fullmatch(text):
        return Aside(marks=frozenset({"size"}))
    said = [word for word in BETWEEN_MARKS.split(SIZE.sub(" ", text.lower())) if word]
    marks = frozenset(said) & MARK_WORDS
    is_form = all(word in MARK_WORDS or word in JOINTS or word.isdigit() for word in said)
    return Aside(marks=marks) if marks and is_form else None


def _cited(text: str, *, in_brackets: bool) -> Aside | None:
    if alone := ET_AL_ALONE.fullmatch(text):
        names = authors_of(alone["authors"], is_cited=True)
        return Aside(authors=names, has_more_authors=True) if names else None
    if cited := CITED.fullmatch(text):
        is_cited = in_brackets or cited["more"] is not None
        names = authors_of(cited["authors"], is_cited=is_cited)
        if names:
            more = cited["more"] is not None
            return Aside(authors=names, year=int(cited["year"]), has_more_authors=more)
    journal = SERIES.fullmatch(text) or (JOURNAL.fullmatch(text) if in_brackets else None)
    if journal and len(journal["name"].split()) <= MOST_JOURNAL_WORDS:
        return Aside(venue=journal["name"].strip(" ,"), year=year_of(journal["year"]))
    return None


def authors_of(
    text: str,
    *,
    is_cited: bool = False,
    needs_given: bool = False,
    needs_initials: bool = False,
) -> tuple[Person, ...]:
    """The people that a text lists, if it is nothing but a list of people; else none.

    Words that titles often have are no names without initials. One family name alone is
    believed only in a certain citation (`is_cited`). `needs_given` and `needs_initials` ask
    everybody for them.
    """
    text = text.strip(" ,.;:")
    parts = [part.strip() for part in LIST_OF_NAMES.split(text) if part.strip(" .")]
    if len(parts) > 2 * MOST_NAMES:
        return ()
    names: list[str] = []
    doubtful = 0
    for part, following in zip_longest(parts, parts[1:], fillvalue=""):
        if INITIALS.fullmatch(part) and names and "," not in names[-1]:
            names[-1] = f"{names[-1]}, {part}"
        elif _is_name(part, is_sure=INITIALS.fullmatch(following) is not None):
            names.append(part)
        elif _may_be_name(part):
            names.append(part)
            doubtful += 1
        else:
            return ()
    if doubtful and len(names) < PER_DOUBTFUL * doubtful:
        return ()
    if len(names) == 1 and " " not in names[0] and not is_cited:
        return ()
    if needs_given and not all(" " in name for name in names):
        return ()
    if needs_initials and not all(map(HAS_INITIAL.search, names)):
        return ()
    people = map(person, names)
    return tuple(known for known in people if squeeze(str(known)))


def _may_be_name(part: str) -> bool:
    """Two or three capitalised words, of which one may be a title's too: "Chi", "Pan"."""
    words_of_it = part.split()
    if len(words_of_it) not in {2, 3} or not _is_name(part, is_sure=True):
        return False
    return not all(is_common(word) for one in words_of_it for word in words(one))


def is_name_of_person(text: str) -> bool:
    """Whether a text is two to four capitalised words that titles seldom have."""
    parts = text.split()
    if not 1 < len(parts) <= MOST_NAME_WORDS or any(map(str.isdigit, text)):
        return False
    return not text.isupper() and _is_name(text, is_sure=False)


def _is_name(text: str, *, is_sure: bool) -> bool:
    """Capitalised words, at most four, that titles seldom have or that initials go with."""
    parts = text.split()
    if not 0 < len(parts) <= MOST_NAME_WORDS:
        return False
    for part in parts:
        if part.lower() in PARTICLES:
            continue
        if not NAME_WORD.fullmatch(part) or part[0].islower():
            return False
        if ABBREVIATED.fullmatch(part):
            return False
    if is_sure or (len(parts) > 1 and any(INITIALS.fullmatch(part) for part in parts)):
        return True
    return not any(is_common(word) for part in parts for word in words(part))
