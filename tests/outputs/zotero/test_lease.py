"""One writer at a time: who may write, and what becomes of a lease whose holder is gone."""

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from outputs.zotero.connection import Group, ZoteroDown
from outputs.zotero.lease import LASTS, Lease
from outputs.zotero.push import push
from tests.outputs.zotero.conftest import Run, posts
from tests.outputs.zotero.robot import holding
from tests.outputs.zotero.works import article, cited, page
from tests.standin.server import StandIn
from tests.standin.wire import Reply, Request, text_reply
from tests.standin.zotero import ZoteroGroup

NAME = "here/groups/1"


@pytest.fixture
def leases(state: Path) -> Iterator[list[Lease]]:
    with closing(Lease(state, NAME)) as one, closing(Lease(state, NAME)) as other:
        yield [one, other]


def test_only_one_has_it(leases: list[Lease]) -> None:
    one, other = leases
    one.take()

    with pytest.raises(ZoteroDown, match="another run"):
        other.take()


def test_the_holder_may_take_it_again(leases: list[Lease]) -> None:
    leases[0].take()

    leases[0].take()

    assert not leases[1].is_free


def test_it_is_free_once_its_holder_is_done(leases: list[Lease], state: Path) -> None:
    with closing(Lease(state, NAME)) as done:
        done.take()

    leases[0].take()

    assert not leases[1].is_free


def test_libraries_do_not_wait_for_each_other(leases: list[Lease], state: Path) -> None:
    leases[0].take()

    with closing(Lease(state, "here/groups/2")) as elsewhere:
        elsewhere.take()

    assert leases[0].is_free is False


def test_one_that_was_not_renewed_in_time_is_taken_over_for_good(state: Path) -> None:
    with (
        closing(Lease(state, NAME, lasts=0.0)) as asleep,
        closing(Lease(state, NAME)) as awake,
    ):
        asleep.take()
        awake.take()

        with pytest.raises(ZoteroDown, match="another run"):
            asleep.take()


def test_one_who_lost_it_does_not_write_on_when_the_other_is_done(state: Path) -> None:
    with closing(Lease(state, NAME, lasts=0.0)) as asleep:
        asleep.take()
        with closing(Lease(state, NAME)) as awake:
            awake.take()

        with pytest.raises(ZoteroDown, match="took over"):
            asleep.take()


@pytest.mark.parametrize("ahead", [-800, -1, 1, 800])
def test_a_clock_that_goes_wrong_does_not_free_it(
    leases: list[Lease], state: Path, ahead: int
) -> None:
    leases[0].take()

    with (
        closing(Lease(state, NAME, clock=lambda: time.time() + ahead)) as other,
        pytest.raises(ZoteroDown, match="another run"),
    ):
        other.take()


def test_one_who_lost_it_in_the_middle_of_a_request_sends_no_more_of_its_parts(
    run: Run,
    group: Group,
    state: Path,
    theirs: ZoteroGroup,
    standin: StandIn,
    *,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = theirs.answer
    late = Lease(state, group.address, clock=lambda: time.time() + 2 * LASTS)

    def taken_over(request: Request) -> Reply:
        if b'"itemType"' not in request.body:
            return answer(request)
        late.take()
        return text_reply("It is too large", status=413)

    monkeypatch.setattr(theirs, "answer", taken_over)

    with closing(late), pytest.raises(ZoteroDown, match="another run"):
        run(article(1), article(2))

    assert posts(standin) == ["collections", "items"]


def test_the_lease_of_a_process_that_died_is_free(leases: list[Lease], state: Path) -> None:
    process = holding(state, NAME)
    process.kill()
    process.join()

    leases[0].take()

    assert not leases[1].is_free


def test_a_process_that_lives_keeps_it(leases: list[Lease], state: Path) -> None:
    process = holding(state, NAME)

    with pytest.raises(ZoteroDown, match=f"process {process.pid}"):
        leases[0].take()

    process.kill()
    process.join()


def test_a_run_beside_another_writes_nothing(
    run: Run, group: Group, state: Path, theirs: ZoteroGroup, standin: StandIn
) -> None:
    met: list[str] = []

    def beside(_done: int, _total: int) -> None:
        try:
            run(article(1), page())
        except ZoteroDown as error:
            met.append(str(error))

    push([article(1)], group=group, state=state, progress=beside)

    assert len(met) == 2
    assert all("is writing to this library" in each for each in met)
    assert posts(standin) == ["collections", "items"]


def test_a_run_that_has_nothing_to_write_needs_no_lease(
    run: Run, group: Group, state: Path
) -> None:
    run(article(1))
    beside: list[int] = []

    push(
        [cited(article(1), 500)],
        group=group,
        state=state,
        progress=lambda _done, _total: beside.append(run(cited(article(1), 500)).writes),
    )

    assert beside == [0]
