"""The grammar of DOIs: where one begins, where it ends, and what only looks like one."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

REGISTRANT: Final = r"10\.[0-9]{4,9}(?:\.[0-9]{1,9}){0,3}"
START: Final = rf"(?<![0-9A-Za-z.-])(?P<doi>{REGISTRANT}/)"
"""The start of a DOI in an address; behind a hyphen it is a badge's label, spelt otherwise."""

CJK: Final = "\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef"
"""Chinese, Japanese and Korean writing, which follows an identifier without a blank."""

LONGEST: Final = 400  # characters; the longest registered ones stay well below

_WHOLE = re.compile(rf"{REGISTRANT}/[^\x00-\x1f\x7f\ud800-\udfff]+", re.ASCII)
"""Without control characters, and without halves of a surrogate pair, which nobody can send."""
_SICI = re.compile(
    r"10\.[0-9]{4,9}/[^\s\"<>]{1,120}<[^\s\"<>]{1,60}>[0-9]\.[0-9]\.[A-Z]{2};[0-9](?:-[A-Z0-9#])?",
    re.IGNORECASE | re.ASCII,
)
"""Serial item identifiers (ANSI/NISO Z39.56), which hold brackets of every kind."""

_PLACEHOLDER = re.compile(
    r"10\.5555/"
    r"|10\.1145/(?:1122445\.1122456|8888888\.7777777)$"
    r"|10\.1109/[a-z]{1,20}\.20[0-9]{2}\.doi$"
    r"|.*[./_-](?:x{3,}|n{4,})(?:[./_-]|$)"
)
"""Test numbers, and numbers that templates print until the true one is known. ACM gives works
without a DOI numbers under 10.5555, which no registry knows."""

_LOWER = str.maketrans({chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})
"""DOIs are equal without regard to case in ASCII alone."""

_CLOSERS = {")": "(", "]": "[", "}": "{", ">": "<"}
_OPENERS = {opener: closer for closer, opener in _CLOSERS.items()}
_PUNCTUATION = frozenset(".,;:!?'\"`*_|\\ …‘’“”«»")

_TAILS = """
abs abstract ampdf asset book-info citation citations cited-by citedby comments download epdf
epub export figure figures file full full-text full-xml fulltext fulltexthtml html issuetoc
media meta metrics pdf pdfdirect pdfft permissions ppt reader references related ris standard
summary supp suppinfo suppl suppl_file supplement supplementary-material
supplementary-materials tables track xml
"""
TAILS: Final = frozenset(_TAILS.split())
"""What publishers write behind a DOI to say how it is to be shown."""

_ENDINGS = """
.abstract .article-info .article-metrics .bib .epdf .epub .figures-only .full .full-text
.fulltext .gif .htm .html .jpeg .jpg .long .pdf .pdf+html .png .ris .short
.supplementary-material .svg .txt .xml
"""
ENDINGS: Final = tuple(_ENDINGS.split())

_STOP = re.compile(
    r"[\s\"<>|\\^`{}]|\]\(|https?:|;jsessionid=|&(?=[a-z_]{1,30}(?:=|$))", re.IGNORECASE
)
_VERSIONED = re.compile(r"(10\.(?:1101|64898)/[0-9]+(?:\.[0-9]+)*)v[0-9]{1,2}")
_BOOK_PAGE = re.compile(r"[a-z]{2,12}-97[89][0-9]{10}")
_SLUG = re.compile(r"[A-Za-z]{2,}(?:-[A-Za-z0-9]+)*-[A-Za-z]{2,}|[A-Za-z]{3,}")
_RECORD_NUMBER = re.compile(r"[0-9]{5,}")
_FILE = re.compile(r"[^.]*\.[A-Za-z]{2,5}")
_MOST_READINGS = 4  # each costs a question to a registry

_NEXT = r"[,;|](?:10\.[0-9]{4}|doi|http)|'(?:[\s,;:.)\]}>]|$)"
"""Where another identifier begins, or a quotation ends, without a blank."""
_IN_TEXT = re.compile(
    r"(?:(?<![0-9A-Za-z.])|(?<=doi))"
    rf"{REGISTRANT}/"
    rf"(?:(?!{_NEXT})[^\s\"<>|^`{{}}\\—“”‘’«»…{CJK}])+",
    re.IGNORECASE,
)
_LABEL = re.compile(r"doi(?:\.org)?[\s:=/(\[{\"'.,-]*$", re.IGNORECASE)
_LABEL_LENGTH = 24
_LIKE_A_DATE = re.compile(r"10\.(?:19|20)[0-9]{2}/[0-9.,;:/ -]*")


class Mention(NamedTuple):
    """A DOI in running text, from `start` to before `end`."""

    start: int
    end: int
    doi: str


def canonical(text: str) -> str | None:
    """The DOI in lower case; None for what cannot be one or stands for none."""
    if len(text) > LONGEST or not _WHOLE.fullmatch(text):
        return None
    doi = text.translate(_LOWER)
    has_suffix = any(character.isalnum() for character in doi[doi.index("/") :])
    return doi if has_suffix and not _PLACEHOLDER.match(doi) else None


def trimmed(doi: str) -> str:
    """Take closing punctuation off, and brackets that open before the DOI."""
    surplus = {closer: doi.count(closer) - doi.count(_CLOSERS[closer]) for closer in _CLOSERS}
    end = len(doi)
    while end:
        last = doi[end - 1]
        if surplus.get(last, 0) > 0:
            surplus[last] -= 1
        elif last in _OPENERS:
            surplus[_OPENERS[last]] += 1
        elif last not in _PUNCTUATION:
            break
        end -= 1
    return doi[:end]


def exact_readings(rest: str) -> tuple[str, ...]:
    """Readings of what a resolver was asked for: all of it, and less only if it ends oddly."""
    whole = rest.strip().rstrip("/")
    if len(whole) > LONGEST:
        return ()
    if sici := _SICI.match(whole):
        return (sici[0],)
    without_tail = _without_tail(whole)
    return tuple(dict.fromkeys((_with_one_slash(whole), whole, without_tail)))


def readings(rest: str) -> tuple[str, ...]:
    """Readings of what follows in a publisher's address from the DOI's first character on,
    the longest first.

    There is more than one only where the last segments may or may not belong to the DOI.
    """
    if len(rest) > 2 * LONGEST:
        return ()
    if sici := _SICI.match(rest):
        return (sici[0],)
    whole = _with_one_slash(_without_tail(rest))
    found = [whole]
    segments = whole.split("/")
    while segments[2:] and len(found) < _MOST_READINGS and _is_foreign(*segments[-2:]):
        segments.pop()
        found.append(trimmed("/".join(segments)))
    return tuple(found)


def before_record_number(rest: str) -> tuple[str, ...]:
    """Readings where the publisher's own number of the article follows, then its title."""
    segments = _without_tail(rest).split("/")
    for place in range(2, len(segments)):
        if segments[place].isdigit() and re.search("[0-9]", segments[place - 1]):
            return (trimmed("/".join(segments[:place])),)
    return readings(rest)


def in_text(text: str) -> Iterator[Mention]:
    """The DOIs written in running text, without what the sentence adds to them.

    Takes time linear in the length of the text.
    """
    place = 0
    while match := _IN_TEXT.search(text, place):
        start = match.start()
        sici = _SICI.match(text, start)
        doi = sici[0] if sici else trimmed(_up_to_surplus_closer(match[0]))
        place = sici.end() if sici else match.end()
        is_date = _LIKE_A_DATE.fullmatch(doi) and not _is_labelled(text, start)
        if not is_date and canonical(doi):
            yield Mention(start, place, doi)


def _is_labelled(text: str, start: int) -> bool:
    return bool(_LABEL.search(text[max(0, start - _LABEL_LENGTH) : start]))


def _without_tail(rest: str) -> str:
    stop = _STOP.search(rest)
    segments = (rest[: stop.start()] if stop else rest).rstrip("/").split("/")
    for place in range(2, len(segments)):
        segment = segments[place].lower()
        if segment.partition(".")[0] in TAILS or _BOOK_PAGE.match(segment):
            del segments[place:]
            break
    doi = trimmed("/".join(segments))
    while ending := next((end for end in ENDINGS if doi.lower().endswith(end)), ""):
        doi = doi[: -len(ending)]
    doi = trimmed(doi)
    versioned = _VERSIONED.fullmatch(doi)
    return versioned[1] if versioned else doi


def _with_one_slash(doi: str) -> str:
    """Psychologists' early DOIs were printed with two slashes, and are registered with one."""
    return re.sub(r"^([0-9.]+)//", r"\1/", doi)


def _is_foreign(previous: str, segment: str) -> bool:
    """Whether the last segment may be the publisher's own: a title, a file, a record number."""
    if _RECORD_NUMBER.fullmatch(segment):
        return any(c.isdigit() for c in previous) and not previous.isdigit()
    return bool(_SLUG.fullmatch(segment) or _FILE.fullmatch(segment))


def _up_to_surplus_closer(text: str) -> str:
    depth = dict.fromkeys(_CLOSERS.values(), 0)
    for place, character in enumerate(text):
        if character in depth:
            depth[character] += 1
        elif opener := _CLOSERS.get(character):
            if not depth[opener]:
                return text[:place]
            depth[opener] -= 1
    return text
