"""The stand-in's pages and PDFs."""

import httpx2
import pypdfium2
import pytest
from lxml import html as markup

from tests.standin.catalogue import Catalogue
from tests.standin.documents.layouts import LAYOUTS, pdf
from tests.standin.documents.markup import html
from tests.standin.pages import Page
from tests.standin.server import StandIn

PAPER = "Nonlinear random matrix theory for deep learning"
GRID = "letters/6/60?utm_source=newsletter&utm_medium=email"
NIPS = "papers.nips.cc/paper/6857-nonlinear-random-matrix-theory-for-deep-learning"


def fetch(standin: StandIn, client: httpx2.Client, address: str) -> httpx2.Response:
    scheme, _, rest = address.partition("://")
    url = f"{standin.endpoints['web']}/{scheme}/{rest}"
    return client.get(url, follow_redirects=True)


def meta(answer: httpx2.Response, name: str) -> list[str]:
    tree = markup.fromstring(answer.content)
    return [element.get("content", "") for element in tree.iterfind(f".//meta[@name='{name}']")]


@pytest.mark.parametrize(
    ("address", "name", "content"),
    [
        ("https://doaj.org/article/9d9172e9bf324cc6ac6d48ff8e234a85", "citation_doi",
         "10.1038/s41467-018-07210-0"),
        ("https://ir.library.louisville.edu/etd/1228", "bepress_citation_doi",
         "10.18297/etd/1228"),
        (f"https://{NIPS}.pdf", "citation_title", PAPER),
        ("https://arxiv.org/abs/1806.07366", "citation_arxiv_id", "1806.07366"),
        ("http://arxiv.org/abs/1806.07366v2", "citation_author", "Ricky T. Q. Chen"),
    ],
)  # fmt: skip
def test_a_page_declares_itself(
    standin: StandIn, client: httpx2.Client, address: str, name: str, content: str
) -> None:
    answer = fetch(standin, client, address)

    assert answer.status_code == 200
    assert content in meta(answer, name)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("https://voigtlaender.xyz/", 200),
        ("http://voigtlaender.xyz/", 200),
        ("https://joanbruna.github.io/MathsDL-spring19", 200),
        ("https://www.nsf.gov/awardsearch/showAward?AWD_ID=1751636", 200),
        ("https://cpsc.yale.edu/sites/default/files/files/tr1513%281%29.pdf", 200),
        ("https://zhuanlan.zhihu.com/p/40097048", 403),
        ("https://skymind.ai/ebook/Skymind_The_Math_Behind_Neural_Networks.pdf", 404),
        ("https://nowhere.example.org/", 404),
    ],
)
def test_pages_answer_as_their_sites_do(
    standin: StandIn, client: httpx2.Client, address: str, status: int
) -> None:
    assert fetch(standin, client, address).status_code == status


def test_a_page_that_mentions_a_paper_only_mentions_it(
    standin: StandIn, client: httpx2.Client
) -> None:
    answer = fetch(
        standin,
        client,
        "https://www.csail.mit.edu/event/tensor-programs-swiss-army-knife-nonlinear-"
        "random-matrix-theory-deep-learning-and-beyond",
    )

    assert "arXiv:1902.04760" in answer.text
    assert meta(answer, "citation_arxiv_id") == []


def test_a_pdf_is_sent_as_one(standin: StandIn, client: httpx2.Client) -> None:
    answer = fetch(standin, client, "http://ganguli-gang.stanford.edu/pdf/DynamLearn.pdf")

    assert answer.headers["content-type"] == "application/pdf"
    assert "Andrew M. Saxe" in first_sheet(answer.content)


def first_sheet(document: bytes, password: str | None = None) -> str:
    opened = pypdfium2.PdfDocument(document, password=password)
    return opened[0].get_textpage().get_text_bounded()


@pytest.mark.parametrize("layout", sorted(set(LAYOUTS) - {"scan"}))
def test_a_pdf_of_any_layout_shows_its_title(layout: str) -> None:
    made = pdf(Page(url="u", title="Über (die) Wörter \\", authors=("Ada",), layout=layout))

    assert "über (die) wörter \\" in first_sheet(made).casefold()


def test_a_scan_has_no_words() -> None:
    assert first_sheet(pdf(Page(url="u", title="Words", layout="scan"))) == ""


def test_a_pdf_may_be_in_chinese() -> None:
    assert "最优传输" in first_sheet(pdf(Page(url="u", title="最优传输", authors=("李宏毅",))))


def test_slides_lie_and_papers_stand() -> None:
    shapes = {
        layout: pypdfium2.PdfDocument(pdf(Page(url="u", title="A", layout=layout)))[
            0
        ].get_size()
        for layout in ("beamer", "powerpoint", "paper")
    }

    assert [width > height for width, height in shapes.values()] == [True, True, False]


def test_a_locked_pdf_opens_with_its_password_only() -> None:
    made = pdf(Page(url="u", title="Locked", trick="locked"))

    with pytest.raises(pypdfium2.PdfiumError, match="password"):
        first_sheet(made)
    assert "Locked" in first_sheet(made, "a secret")


def test_a_pdf_tells_its_title_in_xmp() -> None:
    made = pdf(Page(url="u", title="A < B", authors=("Ada",), xmp=True))

    assert b"A &lt; B</rdf:li>" in made


def test_a_page_s_words_are_escaped() -> None:
    page = Page(url="u", title="A < B & C", meta=(("citation_title", 'a "b"'),))

    tree = markup.fromstring(html(page))

    assert tree.xpath("string(//title)") == "A < B & C"
    assert tree.xpath("string(//meta[@name='citation_title']/@content)") == 'a "b"'


@pytest.mark.parametrize(
    ("asks", "told"), [("If-None-Match", "etag"), ("If-Modified-Since", "last-modified")]
)
def test_an_unchanged_page_is_not_sent_again(
    standin: StandIn, client: httpx2.Client, asks: str, told: str
) -> None:
    address = f"{standin.endpoints['web']}/https/www.math.ias.edu/wtdl"
    first = client.get(address)

    again = client.get(address, headers={asks: first.headers[told]})

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(("accepted", "encoding"), [("gzip", "gzip"), ("identity", "")])
def test_a_long_page_is_packed_for_those_who_can_unpack_it(
    standin: StandIn, client: httpx2.Client, accepted: str, encoding: str
) -> None:
    address = f"{standin.endpoints['web']}/https/grid-house.example/{GRID}"

    answer = client.get(address, headers={"Accept-Encoding": accepted})

    assert answer.headers.get("content-encoding", "") == encoding
    assert "Long Memory in Power Grid Frequencies" in answer.text


@pytest.mark.parametrize(
    ("charset", "declared", "header"),
    [
        ("gb2312", "wrong", "text/html; charset=iso-8859-1"),
        ("shift_jis", "meta", "text/html"),
        ("iso-8859-1", "nowhere", "text/html"),
        ("utf-8", "both", "text/html; charset=utf-8"),
    ],
)
def test_a_page_comes_in_its_own_charset(
    client: httpx2.Client, charset: str, declared: str, header: str
) -> None:
    page = Page(url="http://a.example/", title="流 é", charset=charset, declared=declared)
    with StandIn(Catalogue([], [page])) as standin:
        answer = fetch(standin, client, page.url)

    assert answer.headers["content-type"] == header
    assert ("流".encode(charset, "xmlcharrefreplace")) in answer.content


@pytest.mark.parametrize(
    "place", ["http://127.0.0.1/", "http://[::1]/", "http://2130706433/", "file:///etc/passwd"]
)
def test_a_redirect_to_no_name_of_the_web_stays_as_it_is(
    client: httpx2.Client, place: str
) -> None:
    page = Page(url="http://a.example/", status=302, location=place)
    with StandIn(Catalogue([], [page])) as standin:
        answer = client.get(f"{standin.endpoints['web']}/http/a.example/")

    assert answer.headers["location"] == place


def test_a_host_of_http_alone_resets_what_comes_by_https(
    standin: StandIn, client: httpx2.Client
) -> None:
    assert fetch(standin, client, "http://romaincouillet.hebfree.org/").status_code == 200
    with pytest.raises(httpx2.TransportError):
        fetch(standin, client, "https://romaincouillet.hebfree.org/")
