"""What an answer leaves out, or says of a time gone by, is not taken for true."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from outputs.zotero.connection import ZoteroDown
from tests.outputs.zotero.conftest import Run, posts
from tests.outputs.zotero.works import article
from tests.standin.server import StandIn
from tests.standin.wire import Reply, Request
from tests.standin.zotero import ZoteroGroup

TOTAL = "Total-Results"
VERSION = "Last-Modified-Version"
PAPERS = [article(1), article(2)]

Spoil = Callable[[Reply], Reply]
Reading = Callable[[Spoil, int], None]


@pytest.fixture
def reading(theirs: ZoteroGroup, monkeypatch: pytest.MonkeyPatch) -> Reading:
    """Spoils so many answers to whoever reads the group."""
    answer = theirs.answer

    def spoiled(spoil: Spoil, times: int) -> None:
        left = [spoil] * times

        def answered(request: Request) -> Reply:
            reply = answer(request)
            is_list = request.method == "GET" and VERSION in reply.headers
            return left.pop()(reply) if is_list and left else reply

        monkeypatch.setattr(theirs, "answer", answered)

    return spoiled


def without(name: str) -> Spoil:
    return lambda reply: replace(
        reply, headers={each: said for each, said in reply.headers.items() if each != name}
    )


def late(reply: Reply) -> Reply:
    """The answer of a server that has not heard of the last change."""
    version = str(int(reply.headers[VERSION]) - 1)
    return replace(reply, headers={**reply.headers, VERSION: version})


def test_a_first_page_is_not_taken_for_the_whole(
    run: Run, theirs: ZoteroGroup, standin: StandIn, reading: Reading
) -> None:
    theirs.load_foreign(150)
    theirs.add_item(itemType="journalArticle", title="Paper", DOI="10.1007/flow.1")
    reading(without(TOTAL), 99)

    with pytest.raises(ZoteroDown, match="has no total-results"):
        run(article(1))

    assert posts(standin) == []


@pytest.fixture
def remembered(run: Run, theirs: ZoteroGroup) -> object:
    """The group with what people changed of ours, as we know it."""
    key = run(*PAPERS).keys[article(1).work_id]
    theirs.edit_item(key, volume="", collections=[])
    run(*PAPERS)
    return theirs.snapshot()


@pytest.mark.parametrize("times", [1, 99])
def test_an_answer_without_a_version_is_none(
    run: Run,
    theirs: ZoteroGroup,
    remembered: object,
    reading: Reading,
    times: int,
) -> None:
    reading(without(VERSION), times)

    with pytest.raises(ZoteroDown, match="has no last-modified-version"):
        run(*PAPERS)

    reading(late, 0)
    assert run(*PAPERS).writes == 0
    assert theirs.snapshot() == remembered


def test_one_answer_that_is_late_does_not_make_it_another_library(
    run: Run,
    theirs: ZoteroGroup,
    remembered: object,
    reading: Reading,
) -> None:
    reading(late, 1)

    outcome = run(*PAPERS)

    assert outcome.writes == 0
    assert outcome.noticed == ()
    assert theirs.snapshot() == remembered


def test_a_library_that_began_anew_is_said_to_have(run: Run, theirs: ZoteroGroup) -> None:
    run(*PAPERS)
    before = theirs.version
    theirs.reset()

    outcome = run(*PAPERS)

    assert outcome.items_created == 2
    (noticed,) = outcome.noticed
    assert noticed.startswith(f"groups/4242 went back from version {before} to 0")
