import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from enrichers.asking.ask import ask
from enrichers.asking.store import Store
from enrichers.model import Identifier, Person, Scheme, SourceDown, WorkKind
from enrichers.snapshots.build import SnapshotBroken, build
from enrichers.snapshots.lookup import BATCH, Snapshot
from enrichers.snapshots.search import search_many
from enrichers.words.clues import clue_of_label
from enrichers.words.model import Decision
from tests.enrichers.snapshots.dumps import COUNTED, paper, write_lines

PAPER = Identifier(Scheme.ARXIV, "1806.07366")
OLD = Identifier(Scheme.ARXIV, "math/0309136")
NEVER = Identifier(Scheme.ARXIV, "1805.99999")
SINCE = Identifier(Scheme.ARXIV, "2403.00001")
DOI = Identifier(Scheme.DOI, "10.5000/odes")
NO_DOI = Identifier(Scheme.DOI, "10.5000/none")


def test_a_work_says_that_it_is_from_the_snapshot_and_of_which_day(crossref: Snapshot) -> None:
    work = crossref.lookup([DOI])[DOI]

    assert work.kind is WorkKind.CONFERENCE_PAPER
    assert work.title == "Neural Ordinary Differential Equations"
    assert work.citations == {"crossref": 1200}
    assert {origin.source for origin in work.origin.values()} == {"snapshot:2026-04-01"}
    assert {origin.asked_on for origin in work.origin.values()} == {date(2026, 4, 1)}
    assert work.origin["title"].record == "doi:10.5000/odes"


def test_found_absent_and_unknown_are_three_answers(arxiv: Snapshot) -> None:
    answers = arxiv.ask([PAPER, OLD, NEVER, SINCE])

    assert set(answers.found) == {PAPER, OLD}
    assert answers.absent == {NEVER}
    assert set(answers.down) == {SINCE}
    assert "2024-03-05" in answers.down[SINCE]


def test_a_doi_that_a_snapshot_lacks_may_be_younger(crossref: Snapshot) -> None:
    answers = crossref.ask([DOI, NO_DOI])

    assert answers.absent == frozenset()
    assert set(answers.down) == {NO_DOI}


@pytest.mark.parametrize(
    ("value", "proves"),
    [
        ("2401.99999", True),
        ("2402.99999", False),
        ("2403.00001", False),
        ("2501.00001", False),
        ("0704.0001", True),
        ("hep-th/9901001", True),
        ("math/0309136", True),
    ],
)
def test_absence_is_proved_for_papers_of_the_months_before(
    arxiv: Snapshot, value: str, proves: bool
) -> None:
    assert arxiv.proves_absence(Identifier(Scheme.ARXIV, value)) is proves


def test_a_dump_that_was_not_read_as_a_whole_proves_no_absence(tmp_path: Path) -> None:
    dump = write_lines(tmp_path / "a.json", ["rubbish", *map(paper, range(1, 9))])
    build("arxiv", dump, tmp_path / "snapshot", taken_on=date(2024, 3, 5))
    snapshot = Snapshot(tmp_path / "snapshot")

    answers = snapshot.ask([NEVER])

    assert answers.absent == frozenset()
    assert set(answers.down) == {NEVER}


def test_asked_like_a_service_it_is_never_absent_what_may_be_younger(
    arxiv: Snapshot, tmp_path: Path
) -> None:
    store = Store(tmp_path / "answers.db")

    answers = ask(arxiv, [PAPER, NEVER, SINCE], store=store, today=date(2026, 11, 23))

    assert set(answers.found) == {PAPER}
    assert answers.absent == {NEVER}
    assert set(answers.down) == {SINCE}


def test_what_it_answered_is_remembered_as_the_snapshot_s_word(
    arxiv: Snapshot, tmp_path: Path
) -> None:
    store = Store(tmp_path / "answers.db")
    today = date(2026, 11, 23)

    first = ask(arxiv, [PAPER], store=store, today=today).found[PAPER]
    again = ask(arxiv, [PAPER], store=store, today=today).found[PAPER]

    assert {origin.source for origin in first.origin.values()} == {"snapshot:2024-03-05"}
    assert {origin.asked_on for origin in first.origin.values()} == {date(2024, 3, 5)}
    assert again == first


def test_only_identifiers_of_its_service_are_its_business(
    arxiv: Snapshot, crossref: Snapshot
) -> None:
    assert arxiv.answers(PAPER)
    assert not arxiv.answers(DOI)
    assert crossref.answers(DOI)
    assert not crossref.answers(PAPER)


def test_more_identifiers_than_one_join_takes_are_all_answered(arxiv: Snapshot) -> None:
    strangers = [Identifier(Scheme.ARXIV, f"1502.{number:05}") for number in range(BATCH)]
    asked = [PAPER, *strangers, OLD]

    batches = list(arxiv.batches(asked))
    answers = [arxiv.ask(batch) for batch in batches]

    assert [len(batch) for batch in batches] == [BATCH, 2]
    assert [set(each.found) for each in answers] == [{PAPER}, {OLD}]
    assert sum(len(each.absent) for each in answers) == BATCH


def test_versions_are_found_from_the_side_that_does_not_name_them(arxiv: Snapshot) -> None:
    assert arxiv.naming([DOI, NO_DOI]) == {DOI: {PAPER}}


@pytest.mark.parametrize(
    "title",
    [
        "Neural Ordinary Differential Equations",
        "NEURAL ORDINARY DIFFERENTIAL EQUATIONS.",
        "Neural Ordinary Diferential Equations",
        "Neurol Ordinary Differential Equations",
    ],
)
def test_a_title_is_found_however_it_is_spelt(arxiv: Snapshot, title: str) -> None:
    found = arxiv.search(title)

    assert [work.ids for work in found] == [{PAPER}]


def test_a_title_is_found_without_its_subtitle(crossref: Snapshot) -> None:
    found = crossref.search("Optimal Transport for Generative Modelling")

    assert [work.year for work in found] == [2021]


@pytest.mark.parametrize("title", ["", "A title that nobody gave to anything", "x" * 50_000])
def test_a_title_that_nobody_has_is_not_found(arxiv: Snapshot, title: str) -> None:
    assert list(arxiv.search(title)) == []


def test_many_titles_are_judged_over_all_snapshots(arxiv: Snapshot, crossref: Snapshot) -> None:
    clue = clue_of_label("Chen et al. (2018). Neural Ordinary Differential Equations")
    other = clue_of_label("Neural Partial Integral Equations of the Third Kind (2018)")

    searched = search_many([clue, other], [arxiv, crossref])

    judgement = searched[clue].judgement
    assert judgement.decision is Decision.ACCEPT
    assert judgement.proposals[0].work.ids | judgement.proposals[0].work.versions == {
        PAPER,
        DOI,
    }
    assert searched[other].judgement.decision is Decision.ABSTAIN


def test_one_search_and_many_find_the_same(arxiv: Snapshot) -> None:
    titles = [
        f"Paper number {number} about {number * 7919 % 1000} things" for number in range(9)
    ]

    together = arxiv.search_titles([(title, ()) for title in titles])

    assert together == {(title, ()): arxiv.search(title) for title in titles}


def test_of_a_crowd_with_one_title_its_author_s_is_found(tmp_path: Path) -> None:
    title = "An Introduction to Stochastic Processes"
    names = [f"Name{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(59)]
    crowd = [
        paper(number, title, authors_parsed=[[name, "A.", ""]])
        for number, name in enumerate(names, start=1)
    ]
    build("arxiv", write_lines(tmp_path / "a.json", crowd), tmp_path / "snapshot")
    snapshot = Snapshot(tmp_path / "snapshot")

    found = snapshot.search(title, authors=[Person(family="Namebq")])

    assert str(found[0].authors[0]) == "Namebq, A."
    anonymous = replace(clue_of_label(title), authors=())
    judged = search_many([anonymous], [snapshot])[anonymous].judgement
    assert judged.decision is not Decision.ACCEPT


def test_one_title_by_several_people_is_looked_up_for_each(tmp_path: Path) -> None:
    title = "An Introduction to Stochastic Processes"
    people = [Person(family="Abel"), Person(family="Zorn")]
    crowd = [
        paper(number, title, authors_parsed=[[person.family, "A.", ""]])
        for number, person in enumerate(people, start=1)
    ]
    build("arxiv", write_lines(tmp_path / "a.json", crowd), tmp_path / "snapshot")

    found = Snapshot(tmp_path / "snapshot").search_titles([(title, (one,)) for one in people])

    first = [str(works[0].authors[0]) for works in found.values()]
    assert first == ["Abel, A.", "Zorn, A."]


def test_counts_of_openalex_are_found_by_either_name(tmp_path: Path) -> None:
    build("openalex", write_lines(tmp_path / "part_000.gz", [COUNTED]), tmp_path / "snapshot")
    snapshot = Snapshot(tmp_path / "snapshot")

    found = snapshot.lookup([DOI, PAPER])

    assert {known: work.citations["openalex"] for known, work in found.items()} == {
        DOI: 900, PAPER: 900,
    }  # fmt: skip


def test_a_snapshot_whose_files_are_damaged_is_down(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(folders[0], tmp_path / "copy"))
    (copy / "works-00000.parquet").write_bytes(b"damaged")

    with pytest.raises(SourceDown, match="cannot be read"):
        Snapshot(copy).lookup([PAPER])


def test_a_snapshot_that_lacks_a_file_says_so(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(folders[0], tmp_path / "copy"))
    (copy / "index-00000.parquet").unlink()

    with pytest.raises(SnapshotBroken, match="is missing"):
        Snapshot(copy)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "cannot be read"),
        ("{", "cannot be read"),
        ("[]", "cannot be read"),
        (json.dumps({"schema": 1}), "cannot be read"),
        (json.dumps({"schema": 99}), "another version"),
        (None, "no snapshot"),
    ],
)
def test_what_is_no_snapshot_says_so(tmp_path: Path, content: str | None, reason: str) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_text(content)

    with pytest.raises(SnapshotBroken, match=reason):
        Snapshot(tmp_path)
