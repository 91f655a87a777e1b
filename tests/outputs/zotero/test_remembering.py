"""What a plan on paper says beyond its changes: only what we could not tell from them."""

import json
from pathlib import Path
from typing import Any

import pytest

from outputs.zotero.changes import Plan
from outputs.zotero.connection import Group
from outputs.zotero.document import from_document, to_document
from outputs.zotero.entry import Entry
from outputs.zotero.foreseen import hashed
from outputs.zotero.push import planned
from tests.outputs.zotero.works import article, page
from tests.standin.zotero import ZoteroGroup

PAPER = article(1, abstract="On flows.")
MINE = {"itemType": "journalArticle", "title": "Mine", "DOI": "10.1007/flow.1"}
NOTED = {
    **MINE,
    "date": "2019",
    "creators": [{"creatorType": "author", "firstName": "L.", "lastName": "Ruthotto"}],
    "extra": "arXiv: 1804.00001\nMy note",
    "tags": [{"tag": "mine"}],
}
PAGE = {"itemType": "webpage", "title": "Mine", "url": "http://example.org/course/"}


@pytest.fixture
def adopting(group: Group, state: Path, theirs: ZoteroGroup, mine: Any, entry: Entry) -> Plan:
    theirs.add_item(**mine)
    return planned([entry], group=group, state=state)


ADOPTIONS = pytest.mark.parametrize(
    ("mine", "entry"), [(MINE, PAPER), (NOTED, PAPER), (PAGE, page())]
)


@ADOPTIONS
def test_an_item_taken_over_is_remembered_from_paper_as_after_a_run(adopting: Plan) -> None:
    (remote,) = from_document(to_document(adopting)).changes

    (change,) = adopting.changes
    assert change.adopted
    assert remote.on(None) == change.record


@pytest.mark.parametrize(("mine", "entry"), [(MINE, PAPER)])
def test_by_what_it_is_known_and_what_is_written_is_not_told_again(adopting: Plan) -> None:
    (told,) = json.loads(to_document(adopting))["items"]

    assert told["to_remember"] == {
        "said": {
            "fields": {"DOI": "10.1007/flow.1", "title": "On the flow of layers, part 1"},
            "item_type": "journalArticle",
        }
    }


@ADOPTIONS
def test_a_paper_of_before_that_tells_it_is_read_too(adopting: Plan) -> None:
    content = json.loads(to_document(adopting))
    (change,) = adopting.changes
    content["items"][0]["to_remember"] |= {"marks": sorted(change.record.marks), "version": 1}
    del content["sha256"]
    content["sha256"] = hashed(content)

    (remote,) = from_document(json.dumps(content)).changes

    assert remote.on(None) == change.record
