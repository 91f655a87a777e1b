"""How far a run is, as logs and pipes are told it."""

from io import StringIO

from flows.progress import STEPS, Lines


def said(total: int, moves: int, note: str = "") -> list[str]:
    stream = StringIO()
    lines = Lines(stream)
    lines.began("read pages", total)
    for _ in range(moves):
        lines.moved("read pages", 1, note)
    return stream.getvalue().splitlines()


def test_a_long_stage_is_told_in_few_lines_and_to_its_end() -> None:
    told = said(1_000, 1_000)

    assert len(told) == STEPS + 1
    assert told[0] == "zotlist  read pages: 1,000 to do"
    assert told[-1] == "zotlist  read pages: 1,000 of 1,000"


def test_a_short_stage_is_told_step_by_step() -> None:
    assert said(2, 1)[1:] == ["zotlist  read pages: 1 of 2"]


def test_a_stage_of_unknown_length_is_always_told() -> None:
    assert len(said(0, 30)) == 31


def test_news_without_progress_is_told() -> None:
    stream = StringIO()
    lines = Lines(stream)
    lines.began("ask arxiv", 500)

    lines.moved("ask arxiv", 0, "it refuses us for ten minutes")

    assert stream.getvalue().endswith("ask arxiv: 0 of 500  it refuses us for ten minutes\n")
