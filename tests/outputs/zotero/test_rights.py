from dataclasses import replace
from pathlib import Path

import pytest

from outputs.zotero.connection import Group, NotAllowed, ZoteroDown
from outputs.zotero.push import preflight
from outputs.zotero.rights import group_rights, user_rights
from tests.outputs.zotero.conftest import Run, posts
from tests.outputs.zotero.works import article
from tests.standin.server import StandIn
from tests.standin.wire import Reply, Request, json_reply
from tests.standin.zotero import MEMBER_KEY, READ_ONLY_KEY, STRANGER_KEY, ZoteroGroup

UNKNOWN_KEY = "aKeyThatNobodyEverMade00"


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("", "is private: an API key is needed"),
        (UNKNOWN_KEY, "does not know this API key"),
        (READ_ONLY_KEY, "may read the group 'Stand-in Group' but not write to it"),
        (STRANGER_KEY, "no Zotero group 4242, or it is private"),
    ],
)
def test_the_missing_right_is_named_before_anything_is_sent(
    run: Run, standin: StandIn, key: str, words: str
) -> None:
    with pytest.raises(NotAllowed, match=words) as refusal:
        run(article(1), key=key)

    assert posts(standin) == []
    assert not key or key not in str(refusal.value)


def test_a_key_that_may_only_read_gets_a_plan(run: Run) -> None:
    assert run(article(1), key=READ_ONLY_KEY, dry_run=True).items_created == 1


def test_a_key_that_may_only_read_is_enough_where_nothing_changes(run: Run) -> None:
    run(article(1))

    assert run(article(1), key=READ_ONLY_KEY).items_unchanged == 1


def test_a_member_may_write(run: Run, theirs: ZoteroGroup) -> None:
    run(article(1), key=MEMBER_KEY)

    assert len(theirs.items()) == 1


def test_a_member_may_not_write_where_only_admins_edit(
    run: Run, standin: StandIn, theirs: ZoteroGroup
) -> None:
    theirs.only_admins_edit()

    with pytest.raises(NotAllowed, match="only its admins may edit") as refusal:
        run(article(1), key=MEMBER_KEY)

    assert "anna is none" in str(refusal.value)
    assert posts(standin) == []


def test_a_right_that_was_withdrawn_is_named(run: Run) -> None:
    run(article(1))

    with pytest.raises(NotAllowed, match="does not know this API key"):
        run(article(2), key=UNKNOWN_KEY)


def test_an_unknown_group_is_said_to_be_unknown(group: Group, state: Path) -> None:
    rights = preflight(replace(group, number="999"), state=state)

    assert not rights.may_read
    assert "no Zotero group 999" in rights.missing


def test_all_is_well_with_the_owners_key(group: Group, state: Path) -> None:
    rights = preflight(group, state=state)

    assert (rights.may_read, rights.may_write, rights.missing) == (True, True, "")


KEY = {"userID": 13, "username": "ben", "access": {"groups": {"all": {"library": True}}}}


@pytest.mark.parametrize(
    ("described", "group", "words"),
    [
        (None, {"name": "G"}, "needs an API key"),
        ({"access": {}}, {"libraryReading": "all"}, "has no access"),
        (KEY, {}, "may read the group '7' but not write"),
        (
            KEY | {"access": {"groups": {"all": {"library": True, "write": True}}}},
            {"owner": 11, "members": [12]},
            "ben is no member",
        ),
    ],
)
def test_what_a_group_and_a_key_say_decides(
    described: dict[str, object] | None, group: dict[str, object], words: str
) -> None:
    rights = group_rights("7", described, group)

    assert rights.may_read
    assert not rights.may_write
    assert words in rights.missing


@pytest.mark.parametrize(
    ("described", "may_read", "may_write"),
    [
        (None, False, False),
        ({"userID": 8, "access": {"user": {"library": True, "write": True}}}, False, False),
        ({"userID": 7, "access": {}}, False, False),
        ({"userID": 7, "access": {"user": {"library": True}}}, True, False),
        ({"userID": 7, "access": {"user": {"library": True, "write": True}}}, True, True),
    ],
)
def test_a_personal_library_belongs_to_its_owner(
    described: dict[str, object] | None, may_read: bool, may_write: bool
) -> None:
    rights = user_rights("7", described)

    assert (rights.may_read, rights.may_write) == (may_read, may_write)


@pytest.mark.parametrize("answer", [[], None, "yes", 5])
@pytest.mark.parametrize("path", ["/keys/current", "/groups/4242"])
def test_an_answer_that_is_no_object_is_no_answer(
    run: Run, theirs: ZoteroGroup, monkeypatch: pytest.MonkeyPatch, path: str, answer: object
) -> None:
    answered = theirs.answer

    def odd(request: Request) -> Reply:
        return json_reply(answer) if request.path.endswith(path) else answered(request)

    monkeypatch.setattr(theirs, "answer", odd)

    with pytest.raises(ZoteroDown, match="the answer is no object"):
        run(article(1))


@pytest.mark.parametrize("access", [None, [], {"groups": []}, {"groups": {"all": None}}])
def test_a_key_that_says_nothing_of_groups_has_no_access(access: object) -> None:
    rights = group_rights("7", {"access": access}, {"admins": None, "members": None})

    assert not rights.may_read
    assert "has no access" in rights.missing
