"""What the sheets of a PDF look like: paper, slides, poster, thesis, report, letter."""

import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from tests.standin.documents.pdf import Line, Sheet, packet, width, written
from tests.standin.documents.prose import sentences
from tests.standin.pages import Page

A4 = (595.0, 842.0)
LETTER = (612.0, 792.0)
BEAMER = (362.8, 272.1)
WIDE = (960.0, 540.0)
A0 = (2384.0, 3370.0)
LEADING = 1.25  # line height in ems


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a block of lines is set."""

    size: float
    font: str = "serif"
    is_centred: bool = True
    margin: float = 72
    before: float = 0
    """White space above, in points."""


def pdf(page: Page) -> bytes:
    """The page as a PDF of its layout."""
    sheets, made_by = LAYOUTS[page.layout](page)
    info = {"Title": page.title, "Author": "; ".join(page.authors), **made_by}
    info |= dict(page.info)
    xmp = packet(page.title, page.authors, page.shown.doi) if page.xmp else ""
    password = "a secret" if page.trick == "locked" else ""
    return written(sheets[: page.sheets or len(sheets)], info, xmp, password)


def _set(
    blocks: Iterable[tuple[str, Style]], size: tuple[float, float], top: float
) -> tuple[Line, ...]:
    """Blocks of text one below the other, from so far under the upper edge."""
    lines: list[Line] = []
    y = size[1] - top
    for text, style in blocks:
        y -= style.before
        letters = int((size[0] - 2 * style.margin) / width("n", style.size, style.font))
        for row in textwrap.wrap(text, max(letters, 8)):
            y -= style.size * LEADING
            x = style.margin
            if style.is_centred:
                x = (size[0] - width(row, style.size, style.font)) / 2
            lines.append(Line(x=x, y=y, size=style.size, text=row, font=style.font))
    return tuple(lines)


HEADING = Style(size=12, font="bold", is_centred=False, before=12)
PROSE = Style(size=10, is_centred=False, before=3)
SMALL = Style(size=9, is_centred=False, before=2)


def _prose(page: Page, part: str, count: int = 12) -> str:
    return sentences(f"{page.url} {part}", count)


def _paper(page: Page) -> tuple[list[Sheet], Mapping[str, str]]:
    """A preprint or article: title, authors, abstract, text, references on the last sheet."""
    authors = ", ".join(page.authors)
    front = [
        (page.title, Style(size=17, before=24)),
        (authors, Style(size=12, before=14)),
        ("Department of Mathematics", Style(size=10, font="italic", before=2)),
        *((line, Style(size=10, before=4)) for line in page.body),
        ("Abstract", Style(size=11, font="bold", before=22)),
        (_prose(page, "abstract"), replace(PROSE, margin=100, before=6)),
        ("1 Introduction", HEADING),
        (_prose(page, "introduction", 30), PROSE),
    ]
    if page.banner:
        front.insert(0, (page.banner, Style(size=9, font="italic")))
    first = Sheet(lines=_set(front, LETTER, 40))
    if page.stamp:
        mark = Line(x=32, y=212, size=20, text=page.stamp, is_upright=True)
        first = replace(first, lines=(mark, *first.lines))
    second = [("2 Results", HEADING), (_prose(page, "results", 60), PROSE)]
    last = [("References", HEADING), *_references(page)]
    sheets = [first, *(Sheet(lines=_set(part, LETTER, 60)) for part in (second, last))]
    return sheets, {"Creator": "LaTeX with hyperref", "Producer": "pdfTeX-1.40.18"}


def _references(page: Page) -> list[tuple[str, Style]]:
    return [
        (
            f"[{number}] {', '.join(name.spoken for name in work.authors)}. "
            f"{work.full_title}. {work.venue} {work.issued[:4]}. "
            + (f"doi:{work.doi}" if work.doi else f"arXiv:{work.key}"),
            SMALL,
        )
        for number, work in enumerate(page.cites, start=1)
    ]


def _slides(page: Page, size: tuple[float, float] = BEAMER) -> list[Sheet]:
    """A deck: a title, then few large words on each sheet."""
    unit = size[1] / 272
    big, middle, small = 20 * unit, 13 * unit, 10 * unit
    margin = 24 * unit
    front = [
        (page.title, Style(size=big, font="heavy", margin=margin)),
        (", ".join(page.authors), Style(size=middle, font="sans", margin=margin, before=big)),
        *(
            (line, Style(size=small, font="sans", margin=margin, before=small))
            for line in page.body
        ),
    ]
    point = Style(size=middle, font="sans", is_centred=False, margin=margin, before=middle)
    sheets = [_sheet(front, size, size[1] / 4)]
    for number in range(1, 12):
        words = _prose(page, f"slide {number}", 3).split(". ")
        points = [(f"• {text.rstrip('.')}", point) for text in words]
        head = replace(point, size=big * 0.8, font="heavy", before=0)
        title = words[0].rstrip(".").title()
        sheets.append(_sheet([(title, head), *points], size, margin))
    cited = [(text, replace(point, size=small)) for text, _ in _references(page)]
    if cited:
        sheets.append(_sheet(cited, size, margin))
    thanks = ("Thank you!", Style(size=big, font="heavy", margin=margin))
    return [*sheets, _sheet([thanks], size, size[1] / 3)]


def _sheet(blocks: Iterable[tuple[str, Style]], size: tuple[float, float], top: float) -> Sheet:
    return Sheet(width=size[0], height=size[1], lines=_set(blocks, size, top))


def _beamer(page: Page) -> tuple[list[Sheet], Mapping[str, str]]:
    made_by = {"Creator": "LaTeX with Beamer class", "Producer": "pdfTeX-1.40.18"}
    return _slides(page), made_by


def _powerpoint(page: Page) -> tuple[list[Sheet], Mapping[str, str]]:
    made_by = {"Title": "PowerPoint Presentation", "Creator": "Microsoft® PowerPoint® 2016"}
    return _slides(page, WIDE), made_by


def _handout(page: Page) -> tuple[list[Sheet], Mapping[str, str]]:
    """Four slides on each sheet of paper, upright."""
    slides = _slides(page)
    shrink = A4[0] / 2 / BEAMER[0] * 0.95
    sheets = [
        Sheet(
            width=A4[0],
            height=A4[1],
            lines=tuple(
                replace(
                    line,
                    x=line.x * shrink + A4[0] / 2 * (place % 2) + 8,
                    y=line.y * shrink + (A4[1] / 2 if place < 2 else 40),
                    size=line.size * shrink,
                )
                for place, slide in enumerate(four)
                for line in slide.lines
            ),
        )
        for four in _fours(slides)
    ]
    return sheets, {"Creator": "LaTeX with Beamer class", "Producer": "pdfTeX-1.40.18"}


def _fours(slides: list[Sheet]) -> list[list[Sheet]]:
    return [slides[start : start + 4] for start in range(0, len(slides), 4)]


def _poster(page: Page) -> tuple[list[Sheet], Mapping[str, str]]:
    """One sheet as large as a door."""
    text = Style(size=30, font="sans", is_centred=False, margin=160, before=20)
    blocks = [
        (page.title, Style(size=90, font="heavy", before=60)),
        (", ".join(page.authors), Style(size=50, font="sans", before=30)),
        *((line, Style(size=36, font="sans", before=16)) for line in page.body),
        ("Motivation", replace(text, size=48, font="heavy")),
        (_prose(page, "motivation"), text),
        ("Results", replace(text, size=48, font="heavy")),
        (_prose(page, "results", 30), text),
        *((line, replace(text, size=22)) for line, _ in _references(page)),
    ]
    return [_sheet(blocks, A0, 80)], {"Creator": "Adobe InDesign CC 2017"}


def _thesis(page: Page) -> tuple[list[Sheet], Mapping[str, str]]:
    """A cover, an abstract, chapters."""
    cover = [
        (page.title.upper(), Style(size=16, font="bold", before=60)),
        ("By", Style(size=12, before=60)),
        *((author, Style(size=12, before=6)) for author in page.authors),
        *((line, Style(size=12, before=24)) for line in page.body),
    ]
    abstract = [("ABSTRACT", Style(size=12, font="bold")), (_prose(page, "thesis", 40), PROSE)]
    chapters = [
        _sheet([(f"CHAPTER {n}", HEADING), (_prose(page, f"{n}", 60), PROSE)], LETTER, 72)
        for n in range(1, 5)
    ]
    last = _sheet([("REFERENCES", HEADING), *_references(page)], LETTER, 72)
    sheets = [_sheet(cover, LETTER, 72), _sheet(abstract, LETTER, 72), *chapters, last]
    return sheets, {"Title": "Microsoft Word - dissertation_final.doc", "Author": "user"}


def _report(page: Page) -> tuple[list[Sheet], Mapping[str, str]]:
    """A cover sheet of an institute before the paper itself."""
    sheets, made_by = _paper(page)
    cover = [
        (page.banner or "Technical Report", Style(size=14, font="sans", before=40)),
        (page.title, Style(size=18, font="bold", before=80)),
        *((author, Style(size=13, before=8)) for author in page.authors),
    ]
    return [_sheet(cover, LETTER, 72), *sheets], made_by


def _letter(page: Page) -> tuple[list[Sheet], Mapping[str, str]]:
    """An announcement on one sheet."""
    blocks = [
        (page.title, Style(size=14, font="heavy")),
        *((line, replace(PROSE, size=11, before=8)) for line in page.body),
        (_prose(page, "letter", 25), replace(PROSE, size=11, before=8)),
    ]
    return [_sheet(blocks, A4, 72)], {"Title": "Microsoft Word - Document1", "Author": "admin"}


def _columns(page: Page) -> tuple[list[Sheet], Mapping[str, str]]:
    """An article of a journal: a running head, a large title, two columns."""
    head = [
        (page.banner, Style(size=8, font="sans", is_centred=False)),
        (page.title, Style(size=20, font="heavy", is_centred=False, before=20)),
        (", ".join(page.authors), Style(size=11, font="sans", is_centred=False, before=8)),
        *((line, replace(SMALL, font="sans")) for line in page.body),
    ]
    top = _set(head, A4, 40)
    floor = min(line.y for line in top) - 20
    rows = textwrap.wrap(_prose(page, "columns", 120), 48)
    per_column = int((floor - 60) / 12)
    lines = tuple(
        Line(x=72 + 230 * column, y=floor - 12 * place, size=9, text=row)
        for column, part in enumerate([rows[:per_column], rows[per_column : 2 * per_column]])
        for place, row in enumerate(part)
    )
    first = Sheet(width=A4[0], height=A4[1], lines=(*top, *lines))
    last = _sheet([("References", HEADING), *_references(page)], A4, 60)
    return [first, last], {"Title": "main.dvi", "Producer": "Acrobat Distiller 9.0"}


def _masthead(page: Page) -> tuple[list[Sheet], Mapping[str, str]]:
    """An article under its journal's name, which is larger than the title.

    Authors carry raised marks, and their institutes and addresses follow.
    """
    size = LETTER
    lines = list(_set([(page.banner, Style(size=26, font="heavy"))], size, 30))
    title = Style(size=16, font="bold", margin=60)
    lines += _set([(page.title, title)], size, 110)
    x, y = 80.0, lines[-1].y - 30
    for number, author in enumerate(page.authors, start=1):
        if x > size[0] - 160:
            x, y = 80.0, y - 16
        lines.append(Line(x=x, y=y, size=11, text=author))
        x += width(author, 11, "serif") + 4
        lines.append(
            Line(x=x, y=y + 4, size=7, text=f"{number},*" if number == 1 else f"{number}")
        )
        x += 22
    below = [
        *(
            (f"{n} Institute of Things, Town {n}", SMALL)
            for n in range(1, len(page.authors) + 1)
        ),
        ("* Corresponding author: someone@institute.example", SMALL),
        *((line, SMALL) for line in page.body),
        (f"Abstract. {_prose(page, 'abstract')}", replace(PROSE, before=14)),
        ("1. Introduction", HEADING),
        (_prose(page, "introduction", 40), PROSE),
    ]
    lines += _set(below, size, size[1] - y + 12)
    last = _sheet([("References", HEADING), *_references(page)], size, 60)
    return [Sheet(lines=tuple(lines)), last], {"Title": "", "Producer": "iText 2.1.7"}


def _scan(page: Page) -> tuple[list[Sheet], Mapping[str, str]]:
    """Pictures of paper: there are no words in it."""
    return [Sheet()] * 5, {"Title": "scan0001.pdf", "Author": "", "Producer": "A copier"}


LAYOUTS: Mapping[str, Callable[[Page], tuple[list[Sheet], Mapping[str, str]]]] = {
    "paper": _paper,
    "columns": _columns,
    "masthead": _masthead,
    "report": _report,
    "beamer": _beamer,
    "powerpoint": _powerpoint,
    "handout": _handout,
    "poster": _poster,
    "thesis": _thesis,
    "letter": _letter,
    "scan": _scan,
}
