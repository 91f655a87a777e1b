import unicodedata
from collections.abc import Callable
from functools import partial

import pytest

from outputs.zotero.entry import Path
from outputs.zotero.library import Library, Shelf
from outputs.zotero.records import ShelfRecord
from outputs.zotero.shelving import shelve

MATHS: Path = ("Maths",)
DYNAMICS: Path = ("Maths", "Dynamics")


def library(*shelves: Shelf) -> Library:
    return Library(name="groups/1", shelves={shelf.key: shelf for shelf in shelves})


def shelf(key: str, name: str, parent: str = "", *, is_trashed: bool = False) -> Shelf:
    return Shelf(key=key, version=5, name=name, parent=parent, is_trashed=is_trashed)


def records(**keys: Path) -> dict[Path, ShelfRecord]:
    return {path: ShelfRecord(path=path, key=key, version=5) for key, path in keys.items()}


def test_collections_are_made_from_the_outside_in() -> None:
    shelving = shelve([DYNAMICS, ("Maths", "Dynamics", "Flows")], library(), {})

    assert [each.path for each in shelving.new] == [
        MATHS,
        DYNAMICS,
        ("Maths", "Dynamics", "Flows"),
    ]
    assert [each.parent for each in shelving.new] == [
        "",
        shelving.keys[MATHS],
        shelving.keys[DYNAMICS],
    ]


def test_the_same_heading_gets_the_same_key_on_every_machine() -> None:
    assert shelve([MATHS], library(), {}).keys == shelve([MATHS], library(), {}).keys


def test_a_renamed_and_moved_collection_is_followed_by_its_key() -> None:
    moved = library(shelf("AAAA2222", "Applied maths", parent="ZZZZ2222"))

    shelving = shelve([MATHS], moved, records(AAAA2222=MATHS))

    assert shelving.keys == {MATHS: "AAAA2222"}
    assert shelving.new == []


def test_it_is_followed_by_its_key_even_if_our_records_are_lost() -> None:
    made = shelve([MATHS], library(), {}).new[0]
    renamed = library(shelf(made.key, "Applied maths"))

    shelving = shelve([MATHS], renamed, {})

    assert shelving.keys == {MATHS: made.key}
    assert shelving.new == []


def test_a_collection_that_people_took_out_is_not_made_again() -> None:
    gone = shelve([DYNAMICS], library(), records(AAAA2222=MATHS))
    trashed = shelve(
        [MATHS], library(shelf("AAAA2222", "Maths", is_trashed=True)), records(AAAA2222=MATHS)
    )

    assert gone.keys == {} and gone.new == []
    assert trashed.keys == {} and trashed.new == []
    assert [left.name for left in gone.left] == ["Maths", "Maths / Dynamics"]


def test_an_inner_collection_that_people_saved_elsewhere_is_still_used() -> None:
    saved = library(shelf("BBBB2222", "Dynamics", parent="ZZZZ2222"))

    shelving = shelve([DYNAMICS], saved, records(AAAA2222=MATHS, BBBB2222=DYNAMICS))

    assert shelving.keys == {DYNAMICS: "BBBB2222"}


def test_the_only_namesake_in_the_right_place_is_taken_over() -> None:
    before = library(shelf("AAAA2222", "Maths"), shelf("BBBB2222", "Dynamics", "AAAA2222"))

    shelving = shelve([DYNAMICS], before, {})

    assert shelving.keys == {MATHS: "AAAA2222", DYNAMICS: "BBBB2222"}
    assert [each.key for each in shelving.adopted] == ["AAAA2222", "BBBB2222"]
    assert shelving.new == []


def test_a_namesake_elsewhere_or_in_the_trash_is_not() -> None:
    before = library(
        shelf("AAAA2222", "Maths", "ZZZZ2222"), shelf("BBBB2222", "Maths", is_trashed=True)
    )

    assert len(shelve([MATHS], before, {}).new) == 1


def test_two_namesakes_are_both_left_alone() -> None:
    before = library(shelf("AAAA2222", "Maths"), shelf("BBBB2222", "Maths"))

    (made,) = shelve([MATHS], before, {}).new

    assert made.key not in before.shelves


def test_a_creation_that_was_never_confirmed_is_tried_again_under_its_key() -> None:
    planned = {MATHS: ShelfRecord(path=MATHS, key="AAAA2222")}

    (made,) = shelve([MATHS], library(), planned).new

    assert made.key == "AAAA2222"


def test_a_heading_that_is_too_long_is_cut() -> None:
    (made,) = shelve([("n" * 300,)], library(), {}).new

    assert len(made.name) <= 255


@pytest.mark.parametrize("name", ["Théorie", "Theorie"])
@pytest.mark.parametrize("change", [str.upper, partial(unicodedata.normalize, "NFD")])
def test_a_namesake_may_be_written_a_little_otherwise(
    name: str, change: Callable[[str], str]
) -> None:
    shelving = shelve([(name,)], library(shelf("AAAA2222", change(name))), {})

    assert shelving.keys == {(name,): "AAAA2222"}
    assert shelving.new == []


def test_of_two_namesakes_the_one_of_just_that_name_is_taken() -> None:
    before = library(shelf("AAAA2222", "MATHS"), shelf("BBBB2222", "Maths"))

    assert shelve([MATHS], before, {}).keys == {MATHS: "BBBB2222"}


def test_a_heading_that_takes_the_name_people_gave_its_collection_keeps_it() -> None:
    renamed = library(shelf("AAAA2222", "Maths"), shelf("BBBB2222", "Flows", "AAAA2222"))
    known = records(AAAA2222=MATHS, BBBB2222=DYNAMICS)

    shelving = shelve([("Maths", "Flows")], renamed, known, tops=[MATHS])

    assert shelving.keys[("Maths", "Flows")] == "BBBB2222"
    assert shelving.new == []


def test_a_collection_of_a_heading_that_is_still_there_is_no_other_headings() -> None:
    renamed = library(shelf("AAAA2222", "Maths"), shelf("BBBB2222", "Flows", "AAAA2222"))
    known = records(AAAA2222=MATHS, BBBB2222=DYNAMICS)

    shelving = shelve([("Maths", "Flows")], renamed, known, listed=[DYNAMICS], tops=[MATHS])

    assert len(shelving.new) == 1


def test_a_collection_of_another_list_is_not_taken_over() -> None:
    theirs = library(shelf("AAAA2222", "MATHS"))

    shelving = shelve([MATHS], theirs, records(AAAA2222=("MATHS",)), tops=[MATHS])

    assert len(shelving.new) == 1


def test_what_lies_in_a_collection_in_the_trash_is_out_of_sight() -> None:
    trashed = library(
        shelf("AAAA2222", "Maths", is_trashed=True), shelf("BBBB2222", "Dynamics", "AAAA2222")
    )
    known = records(AAAA2222=MATHS, BBBB2222=DYNAMICS)

    assert shelve([DYNAMICS], trashed, known).keys == {}
    assert shelve([DYNAMICS], trashed, known, restore=True).keys == {
        MATHS: "AAAA2222",
        DYNAMICS: "BBBB2222",
    }
