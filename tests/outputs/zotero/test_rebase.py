"""One change on a property that moved on: people's part of it stays."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outputs.zotero.rebase import rebased, value_in

OLD = "arXiv: 1\nCitations: 100\nzotlist: x"
NEW = "arXiv: 1\nCitations: 200\nzotlist: x"

lines = st.lists(st.sampled_from(["a: 1", "a: 2", "b: 1", "c: 1", "free"]), unique=True)


@pytest.mark.parametrize(
    ("standing", "value", "is_whole"),
    [
        (OLD, NEW, True),
        (NEW, NEW, True),
        (f"My note\n{OLD}", f"My note\n{NEW}", True),
        ("arXiv: 1\nCitations: about 7", "arXiv: 1\nCitations: about 7", False),
        ("arXiv: 1", "arXiv: 1", False),
        ("", "", False),
    ],
)
def test_a_line_is_rewritten_only_where_it_stands_as_it_was(
    standing: str, value: str, is_whole: bool
) -> None:
    done = rebased("extra", OLD, NEW, standing)

    assert (done.value, done.is_whole) == (value, is_whole)


@pytest.mark.parametrize(
    ("old", "new", "standing", "value"),
    [
        ("", "a: 1", "mine", "mine\na: 1"),
        ("", "a: 1", "a: 2", "a: 2"),
        ("a: 1", "", "mine\na: 1", "mine"),
        ("a: 1", "", "mine", "mine"),
        ("a: 1\nb: 1", "b: 1\na: 1", "b: 1", "b: 1"),
    ],
)
def test_lines_come_and_go_beside_those_of_people(
    old: str, new: str, standing: str, value: str
) -> None:
    assert rebased("extra", old, new, standing).value == value


@pytest.mark.parametrize(
    ("standing", "value", "is_whole"),
    [
        (["A"], ["B"], True),
        (["mine", "A"], ["mine", "B"], True),
        (["B", "mine"], ["B", "mine"], True),
        (["mine"], ["mine"], False),
        ([], [], False),
    ],
)
def test_an_item_changes_our_collections_where_people_left_it_there(
    standing: list[str], value: list[str], is_whole: bool
) -> None:
    done = rebased("collections", ["A"], ["B"], standing)

    assert (done.value, done.is_whole) == (value, is_whole)


def test_of_two_collections_one_that_people_left_is_enough_for_the_next() -> None:
    assert rebased("collections", ["A", "B"], ["C"], ["mine", "B"]).value == ["mine", "C"]


AMBIGUOUS = {"tag": "status:ambiguous", "type": 1}
RESOLVED = {"tag": "status:resolved", "type": 1}
CROSSREF = {"tag": "source:crossref", "type": 1}
MINE = {"tag": "mine"}


@pytest.mark.parametrize(
    ("standing", "value", "is_whole"),
    [
        ([AMBIGUOUS, MINE], [RESOLVED, MINE, CROSSREF], True),
        ([MINE], [MINE, CROSSREF], False),
        ([{"tag": "status:ambiguous"}], [{"tag": "status:ambiguous"}, CROSSREF], False),
        ([AMBIGUOUS, {"tag": "status:mine"}], [{"tag": "status:mine"}, CROSSREF], False),
        ([AMBIGUOUS, {"tag": "status:resolved"}], [{"tag": "status:resolved"}, CROSSREF], True),
    ],
)
def test_a_tag_takes_the_place_only_of_one_that_people_left(
    standing: list[dict[str, Any]], value: list[dict[str, Any]], is_whole: bool
) -> None:
    done = rebased("tags", [AMBIGUOUS], [RESOLVED, CROSSREF], standing)

    assert (done.value, done.is_whole) == (value, is_whole)


@pytest.mark.parametrize(
    ("standing", "value"),
    [
        ({}, {"dc:relation": ["b"]}),
        ({"dc:replaces": ["x"]}, {"dc:relation": ["b"], "dc:replaces": ["x"]}),
        ({"dc:relation": ["a", "c"]}, {"dc:relation": ["b", "c"]}),
    ],
)
def test_relations_come_and_go_one_by_one(
    standing: dict[str, list[str]], value: dict[str, list[str]]
) -> None:
    old, new = {"dc:relation": ["a"]}, {"dc:relation": ["b"]}

    assert rebased("relations", old, new, standing).value == value


def test_a_tag_that_people_made_their_own_stays_theirs() -> None:
    ours, theirs = {"tag": "kind:book", "type": 1}, {"tag": "kind:book"}

    assert rebased("tags", [ours], [], [theirs]).value == [theirs]
    assert rebased("tags", [], [ours], [theirs]).value == [theirs]


@pytest.mark.parametrize(
    ("name", "old", "new", "standing"),
    [
        ("title", "A", "B", "By hand"),
        ("title", "A", "B", ""),
        ("title", "", "B", "By hand"),
        ("itemType", "book", "report", "thesis"),
        ("creators", [], [{"name": "A"}], [{"name": "By hand"}]),
        ("deleted", True, False, "something"),
    ],
)
def test_any_other_value_changes_only_where_it_is_as_it_was(
    name: str, old: Any, new: Any, standing: Any
) -> None:
    done = rebased(name, old, new, standing)

    assert (done.value, done.is_whole) == (standing, False)


@given(old=lines, new=lines, standing=lines)
def test_lines_of_people_are_never_lost(
    old: list[str], new: list[str], standing: list[str]
) -> None:
    done = rebased("extra", "\n".join(old), "\n".join(new), "\n".join(standing))

    theirs = set(standing) - set(old)
    assert theirs <= set(done.value.split("\n")) | {""}


@given(old=lines, new=lines)
def test_a_change_and_its_reverse_leave_all_as_it_was(old: list[str], new: list[str]) -> None:
    before, after = "\n".join(old), "\n".join(new)

    there = rebased("extra", before, after, before)
    back = rebased("extra", after, before, there.value)

    assert (there.value, back.value) == (after, before)


def test_what_is_missing_in_an_item_is_empty() -> None:
    values = [value_in({}, name) for name in ("title", "tags", "relations", "deleted")]

    assert values == ["", [], {}, False]
