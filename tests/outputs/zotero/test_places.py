"""Where a list's items lie once its top headings change, and who has left it then."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from outputs.zotero.connection import Group
from outputs.zotero.entry import Entry, Leaving, Policy
from outputs.zotero.outcome import Pushed
from outputs.zotero.push import push
from tests.outputs.zotero.past import Past
from tests.outputs.zotero.works import DYNAMICS, ROOT, article, page
from tests.standin.zotero import ZoteroGroup

TOP, TOPIC = DYNAMICS
NEW = ("Another top",)
DOCUMENT = ("list.md",)
LEFT = {"tag": "list:left", "type": 1}


class Listing:
    """Runs over one list, which is told from others."""

    def __init__(self, group: Group, state: Path, name: str = "/lists/list.md") -> None:
        self.group, self.state, self.name = group, state, name

    def push(self, *entries: Entry, policy: Policy | None = None) -> Pushed:
        lists = [self.name]
        return push(entries, group=self.group, state=self.state, policy=policy, lists=lists)


@pytest.fixture
def listing(group: Group, state: Path) -> Listing:
    return Listing(group, state)


def paths(theirs: ZoteroGroup, key: str) -> Sequence[str]:
    """The collections of an item, each with those around it."""
    shelves = theirs.collections()

    def path(at: str) -> str:
        outer = shelves[at]["parentCollection"]
        return (path(outer) + "/" if outer else "") + shelves[at]["name"]

    return [path(each) for each in theirs.item(key)["collections"]]


def test_a_second_top_heading_leaves_the_first_where_it_is(
    listing: Listing, theirs: ZoteroGroup
) -> None:
    key = listing.push(article(1), page()).keys[article(1).work_id]

    outcome = listing.push(
        article(1, paths=[(*DOCUMENT, *DYNAMICS)]),
        page(paths=[(*DOCUMENT, *ROOT)]),
        article(2, paths=[(*DOCUMENT, *NEW)]),
    )

    assert paths(theirs, key) == [f"{TOP}/{TOPIC}"]
    assert paths(theirs, outcome.keys[article(2).work_id]) == ["list.md/Another top"]
    assert len(theirs.collections()) == 4


def test_a_second_top_heading_taken_out_again_leaves_the_first_where_it_is(
    listing: Listing, theirs: ZoteroGroup
) -> None:
    both = (article(1, paths=[(*DOCUMENT, *DYNAMICS)]), article(2, paths=[(*DOCUMENT, *NEW)]))
    key = listing.push(*both).keys[article(1).work_id]
    before = theirs.collections()

    listing.push(article(1))

    assert paths(theirs, key) == [f"list.md/{TOP}/{TOPIC}"]
    assert theirs.collections() == before


@pytest.mark.parametrize(
    ("path", "policy"),
    [((*NEW, TOPIC), Policy()), (DYNAMICS, Policy(root=("Lists",)))],
    ids=["renamed", "root"],
)
def test_items_leave_the_top_collection_that_their_list_has_no_more(
    listing: Listing, theirs: ZoteroGroup, path: tuple[str, ...], policy: Policy
) -> None:
    keys = listing.push(article(1), article(2)).keys

    listing.push(article(1, paths=[path]), policy=policy)

    assert paths(theirs, keys[article(1).work_id]) == ["/".join((*policy.root, *path))]
    assert LEFT in theirs.item(keys[article(2).work_id])["tags"]
    assert listing.push(article(1, paths=[path]), policy=policy).writes == 0


def test_what_another_list_has_there_stays(
    listing: Listing, theirs: ZoteroGroup, group: Group, state: Path
) -> None:
    listing.push(article(1))
    other = Listing(group, state, "/lists/other.md")
    key = other.push(article(1), article(2)).keys[article(2).work_id]

    listing.push(article(3, paths=[NEW]))

    assert paths(theirs, key) == [f"{TOP}/{TOPIC}"]
    assert not any(LEFT in item["tags"] for item in theirs.items().values())


def test_what_is_filed_nowhere_can_leave_too(listing: Listing, theirs: ZoteroGroup) -> None:
    listing.push(article(1), page())
    (topic,) = (k for k, v in theirs.collections().items() if v["name"] == TOPIC)
    theirs.delete_collection(topic)
    key = listing.push(article(1), article(2), page()).keys[article(2).work_id]
    assert theirs.item(key)["collections"] == []

    listing.push(article(1), page())

    assert LEFT in theirs.item(key)["tags"]
    assert listing.push(article(1), page()).writes == 0


def test_the_last_link_of_a_list_can_leave_too(listing: Listing, theirs: ZoteroGroup) -> None:
    key = listing.push(article(1)).keys[article(1).work_id]

    listing.push()

    assert LEFT in theirs.item(key)["tags"]
    assert listing.push().writes == 0


def test_an_item_is_not_put_out_of_sight(listing: Listing, theirs: ZoteroGroup) -> None:
    listing.push(article(1), page())
    (top,) = (k for k, v in theirs.collections().items() if v["name"] == TOP)
    theirs.trash_collection(top)

    key = listing.push(article(1), article(2), page()).keys[article(2).work_id]

    assert theirs.item(key)["collections"] == []


def of_list(name: str, entry: Entry) -> Entry:
    """The entry, with the name of the list that it is from."""
    return replace(entry, lists=dict.fromkeys(entry.paths, frozenset({name})))


@pytest.mark.parametrize("is_named", [True, False], ids=["named", "not named"])
@pytest.mark.parametrize("is_sole_first", [True, False], ids=["sole first", "sole second"])
def test_lists_with_a_heading_in_common_are_kept_apart(
    group: Group, state: Path, theirs: ZoteroGroup, is_sole_first: bool, is_named: bool
) -> None:
    sole = [article(1, paths=[("Papers",)])]
    several = [article(2, paths=[("two", "Papers")]), page(paths=[("two", "Code")])]
    if is_named:
        sole = [of_list("one", each) for each in sole]
        several = [of_list("two", each) for each in several]
    first, name = (sole, "one") if is_sole_first else (several, "two")
    push(first, group=group, state=state, lists=[name])

    both = push([*sole, *several], group=group, state=state, lists=["one", "two"])

    assert paths(theirs, both.keys[article(1).work_id]) == ["Papers"]
    assert paths(theirs, both.keys[article(2).work_id]) == ["two/Papers"]


def test_a_second_top_heading_leaves_the_first_also_beside_another_list(
    group: Group, state: Path, theirs: ZoteroGroup
) -> None:
    other = of_list("other", page(paths=[("Another", "list")]))
    lists = ["list", "other"]
    push([of_list("list", article(1)), other], group=group, state=state, lists=lists)
    two = [
        of_list("list", article(1, paths=[(*DOCUMENT, *DYNAMICS)])),
        of_list("list", article(2, paths=[(*DOCUMENT, *NEW)])),
    ]

    outcome = push([*two, other], group=group, state=state, lists=lists)

    assert paths(theirs, outcome.keys[article(1).work_id]) == [f"{TOP}/{TOPIC}"]
    assert paths(theirs, outcome.keys[article(2).work_id]) == ["list.md/Another top"]


def test_lists_pushed_one_by_one_share_no_collection(
    group: Group, state: Path, theirs: ZoteroGroup
) -> None:
    one = article(1, paths=[("Papers", "x")])
    two = article(2, paths=[("papers", "y")])
    Listing(group, state, "one").push(one)

    keys = Listing(group, state, "two").push(two).keys

    assert paths(theirs, keys[two.work_id]) == ["papers/y"]


def test_an_item_of_people_that_was_given_back_does_not_leave(
    listing: Listing, theirs: ZoteroGroup, past: Past
) -> None:
    key = theirs.add_item(itemType="journalArticle", title="Own", DOI="10.1007/flow.1")
    listing.push(article(1), page())
    past.undo()
    listing.push(article(1), page())
    before = theirs.item(key)

    listing.push(page())

    assert theirs.item(key) == before


@pytest.mark.parametrize("policy", [Policy(tags=False), Policy(leaving=Leaving.REMOVE)])
def test_what_is_filed_nowhere_leaves_as_its_list_has_it(
    listing: Listing, theirs: ZoteroGroup, policy: Policy
) -> None:
    entries = [policy.placed(each) for each in (article(1), article(2), page())]
    listing.push(entries[0], entries[2])
    (topic,) = (k for k, v in theirs.collections().items() if v["name"] == TOPIC)
    theirs.delete_collection(topic)
    key = listing.push(*entries).keys[article(2).work_id]

    listing.push(entries[0], entries[2])

    assert LEFT not in theirs.item(key)["tags"]
