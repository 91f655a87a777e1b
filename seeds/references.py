"""Recognise works that are named in plain words, without an address."""

import re
from collections.abc import Sequence

LONGEST = 800
"""A reference of more characters is a paragraph of prose."""

_MOST_LINES = 8
_TITLE_WORDS = range(4, 41)
_LEAST_CAPITALISED = 0.75
"""Share of the longer words of a title that start with a capital; prose stays below a half."""
_LONGER_WORD = 4

_PARTICLE = r"(?:van|von|de|del|della|der|den|di|da|dos|du|la|le|ter|ten|zu|af|al|el|bin|ibn)"
_CAPITAL = r"[^\W\d_a-z]"
_NAME_WORD = rf"{_CAPITAL}[\w'’-]{{1,30}}"
_INITIALS = rf"(?:{_CAPITAL}\.[ -]?){{1,4}}"
_SURNAME = (
    rf"(?:(?:{_PARTICLE} ){{0,3}}{_NAME_WORD}(?: {_NAME_WORD})?|{_CAPITAL}(?=, {_CAPITAL}\.))"
)
_NAME = re.compile(
    rf"{_INITIALS} ?{_SURNAME}|{_SURNAME},? (?:{_INITIALS}|{_CAPITAL}{{1,3}}(?!\w)\.?)"
)
_BETWEEN = re.compile(r"(?<= )& ?|,? ?(?:and|&|et|und) |, ?(?:& |and )?|; ?| (?=\S+,)")
_AND_OTHERS = re.compile(r"(?:,? |(?<= ))et al\.?|,? (?:\.\.\.|…) ?")
_YEAR = r"(?:1[5-9]|20)\d\d[a-z]?"
_REFERENCE_FORMS = (
    # Chen, R. T. Q., & Duvenaud, D. (2018). Neural ordinary differential equations. NeurIPS.
    re.compile(
        rf",? ?(?:\({_YEAR}(?:, [\w ]{{1,20}})?\)[.,:]?|{_YEAR}[.:]) "
        rf"(?P<title>[\"“'‘]?{_CAPITAL}[^.?!]*[.?!])(?: |\Z)"
    ),
    # R. Chen and D. Duvenaud, "Neural ordinary differential equations," NeurIPS, 2018.
    re.compile(rf"[,.:]? ?[\"“‘](?P<title>[^\"“”‘]+)[\"”’].*\b{_YEAR}\b"),
    # Chen R, Duvenaud D. Neural ordinary differential equations. NeurIPS, 2018.
    re.compile(rf"(?:(?<=\.)|(?<=\. )|[.:]) ?(?P<title>{_CAPITAL}[^.?!]*[.?!]) .*\b{_YEAR}\b"),
)
_LETTERED_SECTION = re.compile(r"[A-Z]\. \w+\. ")
"""\"A. Introduction. ...": the letter of a section reads like an initial."""
_FEWEST_TITLE_WORDS = 2

_AFFILIATION = re.compile(
    r"universi|institut|college|\bschool\b|laborator|\blabs?\b|academ|polit[eé]cnic|polytechni|"
    r"hochschule|fakult|facult|departe?ment|\bdept\b|research|cent(?:er|re)\b|[eé]cole|"
    r"\b(?:MIT|ETH|EPFL|CNRS|INRIA|CERN|TU|UC|NYU|KTH|KAIST)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    rf"(?:{_INITIALS} ?|{_NAME_WORD} )(?:(?:{_INITIALS} ?|{_PARTICLE} |{_NAME_WORD} ){{0,4}})"
    rf"{_NAME_WORD}"
)
_PERSONS_BETWEEN = re.compile(r",| and | & |;")
_SENTENCE_END = re.compile(r"[.!?;:]\s|[.,;:!]\Z")


def title_of_reference(lines: Sequence[str]) -> str:
    """Return the title of the work that a paragraph without any address names, or "".

    Two shapes count, and nothing else. A **title page**: one or more lines of 4 to 40 words
    together, at least three quarters of the longer words capitalised, without the end of a
    sentence, followed by nothing but lines of the form "Person, affiliation" whose
    affiliation holds a word such as university or institute. A **classic reference**: names
    with initials, then "(year). Title." or a quoted title and a year, or "Title. Venue, year".
    Prose, headings of lists and labels are none of these. `lines` have their blanks folded.
    """
    if not lines or len(lines) > _MOST_LINES or sum(map(len, lines)) > LONGEST:
        return ""
    return _title_of_title_page(lines) or _title_of_classic_reference(" ".join(lines))


def _title_of_title_page(lines: Sequence[str]) -> str:
    first_person = len(lines)
    while first_person and _is_person_with_affiliation(lines[first_person - 1]):
        first_person -= 1
    if first_person in (0, len(lines)):
        return ""
    title = " ".join(lines[:first_person])
    words = re.findall(r"[^\W\d_]+", title)
    longer = [word for word in words if len(word) >= _LONGER_WORD]
    capitalised = [word for word in longer if word[0].isupper()]
    # A colon joins title and subtitle; every other such mark ends a sentence or opens a list.
    is_sentence = _SENTENCE_END.search(title.replace(": ", " "))
    is_title = (
        len(words) in _TITLE_WORDS
        and len(capitalised) >= _LEAST_CAPITALISED * len(longer)
        and len(capitalised) > 1
        and not is_sentence
    )
    return title if is_title else ""


def _is_person_with_affiliation(line: str) -> bool:
    """Whether a line is "Philipp Petersen, University of Oxford" or the like."""
    affiliation = _AFFILIATION.search(line)
    comma = line.rfind(",", 0, affiliation.start()) if affiliation else -1
    if comma < 0 or line.endswith((".", ":", ";")):
        return False
    persons = [name.strip() for name in _PERSONS_BETWEEN.split(line[:comma])]
    return all(_PERSON.fullmatch(name) for name in persons)


def _title_of_classic_reference(text: str) -> str:
    names_end = _end_of_names(text)
    if not names_end or _LETTERED_SECTION.match(text):
        return ""
    for form in _REFERENCE_FORMS:
        if found := form.match(text, names_end):
            title = found["title"].strip(" \"“”'‘’.,")
            return title if len(title.split()) >= _FEWEST_TITLE_WORDS else ""
    return ""


def _end_of_names(text: str) -> int:
    """Walk over names with initials, one by one; 0 if the text does not begin with one.

    One regular expression for the whole list would try its parts in every combination.
    """
    end = 0
    name = _NAME.match(text)
    while name:
        end = name.end()
        between = _BETWEEN.match(text, end)
        name = _NAME.match(text, between.end()) if between else None
    others = _AND_OTHERS.match(text, end) if end else None
    return others.end() if others else end
