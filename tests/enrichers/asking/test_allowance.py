import sqlite3
import time
from pathlib import Path

from enrichers.asking.allowance import DAY, Allowances


def test_what_one_process_noted_another_knows(tmp_path: Path) -> None:
    Allowances(tmp_path / "state.db").note("github", 12, total=60, seconds=600)

    known = Allowances(tmp_path / "state.db").of("github")

    assert known
    assert (known.left, known.total) == (12, 60)


def test_the_latest_word_counts(tmp_path: Path) -> None:
    allowances = Allowances(tmp_path / "state.db")
    allowances.note("github", 12, total=60, seconds=600)
    allowances.note("github", 59, total=60, seconds=3_600)

    known = allowances.of("github")

    assert known
    assert known.left == 59


def test_services_have_their_own(tmp_path: Path) -> None:
    allowances = Allowances(tmp_path / "state.db")
    allowances.note("github", 12, total=60, seconds=600)

    assert allowances.of("openalex") is None


def test_what_has_ended_is_unknown(tmp_path: Path) -> None:
    allowances = Allowances(tmp_path / "state.db")
    allowances.note("github", 0, total=60, seconds=0)

    assert allowances.of("github") is None


def test_a_clock_that_was_set_back_stops_nobody(tmp_path: Path) -> None:
    allowances = Allowances(tmp_path / "state.db")
    with sqlite3.connect(tmp_path / "state.db") as connection:
        future = time.time() + 3 * DAY
        connection.execute("INSERT INTO allowances VALUES ('github', 0, 60, ?)", (future,))
    connection.close()

    assert allowances.of("github") is None
