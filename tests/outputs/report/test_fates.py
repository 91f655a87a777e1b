"""What registries write into a record tells what became of a work."""

from dataclasses import replace

import pytest

from outputs.report.digest import Happening
from outputs.report.fates import Known, fates, signs

WORK = Known(work_id="doi:10.1000/1", kind="journal-article", title="Flows", doi="10.1000/1")
PREPRINT = Known(
    work_id="arxiv:1806.07366",
    kind="preprint",
    title="Flows",
    arxiv_id="arXiv:1806.07366",
    doi="10.48550/arxiv.1806.07366",
    issued="2018-06-19",
)


@pytest.mark.parametrize(
    "title",
    [
        *("RETRACTED: Flows", "Retracted: Flows", "[RETRACTED] Flows", "(Retracted) Flows"),
        *("RETRACTED ARTICLE: Flows", "Retracted Paper: Flows", "WITHDRAWN: Flows"),
        *("Withdrawn Preprint: Flows", "TEMPORARY REMOVAL: Flows", "Retracted—Flows"),
        *("Flows (Retracted)", "Flows [Retracted Article]", "Flows (withdrawn)."),
        *("Retraction: Flows", "Retraction note to: Flows", "Flows [Retraction]"),
    ],
)
def test_titles_tell_of_retractions(title: str) -> None:
    assert [takes_back for _, takes_back in signs(replace(WORK, title=title))] == [True]


@pytest.mark.parametrize(
    "title",
    [
        *(
            "Correction: Flows",
            "Erratum to: Flows",
            "Corrigendum to “Flows”",
            "Flows (Erratum)",
        ),
        *("Expression of Concern: Flows", "Corrected and republished: Flows"),
    ],
)
def test_titles_tell_of_corrections(title: str) -> None:
    assert [takes_back for _, takes_back in signs(replace(WORK, title=title))] == [False]


@pytest.mark.parametrize(
    "title",
    [
        *("Retracted solutions of flows", "Withdrawn from the market", "Removed edges matter"),
        *("Deformation retraction of flows", "Error correction", "A reply: flows"),
        *("Corrected score functions", "Why papers are retracted (and how)", ""),
    ],
)
def test_other_titles_tell_of_neither(title: str) -> None:
    assert signs(replace(WORK, title=title)) == frozenset()


@pytest.mark.parametrize(
    "abstract",
    [
        "This paper has been withdrawn by the author due to an error in Lemma 2.",
        "The article was retracted.",
        "This submission is being withdrawn",
    ],
)
def test_an_abstract_tells_that_a_paper_was_withdrawn(abstract: str) -> None:
    after = replace(PREPRINT, abstract=abstract)

    assert list(fates(PREPRINT, after)) == [(Happening.RETRACTED, "its abstract says so")]


def test_an_abstract_about_withdrawals_tells_of_none() -> None:
    after = replace(PREPRINT, abstract="This paper studies papers that were withdrawn.")

    assert list(fates(PREPRINT, after)) == []


def test_a_retraction_is_told_once() -> None:
    taken = replace(WORK, title="RETRACTED: Flows")

    assert list(fates(WORK, taken)) == [(Happening.RETRACTED, "its title says so")]
    assert list(fates(taken, taken)) == []


def test_a_further_notice_is_told() -> None:
    before = replace(WORK, notices="correction: doi:10.1000/c")
    after = replace(WORK, notices="correction: doi:10.1000/c; withdrawal: doi:10.1000/w")

    assert list(fates(before, after)) == [
        (Happening.RETRACTED, "withdrawal: doi:10.1000/w"),
    ]


@pytest.mark.parametrize(
    ("changed", "detail"),
    [
        ({"version": "v3"}, "v3, was v1"),
        ({"doi": "10.48550/arxiv.1806.07366; 10.1101/7"}, "also 10.1101/7"),
        ({"issued": "2019-01-01"}, "of 2019-01-01, was 2018-06-19"),
        ({"title": "Better flows"}, "its title was “Flows”"),
        ({"edition": "2"}, "edition 2, was 1"),
    ],
)
def test_new_versions(changed: dict[str, str], detail: str) -> None:
    before = replace(PREPRINT, version="v1", edition="1")

    assert list(fates(before, replace(before, **changed))) == [(Happening.VERSION, detail)]


@pytest.mark.parametrize(
    "changed",
    [
        *({"issued": "2018"}, {"issued": "2018-06"}, {"issued": ""}, {"title": ""}),
        *({"title": "FLOWS"}, {"title": "Flows."}, {"doi": ""}, {"version": ""}),
        *({"venue": "arXiv"}, {"url": "https://x.test"}, {"kind": ""}),
    ],
)
def test_what_is_no_new_version(changed: dict[str, str]) -> None:
    assert list(fates(PREPRINT, replace(PREPRINT, **changed))) == []


def test_the_date_of_an_article_is_only_put_right() -> None:
    before, after = replace(WORK, issued="2020-01"), replace(WORK, issued="2021-02")

    assert list(fates(before, after)) == []


def test_a_work_of_which_nothing_was_known_is_not_compared() -> None:
    page = Known(work_id="url:a.test", kind="web-page", title="Home")

    assert list(fates(page, replace(page, title="Home, new"))) == []
    assert list(fates(None, WORK)) == []


@pytest.mark.parametrize(
    "text",
    ["(" * 50_000, "[retracted " * 9_000, "\u2003" * 50_000 + "x", "retracted" * 9_000],
)
def test_hostile_texts_end(text: str) -> None:
    assert signs(replace(WORK, title=text, abstract=text)) == frozenset()
