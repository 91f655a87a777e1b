"""A PDF says what it is by its first pages, and claims nothing that is another's."""

from collections.abc import Iterator

import pytest

from enrichers.model import Person, WorkKind
from enrichers.pages.model import Fetched, PageState, Reading
from enrichers.pages.pdf import PdfReader
from enrichers.pages.pdf_genre import WORDS, Words
from tests.standin.documents.pdf import Line, Sheet, packet, written

PROSE = ["The gradient of a network follows its own flow, and the bound holds for it."] * 30
TITLE = "Gradient Flows of Wide Networks"
STAMP = "arXiv:1806.07366v5 [cs.LG] 14 Dec 2019"


@pytest.fixture(scope="module")
def reader() -> Iterator[PdfReader]:
    with PdfReader() as reader:
        yield reader


def sheet(
    *blocks: tuple[str, float], size: tuple[float, float] = (612, 792), stamp: str = ""
) -> Sheet:
    """Lines below each other, each with its font size."""
    y = size[1] - 40
    lines: list[Line] = []
    for text, points in blocks:
        y -= 1.3 * points
        lines.append(Line(x=72 if size[0] > 400 else 20, y=y, size=points, text=text))
    if stamp:
        lines.insert(0, Line(x=32, y=212, size=20, text=stamp, is_upright=True))
    return Sheet(width=size[0], height=size[1], lines=tuple(lines))


def body(*lines: str) -> list[tuple[str, float]]:
    return [(line, 10.0) for line in lines]


def paper(*head: tuple[str, float], stamp: str = "", foot: str = "") -> Sheet:
    """A page with an abstract and enough words below its head."""
    blocks = [*head, ("Abstract", 11.0), *body(*PROSE, *([foot] if foot else []))]
    return sheet(*blocks, stamp=stamp)


def read(
    reader: PdfReader,
    *sheets: Sheet,
    info: dict[str, str] | None = None,
    xmp: str = "",
    url: str = "https://a.edu/things.pdf",
) -> Reading:
    fetched = Fetched(url=url, state=PageState.ALIVE, body=written(sheets, info or {}, xmp))
    return reader.read(fetched)


def named(reading: Reading) -> list[str]:
    return [f"{claim.candidates[0]}{claim.version}" for claim in reading.claims]


def guessed(reading: Reading) -> list[str]:
    return [str(claim.candidates[0]) for claim in reading.mentions]


HEAD = [(TITLE, 17.0), ("Ada Berg and Juan de la Cruz", 12.0)]


def test_a_paper_has_title_authors_and_language(reader: PdfReader) -> None:
    reading = read(reader, paper(*HEAD))

    assert reading.work.title == TITLE
    assert reading.work.authors == (
        Person(family="Berg", given="Ada"),
        Person(family="de la Cruz", given="Juan"),
    )
    assert (reading.work.language, reading.work.kind) == ("en", WorkKind.DOCUMENT)
    assert (reading.is_paper, reading.is_list) == (True, False)
    assert not reading.work.ids


def test_the_stamp_in_the_margin_is_a_claim_with_its_version(reader: PdfReader) -> None:
    reading = read(reader, paper(*HEAD, stamp=STAMP))

    assert named(reading) == ["arxiv:1806.07366v5"]
    assert reading.claims[0].rule == "pdf: arxiv-stamp"
    assert "pdf: arxiv-stamp arxiv:1806.07366v5" in reading.evidence


@pytest.mark.parametrize(
    "line",
    [
        "https://doi.org/10.1234/things.2019",
        "DOI: 10.1234/things.2019",
        "Journal of Things 12 (2019) 1-20, doi:10.1234/things.2019",
        "© 2019 The Authors. https://doi.org/10.1234/things.2019",
    ],
)
def test_a_doi_printed_where_journals_print_it_is_a_claim(reader: PdfReader, line: str) -> None:
    assert named(read(reader, paper((line, 8.0), *HEAD))) == ["doi:10.1234/things.2019"]


@pytest.mark.parametrize(
    "line",
    [
        "This article was published in Things 12, doi:10.1234/things.2019",
        "Supplement to doi:10.1234/things.2019",
        "Code and data: https://doi.org/10.1234/things.2019",
    ],
)
def test_a_doi_of_another_is_a_guess(reader: PdfReader, line: str) -> None:
    reading = read(reader, paper((line, 8.0), *HEAD))

    assert (named(reading), guessed(reading)) == ([], ["doi:10.1234/things.2019"])


def test_an_identifier_within_the_text_is_a_guess(reader: PdfReader) -> None:
    sentence = ("We extend the method of arXiv:1901.02220 to more layers than one.", 10.0)

    reading = read(reader, sheet(*HEAD, ("Abstract", 11), sentence, *body(*PROSE)))

    assert (named(reading), guessed(reading)) == ([], ["arxiv:1901.02220"])
    assert all(claim.is_guess for claim in reading.mentions)


def test_the_cover_sheet_of_a_repository_names_what_lies_behind_it(reader: PdfReader) -> None:
    cover = sheet((TITLE, 17.0), ("HAL Id: hal-01234567", 10.0), ("Submitted in May", 10.0))

    assert named(read(reader, cover, paper(*HEAD))) == ["hal:hal-01234567"]


def test_what_was_not_there_says_nothing(reader: PdfReader) -> None:
    blocked = Fetched(url="https://a.edu/x.pdf", state=PageState.BLOCKED)

    assert reader.read(blocked) == Reading(evidence=("pdf: blocked",))


def test_two_dois_at_the_edge_claim_nothing(reader: PdfReader) -> None:
    edges = [("doi:10.1234/one.1", 8.0), ("doi:10.1234/two.2", 8.0)]

    reading = read(reader, paper(*edges, *HEAD))

    assert (named(reading), len(reading.mentions)) == ([], 2)


def test_identifiers_of_the_references_are_neither(reader: PdfReader) -> None:
    sources = [("References", 11.0), ("[1] A. Berg. Things. doi:10.1234/things.2019", 9.0)]

    reading = read(reader, sheet(*HEAD, ("Abstract", 11), *body(*PROSE[:20]), *sources))

    assert reading.claims == reading.mentions == ()


def test_a_page_of_many_identifiers_is_a_list(reader: PdfReader) -> None:
    entries = body(*(f"A. Berg, On things, arXiv:1901.0222{digit}" for digit in range(6)))

    reading = read(reader, sheet((TITLE, 17.0), *entries, *body(*PROSE)))

    assert (reading.is_list, reading.is_paper) == (True, False)
    assert reading.claims == reading.mentions == ()


def test_the_xmp_packet_declares_title_authors_and_doi(reader: PdfReader) -> None:
    xmp = packet(
        "Gradient Flows of Wide Networks", ["Ada Berg", "Juan de la Cruz"], "10.1234/x.5"
    )

    reading = read(reader, paper(*HEAD), xmp=xmp)

    assert named(reading) == ["doi:10.1234/x.5"]
    assert reading.claims[0].rule == "pdf: xmp"
    assert len(reading.work.authors) == 2


def test_a_packet_with_entities_is_left_alone(reader: PdfReader) -> None:
    bomb = packet(TITLE, [], "10.1234/x.5").replace(
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><!DOCTYPE a [<!ENTITY b "c">]>',
    )

    assert named(read(reader, paper(*HEAD), xmp=bomb)) == []


@pytest.mark.parametrize(
    "junk",
    [
        "untitled",
        "Microsoft Word - paper_final.doc",
        "PowerPoint Presentation",
        "main.dvi",
        "nature12345 1..8",
        "doi:10.1234/things.2019",
        "CMR10",
        "%&/(?=§$ a",
        "Slide 1",
        "Introduction",
        "Journal of Old Things",
    ],
)
def test_what_programs_put_for_a_title_is_none(reader: PdfReader, junk: str) -> None:
    reading = read(reader, paper(*HEAD), info={"Title": junk, "Author": "Windows User"})

    assert reading.work.title == TITLE
    assert [author.family for author in reading.work.authors] == ["Berg", "de la Cruz"]


def test_a_declared_title_that_the_page_does_not_bear_out_is_not_believed(
    reader: PdfReader,
) -> None:
    reading = read(reader, paper(*HEAD), info={"Title": "A Template for Conference Papers"})

    assert reading.work.title == TITLE


def test_a_declared_title_serves_where_the_page_has_none(reader: PdfReader) -> None:
    reading = read(reader, sheet(*body(*PROSE)), info={"Title": TITLE})

    assert reading.work.title == TITLE


def test_a_title_over_several_lines_is_joined_and_its_mark_dropped(reader: PdfReader) -> None:
    head = [("Gradient Flows of Very Wide and Convolu-", 17.0), ("tional Networks*", 17.0)]

    assert read(reader, paper(*head)).work.title == (
        "Gradient Flows of Very Wide and Convolutional Networks"
    )


@pytest.mark.parametrize(
    "masthead", ["Journal of Statistical Things", "Research Article", "nature"]
)
def test_the_name_of_the_journal_is_no_title(reader: PdfReader, masthead: str) -> None:
    assert read(reader, paper((masthead, 26.0), *HEAD)).work.title == TITLE


def test_a_page_in_one_size_has_no_title(reader: PdfReader) -> None:
    assert read(reader, sheet(*body(*PROSE))).work.title == ""


def test_signs_are_no_title(reader: PdfReader) -> None:
    assert read(reader, paper(("12 34 + 56 = 90 x", 17.0))).work.title == ""


def test_affiliations_are_no_authors(reader: PdfReader) -> None:
    head = [
        (TITLE, 17.0),
        ("Ada Berg", 12.0),
        ("Department of Mathematics, University of Nowhere", 10.0),
        ("Ren Abe", 12.0),
        ("Google Research", 10.0),
    ]

    authors = read(reader, paper(*head)).work.authors

    assert authors == (Person(family="Berg", given="Ada"), Person(family="Abe", given="Ren"))


SLIDES = [sheet((TITLE, 20.0), ("Ada Berg", 12.0), size=(363, 272))] + [
    sheet(("Outline", 16.0), ("A few words", 12.0), size=(363, 272))
] * 5


@pytest.mark.parametrize("info", [{}, {"Creator": "LaTeX with Beamer class"}])
def test_wide_pages_of_few_words_are_slides(reader: PdfReader, info: dict[str, str]) -> None:
    reading = read(reader, *SLIDES, info=info)

    assert reading.work.kind is WorkKind.PRESENTATION
    assert (reading.work.title, reading.work.authors[0].family) == (TITLE, "Berg")
    assert not reading.is_paper


def test_slides_never_claim_the_paper_that_they_present(reader: PdfReader) -> None:
    title = sheet((TITLE, 20.0), ("doi:10.1234/things.2019", 9.0), size=(363, 272), stamp=STAMP)

    reading = read(reader, title, *SLIDES[1:])

    assert reading.work.kind is WorkKind.PRESENTATION
    assert reading.claims == reading.mentions == ()


def test_an_upright_handout_is_slides_if_its_address_says_so(reader: PdfReader) -> None:
    pages = [sheet((TITLE, 14.0), *body("a few words", "and some more"))] * 4

    kinds = [read(reader, *pages, url=f"https://a.edu/{name}.pdf").work.kind for name in "ab"]
    called = read(reader, *pages, url="https://a.edu/talk_handout.pdf").work.kind

    assert (kinds, called) == ([WorkKind.DOCUMENT] * 2, WorkKind.PRESENTATION)


def test_a_paper_in_a_folder_of_talks_is_a_paper(reader: PdfReader) -> None:
    reading = read(reader, paper(*HEAD), url="https://a.edu/talks/things.pdf")

    assert (reading.is_paper, reading.work.kind) == (True, WorkKind.DOCUMENT)


def test_a_wide_figure_is_no_talk(reader: PdfReader) -> None:
    assert read(reader, sheet(("Epochs", 10.0), size=(720, 540))).work.kind is WorkKind.DOCUMENT


def test_one_huge_page_is_a_poster(reader: PdfReader) -> None:
    big = [(TITLE, 90.0), *((line, 24.0) for line in PROSE)]

    reading = read(reader, sheet(*big, size=(2384, 3370)))

    assert reading.work.kind is WorkKind.PRESENTATION
    assert any(seen.startswith("poster") for seen in reading.evidence)


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.name)
def test_words_at_the_head_show_the_genre(reader: PdfReader, words: Words) -> None:
    first = sheet((TITLE, 17.0), (words.example, 12.0), *body(*PROSE))

    reading = read(reader, first, *[sheet(*body(*PROSE))] * (words.pages - 1))

    assert reading.work.kind is words.kind
    assert reading.is_list is words.is_list
    assert not reading.is_paper


def test_a_report_with_an_abstract_may_be_searched_for(reader: PdfReader) -> None:
    reading = read(reader, paper(("Technical Report TR-1513", 12.0), *HEAD))

    assert (reading.work.kind, reading.is_paper) == (WorkKind.REPORT, True)


def test_a_thick_document_with_an_isbn_is_a_book(reader: PdfReader) -> None:
    front = [sheet((TITLE, 24.0)), sheet(*body("ISBN 978-0-89871-853-9"))]

    reading = read(reader, *front, *[sheet(*body("text"))] * 90)

    assert reading.work.kind is WorkKind.BOOK


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("9 December 2017", "2017-12-09"),
        ("February 13, 2023", "2023-02-13"),
        ("June 2018", "2018-06"),
        ("2019-07-01", "2019-07-01"),
        ("It was written in June 2018", ""),
        ("18 months", ""),
    ],
)
def test_a_line_that_is_a_date_dates_it(reader: PdfReader, line: str, day: str) -> None:
    assert read(reader, sheet((TITLE, 20.0), (line, 10.0))).work.issued == day


def test_a_scan_says_nothing_and_why(reader: PdfReader) -> None:
    reading = read(reader, Sheet(), Sheet())

    assert reading.work.title == ""
    assert "no words: a scan, or pictures" in reading.evidence


def test_what_cannot_be_read_says_why(reader: PdfReader) -> None:
    data = written([paper(*HEAD)], {})
    half = Fetched(
        url="https://a.edu/x.pdf", state=PageState.ALIVE, body=data[:900], is_cut=True
    )

    reading = reader.read(half)

    assert reading.evidence == (
        "unread: the PDF is broken or cut short; only its start was fetched",
    )
