"""What is as it should be is not written again, whatever else is in the group."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

from outputs.zotero.connection import Group
from outputs.zotero.mirror import Mirror
from tests.outputs.zotero.conftest import Run, posts
from tests.outputs.zotero.works import article, cited, page
from tests.standin.server import StandIn
from tests.standin.zotero import ZoteroGroup
from tests.standin.zotero.schema import schema_document

MANY = 5000


def test_among_many_items_of_others_only_ours_are_ever_written(
    run: Run, theirs: ZoteroGroup, standin: StandIn
) -> None:
    foreign = {key: theirs.item(key) for key in theirs.load_foreign(MANY)}
    entries = [*(article(number) for number in range(1, 60)), page()]
    first = run(*entries)
    version = theirs.version

    again = run(*entries)
    refetched = run(*(cited(each, 100, date(2027, 1, 1)) for each in entries[:-1]), page())

    items = theirs.items()
    assert {key: items[key] for key in foreign} == foreign
    assert len(items) == MANY + 60
    assert (first.writes, again.writes, refetched.writes) == (3, 0, 0)
    assert theirs.version == version
    assert posts(standin) == ["collections", "items", "items"]


def test_a_newer_schema_alone_writes_nothing(
    run: Run, group: Group, state: Path, theirs: ZoteroGroup, standin: StandIn
) -> None:
    run(article(1), page())
    version = theirs.version
    older = {**json.loads(schema_document()), "version": 1}
    with closing(Mirror(state, group.address)) as mirror:
        mirror.keep_schema(older)

    outcome = run(article(1), page())

    assert any(request.path == "/schema" for request in standin.requests[-2:])
    assert (outcome.writes, theirs.version) == (0, version)


def test_the_order_of_lists_and_headings_does_not_matter(run: Run, theirs: ZoteroGroup) -> None:
    entries = [article(number) for number in range(1, 6)]
    run(*entries)
    version = theirs.version

    shuffled = [replace(each, listed=each.listed[::-1]) for each in reversed(entries)]

    assert run(*shuffled).writes == 0
    assert theirs.version == version
