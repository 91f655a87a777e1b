"""What no registry knows becomes an honest item, and never a paper."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrichers.kinds import RULES, Rule, kind_of
from enrichers.model import Claim, Identifier, Person, Scheme, WorkKind
from enrichers.typed import typed, typed_id
from seeds.model import Link, LinkKind

GOLD = Path(__file__).parents[3] / "shared" / "gold" / "seed.csv"
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


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.example)
def test_each_rule_shows_its_kind_on_its_example(rule: Rule) -> None:
    assert kind_of(rule.example, rule.example_label) is rule.kind


@pytest.mark.parametrize(
    ("url", "label", "kind"),
    [
        ("https://github.com/owner", "", WorkKind.WEB_PAGE),
        ("https://owner.github.io/", "", WorkKind.WEB_PAGE),
        ("https://owner.github.io/blog/on-things/", "", WorkKind.BLOG_POST),
        ("https://github.com/o/r/blob/main/slides.pdf", "", WorkKind.PRESENTATION),
        ("https://a.edu/wp-content/uploads/2018/06/Things.pdf", "", WorkKind.DOCUMENT),
        ("https://a.edu/~b/talks.html", "", WorkKind.WEB_PAGE),
        ("https://a.edu/lectures/lecture-notes.pdf", "", WorkKind.DOCUMENT),
        ("https://a.edu/thesis_defense_slides.pdf", "", WorkKind.PRESENTATION),
        ("https://a.edu/things.PDF?download=1", "", WorkKind.DOCUMENT),
        ("https://a.edu/things.html", "Things (slides)", WorkKind.WEB_PAGE),
        ("https://journal.org/article/pii/S0021999118305527", "", WorkKind.WEB_PAGE),
        ("http://[broken", "", WorkKind.WEB_PAGE),
    ],
)
def test_general_traits_decide_the_kind(url: str, label: str, kind: WorkKind) -> None:
    assert kind_of(url, label) is kind


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
