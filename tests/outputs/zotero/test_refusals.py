"""Objects that Zotero refuses one by one: each by its own index, none dropped in silence."""

from typing import Any

import pytest

from tests.outputs.zotero.conftest import Run
from tests.outputs.zotero.works import DYNAMICS, ROOT, article, cited
from tests.standin.wire import Reply, Request, json_reply
from tests.standin.zotero import ZoteroGroup

WRONG = (400, 403, 413)
"""Something is wrong with the object: people are told."""
WORTH_ANOTHER_LOOK = (404, 409, 412, 428, 429, 500, 503)
INDEXES = (0, 1, 2)


@pytest.mark.parametrize("index", INDEXES)
@pytest.mark.parametrize("code", WRONG)
def test_a_wrong_item_is_told_and_the_others_are_written(
    run: Run, theirs: ZoteroGroup, code: int, index: int
) -> None:
    papers = [article(1), article(2), article(3)]
    theirs.fail_next(index, code)

    outcome = run(*papers)

    assert set(outcome.keys) == {each.work_id for each in papers} - {papers[index].work_id}
    assert outcome.items_created == 2
    (note,) = outcome.refused
    assert note.startswith(f"{papers[index].work.title}: Zotero refused it ({code})")
    assert run(*papers).items_created == 1


@pytest.mark.parametrize("index", INDEXES)
@pytest.mark.parametrize("code", WORTH_ANOTHER_LOOK)
def test_an_item_that_could_not_be_made_is_made_in_the_same_run(
    run: Run, theirs: ZoteroGroup, code: int, index: int
) -> None:
    theirs.fail_next(index, code)

    outcome = run(article(1), article(2), article(3))

    assert (outcome.items_created, outcome.notes) == (3, ())
    assert run(article(1), article(2), article(3)).writes == 0


@pytest.mark.parametrize("index", INDEXES)
@pytest.mark.parametrize("code", WORTH_ANOTHER_LOOK)
def test_an_item_that_could_not_be_changed_is_changed_in_the_same_run(
    run: Run, theirs: ZoteroGroup, code: int, index: int
) -> None:
    papers = [article(1), article(2), article(3)]
    keys = run(*papers).keys
    theirs.fail_next(index, code)

    outcome = run(*(cited(each, 500) for each in papers))

    assert (outcome.items_changed, outcome.notes) == (3, ())
    assert all("Citations: 500" in theirs.item(key)["extra"] for key in keys.values())


@pytest.mark.parametrize("index", (0, 1))
@pytest.mark.parametrize("code", WORTH_ANOTHER_LOOK)
def test_a_collection_that_could_not_be_made_is_made_in_the_same_run(
    run: Run, theirs: ZoteroGroup, code: int, index: int
) -> None:
    theirs.fail_next(index, code, kind="collections")

    outcome = run(article(1))

    assert [each["name"] for each in theirs.collections().values()] == [*ROOT, DYNAMICS[1]]
    (shelf,) = theirs.item(outcome.keys[article(1).work_id])["collections"]
    assert theirs.collections()[shelf]["name"] == DYNAMICS[1]
    assert run(article(1)).writes == 0


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (404, "Zotero refused it (404): "),
        (409, "Zotero refused it (409): "),
        (412, "it changed while it was written: the next run looks at it again"),
        (500, "Zotero failed at it (HTTP 500): another run tries again"),
    ],
)
def test_what_fails_again_and_again_is_told(
    run: Run, theirs: ZoteroGroup, code: int, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = theirs.answer

    def failing(request: Any) -> Any:
        theirs.fail_next(0, code)
        return answer(request)

    monkeypatch.setattr(theirs, "answer", failing)

    outcome = run(article(1))

    assert outcome.keys == {}
    assert any(note.startswith(f"{article(1).work.title}: {says}") for note in outcome.waiting)


def test_a_code_that_comes_as_text_is_a_code(
    run: Run, theirs: ZoteroGroup, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = {"0": {"code": "413", "message": "It is too long"}}
    report = {"successful": {}, "success": {}, "unchanged": {}, "failed": failed}
    answer = theirs.answer

    def refusing(request: Request) -> Reply:
        is_meant = b'"itemType"' in request.body
        return json_reply(report) if is_meant else answer(request)

    monkeypatch.setattr(theirs, "answer", refusing)

    (note,) = run(article(1)).refused

    assert note.endswith("Zotero refused it (413): It is too long")
