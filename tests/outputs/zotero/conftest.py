"""A group on the stand-in and its copy in Zotero desktop, and a run of ours into it."""

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
    RELATING,
    SECOND,
    Content,
    apart,
    content,
    many,
    more,
    together,
)
from tests.outputs.zotero.past import Past
from tests.outputs.zotero.works import the_schema
from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID, READ_WRITE_KEY, ZoteroGroup
from tests.standin.zotero.local import ZoteroDesktop


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
    """How to reach it, with patience enough for a busy machine."""
    return Group(
        number=str(GROUP_ID),
        key=READ_WRITE_KEY,
        endpoint=standin.endpoints["zotero"],
        every=0.0,
        patience=20.0,
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
    state = tmp_path_factory.mktemp("calm") / "state.sqlite"
    (first, writes), (second, more_writes) = _calmly(state, many(), more())
    assert (writes, more_writes) == (FIRST, SECOND)
    return [first, second]


@pytest.fixture(scope="session")
def related(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """What the group says after a run that relates items, if nothing breaks."""
    state = tmp_path_factory.mktemp("calm") / "state.sqlite"
    _, (said, writes) = _calmly(state, apart(), together())
    assert writes == RELATING
    return said


def _calmly(state: Path, *runs: Sequence[Entry]) -> list[tuple[Content, int]]:
    """What a group says after each of these runs, and how often each wrote."""
    with StandIn(pace=0.01) as standin:
        calm = Group(
            number=str(GROUP_ID),
            key=READ_WRITE_KEY,
            endpoint=standin.endpoints["zotero"],
            every=0.0,
            at_once=AT_ONCE,
        )
        said: list[tuple[Content, int]] = []
        for entries in runs:
            writes = push(entries, group=calm, state=state).writes
            said.append((content(standin.zotero), writes))
        return said


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


@pytest.fixture
def web(group: Group) -> Group:
    """The group on zotero.org."""
    return replace(group, twin=f"desktop/{group.name}")


@pytest.fixture
def local(standin: StandIn, web: Group) -> Group:
    """The same group in Zotero desktop."""
    return replace(
        web, key="", endpoint=standin.desktop_endpoint, is_local=True, twin=web.address
    )


@pytest.fixture
def desktop(standin: StandIn) -> ZoteroDesktop:
    return standin.desktop
