"""Whatever way a registry tells of a retraction or a correction, the work knows of it."""

from dataclasses import replace
from datetime import date

import pytest

from enrichers.merge import credit
from enrichers.model import Identifier, Notice, Scheme, Work, WorkKind
from enrichers.notices import is_withdrawn, kind_from, marks, with_notices
from enrichers.versions import gather

TODAY = date(2026, 11, 23)
DOI = Identifier(Scheme.DOI, "10.1000/1")
ARXIV = Identifier(Scheme.ARXIV, "1806.07366")
RETRACTION = Notice(
    kind="retraction", about=DOI, id=Identifier(Scheme.DOI, "10.1000/9"), on="2021-05-03"
)
WORK = credit(
    Work(ids=frozenset({DOI}), kind=WorkKind.ARTICLE, title="Flows", issued="2019"),
    source="crossref",
    on=TODAY,
)
THE_NOTICE = credit(
    Work(
        ids=frozenset({Identifier(Scheme.DOI, "10.1000/9")}),
        kind=WorkKind.ARTICLE,
        title="Retraction: Flows",
        updates=(RETRACTION,),
    ),
    source="crossref",
    on=TODAY,
)
PREPRINT = credit(
    Work(
        ids=frozenset({ARXIV}),
        versions=frozenset({DOI}),
        kind=WorkKind.PREPRINT,
        title="Flows",
        notices=(Notice(kind="withdrawal", about=ARXIV, on="2020-01-01", source="arxiv"),),
        revision="v3",
    ),
    source="arxiv",
    on=TODAY,
)


def told(work: Work) -> list[str]:
    return [notice.name for notice in work.notices]


def test_a_notice_that_is_listed_too_tells_of_the_work() -> None:
    works, _ = gather([THE_NOTICE, WORK])

    work = next(each for each in works if DOI in each.ids)
    assert work.notices == (RETRACTION,)
    assert work.origin["notices.retraction: doi:10.1000/9"].record == "doi:10.1000/9"


def test_a_notice_is_no_retracted_work_itself() -> None:
    works, _ = gather([THE_NOTICE, WORK])

    notice = next(each for each in works if DOI not in each.ids)
    assert (notice.notices, marks(notice)) == ((), ())


def test_notices_of_all_versions_come_together_with_their_origins() -> None:
    published = credit(replace(WORK, notices=(RETRACTION,)), source="crossref", on=TODAY)

    [work], _ = gather([PREPRINT, published])

    assert told(work) == ["retraction: doi:10.1000/9", f"withdrawal of {ARXIV}"]
    assert work.origin[f"notices.withdrawal of {ARXIV}"].source == "arxiv"
    assert work.revision == "v3"
    assert work.origin["revision"].source == "arxiv"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("RETRACTED: Flows", "retraction"),
        ("Retracted: Flows", "retraction"),
        ("[RETRACTED] Flows", "retraction"),
        ("(Retracted) Flows", "retraction"),
        ("RETRACTED ARTICLE: Flows", "retraction"),
        ("Retracted Paper: Flows", "retraction"),
        ("Retracted—Flows", "retraction"),
        ("Flows (Retracted)", "retraction"),
        ("Flows [Retracted Article]", "retraction"),
        ("WITHDRAWN: Flows", "withdrawal"),
        ("Withdrawn Preprint: Flows", "withdrawal"),
        ("Flows (withdrawn).", "withdrawal"),
        ("TEMPORARY REMOVAL: Flows", "removal"),
        ("Expression of Concern: Flows", "expression-of-concern"),
        ("Corrected and republished: Flows", "correction"),
    ],
)
def test_titles_tell_what_registries_do_not(title: str, kind: str) -> None:
    [work] = with_notices([replace(WORK, title=title)])

    assert told(work) == [f"{kind} of {DOI}"]
    assert work.origin[f"notices.{kind} of {DOI}"].source == "crossref"


@pytest.mark.parametrize(
    "title",
    [
        *("Retracted solutions of flows", "Withdrawn from the market", "Removed edges matter"),
        *("Deformation retraction of flows", "Error correction", "A reply: flows"),
        *("Corrected score functions", "Why papers are retracted (and how)", ""),
        *("Retraction: Flows", "Erratum to: Flows", "Correction: Flows"),
    ],
)
def test_other_titles_tell_nothing_of_the_work_itself(title: str) -> None:
    [work] = with_notices([replace(WORK, title=title)])

    assert told(work) == []


def test_a_title_adds_nothing_to_a_notice() -> None:
    retitled = replace(WORK, title="RETRACTED: Flows", notices=(RETRACTION,))

    assert with_notices([retitled]) == [retitled]


def test_telling_again_changes_nothing() -> None:
    once = with_notices([THE_NOTICE, replace(WORK, title="Corrected: Flows")])

    assert with_notices(once) == once


@pytest.mark.parametrize(
    ("abstract", "is_told"),
    [
        ("This paper has been withdrawn by the author due to an error in Lemma 2.", True),
        ("The article was retracted.", True),
        ("This submission is being withdrawn", True),
        ("This paper was withdrawn from ICML for want of proofs.", False),
        ("This paper studies papers that were withdrawn.", False),
    ],
)
def test_an_abstract_tells_that_a_paper_was_withdrawn(abstract: str, is_told: bool) -> None:
    [work] = with_notices([replace(WORK, abstract=abstract)])

    assert told(work) == ([f"withdrawal of {DOI}"] if is_told else [])


@pytest.mark.parametrize(
    "comment",
    [
        "Withdrawn",
        "This paper has been withdrawn by the author due to a sign error in equation 1",
        "This submission has been withdrawn by arXiv administrators",
        "paper withdrawn",
        "12 pages, 3 figures. This paper is withdrawn",
        "Withdrawn from arXiv: superseded by 2101.00001",
    ],
)
def test_a_comment_of_a_withdrawn_paper(comment: str) -> None:
    assert is_withdrawn(comment)


@pytest.mark.parametrize(
    "comment",
    [
        *("", "12 pages", "Withdrawn from ICLR 2021", "Replaces the withdrawn 2101.00001"),
        *("Theorem 3 of v1 was withdrawn", "This paper was withdrawn from review at NeurIPS"),
    ],
)
def test_a_comment_of_another_paper(comment: str) -> None:
    assert not is_withdrawn(comment)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Retraction", "retraction"),
        ("expression_of_concern", "expression-of-concern"),
        ("New Version", "new-version"),
        ("", "update"),
        ("?!7", "update"),
        ("a" * 9_000, "a" * 100),
    ],
)
def test_kinds_are_words_with_hyphens(said: str, kind: str) -> None:
    assert kind_from(said) == kind


@pytest.mark.parametrize(
    ("kind", "mark"),
    [
        ("retraction", ("retracted",)),
        ("removal", ("retracted",)),
        ("withdrawal", ("withdrawn",)),
        ("erratum", ("corrected",)),
        ("a-kind-to-come", ("corrected",)),
        ("expression-of-concern", ("expression of concern",)),
        ("new-version", ()),
    ],
)
def test_what_a_work_is_called_after_a_notice(kind: str, mark: tuple[str, ...]) -> None:
    assert marks(replace(WORK, notices=(replace(RETRACTION, kind=kind),))) == mark


def test_of_a_published_work_the_preprint_alone_may_be_withdrawn() -> None:
    [work], _ = gather([PREPRINT, WORK])

    assert marks(PREPRINT) == ("withdrawn",)
    assert marks(work) == ("preprint withdrawn",)


@pytest.mark.parametrize(
    "text",
    [
        *("(" * 50_000, "[retracting " * 9_000, "\u2003" * 50_000 + "x", "retracted" * 9_000),
        *("this paper has been " * 9_000, ". " * 50_000, ".     " * 20_000),
    ],
)
def test_hostile_texts_end(text: str) -> None:
    assert with_notices([replace(WORK, title=text, abstract=text)])[0].notices == ()
    assert not is_withdrawn(text)
