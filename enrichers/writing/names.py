"""Names of people split into family and given; collective and single names stay whole."""

import re

from enrichers.model import Person
from enrichers.writing.text import plain

LINKS = frozenset({"y", "e", "i"})
"""Small words that join two family names."""
_PARTICLES = """
    af al av bin ibn ben bint abu el op te ten ter 't da dal dalla das de degli dei del della
    di do dos den der des du la las le les lo los van vande vanden vander vom von zu zum zur
"""
PARTICLES = LINKS.union(_PARTICLES.split())
"""Written small, they open the family name (the rule of BibTeX)."""
_CAPITAL_PARTICLES = """
    Al Da Dal De Dei Del Della Den Der Di Dos Du El La Le Ten Ter Van Von
"""
CAPITAL_PARTICLES = frozenset(_CAPITAL_PARTICLES.split())
"""Written large, they belong to the word after them, unless they come first."""

SUFFIX = re.compile(r"(?:jr|sr|j[uú]nior|senior)\.?|ii|iii|iv|2nd|3rd|4th", re.IGNORECASE)
DEGREE = re.compile(r"Ph\.?\s?D\.?|M\.D\.|D\.?Phil\.?|M\.?Sc\.?|B\.?Sc\.?|MPH|DDS|DVM|Esq\.?")
HONORIFIC = re.compile(
    r"(?:(?:Prof|Dr|Mr|Mrs|Ms)\.|Professor(?:in)?\b|(?:Prof|Dr|Mr|Mrs|Ms)\b(?=\s\S))[ -]?"
)
COLLECTIVE = re.compile(
    r"\b(?:collaboration|consorti(?:um|a)|group|team|institut[eo]?|universit(?:y|ät|é|à|at|eit)"
    r"|universidade?|association|society|committee|organi[sz]ation|foundation|department"
    r"|ministry|laborator(?:y|ies)|network|initiative|council|agency|survey|centre|commission"
    r"|corporation|company|inc|ltd|llc|gmbh|investigators|contributors|developers|community"
    r"|task\sforce|project|program(?:me)?|alliance|academy|federation|editors)\b(?!-)"
    r"|\s(?:of|for|and|und)\s|[\d@/:&]|^the\s\S+$",
    re.IGNORECASE,
)
"""Words and signs that no person's name holds."""
PLACEHOLDER = re.compile(
    r"\W*+(?:none|null|n/?a|unknown|unkn|anonymous|anon|(?<=:)(?:un\w\w|tba)|others|et al\.?)?"
    r"\W*+(?:unknown|anonymous)?\W*+",
    re.IGNORECASE,
)
"""What registries write for nobody, DataCite's ":unav" among them."""
TRAILER = re.compile(r"(?:\([^()]*\)|\bet al\.?|[*†‡§¶]|(?<=[a-z])\d)\s*$")
"""Affiliations and footnote marks after a name."""
IDEOGRAPH = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
GLUED_INITIAL = re.compile(r"(?<=\.)(?=[^\W\d_]{2})")
WORD = re.compile(r"[^\W\d_]+")
VOWEL = re.compile(r"[AEIOUYÀ-ß]")
LONGEST_INITIALS = 3  # capitals that may be initials ("JRR") or an acronym, not a shout
MAX_NAME = 300  # characters; longer is a paragraph, and nobody's name


def person(display: str) -> Person:
    """Split a name as displayed: "Given Family", "Family, Given" or "Family, Given, Jr.".

    A placeholder ("Anonymous", ":unav") gives an empty Person.
    """
    name = _tidy(display)
    while trailer := TRAILER.search(name):
        name = name[: trailer.start()].rstrip(" ,;")
    while honorific := HONORIFIC.match(name):
        name = name[honorific.end() :]
    if PLACEHOLDER.fullmatch(name):
        return Person()
    if COLLECTIVE.search(name):
        return Person(name=name)
    first, *rest = (part for part in map(str.strip, name.split(",")) if part)
    suffix = next(filter(SUFFIX.fullmatch, rest), "")
    rest = [part for part in rest if part != suffix and not DEGREE.fullmatch(part)]
    if len(rest) > 1:
        return Person(name=name)
    if rest:
        return person_from_parts(family=first, given=rest[0], suffix=suffix)
    return _in_reading_order(first, suffix)


def person_from_parts(
    *, given: str = "", family: str = "", suffix: str = "", name: str = ""
) -> Person:
    """Tidy a name that came in parts; one part alone is a single or collective name."""
    given, family, suffix, name = map(_tidy, (given, family, suffix, name))
    if not (given and family):
        single = family or given or name
        return Person() if PLACEHOLDER.fullmatch(single) else Person(name=single)
    if COLLECTIVE.search(family):
        return Person(name=f"{given} {family}")
    families, givens = family.split(), given.split()
    for words in (families, givens):
        if not suffix and len(words) > 1 and SUFFIX.fullmatch(words[-1]):
            suffix = words.pop()
    while len(givens) > 1 and givens[-1] in PARTICLES - LINKS:
        families.insert(0, givens.pop())
    if _is_shouted(f"{given} {family}"):
        families, givens = _lowered(families), _lowered(givens)
    elif family.isupper() and len(family) > LONGEST_INITIALS:
        families = _lowered(families)
    return Person(
        family=" ".join(families).rstrip(","), given=" ".join(givens).rstrip(","), suffix=suffix
    )


def _in_reading_order(whole: str, suffix: str) -> Person:
    words = GLUED_INITIAL.sub(" ", whole).split()
    if IDEOGRAPH.search(whole):
        words = [word for word in words if not IDEOGRAPH.search(word)]
        if len(words) < 2:  # noqa: PLR2004 - no name in Latin letters beside it
            return Person(name=whole)
    if _is_shouted(whole):
        words = _lowered(words)
    if not suffix and len(words) > 2 and SUFFIX.fullmatch(words[-1]):  # noqa: PLR2004
        suffix = words.pop()
    if len(words) == 1 or words[0] in PARTICLES:
        return Person(name=whole)
    last = len(words) - 1
    start = next((at for at in range(1, last) if words[at] in PARTICLES), last)
    if words[start] in LINKS:
        start = max(start - 1, 1)
    while start > 1 and words[start - 1] in CAPITAL_PARTICLES:
        start -= 1
    return person_from_parts(
        given=" ".join(words[:start]), family=" ".join(words[start:]), suffix=suffix
    )


def _tidy(raw: str) -> str:
    return plain(raw[: 4 * MAX_NAME])[:MAX_NAME].replace("，", ",").strip(" ,;")


def _is_shouted(name: str) -> bool:
    return name.isupper() and max(map(len, name.split())) >= LONGEST_INITIALS


def _lowered(words: list[str]) -> list[str]:
    """Capitals to small letters, but for first ones, initials and numerals."""
    lowered: list[str] = []
    for word in words:
        is_initials = len(word) <= LONGEST_INITIALS and not VOWEL.search(word)
        if lowered and word.lower() in PARTICLES - LINKS:
            lowered.append(word.lower())
        elif is_initials or SUFFIX.fullmatch(word):
            lowered.append(word)
        else:
            lowered.append(WORD.sub(lambda part: _capitalised(part[0]), word))
    return lowered


def _capitalised(word: str) -> str:
    if word.startswith("MC") and len(word) > LONGEST_INITIALS:
        return f"Mc{word[2:].capitalize()}"
    return word.capitalize()
