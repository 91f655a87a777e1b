"""The stand-in's pages and PDFs."""

import httpx2
import pytest
from lxml import html as markup

from tests.standin.pages import Page, html, pdf
from tests.standin.server import StandIn

PAPER = "Nonlinear random matrix theory for deep learning"
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
    assert answer.content.startswith(b"%PDF-1.4\n")
    assert b"(Andrew M. Saxe; James L. McClelland; Surya Ganguli) Tj" in answer.content


def test_a_pdf_s_table_points_at_its_objects() -> None:
    made = pdf(Page(url="u", title="Über (die) Wörter \\", authors=("李宏毅",)))

    start = int(made.split(b"startxref\n")[1].split(b"\n")[0])
    offsets = [int(line[:10]) for line in made[start:].split(b"\n")[3:9]]

    assert made[start:].startswith(b"xref\n0 7\n")
    assert [made[at : at + 7] for at in offsets] == [b"%d 0 obj" % n for n in range(1, 7)]


def test_a_page_s_words_are_escaped() -> None:
    page = Page(url="u", title="A < B & C", meta=(("citation_title", 'a "b"'),))

    tree = markup.fromstring(html(page))

    assert tree.xpath("string(//title)") == "A < B & C"
    assert tree.xpath("string(//meta[@name='citation_title']/@content)") == 'a "b"'
