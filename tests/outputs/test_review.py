"""What people are asked, and that each answer that is offered does what it says."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from enrichers.model import Verdict
from enrichers.pages.reader import Reader
from enrichers.rulings import NO_RULINGS, Rulings, read_rulings
from outputs.files import write_questions
from outputs.review import COLUMNS, review_frame
from seeds.model import Link, LinkKind
from tests.enrichers.climbing import Walk, link
from tests.standin.catalogue import Catalogue
from tests.standin.pages import Page
from tests.standin.records import Name, Record
from tests.standin.server import StandIn

TITLE = "Stochastic averaging of stiff kinetic equations"
ODD = "10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2"
NOWHERE = "https://people.made-up.net/ada/lost.pdf"
SPACED = "https://people.made-up.net/ada/lost paper (1).pdf"
CHEESE = "https://doi.org/10.1000/cheese"
TWO_FACED = "https://papers.made-up.net/abstract/19"
CITED = f"Lovelace, A. (2015). {TITLE} of the second kind"


def record(doi: str, title: str, family: str) -> Record:
    author = Name(family=family, given="Ada")
    return Record(doi=doi, title=title, authors=(author,), issued="2015", venue="Acta")


WORKS = (
    record("10.1000/twin", TITLE, "Lovelace"),
    record(ODD, TITLE, "Senn"),
    record("10.1000/second", f"{TITLE} of the second kind", "Lovelace"),
    record("10.1000/cheese", "A history of cheese in the Alps", "Käser"),
)
THIRD = record("10.1000/third", TITLE, "Tertius")
DECLARING = Page(
    url=TWO_FACED,
    meta=(("citation_doi", "10.1000/second"), ("citation_doi", "10.1000/cheese")),
)


@pytest.fixture
def standin() -> Iterator[StandIn]:
    with StandIn(Catalogue(WORKS, [DECLARING]), pace=0.01) as server:
        yield server


@pytest.fixture
def walk(standin: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Walk]:
    for name, value in standin.proxy(tmp_path).environment.items():
        monkeypatch.setenv(name, value)
    with Reader() as reader:
        walk = Walk(standin, tmp_path, reader)
        yield walk
        walk.close()


def questions(walk: Walk, *links: Link, rulings: Rulings = NO_RULINGS) -> pd.DataFrame:
    conclusion = walk(*links, rulings=rulings)
    return review_frame(conclusion, walk.resolved)


def answers_of(frame: pd.DataFrame) -> list[str]:
    return list(frame["answer"])


AMBIGUOUS = link(NOWHERE, f"{TITLE} (2015)")
CONFLICT = link(CHEESE, CITED)
DECLARED = link(TWO_FACED, "here")
WITH_BLANKS = link(SPACED, f"{TITLE} (2015)")
REFERENCE = Link(
    url="", label=f"{TITLE} (2015)", document="list.md", line=1, kind=LinkKind.REFERENCE
)
ASKED = (AMBIGUOUS, CONFLICT, DECLARED, WITH_BLANKS, REFERENCE)
NAMES = ("ambiguous", "conflict", "declared", "with blanks", "reference")


def test_each_possible_answer_is_a_row_with_its_evidence(walk: Walk) -> None:
    frame = questions(walk, AMBIGUOUS)

    assert list(frame.columns) == list(COLUMNS)
    assert set(frame["candidate"]) == {"doi:10.1000/twin", f"doi:{ODD}", ""}
    assert set(frame["link"]) == {NOWHERE}
    first = frame.iloc[0]
    assert (first["title"], first["year"], first["venue"]) == (TITLE, "2015", "Acta")
    assert first["why"] == "2 works fit about equally well"
    assert "title 1.00" in first["evidence"]
    assert frame.iloc[-1]["evidence"] == "none of these"


def test_a_conflict_offers_both_works(walk: Walk) -> None:
    frame = questions(walk, CONFLICT)

    assert answers_of(frame) == [
        f"{CHEESE} is doi:10.1000/cheese",
        f"{CHEESE} is doi:10.1000/second",
        f"{CHEESE} is none",
    ]


def test_a_page_that_declares_two_works_offers_both(walk: Walk) -> None:
    frame = questions(walk, DECLARED)

    assert set(frame["candidate"]) == {"doi:10.1000/second", "doi:10.1000/cheese", ""}


def test_what_is_proved_or_typed_is_no_question(walk: Walk) -> None:
    frame = questions(walk, link(CHEESE), link("https://people.made-up.net/ada/", line=2))

    assert frame.empty
    assert list(frame.columns) == list(COLUMNS)


def test_one_address_is_asked_about_once(walk: Walk) -> None:
    again = (link(NOWHERE, f"{TITLE} (2015)", line) for line in (1, 7, 9))

    assert answers_of(questions(walk, *again)).count(f"{NOWHERE} is doi:10.1000/twin") == 1


@pytest.mark.parametrize("asked", ASKED, ids=NAMES)
@pytest.mark.parametrize("row", [0, 1])
def test_a_work_that_is_offered_is_the_link_s_when_its_answer_is_copied(
    walk: Walk, tmp_path: Path, asked: Link, row: int
) -> None:
    target = tmp_path / "list.review.csv"
    write_questions(questions(walk, asked), target)
    with target.open(encoding="utf-8-sig", newline="") as file:
        chosen = list(csv.DictReader(file))[row]

    rulings = read_rulings(chosen["answer"] + "\n", "answers")
    [end] = walk(asked, rulings=rulings).resolutions

    assert (end.verdict, end.work_id) == (Verdict.RESOLVED, chosen["candidate"])
    assert end.via.startswith("people: ")


@pytest.mark.parametrize("asked", ASKED, ids=NAMES)
@pytest.mark.parametrize("row", [0, -1])
def test_nothing_is_asked_twice(walk: Walk, asked: Link, row: int) -> None:
    answer = answers_of(questions(walk, asked))[row]

    assert questions(walk, asked, rulings=read_rulings(answer, "answers")).empty


@pytest.mark.parametrize("asked", ASKED, ids=NAMES)
def test_none_of_these_is_an_honest_item(walk: Walk, asked: Link) -> None:
    answer = answers_of(questions(walk, asked))[-1]

    [end] = walk(asked, rulings=read_rulings(answer, "answers")).resolutions

    assert end.verdict is Verdict.TYPED
    assert "as people decided (line 1" in end.reason


def test_none_of_these_is_asked_again_when_there_is_another_candidate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = one_look(WORKS, tmp_path / "before", monkeypatch)
    none = answers_of(before)[-1]

    same = one_look(WORKS[::-1], tmp_path / "same", monkeypatch, none)
    more = one_look((*WORKS, THIRD), tmp_path / "more", monkeypatch, none)
    newer = one_look(
        (*WORKS, THIRD), tmp_path / "newer", monkeypatch, f"{none}\n{answers_of(more)[-1]}"
    )

    assert same.empty
    assert "doi:10.1000/third" in set(more["candidate"])
    assert answers_of(more)[-1] != none
    assert newer.empty


def one_look(
    works: tuple[Record, ...],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    answers: str = "",
) -> pd.DataFrame:
    """The questions about a list while the services have these works."""
    folder.mkdir()
    with StandIn(Catalogue(works), pace=0.01) as standin, Reader() as reader:
        for name, value in standin.proxy(folder).environment.items():
            monkeypatch.setenv(name, value)
        walk = Walk(standin, folder, reader)
        frame = questions(walk, AMBIGUOUS, rulings=read_rulings(answers, "answers"))
        walk.close()
    return frame


def test_the_file_opens_in_a_spreadsheet_and_runs_nothing(walk: Walk, tmp_path: Path) -> None:
    target = tmp_path / "list.review.csv"
    trap = link(NOWHERE, f'=HYPERLINK("https://x.made-up.net") {TITLE} (2015)')
    frame = questions(walk, trap, AMBIGUOUS)

    write_questions(frame, target)

    assert target.read_bytes().startswith("\N{BYTE ORDER MARK}".encode())
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(frame) > 0
    assert not any(
        cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values()
    )
    assert [row["answer"] for row in rows] == answers_of(frame)


def test_answers_copied_from_a_file_of_windows_are_understood(walk: Walk) -> None:
    answer = answers_of(questions(walk, AMBIGUOUS))[0]

    rulings = read_rulings(f"\N{BYTE ORDER MARK}{answer}\r\n", "answers")

    assert walk(AMBIGUOUS, rulings=rulings).resolutions[0].verdict is Verdict.RESOLVED
