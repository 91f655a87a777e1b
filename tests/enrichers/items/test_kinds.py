"""Addresses and labels show a kind by general traits, on lists that no rule was written for."""

import csv
from pathlib import Path

import pytest

from enrichers.items.kinds import RULES, Rule, kind_of
from enrichers.model import WorkKind
from outputs.zotero.cards import SHAPES

with (Path(__file__).parent / "kinds.csv").open(encoding="utf-8", newline="") as file:
    ADDRESSES = [
        (row["url"], row["label"], row["types"].split()) for row in csv.DictReader(file)
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.example)
def test_each_rule_is_the_first_that_fits_its_example(rule: Rule) -> None:
    assert kind_of(rule.example, rule.example_label) is rule.kind


@pytest.mark.parametrize(("url", "label", "types"), ADDRESSES, ids=lambda part: str(part)[:60])
def test_an_address_has_a_kind_that_a_librarian_would_accept(
    url: str, label: str, types: list[str]
) -> None:
    assert SHAPES[kind_of(url, label)].item_type in types


@pytest.mark.parametrize(
    ("url", "label", "kind"),
    [
        ("https://a.edu/x.pdf", "Lecture notes on nets", WorkKind.DOCUMENT),
        ("https://a.edu/x.pdf", "Lecture 3: nets", WorkKind.PRESENTATION),
        ("https://a.com/2018/11/18/technology/nets.html", "", WorkKind.WEB_PAGE),
        ("https://a.com/2018/11/18/nets.html", "", WorkKind.BLOG_POST),
        ("https://a.com/seminars/2018/11/18/nets.html", "", WorkKind.WEB_PAGE),
        ("https://seminar.a.edu/2018/11/nets", "", WorkKind.WEB_PAGE),
        ("https://a.edu/tel-12345678", "", WorkKind.THESIS),
        ("https://a.edu/tel-1234", "", WorkKind.WEB_PAGE),
        ("https://huggingface.co/papers/1806.07366", "", WorkKind.WEB_PAGE),
        ("https://huggingface.co/blog/nets", "", WorkKind.BLOG_POST),
        ("https://github.com/owner/repo/pull/3", "", WorkKind.WEB_PAGE),
        ("https://github.com/owner/issues", "", WorkKind.SOFTWARE),
        ("https://www.youtube.com/playlist?list=xyz", "", WorkKind.VIDEO),
        ("https://a.edu/thesis.html", "", WorkKind.WEB_PAGE),
        ("https://a.edu/synthesis.pdf", "", WorkKind.DOCUMENT),
        ("https://a.edu/talking_heads.pdf", "", WorkKind.DOCUMENT),
    ],
)
def test_what_only_looks_alike_is_kept_apart(url: str, label: str, kind: WorkKind) -> None:
    assert kind_of(url, label) is kind


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
