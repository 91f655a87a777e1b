"""A server that fails at whatever is written is down; at one object, the others are written."""

from collections.abc import Callable
from pathlib import Path

import pytest

from outputs.zotero.connection import Group, NotAllowed, ZoteroDown
from outputs.zotero.journal import Status
from outputs.zotero.push import history
from tests.outputs.zotero.conftest import Run, posts
from tests.outputs.zotero.long_run import many
from tests.outputs.zotero.works import article
from tests.standin.server import StandIn
from tests.standin.wire import Reply, Request, text_reply
from tests.standin.zotero import ZoteroGroup

FEW = 12  # requests after which an outage is known to be one

Failing = Callable[..., list[str]]
"""Takes a status, a kind of object, and texts."""


@pytest.fixture
def failing(theirs: ZoteroGroup, monkeypatch: pytest.MonkeyPatch) -> Failing:
    """Has the group answer by a status to every write of a kind that holds one of some texts;
    gives those that come."""
    answer = theirs.answer
    met: list[str] = []

    def fail(status: int, kind: str, *texts: str) -> list[str]:
        def answered(request: Request) -> Reply:
            body = request.body.decode()
            is_meant = kind in request.path and any(text in body for text in texts or [""])
            if request.method != "POST" or not is_meant:
                return answer(request)
            met.append(body)
            return text_reply("An error occurred", status=status)

        monkeypatch.setattr(theirs, "answer", answered)
        return met

    return fail


@pytest.mark.parametrize("status", [408, 500, 520, 599])
@pytest.mark.parametrize("kind", ["collections", "items"])
def test_an_outage_ends_the_run_after_few_requests(
    run: Run, group: Group, state: Path, failing: Failing, *, status: int, kind: str
) -> None:
    met = failing(status, kind)

    with pytest.raises(ZoteroDown, match=rf"HTTP {status}.*left for the next run"):
        run(*many())

    assert len(met) <= FEW
    assert history(group, state=state)[0].status is Status.STOPPED


def test_what_an_outage_kept_away_comes_with_the_next_run(
    run: Run, theirs: ZoteroGroup, monkeypatch: pytest.MonkeyPatch, failing: Failing
) -> None:
    failing(500, "items")
    with pytest.raises(ZoteroDown):
        run(article(1), article(2))
    monkeypatch.undo()

    assert run(article(1), article(2)).items_created == 2


def test_a_request_at_which_the_server_fails_once_is_sent_once_more(
    run: Run, theirs: ZoteroGroup, standin: StandIn
) -> None:
    theirs.break_next(7)

    run(*many()[:20])

    assert len(theirs.items()) == 20
    assert posts(standin) == ["collections", "items", "items"]


def test_an_object_at_which_it_always_fails_keeps_no_other_away(
    run: Run, theirs: ZoteroGroup, failing: Failing
) -> None:
    failing(500, "items", 'part 7"')

    outcome = run(*many()[:20])

    assert outcome.items_created == len(theirs.items()) == 19
    (note,) = outcome.waiting
    assert note.startswith(f"{article(7).work.title}: Zotero failed at it (HTTP 500)")


def test_two_neighbours_at_which_it_always_fails_keep_no_other_away(
    run: Run, theirs: ZoteroGroup, failing: Failing
) -> None:
    failing(500, "items", 'part 7"', 'part 8"')

    with pytest.raises(ZoteroDown, match="HTTP 500 at 2 objects in a row; 2 of 2 objects left"):
        run(*many()[:20])

    assert len(theirs.items()) == 18


@pytest.mark.parametrize("first", [4, 18])
def test_three_neighbours_at_which_it_always_fails_keep_no_other_away(
    run: Run, theirs: ZoteroGroup, failing: Failing, first: int
) -> None:
    failing(500, "items", *(f'part {number}"' for number in range(first, first + 3)))

    with pytest.raises(ZoteroDown, match="HTTP 500 at 3 objects in a row; 3 of 3 objects left"):
        run(*many()[:20])

    assert len(theirs.items()) == 17


@pytest.mark.parametrize("status", [401, 403])
def test_a_write_that_is_not_allowed_is_no_fault_of_its_objects(
    run: Run, failing: Failing, status: int
) -> None:
    failing(status, "items")

    with pytest.raises(NotAllowed, match="refuses to write to groups/4242"):
        run(article(1))
