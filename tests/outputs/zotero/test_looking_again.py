"""Between a plan and its first write, others can write: the library is looked at again."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from outputs.zotero.connection import Group
from outputs.zotero.document import to_document
from outputs.zotero.push import apply_document, history, planned, push
from tests.outputs.zotero.conftest import Run, runner
from tests.outputs.zotero.works import article, cited, doi
from tests.standin.wire import Reply, Request
from tests.standin.zotero import ZoteroGroup

SAME = replace(article(1), work_id=str(doi(1)))
"""The first article by another of its names."""

Meanwhile = Callable[[Callable[[], object]], None]


@pytest.fixture
def before_writing(theirs: ZoteroGroup, monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Has something happen once, when a run that has its plan asks whether it may write."""
    answer = theirs.answer

    def meanwhile(act: Callable[[], object]) -> None:
        acts = [act]

        def answered(request: Request) -> Reply:
            if acts and "keys/current" in request.path:
                acts.pop()()
            return answer(request)

        monkeypatch.setattr(theirs, "answer", answered)

    return meanwhile


@pytest.mark.parametrize("is_marking", [False, True])
@pytest.mark.parametrize("memory", ["state.sqlite", "other.sqlite"])
def test_a_work_that_another_run_made_meanwhile_is_not_made_again(
    run: Run,
    group: Group,
    state: Path,
    theirs: ZoteroGroup,
    before_writing: Meanwhile,
    *,
    memory: str,
    is_marking: bool,
) -> None:
    run(article(9))
    there = state.with_name(memory)
    keys: list[str] = []
    others = runner(group, there)
    before_writing(lambda: keys.extend(others(article(1)).keys.values()))

    outcome = push([SAME], group=replace(group, mark=is_marking), state=state)

    assert list(outcome.keys.values()) == keys
    assert sum(item["DOI"] == "10.1007/flow.1" for item in theirs.items().values()) == 1


def test_a_plan_that_others_made_needless_is_no_run(
    run: Run, group: Group, state: Path, before_writing: Meanwhile
) -> None:
    run(article(9))
    before_writing(lambda: push([article(1)], group=group, state=state))

    outcome = push([article(1)], group=group, state=state)

    assert (outcome.items_created, outcome.run) == (0, None)
    assert [each.created for each in history(group, state=state)] == [1, 3]


def test_a_plan_on_paper_is_held_against_what_stands_there_when_it_is_written(
    run: Run, group: Group, state: Path, theirs: ZoteroGroup, before_writing: Meanwhile
) -> None:
    key = run(article(1)).keys[article(1).work_id]
    paper = to_document(planned([cited(article(1), 500)], group=group, state=state))
    before_writing(lambda: theirs.edit_item(key, extra="By hand"))

    apply_document(paper, group=group, state=state)

    assert "By hand" in theirs.item(key)["extra"]


@pytest.mark.parametrize(("is_marking", "reads"), [(False, 4), (True, 5)])
def test_it_costs_one_request_where_nothing_changed(
    run: Run, group: Group, state: Path, is_marking: bool, reads: int
) -> None:
    run(article(1))

    outcome = push([cited(article(1), 500)], group=replace(group, mark=is_marking), state=state)

    assert (outcome.reads, outcome.items_changed) == (reads, 1)
