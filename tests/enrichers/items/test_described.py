from datetime import date

import pytest

from enrichers.items.described import PRESENTED, questions_of, told
from enrichers.merge import credit
from enrichers.model import Identifier, Person, Scheme, Work, WorkKind
from enrichers.pages.model import Reading

OWN = Identifier(Scheme.DOI, "10.5281/zenodo.7")
PAPER = Identifier(Scheme.ARXIV, "1806.07572")
CODE = credit(
    Work(
        ids=frozenset({Identifier(Scheme.GITHUB, "berg/rainfalls")}),
        versions=frozenset({OWN}),
        presents=frozenset({PAPER}),
        kind=WorkKind.SOFTWARE,
        title="berg/rainfalls",
        authors=(Person(family="Berg", given="Ada"),),
        abstract="What it is",
        rights="MIT",
        is_archived=True,
    ),
    source="github",
    on=date(2026, 11, 23),
)


def test_a_page_is_believed_first_and_a_service_where_it_is_silent() -> None:
    page = Reading(work=Work(title="O/R", language="en"))

    work = told(page, CODE).work

    assert (work.title, work.language) == ("O/R", "en")
    assert (work.abstract, work.rights, work.is_archived) == ("What it is", "MIT", True)
    assert {by.source for by in work.origin.values()} == {"github"}
    assert "title" not in work.origin


def test_it_has_no_identity_by_what_is_said_of_it() -> None:
    reading = told(Reading(), CODE)

    assert reading.work.ids == reading.work.versions == frozenset()
    assert reading.claims == ()


def test_what_it_wants_cited_is_a_mention() -> None:
    [mention] = told(Reading(), CODE).mentions

    assert (mention.candidates, mention.rule, mention.is_guess) == ((PAPER,), PRESENTED, True)


@pytest.mark.parametrize(
    ("kind", "is_list", "is_paper"),
    [
        (WorkKind.CONFERENCE_PAPER, False, True),
        (WorkKind.CONFERENCE_PAPER, True, False),
        (WorkKind.SOFTWARE, False, False),
    ],
)
def test_what_was_submitted_as_a_paper_may_be_searched_for(
    kind: WorkKind, is_list: bool, is_paper: bool
) -> None:
    assert told(Reading(is_list=is_list), Work(kind=kind, title="It")).is_paper is is_paper


@pytest.mark.parametrize(
    ("record", "is_its_own"),
    [
        (Work(kind=WorkKind.SOFTWARE, title="Rainfall: a program", authors=CODE.authors), True),
        (Work(kind=WorkKind.SOFTWARE, title="berg/rainfalls: first release"), True),
        (
            Work(kind=WorkKind.ARTICLE, title="berg/rainfalls", authors=CODE.authors),
            False,
        ),
        (
            Work(kind=WorkKind.DATASET, title="berg/rainfalls", authors=CODE.authors),
            False,
        ),
        (
            Work(
                kind=WorkKind.SOFTWARE,
                title="Template of something else",
                authors=(Person(family="Doe", given="Jane"),),
            ),
            False,
        ),
    ],
)
def test_a_doi_is_its_own_only_if_the_record_is_of_such_a_thing(
    record: Work, is_its_own: bool
) -> None:
    [question] = questions_of(CODE)

    assert question.claim.candidates == (OWN,)
    assert question.check is not None
    assert (question.check(record) == "") is is_its_own
