"""A run that has to stop says what it did, what is left, and where everything is."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from outputs.zotero.connection import Group, NotAllowed, ZoteroDown
from outputs.zotero.entry import Entry
from outputs.zotero.journal import Status
from outputs.zotero.outcome import Pushed
from outputs.zotero.push import history, push
from tests.outputs.zotero.conftest import Run
from tests.outputs.zotero.long_run import many
from tests.outputs.zotero.works import article, cited
from tests.standin.server import StandIn
from tests.standin.wire import Reply, Request
from tests.standin.zotero import MEMBER_KEY, READ_ONLY_KEY, ZoteroGroup

ITEMS = '"itemType"'
"""What only the body of a request that writes items holds."""


@pytest.fixture
def hasty(group: Group) -> Group:
    return replace(group, patience=0.1)


def stopped(
    entries: Sequence[Entry], group: Group, state: Path
) -> tuple[Pushed, ZoteroDown | NotAllowed]:
    """What a run that cannot be finished says it did, and why it stopped."""
    with pytest.raises((ZoteroDown, NotAllowed)) as raised:
        push(entries, group=group, state=state)
    assert raised.value.done
    return raised.value.done, raised.value


def test_an_outage_in_the_middle_tells_what_was_written(
    hasty: Group, state: Path, standin: StandIn, theirs: ZoteroGroup
) -> None:
    standin.misbehave("zotero", "503", after=1, holding=ITEMS)

    done, error = stopped(many(), hasty, state)

    assert (done.collections_created, done.items_created) == (3, 50)
    assert done.writes
    assert set(done.keys.values()) == set(theirs.items())
    assert done.run == history(hasty, state=state)[0].number
    assert done.trouble == str(error)
    assert "70 of 123 objects left for the next run" in done.trouble
    assert done.notes == ()


def test_a_right_that_is_lost_in_the_middle_tells_what_was_written_and_what_is_left(
    group: Group, state: Path, theirs: ZoteroGroup, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = theirs.answer

    def until_full(request: Request) -> Reply:
        if len(theirs.items()) >= 50:
            theirs.only_admins_edit()
        return answer(request)

    monkeypatch.setattr(theirs, "answer", until_full)

    done, _ = stopped(many(), replace(group, key=MEMBER_KEY), state)

    assert done.items_created == 50
    assert len(done.keys) == 50
    assert "70 of 123 objects left" in done.missing
    assert not done.is_rehearsal
    assert done.run
    assert not done.is_down


def test_a_key_that_may_not_write_any_more_shows_what_it_would_write(
    group: Group, state: Path, run: Run
) -> None:
    keys = run(article(1)).keys

    done, error = stopped(
        [cited(article(1), 500), article(2)], replace(group, key=READ_ONLY_KEY), state
    )

    assert (done.items_created, done.items_changed) == (1, 1)
    assert done.is_rehearsal
    assert done.keys == keys
    assert done.missing == str(error)
    assert done.run is None


@pytest.mark.parametrize("thrown_away", [False, True])
def test_the_items_are_known_while_zotero_does_not_answer(
    hasty: Group, state: Path, run: Run, standin: StandIn, thrown_away: bool
) -> None:
    papers = [article(1), article(2)]
    keys = dict(run(*papers).keys)
    if thrown_away:
        standin.zotero.trash_item(keys.pop(article(2).work_id))
        run(*papers)
    standin.misbehave("zotero", "503")

    done, _ = stopped(papers, hasty, state)

    assert done.keys == keys
    assert done.is_down
    assert (done.items_created, done.run, done.notes) == (0, None, ())


def test_a_run_in_which_an_object_was_refused_says_so_in_the_history(
    group: Group, state: Path, run: Run, theirs: ZoteroGroup
) -> None:
    theirs.fail_next(0, 413)

    outcome = run(article(1), article(2))
    (told,) = history(group, state=state)

    assert outcome.run == told.number
    assert (told.status, told.note) == (Status.DONE, "done, but Zotero refused 1 object")


def test_a_run_that_wrote_nothing_cannot_be_taken_back(run: Run, theirs: ZoteroGroup) -> None:
    run(article(1))
    theirs.fail_next(0, 413)

    outcome = run(cited(article(1), 500))

    assert outcome.run is None
    assert len(outcome.refused) == 1


def test_what_people_write_faster_than_we_do_is_left_for_the_next_run(
    group: Group,
    state: Path,
    run: Run,
    theirs: ZoteroGroup,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = theirs.answer

    def failing(request: Request) -> Reply:
        theirs.fail_next(0, 412)
        return answer(request)

    monkeypatch.setattr(theirs, "answer", failing)

    outcome = run(article(1), article(2))
    (told,) = history(group, state=state)

    assert outcome.is_down
    assert outcome.trouble.startswith("1 object left for the next run: it changed while")
    assert outcome.notes == ()
    assert len(outcome.waiting) == 1
    assert told.note == f"done, but {outcome.trouble}"
