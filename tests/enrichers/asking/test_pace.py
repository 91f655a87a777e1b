import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from threading import Thread

import pytest

from enrichers.asking.database import StoreBroken
from enrichers.asking.pace import LONGEST_TURN, Blocked, Pace

EVERY = 0.1
CLOCK = 0.005  # seconds that reading the clock after a turn may come late

TAKE_TURNS = """
import sys, time
from pathlib import Path
from enrichers.asking.pace import Pace
pace = Pace(Path(sys.argv[1]))
for _ in range(4):
    pace.wait("arxiv", float(sys.argv[2]))
    print(time.time())
"""


def smallest_gap(times: Sequence[float]) -> float:
    return min(later - earlier for earlier, later in pairwise(sorted(times)))


def test_six_threads_share_one_spacing(pace: Pace) -> None:
    taken: list[float] = []

    def take() -> None:
        pace.wait("arxiv", EVERY)
        taken.append(time.time())

    threads = [Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(taken) == 6
    assert smallest_gap(taken) > EVERY - CLOCK


def test_two_processes_share_one_spacing(tmp_path: Path) -> None:
    command = [sys.executable, "-c", TAKE_TURNS, str(tmp_path / "state.db"), str(EVERY)]

    processes = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in "ab"]
    said = [process.communicate(timeout=60)[0] for process in processes]

    taken = [float(line) for lines in said for line in lines.split()]
    assert len(taken) == 8
    assert smallest_gap(taken) > EVERY - CLOCK


def test_services_do_not_wait_for_each_other(pace: Pace) -> None:
    pace.wait("arxiv", 3_000)

    pace.wait("crossref", 3_000, patience=0)

    assert pace.blocked_for("crossref") == 0


def test_a_block_longer_than_the_callers_patience_is_said_at_once(pace: Pace) -> None:
    pace.block("arxiv", 600)

    with pytest.raises(Blocked) as refusal:
        pace.wait("arxiv", 3, patience=20)

    assert 590 < refusal.value.seconds <= 600


def test_a_short_block_is_waited_for(pace: Pace) -> None:
    pace.block("arxiv", 0.2)

    pace.wait("arxiv", EVERY, patience=5)

    assert pace.blocked_for("arxiv") == 0


def test_a_shorter_block_does_not_end_a_longer_one(pace: Pace) -> None:
    pace.block("arxiv", 600)
    pace.block("arxiv", 1)

    assert pace.blocked_for("arxiv") > 590


def test_a_block_holds_for_other_processes_and_later_runs(tmp_path: Path) -> None:
    Pace(tmp_path / "state.db").block("arxiv", 600)

    assert Pace(tmp_path / "state.db").blocked_for("arxiv") > 590


def test_a_clock_that_was_set_back_stops_nobody(pace: Pace, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "state.db") as connection:
        future = time.time() + 400 * 86_400
        connection.execute("INSERT INTO pace VALUES ('arxiv', ?, ?)", (future, future))
    connection.close()

    pace.wait("arxiv", 3, patience=0)
    pace.block("arxiv", 50)

    assert 40 < pace.blocked_for("arxiv") <= 50


def test_nobody_gets_a_turn_while_one_is_alone(pace: Pace) -> None:
    order: list[str] = []

    def come_second() -> None:
        with pace.alone("arxiv", 0.0, longest=60):
            order.append("second")

    with pace.alone("arxiv", 0.0, longest=60):
        other = Thread(target=come_second)
        other.start()
        other.join(timeout=0.3)
        order.append("first goes")
    other.join()

    assert order == ["first goes", "second"]


def test_a_turn_alone_still_keeps_the_spacing(pace: Pace) -> None:
    starts: list[float] = []
    for _ in range(3):
        with pace.alone("arxiv", EVERY, longest=60):
            starts.append(time.time())

    assert smallest_gap(starts) > EVERY - CLOCK


def test_the_turn_of_a_process_that_died_runs_out(pace: Pace) -> None:
    pace.wait("arxiv", 0.2)  # what `alone` leaves behind if it never comes to its end

    with pace.alone("arxiv", EVERY, longest=0.2):
        assert pace.blocked_for("arxiv") == 0


def test_a_turn_that_ran_out_does_not_cut_anothers_short(pace: Pace, tmp_path: Path) -> None:
    with pace.alone("arxiv", 0.0, longest=0.05):
        pace.wait("arxiv", LONGEST_TURN / 2)

    with sqlite3.connect(tmp_path / "state.db") as connection:
        (free_at,) = connection.execute("SELECT free_at FROM pace").fetchone()
    connection.close()
    assert free_at > time.time() + LONGEST_TURN / 4


def test_a_file_that_is_none_of_ours_is_named(tmp_path: Path) -> None:
    (tmp_path / "state.db").write_text("This is a letter to my grandmother. " * 40)

    with pytest.raises(StoreBroken, match=r"state\.db: .*move it away"):
        Pace(tmp_path / "state.db")
