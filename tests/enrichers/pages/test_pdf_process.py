"""Whatever is in a PDF, the process that reads it may be ended, and nothing else is harmed."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from enrichers.pages.pdf_process import BUSY, DIED, ENDED, FAILURES, TOO_SLOW, PdfProcess
from enrichers.pages.pdf_worker import LIMITS_WORK
from tests.enrichers.pages.ending import TASKS, ended, readers
from tests.enrichers.pages.hostile_pdfs import (
    TEXT,
    bomb,
    bomb_in_a_bomb,
    many_operators,
    raw_pdf,
)
from tests.standin.documents.pdf import Line, Sheet, written

ORDINARY = raw_pdf([TEXT])
LISTS_CHILDREN = (TASKS / str(os.getpid()) / "children").exists()
DEADLY = {DIED, TOO_SLOW}
"""Which of them depends on whether the system limits memory."""
MALFORMED = FAILURES["malformed"]


@pytest.fixture(scope="module")
def process() -> Iterator[PdfProcess]:
    with PdfProcess() as process:
        yield process


def test_the_first_page_is_read_in_runs(process: PdfProcess) -> None:
    facts = process.facts(ORDINARY)

    assert (facts.failure, facts.pages, facts.sizes) == ("", 1, ((612.0, 792.0),))
    assert facts.text == "Hello"
    assert (facts.lines[0][0].size, facts.lines[0][0].x) == (12.0, pytest.approx(72, abs=2))


def test_text_in_the_margin_keeps_its_direction(process: PdfProcess) -> None:
    lines = (
        Line(x=30, y=200, size=20, text="up the page", is_upright=True),
        Line(x=72, y=700, size=12, text="along the page"),
    )

    facts = process.facts(written([Sheet(lines=lines)], {}))

    up, along = (line[0] for line in facts.lines)
    assert ((up.cosine, up.sine), (along.cosine, along.sine)) == ((0.0, 1.0), (1.0, 0.0))


def test_a_page_of_few_words_is_read_with_those_after_it(process: PdfProcess) -> None:
    assert process.facts(raw_pdf([TEXT] * 9)).next_texts == ("Hello",) * 3


@pytest.mark.parametrize(
    ("data", "failure"),
    [
        pytest.param(b"", MALFORMED, id="nothing"),
        pytest.param(b"<html>Not found</html>", MALFORMED, id="no PDF"),
        pytest.param(ORDINARY[: len(ORDINARY) // 3], MALFORMED, id="cut"),
        pytest.param(b"%PDF-1.7\n" + bytes(range(256)) * 4000, MALFORMED, id="noise"),
        pytest.param(
            written([Sheet()], {}, password="secret"), FAILURES["encrypted"], id="encrypted"
        ),
        pytest.param(raw_pdf([TEXT], pages=10_000), "", id="10,000 pages"),
        pytest.param(raw_pdf([b"q " * 200_000 + TEXT]), "", id="deep"),
        pytest.param(raw_pdf([b"[" * 200_000]), "", id="nested"),
    ],
)
def test_every_file_ends_in_facts_or_a_reason(
    process: PdfProcess, data: bytes, failure: str
) -> None:
    assert process.facts(data).failure == failure


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(raw_pdf([TEXT], box=(10**9, 10**9)), id="as large as a country"),
        pytest.param(many_operators(), id="three million operators"),
        pytest.param(bomb(), id="bomb"),
        pytest.param(bomb_in_a_bomb(), id="bomb in a bomb"),
    ],
)
def test_a_deadly_file_ends_the_process_and_nothing_else(
    process: PdfProcess, data: bytes
) -> None:
    assert process.facts(data).failure in DEADLY


def test_what_came_before_the_failure_is_kept(process: PdfProcess) -> None:
    facts = process.facts(many_operators())

    assert facts.failure in DEADLY
    assert facts.pages == 1


def test_a_file_that_takes_too_long_is_given_up() -> None:
    with PdfProcess(seconds=0.0) as hasty:
        facts = hasty.facts(raw_pdf([TEXT]))

    assert facts.failure == (BUSY if LIMITS_WORK else TOO_SLOW)
    assert facts.is_passing is LIMITS_WORK


@pytest.mark.skipif(not LISTS_CHILDREN, reason="this system does not list children")
@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGTERM])
def test_a_file_whose_reader_was_ended_may_be_read_another_time(by: signal.Signals) -> None:
    with PdfProcess() as process:
        with ended(by):
            facts = process.facts(ORDINARY)
        again = process.facts(ORDINARY)

    assert (facts.failure, facts.is_passing) == (ENDED, True)
    assert again.text == "Hello"


@pytest.mark.skipif(not LISTS_CHILDREN, reason="this system does not list children")
def test_a_stop_at_the_terminal_is_not_for_the_reader() -> None:
    with PdfProcess() as process:
        process.facts(ORDINARY)
        groups = {os.getpgid(reader) for reader in readers()}

    assert groups
    assert os.getpgid(0) not in groups


def test_a_deadly_file_is_not_worth_another_time(process: PdfProcess) -> None:
    assert not process.facts(bomb()).is_passing


def test_an_ordinary_file_is_read_after_a_deadly_one() -> None:
    with PdfProcess(processes=1) as process:
        deadly, ordinary = process.facts(bomb()), process.facts(ORDINARY)

    assert deadly.failure in DEADLY
    assert ordinary.text == "Hello"


def test_several_threads_get_their_own_answers() -> None:
    files = [raw_pdf([b"BT /F 12 Tf 72 700 Td (Page%d) Tj ET" % at]) for at in range(40)]

    with PdfProcess(processes=2) as process, ThreadPoolExecutor(8) as threads:
        texts = [facts.text for facts in threads.map(process.facts, files)]

    assert texts == [f"Page{at}" for at in range(40)]


def test_reading_again_after_closing_starts_anew() -> None:
    process = PdfProcess()
    process.facts(ORDINARY)
    process.close()

    again = process.facts(ORDINARY)
    process.close()

    assert again.text == "Hello"


def test_no_process_outlives_its_owner() -> None:
    children = f"/proc/{os.getpid()}/task/{os.getpid()}/children"
    if not os.path.exists(children):  # noqa: PTH110 - a file of the system's
        pytest.skip("this system does not list children")
    with PdfProcess() as process:
        process.facts(ORDINARY)
        with open(children) as file:  # noqa: PTH123
            during = file.read().split()
    with open(children) as file:  # noqa: PTH123
        after = file.read().split()

    assert len(after) < len(during)
