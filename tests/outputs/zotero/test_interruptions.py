"""Whatever breaks on the way: nothing twice, nothing missing, and the next run goes on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from outputs.zotero.connection import Group, ZoteroDown
from outputs.zotero.push import push
from tests.outputs.zotero.conftest import Run, posts, runner
from tests.outputs.zotero.long_run import Content, content, many
from tests.outputs.zotero.works import DYNAMICS, article, cited
from tests.standin.server import StandIn
from tests.standin.wire import Reply, Request
from tests.standin.zotero import ZoteroGroup

ITEMS = '"itemType"'
"""What only the body of a request that writes items holds."""
SHELVES = '"parentCollection"'


@pytest.fixture
def hasty(group: Group, state: Path) -> Run:
    """A run that gives up at once."""
    return runner(replace(group, patience=0.1), state)


@pytest.mark.parametrize("fault", ["reset", "lost", "500", "502", "truncated"])
@pytest.mark.parametrize("write", [(SHELVES, 0), (ITEMS, 0), (ITEMS, 1), (ITEMS, 2)])
def test_a_write_that_breaks_off_is_made_good_in_the_same_run(
    run: Run, standin: StandIn, undisturbed: list[Content], fault: str, write: tuple[str, int]
) -> None:
    holding, before = write
    standin.misbehave("zotero", fault, times=1, after=before, holding=holding)

    run(*many())

    assert content(standin.zotero) == undisturbed[0]
    assert run(*many()).writes == 0


@pytest.mark.parametrize("fault", ["reset", "lost", "503"])
@pytest.mark.parametrize("batch", range(3))
def test_a_run_that_has_to_give_up_is_completed_by_the_next(
    hasty: Run, standin: StandIn, undisturbed: list[Content], fault: str, batch: int
) -> None:
    standin.misbehave("zotero", fault, after=batch, holding=ITEMS)
    with pytest.raises(ZoteroDown, match=r"of 123 objects left for the next run"):
        hasty(*many())
    standin.heal()

    hasty(*many())
    version = standin.zotero.version
    third = hasty(*many())

    assert content(standin.zotero) == undisturbed[0]
    assert (third.writes, standin.zotero.version) == (0, version)


class Killed(BaseException):
    """Stands for a process that ends between two requests."""


@pytest.mark.parametrize("batches", [1, 2, 3])
def test_a_run_that_is_killed_between_batches_is_completed_by_the_next(
    group: Group, state: Path, standin: StandIn, undisturbed: list[Content], batches: int
) -> None:
    told: list[int] = []

    def kill(done: int, _total: int) -> None:
        told.append(done)
        if len(told) == batches:
            raise Killed

    with pytest.raises(Killed):
        push(many(), group=group, state=state, progress=kill)

    outcome = push(many(), group=group, state=state)

    assert content(standin.zotero) == undisturbed[0]
    assert len(outcome.keys) == 120


def test_a_change_whose_answer_was_lost_is_not_made_twice(
    run: Run, standin: StandIn, theirs: ZoteroGroup
) -> None:
    key = run(article(1)).keys[article(1).work_id]
    standin.misbehave("zotero", "lost", times=1, holding='"extra"')

    run(cited(article(1), 500))

    assert theirs.item(key)["extra"].count("Citations") == 1
    assert run(cited(article(1), 500)).writes == 0


def test_an_edit_after_a_lost_answer_is_still_an_edit(
    hasty: Run, standin: StandIn, theirs: ZoteroGroup
) -> None:
    standin.misbehave("zotero", "lost", holding=ITEMS)
    with pytest.raises(ZoteroDown):
        hasty(article(1))
    standin.heal()
    (key,) = theirs.items()
    theirs.edit_item(key, title="By hand")

    hasty(article(1, title="A new title"))

    assert theirs.item(key)["title"] == "By hand"


def test_an_item_deleted_after_a_lost_answer_is_not_made_again(
    hasty: Run, standin: StandIn, theirs: ZoteroGroup
) -> None:
    standin.misbehave("zotero", "lost", holding=ITEMS)
    with pytest.raises(ZoteroDown):
        hasty(article(1))
    standin.heal()
    (key,) = theirs.items()
    theirs.delete_item(key)

    hasty(article(1))

    assert theirs.items() == {}


def test_a_change_that_never_arrived_is_made_by_the_next_run(
    hasty: Run, standin: StandIn, theirs: ZoteroGroup
) -> None:
    key = hasty(article(1)).keys[article(1).work_id]
    standin.misbehave("zotero", "reset", holding='"extra"')
    with pytest.raises(ZoteroDown):
        hasty(cited(article(1), 500))
    standin.heal()
    theirs.edit_item(key, title="By hand")

    hasty(cited(article(1), 500))

    item = theirs.item(key)
    assert "Citations: 500" in item["extra"]
    assert item["title"] == "By hand"


def test_a_change_after_a_lost_one_is_remembered(
    hasty: Run, standin: StandIn, theirs: ZoteroGroup
) -> None:
    key = hasty(article(1)).keys[article(1).work_id]
    standin.misbehave("zotero", "lost", holding='"extra"')
    with pytest.raises(ZoteroDown):
        hasty(cited(article(1), 500))
    standin.heal()
    hasty(cited(article(1), 600))

    hasty(cited(article(1), 700))

    assert "Citations: 700" in theirs.item(key)["extra"]


def test_one_object_that_zotero_refuses_does_not_hold_up_the_others(
    run: Run, theirs: ZoteroGroup
) -> None:
    theirs.fail_next(1, 400)

    outcome = run(article(1), article(2), article(3))

    assert outcome.items_created == 2
    assert set(outcome.keys) == {article(1).work_id, article(3).work_id}
    assert any("refused it (400)" in note for note in outcome.notes)
    assert run(article(1), article(2), article(3)).items_created == 1


def test_a_refused_change_is_tried_again_next_time(run: Run, theirs: ZoteroGroup) -> None:
    key = run(article(1)).keys[article(1).work_id]
    theirs.fail_next(0, 413)
    first = run(cited(article(1), 500))

    second = run(cited(article(1), 500))

    assert (first.items_changed, second.items_changed) == (0, 1)
    assert "Citations: 500" in theirs.item(key)["extra"]


def test_a_server_that_trips_over_one_object_gets_the_others_apart(
    run: Run, theirs: ZoteroGroup
) -> None:
    theirs.break_next(7)

    outcome = run(*many()[:20])

    assert len(theirs.items()) == 20
    assert len(outcome.keys) == 20
    assert outcome.notes == ()


def test_a_collection_that_is_refused_leaves_its_items_unfiled_until_it_is_there(
    run: Run, theirs: ZoteroGroup
) -> None:
    theirs.fail_next(1, 400, kind="collections")
    key = run(article(1)).keys[article(1).work_id]
    without = theirs.item(key)["collections"]

    run(article(1))

    assert without == []
    (shelf,) = theirs.item(key)["collections"]
    assert theirs.collections()[shelf]["name"] == DYNAMICS[1]


@pytest.mark.parametrize("status", ["429", "503"])
def test_a_rest_that_zotero_asks_for_is_kept(
    run: Run, standin: StandIn, theirs: ZoteroGroup, status: str
) -> None:
    standin.misbehave("zotero", status, times=1, retry_after=1, holding=ITEMS)

    run(article(1))

    assert len(theirs.items()) == 1
    times = [each.at for each in standin.requests if b'"itemType"' in each.body]
    assert times[1] - times[0] >= 1


def test_a_rest_until_a_date_is_kept_too(
    run: Run, standin: StandIn, theirs: ZoteroGroup
) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=1.5), usegmt=True)
    standin.misbehave("zotero", "429", times=1, retry_after=soon, holding=ITEMS)

    run(article(1))

    assert len(theirs.items()) == 1


@pytest.mark.parametrize("retry_after", ["Wed, 01 Jan 2031 10:00:00 GMT", "86400"])
def test_an_answer_that_speaks_of_a_rest_is_an_answer(
    run: Run, standin: StandIn, theirs: ZoteroGroup, retry_after: str
) -> None:
    standin.misbehave("zotero", "tired", retry_after=retry_after)

    run(article(1))

    assert len(theirs.items()) == 1


def test_a_rest_that_is_too_long_ends_the_run(hasty: Run, standin: StandIn) -> None:
    standin.misbehave("zotero", "429", retry_after=3600, holding=ITEMS)

    with pytest.raises(ZoteroDown, match="left for the next run"):
        hasty(article(1))


@pytest.mark.parametrize("fault", ["html", "garbage", "cut", "empty", "503", "reset"])
def test_an_answer_that_cannot_be_read_is_no_empty_library(
    hasty: Run, standin: StandIn, theirs: ZoteroGroup, fault: str
) -> None:
    theirs.add_item(itemType="journalArticle", title="Paper", DOI="10.1007/flow.1")
    standin.misbehave("zotero", fault, holding="/items/top")

    with pytest.raises(ZoteroDown):
        hasty(article(1))

    assert posts(standin) == []


def test_a_library_that_changes_while_it_is_read_is_read_again(
    run: Run, theirs: ZoteroGroup, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs.load_foreign(150)
    late = theirs.add_item(itemType="journalArticle", title="Paper", DOI="10.1007/flow.1")
    answer = theirs.answer
    edits = iter([{"title": "Paper, edited"}])

    def edited_between_pages(request: Request) -> Reply:
        for edit in edits if "start=100" in request.query else ():
            theirs.edit_item(late, **edit)
        return answer(request)

    monkeypatch.setattr(theirs, "answer", edited_between_pages)

    outcome = run(article(1))

    assert outcome.keys == {article(1).work_id: late}
    assert theirs.item(late)["title"] == "Paper, edited"
