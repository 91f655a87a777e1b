"""What is as it should be is not written again, whatever else is in the group."""

from dataclasses import replace
from datetime import date

import pytest

from tests.outputs.zotero.conftest import Run, posts
from tests.outputs.zotero.upgrade import upgraded
from tests.outputs.zotero.works import article, cited, page
from tests.standin.server import StandIn
from tests.standin.zotero import ZoteroGroup

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
    run: Run, theirs: ZoteroGroup, standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(article(1), page())
    version = theirs.version
    monkeypatch.setattr(theirs, "answer", upgraded(theirs.answer))

    outcome = run(article(1), page())
    again = run(article(1), page())

    asked = [request.path for request in standin.requests if request.path == "/schema"]
    assert len(asked) == 2
    assert (outcome.writes, again.writes, theirs.version) == (0, 0, version)


def test_by_a_newer_schema_only_what_changed_is_written(
    run: Run, theirs: ZoteroGroup, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = run(article(1), page()).keys[article(1).work_id]
    before = theirs.item(key)
    monkeypatch.setattr(theirs, "answer", upgraded(theirs.answer))

    outcome = run(cited(article(1), 500), article(2), page())

    after = theirs.item(key)
    assert (outcome.items_changed, outcome.items_created) == (1, 1)
    assert {name for name in after if after[name] != before[name]} <= {
        "extra",
        "version",
        "dateModified",
    }
    assert run(cited(article(1), 500), article(2), page()).writes == 0


def test_a_newer_schema_and_another_day_among_many_items_write_nothing(
    run: Run, theirs: ZoteroGroup, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [article(number) for number in range(1, 20)]
    run(*entries)
    foreign = {key: theirs.item(key)["version"] for key in theirs.load_foreign(MANY)}
    version = theirs.version
    monkeypatch.setattr(theirs, "answer", upgraded(theirs.answer))

    outcome = run(*(cited(each, 100, date(2027, 1, 1)) for each in entries))

    assert (outcome.writes, theirs.version) == (0, version)
    items = theirs.items()
    assert {key: items[key]["version"] for key in foreign} == foreign


def test_the_order_of_lists_and_headings_does_not_matter(run: Run, theirs: ZoteroGroup) -> None:
    entries = [article(number) for number in range(1, 6)]
    run(*entries)
    version = theirs.version

    shuffled = [replace(each, listed=each.listed[::-1]) for each in reversed(entries)]

    assert run(*shuffled).writes == 0
    assert theirs.version == version
