"""What an item keeps, and what not, when it becomes of another type."""

import pytest

from enrichers.model import WorkKind
from tests.outputs.zotero.conftest import Run
from tests.outputs.zotero.works import LARS, article, arxiv, known
from tests.standin.zotero import ZoteroGroup

PREPRINT = article(
    5, kind=WorkKind.PREPRINT, ids=frozenset({arxiv(5)}), venue="", volume="", pages=""
)
PUBLISHED = article(5, publisher="Springer")


def test_a_publisher_is_no_repository_of_a_preprint_that_stays_one(
    run: Run, theirs: ZoteroGroup
) -> None:
    key = run(PREPRINT).keys[PREPRINT.work_id]
    theirs.edit_item(key, genre="Extended abstract")

    run(PUBLISHED)

    assert theirs.item(key)["itemType"] == "preprint"
    assert theirs.item(key)["repository"] == "arXiv"


def test_a_publisher_is_no_repository_of_a_preprint_of_people(
    run: Run, theirs: ZoteroGroup
) -> None:
    key = theirs.add_item(itemType="preprint", title="Mine", DOI="10.1007/flow.5")

    run(PUBLISHED)

    assert theirs.item(key)["repository"] == ""


def test_a_repository_is_no_publisher_of_an_article_of_people(
    run: Run, theirs: ZoteroGroup
) -> None:
    key = theirs.add_item(itemType="book", title="Mine", extra="arXiv: 1804.00005")

    run(PREPRINT)

    assert theirs.item(key)["publisher"] == ""


@pytest.mark.parametrize("kind", [WorkKind.ARTICLE, WorkKind.CONFERENCE_PAPER])
def test_the_repository_does_not_become_the_publisher(
    run: Run, theirs: ZoteroGroup, kind: WorkKind
) -> None:
    key = run(PREPRINT).keys[PREPRINT.work_id]
    assert theirs.item(key)["repository"] == "arXiv"

    run(article(5, kind=kind))

    assert theirs.item(key)["itemType"] != "preprint"
    assert theirs.item(key)["publisher"] == ""
    assert run(article(5, kind=kind)).writes == 0


def test_a_publisher_that_is_known_takes_the_repositorys_place(
    run: Run, theirs: ZoteroGroup
) -> None:
    key = run(PREPRINT).keys[PREPRINT.work_id]

    run(PUBLISHED)

    assert theirs.item(key)["publisher"] == "Springer"


def test_a_repository_that_people_wrote_is_kept(run: Run, theirs: ZoteroGroup) -> None:
    key = run(PREPRINT).keys[PREPRINT.work_id]
    theirs.edit_item(key, repository="Our server")

    run(article(5))

    assert theirs.item(key)["publisher"] == "Our server"


def test_a_type_that_has_no_such_role_does_not_take_an_editor_of_people(
    run: Run, theirs: ZoteroGroup
) -> None:
    report = article(5, kind=WorkKind.REPORT)
    key = run(report).keys[report.work_id]
    editor = {"creatorType": "seriesEditor", "firstName": "Clo", "lastName": "Moreau"}
    theirs.edit_item(key, creators=[*theirs.item(key)["creators"], editor])

    run(article(5, kind=WorkKind.THESIS))

    assert theirs.item(key)["itemType"] == "report"
    assert editor in theirs.item(key)["creators"]


def test_an_author_whom_people_added_is_no_reason_to_keep_the_type(
    run: Run, theirs: ZoteroGroup
) -> None:
    report = known(article(5, kind=WorkKind.REPORT), authors=(LARS,))
    key = run(report).keys[report.work_id]
    author = {"creatorType": "author", "firstName": "Clo", "lastName": "Moreau"}
    theirs.edit_item(key, creators=[*theirs.item(key)["creators"], author])

    run(known(report, kind=WorkKind.THESIS))

    assert theirs.item(key)["itemType"] == "thesis"
    assert author in theirs.item(key)["creators"]
