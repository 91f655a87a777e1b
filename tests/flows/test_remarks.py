"""What people should know of their lists and answers is said in a run's summary."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.cli import main
from flows.endings import ALL_WELL
from flows.recording import HISTORY, OF_UNREAD, UNREAD, Unread
from flows.steps import walk
from outputs.files import read_links
from outputs.history import read_history
from outputs.report.summary import to_markdown
from tests.standin.server import StandIn
from tests.walks import NOW, Place

LINK = "https://arxiv.org/abs/1312.6120"
ELSEWHERE = "https://elsewhere.made-up.net/paper"


@pytest.fixture
def place(standin: StandIn, tmp_path: Path) -> Iterator[Place]:
    (tmp_path / "list.md").write_text(f"- [a]({LINK})\n", encoding="utf-8")
    yield Place(folder=tmp_path, endpoints=standin.endpoints)


def remarks_of(place: Place) -> tuple[str, ...]:
    summary = walk(place.job("", place.folder / "list.md"), now=NOW).summary
    assert all(remark in to_markdown(summary) for remark in summary.remarks)
    return summary.remarks


def test_nothing_is_remarked_where_all_is_well(place: Place) -> None:
    (place.folder / "list.md.answers").write_text(f"{LINK} type document\n")

    assert remarks_of(place) == ()


def test_an_answer_about_a_link_that_no_list_has_is_said(place: Place) -> None:
    answers = place.folder / "list.md.answers"
    answers.write_text(f"{LINK} type document\n\n{ELSEWHERE} is none\n")

    [remark] = remarks_of(place)

    assert remark.startswith(f"{answers}, line 3: no list has this link now")


@pytest.mark.parametrize("is_outage", [True, False], ids=["down", "gone"])
def test_a_list_that_is_taken_from_its_old_copy_is_said(
    place: Place, *, is_outage: bool
) -> None:
    why = "https://lists.example.org/list.md: it is no more; its copy of 2026-11-01 is used"
    unread = Unread(why=why, is_outage=is_outage)
    (place.folder / UNREAD).write_bytes(OF_UNREAD.dump_json(unread))

    outcome = walk(place.job("", place.folder / "list.md"), now=NOW)

    assert why in to_markdown(outcome.summary)
    assert outcome.needs_a_person is not is_outage
    assert outcome.summary.down == ({"list.md": why} if is_outage else {})
    digest = json.loads((place.job().into / "digest.json").read_bytes())
    assert digest["unread"] == ["list.md"]


def test_a_file_among_the_counts_that_cannot_be_read_is_said(place: Place) -> None:
    history = place.job().into / HISTORY
    history.mkdir(parents=True)
    (history / "20260101T000000Z.parquet").write_bytes(b"")

    [remark] = remarks_of(place)

    assert "20260101T000000Z.parquet is damaged" in remark
    assert not read_history(history).empty


def test_the_terminal_says_it_too(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    (place.folder / "list.md.answers").write_text(f"{ELSEWHERE} is none\n")
    words = ["enrich", str(place.folder / "list.md"), "--into", str(place.folder / "out")]

    code = main([*words, "--plain", "--settings", str(place.settings_file())])

    assert code == ALL_WELL
    assert "to look at: " in capsys.readouterr().out


def test_two_lists_may_give_the_same_answer(place: Place) -> None:
    other = place.folder / "other.md"
    other.write_text(f"\n- [a]({LINK})\n")
    (place.folder / "list.md.answers").write_text(f"{LINK} type document\n")
    (place.folder / "other.md.answers").write_text(f"# ours\n{LINK} type document\n")

    summary = walk(place.job("", place.folder / "list.md", other), now=NOW).summary

    assert summary.remarks == ()


def test_lists_of_one_file_name_are_told_apart_in_tables(place: Place) -> None:
    lists = [place.folder / name / "list.md" for name in ("one", "two")]
    for path in lists:
        path.parent.mkdir()
        path.write_text(f"- [a]({LINK})\n")

    outcome = walk(place.job("", *lists), now=NOW)

    assert outcome.summary.documents == ("one/list.md", "two/list.md")
    table = read_links(place.job().into / "links.csv")
    assert list(table["document"]) == ["one/list.md", "two/list.md"]
