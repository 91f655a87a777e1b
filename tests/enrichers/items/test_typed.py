"""What no registry knows becomes an honest item, and never a paper."""

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrichers.items.typed import typed, typed_id
from enrichers.model import Claim, Identifier, Origin, Person, Scheme, Work, WorkKind
from enrichers.pages.model import Reading
from seeds.model import Link, LinkKind

GOLD = Path(__file__).parents[4] / "shared" / "gold" / "seed.csv"
PAPERS = {WorkKind.ARTICLE, WorkKind.CONFERENCE_PAPER, WorkKind.PREPRINT, WorkKind.CHAPTER}
ITEM_TYPES = {
    WorkKind.BLOG_POST: "blogPost",
    WorkKind.DATASET: "dataset",
    WorkKind.DOCUMENT: "document",
    WorkKind.PRESENTATION: "presentation",
    WorkKind.REPORT: "report",
    WorkKind.SOFTWARE: "computerProgram",
    WorkKind.THESIS: "thesis",
    WorkKind.VIDEO: "videoRecording",
    WorkKind.WEB_PAGE: "webpage",
}


def link(url: str, label: str = "", context: str = "") -> Link:
    kind = LinkKind.LINK if url else LinkKind.REFERENCE
    return Link(url=url, label=label, context=context, document="list", line=1, kind=kind)


@given(st.text(max_size=80), st.text(max_size=80))
def test_nothing_is_called_a_paper_and_everything_has_a_title(url: str, label: str) -> None:
    item = typed([link(url.strip(), label)])

    assert item.kind not in PAPERS
    assert item.title
    assert item.ids == frozenset()


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("https://github.com/owner/some.repo", "owner/some.repo"),
        ("https://github.com/owner/repo/tree/main/src", "owner/repo"),
        ("https://a.edu/courses/deep_learning_theory.html", "Deep learning theory"),
        ("https://medium.com/@b/why-nets-learn-1a2b3c4d5e6f", "Why nets learn"),
        ("https://www.a.edu/~b/", "a.edu/~b"),
        ("https://a.edu/event/190722-xyz", "a.edu/event/190722-xyz"),
        ("http://a.eu/?p=801", "a.eu?p=801"),
        ("https://a.edu/G%C3%B6del_und_Escher.pdf", "Gödel und Escher"),
        ("https://a.org", "a.org"),
    ],
)
def test_without_words_the_address_gives_the_title(url: str, title: str) -> None:
    assert typed([link(url)]).title == title


@pytest.mark.parametrize("label", ["[pdf]", "here", "Project Page", "https://a.org/b", "3"])
def test_a_label_that_says_nothing_is_no_title(label: str) -> None:
    assert typed([link("https://a.org/why-nets-learn", label)]).title == "Why nets learn"


def test_the_label_of_another_occurrence_is_used() -> None:
    bare, named = link("https://a.org/x"), link("https://a.org/x", "Why Nets Learn")

    assert typed([bare, named]).title == "Why Nets Learn"


def test_a_label_with_more_words_is_preferred() -> None:
    short, long = link("https://a.org/x", "Nets"), link("https://a.org/x", "Why Nets Learn")

    assert typed([short, long]).title == "Why Nets Learn"


def test_a_very_long_label_is_an_abstract() -> None:
    abstract = "There is a long history of algorithms for inverse problems. " * 8

    item = typed([link("https://deep-nets.org/", abstract)])

    assert item.abstract == abstract.strip()
    assert item.title == "deep-nets.org"


@pytest.mark.parametrize(
    ("context", "title"),
    [
        ("Why Nets Learn: https://a.org/x", "Why Nets Learn"),
        ("https://a.org/x - Why Nets Learn", "Why Nets Learn"),
        ("More about it is available at https://a.org/x", "a.org/x"),
        ("See https://a.org/x and https://a.org/y", "a.org/x"),
        ("We met https://a.org/x in the woods", "a.org/x"),
    ],
)
def test_text_that_only_leads_to_a_bare_address_is_its_title(context: str, title: str) -> None:
    assert typed([link("https://a.org/x", context=context)]).title == title


def test_a_zhihu_share_line_names_title_and_author() -> None:
    url = "https://zhuanlan.zhihu.com/p/40097048"

    item = typed([link(url, context=f"深度学习理论前沿研讨会 - 凌泽南的文章 - 知乎 {url}")])

    assert item.kind is WorkKind.BLOG_POST
    assert item.title == "深度学习理论前沿研讨会"
    assert item.authors == (Person(name="凌泽南"),)


def test_a_dated_blog_address_dates_the_post() -> None:
    assert typed([link("https://b.github.io/2019/01/13/On-Nets/")]).issued == "2019-01-13"


def test_an_unconfirmed_identifier_lends_a_title_and_no_identity() -> None:
    candidate = Identifier(Scheme.ARXIV, "9999.99999")

    item = typed(
        [link("https://arxiv.org/abs/9999.99999")],
        claims=[Claim(candidates=(candidate,), rule="arxiv")],
    )

    assert (item.title, item.ids) == ("arXiv:9999.99999", frozenset())


def test_an_announced_talk_has_title_and_speaker() -> None:
    item = typed([link("", "Deep Networks and PDEs Philipp Petersen, University of Oxford")])

    assert item.kind is WorkKind.PRESENTATION
    assert item.title == "Deep Networks and PDEs"
    assert item.authors == (Person(family="Petersen", given="Philipp"),)


def test_another_reference_is_a_document() -> None:
    item = typed([link("", "On the Origin of Species, first edition")])

    assert (item.kind, item.title) == (
        WorkKind.DOCUMENT,
        "On the Origin of Species, first edition",
    )


def test_the_same_address_in_other_dress_is_the_same_item() -> None:
    one, other = link("http://www.a.org/x/"), link("https://a.org/x")

    assert typed_id(one) == typed_id(other)
    assert typed_id(one).startswith("url:")


def test_the_same_words_in_other_dress_are_the_same_item() -> None:
    assert typed_id(link("", "On  Things.")) == typed_id(link("", "ON THINGS"))
    assert typed_id(link("", "On Things")) != typed_id(link("", "On Other Things"))
    assert typed_id(link("", "On Things")).startswith("text:")


PAGE = "https://a.edu/things"
BERG = Person(family="Berg", given="Ada")


def test_a_page_gives_title_authors_date_language_and_venue() -> None:
    work = Work(
        kind=WorkKind.BLOG_POST,
        title="Why Nets Learn",
        authors=(BERG,),
        issued="2019-02-11",
        language="en",
        venue="The Nets Blog",
    )

    item = typed([link(PAGE)], reading=Reading(work=work))

    assert (item.kind, item.title, item.authors) == (WorkKind.BLOG_POST, work.title, (BERG,))
    assert (item.issued, item.language, item.venue) == ("2019-02-11", "en", "The Nets Blog")
    assert item.url == PAGE


def test_an_item_never_has_an_identity_whatever_the_page_says() -> None:
    claimed = frozenset({Identifier(Scheme.DOI, "10.1234/x")})

    item = typed([link(PAGE)], reading=Reading(work=Work(ids=claimed, versions=claimed)))

    assert not item.ids
    assert not item.versions


@pytest.mark.parametrize(
    ("listed", "url", "found_at", "title"),
    [
        ("Why Nets Learn", PAGE, "https://things.edu/", "Why Nets Learn"),
        ("Why Nets Learn", PAGE, "https://things.edu/en/", "Why Nets Learn"),
        ("Why Nets Learn", PAGE, "https://things.edu/nets", "University of Things"),
        ("Nets", PAGE, "https://things.edu/", "University of Things"),
        ("", PAGE, "https://things.edu/", "University of Things (a.edu/things)"),
        ("The university", "https://a.edu/", "https://b.edu/", "University of Things"),
    ],
)
def test_a_page_that_became_the_front_of_a_site_is_called_as_the_list_says(
    listed: str, url: str, found_at: str, title: str
) -> None:
    reading = Reading(work=Work(title="University of Things", url=found_at))

    assert typed([link(url, listed)], reading=reading).title == title


def test_of_a_document_the_label_is_cleaned() -> None:
    item = typed([link("https://a.edu/x.pdf", "[pdf] Why Nets Learn Slowly (ICML 2018)")])

    assert (item.title, item.issued) == ("Why Nets Learn Slowly", "2018")


def test_of_a_page_the_label_keeps_its_year() -> None:
    assert typed([link(PAGE, "Nets 101 (Fall 2021)")]).title == "Nets 101 (Fall 2021)"


@pytest.mark.parametrize(
    ("url", "shown", "is_paper", "kind"),
    [
        ("https://a.edu/x", WorkKind.ARTICLE, True, WorkKind.ARTICLE),
        ("https://a.edu/x", WorkKind.ARTICLE, False, WorkKind.WEB_PAGE),
        ("https://a.edu/x", WorkKind.BLOG_POST, False, WorkKind.BLOG_POST),
        ("https://a.edu/x", WorkKind.DOCUMENT, False, WorkKind.DOCUMENT),
        ("https://a.edu/blog/x", WorkKind.WEB_PAGE, False, WorkKind.BLOG_POST),
        ("https://a.edu/talks/x.pdf", WorkKind.DOCUMENT, True, WorkKind.DOCUMENT),
        ("https://a.edu/talks/x.pdf", WorkKind.DOCUMENT, False, WorkKind.PRESENTATION),
        ("https://a.edu/phd_thesis.pdf", WorkKind.DOCUMENT, False, WorkKind.THESIS),
        ("https://a.edu/x.pdf", WorkKind.PRESENTATION, False, WorkKind.PRESENTATION),
        ("https://a.edu/x.pdf", None, False, WorkKind.DOCUMENT),
    ],
)
def test_page_and_address_show_the_kind_together(
    url: str, shown: WorkKind | None, is_paper: bool, kind: WorkKind
) -> None:
    reading = Reading(work=Work(kind=shown, title="Why Nets Learn"), is_paper=is_paper)

    assert typed([link(url)], reading=reading).kind is kind


def test_a_page_about_many_works_lends_its_title_and_no_authors() -> None:
    work = Work(title="Papers We Read", authors=(BERG,), issued="2019", language="en")

    item = typed([link(PAGE)], reading=Reading(work=work, is_list=True))

    assert (item.title, item.language) == ("Papers We Read", "en")
    assert (item.authors, item.issued) == ((), "")


def test_a_field_keeps_its_origin_only_where_it_is_the_page_s() -> None:
    origin = Origin(source="page", asked_on=date(2026, 1, 1))
    work = Work(title="Home", authors=(BERG,), origin={"title": origin, "authors": origin})

    item = typed([link(PAGE, "Why Nets Learn")], reading=Reading(work=work))

    assert dict(item.origin) == {"authors": origin}


@pytest.mark.parametrize(
    ("url", "label", "year"),
    [
        ("https://a.edu/Nets-spring18/", "", "2018"),
        ("https://a.edu/nets101-sp20.html", "", "2020"),
        ("https://a.edu/nets/", "Nets, Fall 2021", "2021"),
        ("https://a.edu/gasp20.html", "", ""),
        ("https://a.edu/offspring/", "", ""),
    ],
)
def test_the_term_of_a_course_dates_it(url: str, label: str, year: str) -> None:
    assert typed([link(url, label)]).issued == year


def test_a_talk_that_is_announced_over_two_lines_has_title_and_speaker() -> None:
    title = "Deep Networks and PDEs"

    item = typed([link("", title, f"{title} Philipp Petersen, University of Oxford")])

    assert (item.kind, item.title) == (WorkKind.PRESENTATION, title)
    assert item.authors == (Person(family="Petersen", given="Philipp"),)


@pytest.mark.skipif(not GOLD.is_file(), reason="the labelled list is not here")
def test_the_labelled_list_is_mostly_typed_right() -> None:
    by_address: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    with GOLD.open(newline="") as file:
        for row in csv.DictReader(file):
            by_address[row["url_exact"] or row["anchor_text"]].append(row)
    items = {
        address: typed([link(row["url_exact"], row["anchor_text"]) for row in rows])
        for address, rows in by_address.items()
    }

    rows = [row for rows in by_address.values() for row in rows if row["expect"] == "NOID"]
    right = [
        row
        for row in rows
        if ITEM_TYPES[items[row["url_exact"] or row["anchor_text"]].kind or WorkKind.WEB_PAGE]
        in (row["zotero_item_type"], *row["also_accept_type"].split(";"))
    ]

    assert len(right) / len(rows) >= 0.9
