"""A group on the stand-in, and a run of ours into it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import pytest

from outputs.zotero.connection import Group
from outputs.zotero.entry import Entry, Policy
from outputs.zotero.outcome import Pushed
from outputs.zotero.push import push
from outputs.zotero.schema import Schema
from tests.outputs.zotero.long_run import (
    AT_ONCE,
    FIRST,
    SECOND,
    Content,
    content,
    many,
    more,
)
from tests.outputs.zotero.past import Past
from tests.outputs.zotero.works import the_schema
from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID, READ_WRITE_KEY, ZoteroGroup


class Run(Protocol):
    """One run of ours."""

    def __call__(
        self,
        *entries: Entry,
        policy: Policy | None = None,
        restore: bool = False,
        dry_run: bool = False,
        key: str = READ_WRITE_KEY,
    ) -> Pushed: ...


@pytest.fixture(scope="session")
def schema() -> Schema:
    return the_schema()


@pytest.fixture
def theirs(standin: StandIn) -> ZoteroGroup:
    """The group as people have it before them."""
    return standin.zotero


@pytest.fixture
def group(standin: StandIn) -> Group:
    """How to reach it, impatiently."""
    return Group(
        number=str(GROUP_ID),
        key=READ_WRITE_KEY,
        endpoint=standin.endpoints["zotero"],
        every=0.0,
        patience=2.0,
        first_pause=0.01,
    )


@pytest.fixture
def state(tmp_path: Path) -> Path:
    return tmp_path / "state.sqlite"


@pytest.fixture
def run(group: Group, state: Path) -> Run:
    return runner(group, state)


def runner(group: Group, state: Path) -> Run:
    """Runs of ours that remember each other."""

    def pushed(
        *entries: Entry,
        policy: Policy | None = None,
        restore: bool = False,
        dry_run: bool = False,
        key: str = READ_WRITE_KEY,
    ) -> Pushed:
        return push(
            entries,
            group=replace(group, key=key),
            state=state,
            policy=policy,
            restore=restore,
            dry_run=dry_run,
        )

    return pushed


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> list[Content]:
    """What the group says after a long run and after a second one, if nothing breaks."""
    with StandIn(pace=0.01) as standin:
        calm = Group(
            number=str(GROUP_ID),
            key=READ_WRITE_KEY,
            endpoint=standin.endpoints["zotero"],
            every=0.0,
            at_once=AT_ONCE,
        )
        state = tmp_path_factory.mktemp("calm") / "state.sqlite"
        writes = [push(many(), group=calm, state=state).writes]
        first = content(standin.zotero)
        writes.append(push(more(), group=calm, state=state).writes)
        assert writes == [FIRST, SECOND]
        return [first, content(standin.zotero)]


def posts(standin: StandIn) -> Sequence[str]:
    """The paths of the writes so far, without what they share."""
    return [
        request.path.rpartition("/")[2]
        for request in standin.requests
        if request.method == "POST"
    ]


@pytest.fixture
def past(group: Group, state: Path) -> Past:
    return Past(group, state)
