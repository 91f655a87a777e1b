"""Any run and its undo: all is as it was but for what people did since, and stays so."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from enrichers.model import Verdict, WorkKind
from outputs.zotero.connection import Group
from outputs.zotero.entry import Entry, Leaving, Policy, Prefer
from outputs.zotero.extra import signed
from outputs.zotero.library import filled
from tests.outputs.zotero.conftest import Run, runner
from tests.outputs.zotero.effort import IS_THOROUGH
from tests.outputs.zotero.past import Past, said
from tests.outputs.zotero.ties import tied
from tests.outputs.zotero.works import (
    DYNAMICS,
    ELDAD,
    LARS,
    ROOT,
    TRANSPORT,
    article,
    cited,
    doi,
)
from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID, READ_WRITE_KEY, ZoteroGroup

TRIPS = 3000 if IS_THOROUGH else 25
NUMBERS = (1, 2, 3)
KINDS = (
    WorkKind.ARTICLE,
    WorkKind.BOOK,
    WorkKind.CHAPTER,
    WorkKind.CONFERENCE_PAPER,
    WorkKind.DATASET,
    WorkKind.PREPRINT,
    WorkKind.PRESENTATION,
    WorkKind.REPORT,
    WorkKind.SOFTWARE,
    WorkKind.THESIS,
    WorkKind.VIDEO,
    WorkKind.WEB_PAGE,
)
POLICIES = (
    Policy(),
    Policy(leaving=Leaving.REMOVE),
    Policy(prefer=Prefer.PREPRINT),
    Policy(tags=False),
)
PERSON = {"creatorType": "contributor", "name": "By hand"}

Content = Mapping[str, Mapping[str, Any]]
Edit = tuple[int, Callable[[ZoteroGroup, str], None]]
"""Of which item of those that are there, and what."""


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    """A list of some works, and what is known of them."""
    numbers = draw(st.lists(st.sampled_from(NUMBERS), min_size=1, unique=True))
    found = [draw(entry(number)) for number in sorted(numbers)]
    return tied(*found) if draw(st.booleans()) else found


@st.composite
def entry(draw: st.DrawFn, number: int) -> Entry:
    """A work under some headings."""
    places = st.sampled_from((ROOT, DYNAMICS, TRANSPORT))
    authors = st.sampled_from(((), (LARS,), (LARS, ELDAD), (ELDAD,)))
    known = article(
        number,
        paths=draw(st.sets(places, min_size=1, max_size=2)),
        kind=draw(st.sampled_from(KINDS)),
        title=draw(st.sampled_from("AB")),
        volume=draw(st.sampled_from(("", "1", "2"))),
        publisher=draw(st.sampled_from(("", "Springer", "ACM"))),
        venue=draw(st.sampled_from(("", "Annals", "Letters"))),
        series=draw(st.sampled_from(("", "Notes"))),
        abstract=draw(st.sampled_from(("", "Flows."))),
        authors=draw(authors),
        editors=draw(authors),
        is_archived=draw(st.booleans()),
    )
    listed = draw(st.sampled_from(("https://example.org/a", "https://example.org/b")))
    verdict = draw(st.sampled_from((Verdict.RESOLVED, Verdict.AMBIGUOUS, Verdict.TYPED)))
    return cited(
        replace(known, listed=(listed,), verdict=verdict), draw(st.sampled_from((1, 2)))
    )


def write_a_title(theirs: ZoteroGroup, key: str) -> None:
    theirs.edit_item(key, title="By hand")


def write_the_rights(theirs: ZoteroGroup, key: str) -> None:
    theirs.edit_item(key, rights="By hand")


def clear_the_volume(theirs: ZoteroGroup, key: str) -> None:
    theirs.edit_item(key, volume="")


def add_somebody(theirs: ZoteroGroup, key: str) -> None:
    theirs.edit_item(key, creators=[*theirs.item(key)["creators"], PERSON])


def add_a_tag(theirs: ZoteroGroup, key: str) -> None:
    theirs.edit_item(key, tags=[*theirs.item(key)["tags"], {"tag": "by hand"}])


def take_our_tags_off(theirs: ZoteroGroup, key: str) -> None:
    kept = [tag for tag in theirs.item(key)["tags"] if ":" not in tag["tag"]]
    theirs.edit_item(key, tags=kept)


def add_a_line(theirs: ZoteroGroup, key: str) -> None:
    theirs.edit_item(key, extra=f"By hand\n{theirs.item(key)['extra']}".strip())


def take_the_count_out(theirs: ZoteroGroup, key: str) -> None:
    lines = theirs.item(key)["extra"].split("\n")
    kept = [line for line in lines if not line.startswith("Citations")]
    theirs.edit_item(key, extra="\n".join(kept))


def file_it_elsewhere(theirs: ZoteroGroup, key: str) -> None:
    theirs.move_item(key, [theirs.add_collection("By hand")])


EDITS = (
    write_a_title,
    write_the_rights,
    clear_the_volume,
    add_somebody,
    add_a_tag,
    take_our_tags_off,
    add_a_line,
    take_the_count_out,
    file_it_elsewhere,
)
edits = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(EDITS)), max_size=3)


@dataclass(frozen=True, kw_only=True)
class Trip:
    """Two lists after each other, and what people do between them and afterwards."""

    first: Sequence[Entry]
    second: Sequence[Entry]
    policies: tuple[Policy, Policy]
    has_own: bool
    """One of the works is in the group already."""
    between: Sequence[Edit]
    since: Sequence[Edit]


trips = st.builds(
    Trip,
    first=entries(),
    second=entries(),
    policies=st.tuples(st.sampled_from(POLICIES), st.sampled_from(POLICIES)),
    has_own=st.booleans(),
    between=edits,
    since=edits | st.just(()),
)


@pytest.fixture(scope="module")
def world() -> Iterator[StandIn]:
    with StandIn(pace=0.01) as standin:
        yield standin


@settings(
    max_examples=TRIPS,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    deadline=None,
    derandomize=not IS_THOROUGH,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(trip=trips)
def test_a_run_and_its_undo_leave_all_but_people_s_work_as_it_was(
    world: StandIn, trip: Trip
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        theirs, run, past = _begun(world, Path(folder))
        if trip.has_own:
            theirs.add_item(itemType="journalArticle", title="Own", DOI=doi(2).value)
        run(*trip.first, policy=trip.policies[0])
        _edit(theirs, trip.between)
        run(*trip.first, policy=trip.policies[0])
        before = _content(theirs)
        number = run(*trip.second, policy=trip.policies[1]).run
        event(f"the run wrote: {bool(number)}")
        written = _content(theirs)
        _edit(theirs, trip.since)
        edited = _content(theirs)
        kept = _kept(past, number)
        after = _content(theirs)

        assert _lost(written, edited, after) == []
        assert _astray(before, written, edited, after, kept) == []
        assert run(*trip.second, policy=trip.policies[1]).writes == 0


def _begun(world: StandIn, folder: Path) -> tuple[ZoteroGroup, Run, Past]:
    world.zotero.reset(seed=1)
    group = Group(
        number=str(GROUP_ID),
        key=READ_WRITE_KEY,
        endpoint=world.endpoints["zotero"],
        every=0.0,
        patience=2.0,
        first_pause=0.01,
    )
    state = folder / "state.sqlite"
    return world.zotero, runner(group, state), Past(group, state)


def _edit(theirs: ZoteroGroup, todo: Sequence[Edit]) -> None:
    for at, edit in todo:
        for key in sorted(theirs.items(include_trashed=False))[at : at + 1]:
            edit(theirs, key)


def _kept(past: Past, number: int | None) -> dict[str, set[str]]:
    """What the undo of a run says that it left, by key: properties, or "" for the object."""
    kept: dict[str, set[str]] = {}
    for left in past.undo(number).left if number else ():
        name = left.reason.partition(":")[0] if ":" in left.reason else ""
        for key in left.keys:
            kept.setdefault(key, set()).add(name)
    return kept


def _content(theirs: ZoteroGroup) -> dict[str, dict[str, Any]]:
    return {
        key: {name: _parts(name, value) for name, value in filled(each).items()}
        for key, each in said(theirs).items()
    }


def _parts(name: str, value: Any) -> Any:
    """A property, as the set of its parts where it has any and their order says nothing. The
    sign in our marker is about what stands in the item together: it is not put back alone."""
    match name:
        case "tags":
            return {tag["tag"] for tag in value}
        case "collections":
            return set(value)
        case "extra":
            return set(signed(value.split("\n"), ""))
        case _:
            return value


def _changed(old: Content, new: Content) -> Iterator[tuple[str, str, Any, Any]]:
    """Objects and properties that are not the same, and both values."""
    for key in sorted(old.keys() | new.keys()):
        one, other = old.get(key, {}), new.get(key, {})
        for name in sorted(one.keys() | other.keys()):
            if one.get(name) != other.get(name):
                yield key, name, one.get(name), other.get(name)


def _lost(written: Content, edited: Content, after: Content) -> list[str]:
    """What people did after a run and is not so any more."""
    return [
        f"{key} {name}: {mine} became {after.get(key, {}).get(name)}"
        for key, name, ours, mine in _changed(written, edited)
        if not _is_kept(ours, mine, after.get(key, {}).get(name))
    ]


def _is_kept(ours: Any, mine: Any, now: Any) -> bool:
    if not isinstance(mine or ours, set):
        return now == mine
    ours, mine, now = ours or set(), mine or set(), now or set()
    return mine - ours <= now and now.isdisjoint(ours - mine)


def _astray(
    before: Content,
    written: Content,
    edited: Content,
    after: Content,
    kept: Mapping[str, set[str]],
) -> list[str]:
    """What nobody touched after a run and is not as it was before it, and no word of that."""
    touched = {(key, name) for key, name, _, _ in _changed(written, edited)}
    return [
        f"{key} {name}: {old} became {now}"
        for key, name, old, now in _changed(before, after)
        if (key, name) not in touched and kept.get(key, set()).isdisjoint({"", name})
    ]
