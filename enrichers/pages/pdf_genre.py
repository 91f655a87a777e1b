"""What kind of document a PDF is, by the shape of its pages and the words of its first one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from enrichers.items.kinds import kind_of
from enrichers.model import WorkKind
from enrichers.pages.pdf_facts import PdfFacts
from enrichers.pages.pdf_layout import Line

WIDE = 1.2  # width by height; the widest slides have 16:9, the narrowest 4:3
WORDS_OF_SLIDE = 150  # a page; slides have 20 to 100, a paper's page 400 to 1,200
WORDS_OF_POSTER = 150
LONG_SIDE_OF_POSTER = 1_500  # points; A2 has 1,684, and wide slides up to 1,920
PAGES_OF_SLIDES = 3  # fewer may be a figure
PAGES_OF_THESIS = 6
PAGES_OF_BOOK = 80
HEAD = 18  # lines in which a document says what it is
SHORT_LINE = 110  # characters; a longer one is prose, which says what others are
COLUMN = 0.25  # of the lines start in the right half, and as many at the left
LINES_OF_COLUMNS = 30
WORDS_OF_PAPER = 200

SLIDE_MAKERS = re.compile(
    r"\b(?:beamer|powerpoint|keynote|impress|google slides|prezi|slidev|reveal\.?js|prosper"
    r"|decktape|marp)\b",
    re.IGNORECASE,
)
"""Programs and classes that make slides, as Info names them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Genre:
    """A kind of document, and what showed it."""

    kind: WorkKind | None = None
    """None for a paper and for what nothing shows: only a registry can say more."""
    is_paper: bool = False
    is_list: bool = False
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words at the head of a document and the genre that they show."""

    name: str
    pattern: re.Pattern[str]
    example: str
    kind: WorkKind | None = None
    pages: int = 1
    """The least number that such a document has."""
    is_list: bool = False
    is_sure: bool = False
    """They count even where there are an abstract or an identifier."""
    may_be_paper: bool = False


def _words(name: str, pattern: str, example: str, **traits: object) -> Words:
    compiled = re.compile(pattern, re.IGNORECASE)
    return Words(name=name, pattern=compiled, example=example, **traits)  # type: ignore[arg-type]


THESIS = (
    r"\b(?:thesis|dissertation)\s(?:is\s|was\s)?(?:submitted|presented|by|for|in partial)"
    r"|^an?\s(?:\w+\s)?(?:thesis|dissertation)\b|\bin partial fulfil"
    r"|\bfor the degree (?:of|in)\b|\bdegree of (?:doctor|master|bachelor)"
    r"|\b(?:ph\.?\s?d\.?|doctoral|master'?s?|bachelor'?s?|licentiate|habilitation)[\s-]"
    r"(?:thesis|dissertation)\b|\b(?:inaugural-?\s?dissertation|habilitationsschrift"
    r"|(?:master|bachelor|diplom|doktor)arbeit|zur erlangung de[sr])\b"
    r"|\b(?:th[èe]se de doctorat|pour obtenir le (?:grade|titre)|tesis doctoral"
    r"|tesi di (?:laurea|dottorato)|proefschrift|rozprawa doktorska)\b|[博硕]士学位论文"
)
JOB = (
    r"\b(?:post-?doc(?:toral)?|ph\.?\s?d\.?|faculty|research(?:er)?|engineer|intern(?:ship)?"
    r"|professor(?:ship)?|tenure-track)\W+(?:\w+\W+){0,2}(?:positions?|openings?|vacanc(?:y|ies)"
    r"|scholarships?|fellowships? (?:available|open))\b|\bjob (?:offer|opening|description)\b"
    r"|\bcall for (?:applications|candidates)\b|\boffre (?:de (?:stage|th[èe]se|post)|d'emploi)"
    r"|\bwe are (?:hiring|looking for a)\b|\bstellenausschreibung\b"
)
REPORT = (
    r"\b(?:technical|research|tech\.?|internal|annual|final|project)\s(?:report|rep\.)\b"
    r"(?!\s(?:of|on)\b)|\breport\s(?:no\.?|number|nr\.?|#)\s?\S{0,12}\d|\btr-?\d{2,}"
    r"|\b(?:working|discussion|white)\spaper\b|\brapport de recherche\b|\bforschungsbericht\b"
    r"|\btechnical memorandum\b"
)

WORDS = (
    _words(
        "thesis",
        THESIS,
        "A thesis submitted in partial fulfilment",
        kind=WorkKind.THESIS,
        pages=PAGES_OF_THESIS,
        is_sure=True,
    ),
    _words(
        "list",
        r"^(?:curriculum vitae|(?:list of |selected )?publications|reading list|bibliography"
        r"|list of (?:accepted )?papers|accepted papers|program(?:me)?|schedule"
        r"|book of abstracts|(?:conference|workshop) proceedings)\W*$",
        "List of Publications",
        kind=WorkKind.DOCUMENT,
        is_list=True,
    ),
    _words("job advertisement", JOB, "Postdoc position in learning", kind=WorkKind.DOCUMENT),
    _words(
        "lecture notes",
        r"\b(?:lecture|course|class)\s?notes\b(?!\sin\s)|\b(?:problem|exercise) (?:set|sheet)\b"
        r"|^(?:homework|syllabus|(?:midterm|final) exam|assignment)\b|\bvorlesungss(?:k|c)ript"
        r"|^skript zur\b|\bnotes de cours\b|^lecture \d+\b|\blecture \d+\s*[:.—–-]",
        "Lecture notes for 18.065",
        kind=WorkKind.DOCUMENT,
    ),
    _words(
        "report",
        REPORT,
        "Technical Report YALEU/DCS/TR-1513",
        kind=WorkKind.REPORT,
        is_sure=True,
        may_be_paper=True,
    ),
)
"""The first that fits a short line at the head counts."""

BOOK = re.compile(r"\bISBN\b|Library of Congress Catalog", re.IGNORECASE)
ABSTRACT = re.compile(
    r"^(?:abstract|summary|zusammenfassung|r[ée]sum[ée]|resumen)(?:\W*$|\s?[.:—–-])"
    r"|^abstract\s+(?:we|the|in|this|an?|our|to|for|many|recent\w*|motivated|let|given|using)\b"
    r"|^摘\s?要",
    re.IGNORECASE,
)
WEAK = (
    ("keywords", re.compile(r"^(?:key\s?words|index terms|关键词)\b", re.IGNORECASE)),
    ("introduction", re.compile(r"^(?:1|I)?\.?\s*introduction\W*$", re.IGNORECASE)),
    ("classification", re.compile(r"\b(?:MSC|AMS subject|JEL|PACS|ACM CCS|CCS concepts)\b")),
    ("dates", re.compile(r"\b(?:received|accepted|revised):?\s.{0,12}\d{4}", re.IGNORECASE)),
    (
        "venue",
        re.compile(
            r"^(?:published as a conference paper|(?:proceedings|journal) of\b"
            r"|\d+(?:st|nd|rd|th) conference on\b)",
            re.IGNORECASE,
        ),
    ),
)
"""What papers have and other documents may have too: two of them show a paper."""
ENOUGH_WEAK = 2


def genre_of(facts: PdfFacts, lines: Sequence[Line], url: str, *, is_stamped: bool) -> Genre:
    """Tell slides, posters, theses, reports, notes and lists from papers.

    `is_stamped`: it bears an identifier of its own, as papers do.
    """
    words = len(facts.text.split())
    if seen := "; ".join(_as_poster(facts, words)):
        return Genre(kind=WorkKind.PRESENTATION, evidence=(f"poster: {seen}",))
    if seen := "; ".join(_as_slides(facts, lines, words, kind_of(url))):
        return Genre(kind=WorkKind.PRESENTATION, evidence=(f"slides: {seen}",))
    signs = tuple(_signs_of_paper(facts, lines, is_stamped=is_stamped))
    is_paper = is_stamped or "abstract" in signs or len(signs) >= ENOUGH_WEAK
    if found := _by_words(facts, lines, is_paper="abstract" in signs or is_stamped):
        kind, said = found
        return Genre(
            kind=kind.kind,
            is_paper=kind.may_be_paper and is_paper,
            is_list=kind.is_list,
            evidence=(f"{kind.name}: {said}",),
        )
    front = "\n".join((facts.text, *facts.next_texts))
    if facts.pages >= PAGES_OF_BOOK and BOOK.search(front):
        return Genre(kind=WorkKind.BOOK, evidence=(f"book: ISBN, {facts.pages} pages",))
    if facts.pages and not words:
        return Genre(evidence=("no words: a scan, or pictures",))
    said = (f"paper: {', '.join(signs)}",) if is_paper else ()
    return Genre(is_paper=is_paper, evidence=said)


def _as_poster(facts: PdfFacts, words: int) -> Iterator[str]:
    if facts.pages == 1 and words >= WORDS_OF_POSTER:
        width, height = facts.sizes[0]
        is_huge = max(width, height) >= LONG_SIDE_OF_POSTER
        if is_huge or (words > 2 * WORDS_OF_POSTER and _maker(facts)):
            yield f"one page of {width:.0f} by {height:.0f} points, {words} words"


def _as_slides(
    facts: PdfFacts, lines: Sequence[Line], words: int, kind_of_address: WorkKind
) -> Iterator[str]:
    """What shows slides; nothing where one sign stands alone against the page."""
    wide = bool(facts.sizes) and all(width >= WIDE * height for width, height in facts.sizes)
    counts = [words, *(len(text.split()) for text in facts.next_texts)]
    is_sparse = sum(counts) / len(counts) < WORDS_OF_SLIDE
    maker = _maker(facts)
    has_abstract = any(ABSTRACT.match(line.text) for line in lines)
    is_called_so = kind_of_address is WorkKind.PRESENTATION
    is_deck = facts.pages >= PAGES_OF_SLIDES or maker or is_called_so
    is_shown = wide and is_deck and (is_sparse or maker)
    if is_shown or (is_called_so and is_sparse) or (maker and not has_abstract):
        yield from ("wide pages",) if wide else ()
        yield from ("few words a page",) if is_sparse else ()
        yield from (f"made with {maker}",) if maker else ()
        yield from ("the address says so",) if is_called_so else ()


def _maker(facts: PdfFacts) -> str:
    made_with = " ".join(facts.info.get(name, "") for name in ("Creator", "Producer", "PTEX"))
    maker = SLIDE_MAKERS.search(made_with)
    return maker[0] if maker else ""


def _by_words(
    facts: PdfFacts, lines: Sequence[Line], *, is_paper: bool
) -> tuple[Words, str] | None:
    """The first genre that a short line at the head names, and that line."""
    head = [line.text for line in lines[:HEAD] if len(line.text) <= SHORT_LINE]
    for words in WORDS:
        if facts.pages < words.pages or (is_paper and not words.is_sure):
            continue
        said = next((text for text in head if words.pattern.search(text)), "")
        if said:
            return words, said
    return None


def _signs_of_paper(
    facts: PdfFacts, lines: Sequence[Line], *, is_stamped: bool
) -> Iterator[str]:
    """What papers have, on the first page or on those after a cover."""
    if is_stamped:
        yield "its own identifier"
    texts = [line.text for line in lines]
    texts += [line.strip() for text in facts.next_texts for line in text.splitlines()]
    if sum(len(text.split()) for text in texts) < WORDS_OF_PAPER:
        return
    if any(map(ABSTRACT.match, texts)):
        yield "abstract"
    yield from (name for name, sign in WEAK if any(map(sign.search, texts)))
    if facts.sizes and _has_columns(lines, facts.sizes[0][0]):
        yield "two columns"


def _has_columns(lines: Sequence[Line], width: float) -> bool:
    upright = [line for line in lines if line.is_upright]
    right = sum(line.x > 0.47 * width for line in upright)
    left = sum(line.x < 0.2 * width for line in upright)
    least = max(COLUMN * len(upright), 1)
    return len(upright) >= LINES_OF_COLUMNS and right >= least and left >= least
