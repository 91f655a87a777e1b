"""What registries write into a record tells what became of a work."""

from dataclasses import replace

import pytest

from outputs.report.digest import Happening
from outputs.report.fates import Known, fates

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
    ("notice", "happening"),
    [
        ("retraction: doi:10.1000/9, 2021-05-03", Happening.RETRACTED),
        ("removal: doi:10.1000/9", Happening.RETRACTED),
        ("withdrawal of arxiv:1806.07366, 2020", Happening.RETRACTED),
        ("erratum: doi:10.1000/9", Happening.CORRECTED),
        ("expression-of-concern: doi:10.1000/9", Happening.CORRECTED),
        ("partial-retraction: doi:10.1000/9", Happening.CORRECTED),
        ("new-version: doi:10.1000/9", Happening.VERSION),
    ],
)
def test_a_notice_is_told_by_what_it_does_to_the_work(
    notice: str, happening: Happening
) -> None:
    assert list(fates(WORK, replace(WORK, notices=notice))) == [(happening, notice)]


@pytest.mark.parametrize(
    "after",
    [
        replace(WORK, notices="retraction: doi:10.1000/9"),
        replace(WORK, notices="retraction: doi:10.1000/9, 2021-05-04"),
        replace(WORK, notices="retraction: doi:10.1000/9, 2021", title="RETRACTED: Flows"),
        replace(WORK, notices="retraction: doi:10.1000/9; retraction: doi:10.1000/10"),
    ],
)
def test_a_retraction_is_told_once(after: Known) -> None:
    taken = replace(WORK, notices="retraction: doi:10.1000/9, 2021-05-03")

    assert list(fates(taken, taken)) == []
    assert list(fates(taken, after)) == []


@pytest.mark.parametrize(
    ("title", "fate"),
    [
        ("Retraction: Flows", (Happening.RETRACTED, "it is the notice of a retraction")),
        (
            "Retraction note to: Flows",
            (Happening.RETRACTED, "it is the notice of a retraction"),
        ),
        ("Flows (Erratum)", (Happening.CORRECTED, "it is the notice of a correction")),
    ],
)
def test_a_listed_notice_is_told_of_by_its_title(
    title: str, fate: tuple[Happening, str]
) -> None:
    assert list(fates(None, replace(WORK, title=title))) == [fate]


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
        ({"version": "v3", "version_on": "2021-05-09"}, "v3 of 2021-05-09, was v1"),
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


@pytest.mark.parametrize("text", ["retraction" * 9_000, "a of " * 20_000, ", 2021" * 20_000])
def test_hostile_texts_end(text: str) -> None:
    [(happening, _)] = fates(None, replace(WORK, title=text, notices=text))

    assert happening is Happening.CORRECTED
