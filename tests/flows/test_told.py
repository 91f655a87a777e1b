"""What plan, undo and history say on the terminal."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.endings import ALL_WELL
from flows.library import told
from flows.terminal import show_down, show_plan
from outputs.zotero.changes import (
    LISTED,
    Change,
    ItemChange,
    Left,
    NewItem,
    Plan,
)
from outputs.zotero.journal import RunRecord, Status
from outputs.zotero.records import Record
from tests.flows.conftest import GROUP, Zotlist
from tests.standin.server import StandIn

RECORD = Record(work_id="url:http://example.org/a", key="AAAA2222")
PLAN = Plan(
    library="groups/4242",
    version=3,
    items=(
        NewItem(
            key="AAAA2222",
            work_id="url:http://example.org/a",
            data={"itemType": "webpage", "title": "A page", "creators": [], "collections": []},
            record=RECORD,
            reason=LISTED,
        ),
    ),
    changes=(
        ItemChange(
            key="BBBB2222",
            version=2,
            work_id="url:http://example.org/b",
            title="Another page",
            changes=(Change(name="title", old="Old", new="New", reason="better known now"),),
            record=RECORD,
            before=RECORD,
        ),
    ),
    left=(Left(name="url:http://example.org/c", title="A third page", reason="it is away"),),
)
RUN = RunRecord(
    number=7,
    started=1_793_000_000.0,
    ended=None,
    status=Status.DONE,
    note="",
    plan="",
    undoes=None,
    created=2,
    changed=3,
    undone=0,
)


@pytest.mark.parametrize(
    ("colour", "line"),
    [
        ("32", "+ A page"),
        ("33", "~ Another page"),
        ("31", "-     Old"),
        ("32", "+     New"),
        ("2", "=     A third page"),
    ],
)
def test_a_plan_has_the_colours_of_version_control(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    colour: str,
    line: str,
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)

    show_plan(PLAN)

    assert f"\x1b[{colour}m{line}\x1b[0m\n" in capsys.readouterr().out


def test_a_plan_that_is_not_shown_on_a_terminal_has_no_colours(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    show_plan(PLAN)

    said = capsys.readouterr().out
    assert "+ A page" in said
    assert "\x1b" not in said


@pytest.mark.parametrize(
    ("run", "how"),
    [
        (RUN, "done"),
        (replace(RUN, undone=2), "done; taken back: 2 of 5"),
        (replace(RUN, undoes=4), "done; took back run 4"),
        (replace(RUN, status=Status.INTERRUPTED), "interrupted; the next run goes on"),
        (replace(RUN, status=Status.STOPPED, note="Zotero: HTTP 503"), "Zotero: HTTP 503"),
    ],
)
def test_the_history_says_how_each_run_ended(run: RunRecord, how: str) -> None:
    _, line = told([run])

    number, began, *figures = re.split(r"  +", line.strip(), maxsplit=4)
    assert (number, figures) == ("7", ["2", "3", how])
    assert began == f"{datetime.fromtimestamp(RUN.started, UTC):%Y-%m-%d %H:%M}"


def test_what_an_undo_leaves_alone_is_told_with_the_reason(
    zotlist: Zotlist, document: Path, standin: StandIn, tmp_path: Path
) -> None:
    zotlist("run", document, *GROUP, "--into", tmp_path / "out", "--plain", "--quiet")
    key, item = next(iter(standin.zotero.items().items()))
    standin.zotero.edit_item(key, title="By hand")

    code, said = zotlist("undo", 1, *GROUP, "--quiet")
    _, listed = zotlist("history", *GROUP)

    reason = "people have worked on it since, so it stays"
    assert code == ALL_WELL
    assert f"left alone: {item['title']}: {reason}\n" in said
    assert "done; taken back: 3 of 5\n" in listed


def test_all_that_a_plan_leaves_alone_is_named_where_it_is_asked_for(
    zotlist: Zotlist, standin: StandIn, tmp_path: Path
) -> None:
    document, paper = tmp_path / "pages.md", tmp_path / "plan.json"
    pages = "".join(f"- [Page {n}](https://things.made-up.net/{n})\n" for n in range(1, 6))
    document.write_text(f"# Pages\n{pages}")
    zotlist("run", document, *GROUP, "--into", tmp_path / "out", "--plain", "--quiet")
    for key in standin.zotero.items():
        standin.zotero.trash_item(key)
    plan = ("plan", document, *GROUP, "--out", paper, "--show", "--quiet")

    _, brief = zotlist(*plan)
    counted = json.loads(paper.read_text(encoding="utf-8"))["left_alone"]
    _, whole = zotlist(*plan, "--all")
    named = json.loads(paper.read_text(encoding="utf-8"))["left_alone"]

    assert "5 objects (--all names them)" in brief
    assert len(counted) == 1
    assert "objects" not in whole
    assert whole.count("\n= ") == len(named) == 5


@pytest.mark.parametrize("name", ["notes [old].md", "notes [/draft].md"])
def test_what_was_down_is_called_by_its_whole_name(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    show_down({name: "HTTP 503"})

    assert capsys.readouterr().out.startswith(f"{name} was down: HTTP 503\n")
