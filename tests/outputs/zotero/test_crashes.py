"""Processes of ours that are killed at each write request: nothing twice, nothing missing."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from signal import SIGKILL
from typing import Literal

import pytest

from outputs.zotero.connection import Group
from outputs.zotero.journal import Status
from outputs.zotero.push import history, push
from outputs.zotero.undo import undo
from tests.outputs.zotero.effort import IS_THOROUGH
from tests.outputs.zotero.long_run import (
    AT_ONCE,
    FIRST,
    RELATING,
    SECOND,
    UNDO,
    Content,
    apart,
    content,
    many,
    more,
    together,
)
from tests.outputs.zotero.robot import pushing, undoing
from tests.standin.wire import Reply, Request, text_reply
from tests.standin.zotero import ZoteroGroup

MOMENTS = ("before", "midway", "after")
WAIT = 30.0  # seconds for a process to end


@dataclass(frozen=True, slots=True, kw_only=True)
class Blow:
    """When a process is killed."""

    at: int
    """The number of the write request."""
    moment: str
    """Before it is obeyed, after its first object was, or after all of it was."""

    def __str__(self) -> str:
        return f"{self.moment} {self.at}"


def blows(requests: int) -> list[Blow]:
    """Every request at every moment; without much time, every request at one of them."""
    return [
        Blow(at=at, moment=moment)
        for at in range(1, requests + 1)
        for number, moment in enumerate(MOMENTS)
        if IS_THOROUGH or at % len(MOMENTS) == number
    ]


class Killer:
    """Stands before the group and kills a process at one of its write requests."""

    def __init__(self, theirs: ZoteroGroup) -> None:
        self.theirs = theirs
        self._answer = theirs.answer
        self._blow: Blow | None = None
        self._victim: ForkServerProcess | None = None
        self._seen = 0

    @property
    def version(self) -> int:
        return self.theirs.version

    def kill(self, start: Callable[[], ForkServerProcess], blow: Blow) -> None:
        """Start a process and see it killed."""
        self._blow = blow
        self._victim = start()
        self._victim.join(WAIT)
        assert (self._victim.exitcode, self._seen) == (-SIGKILL, blow.at)
        self._blow = None

    def answer(self, request: Request) -> Reply:
        """Answer as the group does, and strike when it is time."""
        self._seen += self._blow is not None and request.method == "POST"
        blow = self._blow if request.method == "POST" else None
        if blow is None or self._seen != blow.at:
            return self._answer(request)
        if blow.moment == "midway":
            self.theirs.break_next(1, kind_of(request))
        reply = text_reply("") if blow.moment == "before" else self._answer(request)
        while self._victim is None or self._victim.pid is None:
            time.sleep(0.001)
        # Killed by its number: two threads must not ask one process for its end.
        os.kill(self._victim.pid, SIGKILL)
        wait([self._victim.sentinel], WAIT)
        return reply


def kind_of(request: Request) -> Literal["items", "collections"]:
    return "collections" if request.path.endswith("/collections") else "items"


@pytest.fixture
def ours(group: Group) -> Group:
    return replace(group, at_once=AT_ONCE)


@pytest.fixture
def killer(theirs: ZoteroGroup, monkeypatch: pytest.MonkeyPatch) -> Killer:
    killer = Killer(theirs)
    monkeypatch.setattr(theirs, "answer", killer.answer)
    return killer


@pytest.mark.parametrize("blow", blows(FIRST), ids=str)
def test_a_first_run_that_is_killed_is_completed_by_the_next(
    ours: Group, state: Path, killer: Killer, undisturbed: list[Content], blow: Blow
) -> None:
    killer.kill(lambda: pushing(many(), ours, state), blow)
    assert history(ours, state=state)[0].status is Status.INTERRUPTED

    push(many(), group=ours, state=state)
    version = killer.version
    third = push(many(), group=ours, state=state)

    assert content(killer.theirs) == undisturbed[0]
    assert (third.writes, killer.version) == (0, version)


@pytest.mark.parametrize("blow", blows(SECOND), ids=str)
def test_changes_that_are_killed_are_completed_by_the_next_run(
    ours: Group, state: Path, killer: Killer, undisturbed: list[Content], blow: Blow
) -> None:
    push(many(), group=ours, state=state)
    killer.kill(lambda: pushing(more(), ours, state), blow)

    push(more(), group=ours, state=state)
    version = killer.version
    third = push(more(), group=ours, state=state)

    assert content(killer.theirs) == undisturbed[1]
    assert (third.writes, killer.version) == (0, version)


@pytest.mark.parametrize("blow", blows(RELATING), ids=str)
def test_relations_that_are_killed_are_completed_by_the_next_run(
    ours: Group, state: Path, killer: Killer, related: Content, blow: Blow
) -> None:
    push(apart(), group=ours, state=state)
    killer.kill(lambda: pushing(together(), ours, state), blow)

    push(together(), group=ours, state=state)
    version = killer.version
    third = push(together(), group=ours, state=state)

    assert content(killer.theirs) == related
    assert (third.writes, killer.version) == (0, version)


@pytest.mark.parametrize("blow", blows(UNDO), ids=str)
def test_an_undo_that_is_killed_is_completed_by_another(
    ours: Group, state: Path, killer: Killer, blow: Blow
) -> None:
    push(many(), group=ours, state=state)
    killer.kill(lambda: undoing(1, ours, state), blow)

    undo(1, group=ours, state=state)
    version = killer.version
    again = push(many(), group=ours, state=state)

    assert content(killer.theirs) == {}
    assert (again.writes, killer.version) == (0, version)
