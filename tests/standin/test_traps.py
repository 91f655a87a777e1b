"""The pages of the seed list's links: what proves a work, and what must not."""

import pypdfium2
import pytest
from lxml import html as markup

from tests.standin.catalogue import everyday
from tests.standin.pages import Page
from tests.standin.services.web import bytes_of

PAGES = everyday().pages
PAPERS = {
    "http://ganguli-gang.stanford.edu/pdf/DynamLearn.pdf": "Andrew M. Saxe",
    "https://cpsc.yale.edu/sites/default/files/files/tr1513(1).pdf": "Uri Shaham",
    "https://ir.library.louisville.edu/cgi/viewcontent.cgi?article=2227&context=etd": (
        "Viktoria Rojkova"
    ),
}
"""PDFs of works, and who wrote them."""

DECKS = [
    url
    for url, page in PAGES.items()
    if page.kind == "pdf" and page.layout in {"beamer", "powerpoint"} and not page.trick
]
BLOG = "https://rkevingibson.github.io/blog/neural-networks-as-ordinary-differential-equations/"
SHOWING = {
    "https://github.com/ZichaoLong/PDE-Net": {"1710.09668", "1812.04426"},
    "https://github.com/markovmodel/deeptime": {"1710.11239", "1710.06012"},
    "http://mathematics-in-europe.eu/?p=801": {"astro-ph/0312064"},
    BLOG: {"1806.07366"},
    "https://maziarraissi.github.io/DeepHPMs/": {"1801.06637"},
    "https://deepxde.readthedocs.io/en/latest/": {"1907.04502"},
}
"""Pages that name papers they are not."""


def first_sheet(page: Page) -> pypdfium2.PdfPage:
    return pypdfium2.PdfDocument(bytes_of(page))[0]


@pytest.mark.parametrize(("url", "author"), PAPERS.items())
def test_the_pdf_of_a_work_shows_its_title_and_its_authors(url: str, author: str) -> None:
    page = PAGES[url]
    sheet = first_sheet(page)
    words = " ".join(sheet.get_textpage().get_text_bounded().split())

    assert page.title.rstrip(".").casefold() in words.casefold()
    assert author in words
    assert sheet.get_size()[0] < sheet.get_size()[1]


@pytest.mark.parametrize("url", DECKS)
def test_a_deck_lies_and_has_many_sheets(url: str) -> None:
    document = pypdfium2.PdfDocument(bytes_of(PAGES[url]))
    width, height = document[0].get_size()

    assert width > height
    assert len(document) > 10


@pytest.mark.parametrize(
    ("slides", "number"),
    [
        ("http://www.cs.toronto.edu/~rtqichen/pdfs/neural_ode_slides.pdf", "1806.07366"),
        ("https://people.eastfield.example/~kipf/talks/gcn_iclr.pdf", "1609.02907"),
    ],
)
def test_slides_may_have_the_very_title_of_a_paper(slides: str, number: str) -> None:
    assert PAGES[slides].title == everyday().by_arxiv[number].title


@pytest.mark.parametrize(("url", "named"), SHOWING.items())
def test_a_page_names_papers_that_it_is_not(url: str, named: set[str]) -> None:
    tree = markup.fromstring(bytes_of(PAGES[url]))
    addresses = [str(anchor.get("href")) for anchor in tree.iter("a")]
    text = " ".join(map(str, tree.itertext()))

    assert all(any(name in said for said in (text, *addresses)) for name in named)
    assert [m for m in tree.iter("meta") if str(m.get("name")).startswith("citation_")] == []


def test_the_mirror_of_an_abstract_has_the_title_of_its_first_version() -> None:
    mirror = "https://amds123.github.io/2019/01/13/"
    page = PAGES[f"{mirror}Neumann-Networks-for-Inverse-Problems-in-Imaging/"]
    paper = everyday().by_arxiv["1901.03707"]

    assert paper.preprint
    assert page.title == paper.preprint.first_title != paper.title


@pytest.mark.parametrize(
    "url",
    [
        "https://www.sciencedirect.com/science/article/pii/S0021999118305527",
        "https://epubs.siam.org/doi/book/10.1137/1.9780898718539?mobileUi=0",
        "https://www.researchgate.net/project/Theories-of-Deep-Learning",
    ],
)
def test_some_sites_ask_who_one_is(url: str) -> None:
    page = PAGES[url]

    assert (page.status, page.title) == (403, "Just a moment...")


def test_courses_of_different_years_are_different_pages() -> None:
    terms = [url for url in PAGES if "/~9.520/fall" in url]

    assert len({PAGES[url].title for url in terms}) == len(terms) == 3
