"""The best of what several conventions say about each field, whatever order they come in."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from enrichers.identifiers import isbn as isbns
from enrichers.model import Person, Work
from enrichers.pages.headlines import is_title
from enrichers.pages.statement import FIRST_PAGE, LAST_PAGE, Convention, Statement
from enrichers.pages.written_dates import iso
from enrichers.writing.names import COLLECTIVE, person
from enrichers.writing.text import plain, squeeze, without_note_marks

LONGEST_TITLE: Final = 500
"""Characters; a longer one is an abstract or a list."""
LONGEST_FIELD: Final = 300
LONGEST_ABSTRACT: Final = 10_000
FULL_NAME_WORDS: Final = 2
SHORTEST_ABSTRACT: Final = 40
"""Characters; "Home page of X" describes a site."""

TEXT_FIELDS: Final = ("venue", "publisher", "series", "edition", "volume", "issue")
_PAGES = re.compile(
    r"(?:pp?\.?\s{0,3})?(?P<pages>[\w.:+-]{1,20}(?:\s?[-–—]{1,2}\s?[\w.:+-]{1,20})?)"
)
_ISSN = re.compile(r"(?<!\d)(\d{4})[-–]?(\d{3}[\dXx])(?!\d)")
_LANGUAGE = re.compile(r"([a-zA-Z]{2,3})(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_LANGUAGES: Final = {
    "english": "en", "eng": "en", "german": "de", "deutsch": "de", "ger": "de", "deu": "de",
    "french": "fr", "fre": "fr", "fra": "fr", "spanish": "es", "spa": "es", "chinese": "zh",
    "chi": "zh", "zho": "zh", "italian": "it", "ita": "it", "portuguese": "pt", "por": "pt",
    "russian": "ru", "rus": "ru", "japanese": "ja", "jpn": "ja",
}  # fmt: skip
_NOT_A_NAME = re.compile(r"://|@|^\d+$")
_BETWEEN_NAMES = re.compile(r", and |, | and | & ")
_BY = re.compile(r"^(?:(?:written|posted|published) )?by:?\s", re.IGNORECASE)
_DATED = re.compile(
    r"[\s,|·]{1,3}(?:on )?"
    r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? )?\d.*$",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"[a-z0-9_.-]*"
    r"|(?i:(?:site |super |web)?(?:admin(?:istrator)?|user|master|editor|staff|guest))"
)
"""A name without capitals or of a role."""
_CUT = re.compile(r"(?:\.{3}|…)\s*$")

Best = tuple[Any, str]
"""A value and the tag that said it; the value is empty if nobody said any."""


def best_work(statements: Iterable[Statement]) -> tuple[Work, Mapping[str, str]]:
    """The work that the statements describe, and by field the tag whose words were taken.

    The order of the statements does not matter. The kind is left open.
    """
    by_field: dict[str, list[Statement]] = {}
    for said in sorted(set(statements), key=_precedence):
        by_field.setdefault(said.field, []).append(said)

    def said_of(field: str) -> Sequence[Statement]:
        return by_field.get(field, ())

    best: dict[str, Best] = {
        "title": _title(said_of("title")),
        "authors": _people(said_of("authors")),
        "editors": _people(said_of("editors")),
        "issued": _date(said_of("issued")),
        "pages": _pages(said_of("pages"), said_of(FIRST_PAGE), said_of(LAST_PAGE)),
        "language": _first(said_of("language"), _language),
        "abstract": _abstract(said_of("abstract")),
        "issn": _numbers(said_of("issn"), _issns),
        "isbn": _numbers(said_of("isbn"), _isbns),
    }
    for name in TEXT_FIELDS:
        best[name] = _first(said_of(name), _text)
    best["abstract"] = _unless_title(best["abstract"], best["title"])
    filled = {name: value for name, (value, _) in best.items() if value}
    return Work(**filled), {name: best[name][1] for name in filled}


def _precedence(said: Statement) -> tuple[Any, ...]:
    return said.convention, _place_among_siblings(said.by), said.by, said.values


def _place_among_siblings(by: str) -> int:
    return next((place for place, ending in _LATER if by.endswith(ending)), 0)


_LATER: Final = (
    (1, "online_date"),
    (1, "created"),
    (1, "dateCreated"),
    (1, "uploadDate"),
    (1, "headline"),
    (1, "byline"),
    (2, "_year"),
)
"""Tags that go after others of their convention about the same thing."""


def _first(statements: Iterable[Statement], read: Callable[[str], str]) -> Best:
    for said in statements:
        for value in said.values:
            if text := read(value):
                return text, said.by
    return "", ""


def _text(value: str) -> str:
    text = plain(value[: 2 * LONGEST_FIELD])
    return text if len(text) <= LONGEST_FIELD and "://" not in text else ""


def _title(statements: Iterable[Statement]) -> Best:
    """The first that is one; the same in full or in small letters if another has it so."""
    titles = [
        (title, said.by)
        for said in statements
        for title in [
            without_note_marks(plain(value[: 2 * LONGEST_TITLE])) for value in said.values
        ]
        if is_title(title) and len(title) <= LONGEST_TITLE
    ]
    if not titles:
        return "", ""
    chosen, by = titles[0]
    if _CUT.search(chosen):
        start = squeeze(_CUT.sub("", chosen))
        longer = (pair for pair in titles if squeeze(pair[0]).startswith(start))
        chosen, by = next((pair for pair in longer if not _CUT.search(pair[0])), (chosen, by))
    if chosen.isupper() or chosen.islower():
        same = squeeze(chosen)
        calm = (pair for pair in titles if _is_mixed(pair[0]) and squeeze(pair[0]) == same)
        chosen, by = next(calm, (chosen, by))
    return chosen, by


def _is_mixed(title: str) -> bool:
    return not title.isupper() and not title.islower()


def _people(statements: Iterable[Statement]) -> Best:
    """The most trustworthy list, or a longer one that begins with the same person and holds
    nearly all of the others."""
    lists = [(people, said.by) for said in statements if (people := _signed(said))]
    if not lists:
        return (), ""
    chosen, by = lists[0]
    for people, said_by in lists[1:]:
        if len(people) > len(chosen) and _holds(people, chosen):
            chosen, by = people, said_by
    return chosen, by


def _signed(said: Statement) -> tuple[Person, ...]:
    """The persons that a statement names; what is written for social networks and readers
    also holds names of accounts, and days."""
    if said.convention < Convention.OPEN_GRAPH:
        return _persons(said.values)
    values = (_BY.sub("", value[: 20 * LONGEST_FIELD]) for value in said.values)
    names = (_DATED.sub("", value).strip() for value in values)
    bare = [name for name in names if not _ACCOUNT.fullmatch(name)]
    return _persons(_comma_separated(bare[0], is_inverted=False) if len(bare) == 1 else bare)


def _persons(values: Sequence[str]) -> tuple[Person, ...]:
    if len(values) == 1:
        values = _comma_separated(values[0])
    people = (person(value) for value in values if not _NOT_A_NAME.search(value))
    return tuple(dict.fromkeys(one for one in people if one != Person()))


def _comma_separated(value: str, *, is_inverted: bool = True) -> Sequence[str]:
    """Several full names in one tag; "García Márquez, Gabriel José" is one name where names
    may be inverted."""
    parts = [part.strip() for part in _BETWEEN_NAMES.split(value[: 20 * LONGEST_FIELD])]
    are_full = all(len(part.split()) >= FULL_NAME_WORDS for part in parts)
    is_one_inverted = is_inverted and len(parts) == FULL_NAME_WORDS and "," in value
    if len(parts) == 1 or not are_full or is_one_inverted or COLLECTIVE.search(value):
        return (value,)
    return parts


def _holds(people: Sequence[Person], few: Sequence[Person]) -> bool:
    names = [_key(one) for one in people]
    wanted = [_key(one) for one in few]
    found = sum(name in names for name in wanted)
    return wanted[0] in names and found >= len(wanted) - len(wanted) // 4


def _key(one: Person) -> str:
    return squeeze(one.family or one.name)


def _date(statements: Iterable[Statement]) -> Best:
    """The first date, or a more exact one of the same year; a year that goes before the day on
    which it was put online counts, for that is when it came out in print."""
    dates = [(day, said) for said in statements for value in said.values if (day := iso(value))]
    if not dates:
        return "", ""
    chosen, said = dates[0]
    for day, other in dates[1:]:
        of_same = other.convention is said.convention
        if of_same and other.by.endswith("_year") and "online" in said.by and day < chosen[:4]:
            return day, other.by
        if len(day) > len(chosen) and day.startswith(chosen):
            chosen, said = day, other
    return chosen, said.by


def _pages(
    ranges: Iterable[Statement], firsts: Iterable[Statement], lasts: Iterable[Statement]
) -> Best:
    pages = [(match["pages"], said.by) for said in ranges for match in _matches(said)]
    first, by = _first(firsts, _text)
    last = next((said for said in lasts if by and _is_beside(said, by)), None)
    if first:
        end = _text(last.values[0]) if last else ""
        joined = f"{first}-{end}" if end and end != first else first
        pages.append((joined, by))
    best = max(pages, key=lambda pair: "-" in pair[0], default=("", ""))
    return re.sub(r"\s?[-–—]{1,2}\s?", "-", best[0]), best[1]


def _matches(said: Statement) -> Iterable[re.Match[str]]:
    matches = (_PAGES.fullmatch(plain(value[:LONGEST_FIELD])) for value in said.values)
    return (match for match in matches if match)


def _is_beside(last: Statement, first_by: str) -> bool:
    """Whether both ends of a range were said by tags of one family."""
    return re.split(r"[ ._]", last.by)[0] == re.split(r"[ ._]", first_by)[0]


def _numbers(statements: Iterable[Statement], read: Callable[[str], Iterable[str]]) -> Best:
    """All valid ones of all conventions: a journal has one number in print, another online."""
    found = [
        (number, said.by)
        for said in statements
        for value in said.values
        for number in read(value)
    ]
    return tuple(dict.fromkeys(number for number, _ in found)), found[0][1] if found else ""


def _issns(value: str) -> Iterable[str]:
    return (f"{start}-{end.upper()}" for start, end in _ISSN.findall(value[:LONGEST_FIELD]))


def _isbns(value: str) -> Iterable[str]:
    parts = (value.removeprefix("urn:isbn:"), *re.split(r"[,;/]|\s{2,}", value[:LONGEST_FIELD]))
    readings = (isbns.canonical(re.sub(r"^\s*ISBN[:\s]*", "", part).strip()) for part in parts)
    return (reading for reading in readings if reading)


def _language(value: str) -> str:
    value = value.strip()
    if known := _LANGUAGES.get(value.lower()):
        return known
    match = _LANGUAGE.fullmatch(value)
    return match[1].lower() if match else ""


def _abstract(statements: Iterable[Statement]) -> Best:
    """The first in full; what is cut short with dots counts only if nothing longer is there."""
    texts = [
        (text, said)
        for said in statements
        for value in said.values
        if len(text := plain(value[:LONGEST_ABSTRACT])) >= SHORTEST_ABSTRACT
    ]
    if not texts:
        return "", ""
    text, said = texts[0]
    start = squeeze(_CUT.sub("", text))[:SHORTEST_ABSTRACT]
    for other, other_said in texts[1:]:
        same_start = squeeze(other)[: len(start)] == start
        if len(other) > len(text) and same_start:
            text, said = other, other_said
    return text, said.by


def _unless_title(abstract: Best, title: Best) -> Best:
    is_title_again = squeeze(abstract[0]) == squeeze(title[0])
    return ("", "") if is_title_again else abstract
