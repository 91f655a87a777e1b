import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest

from enrichers.asking.pace import Pace
from enrichers.asking.store import Lifetimes, Store, StoreBroken
from enrichers.model import Identifier, Origin, Person, Scheme, Work, WorkKind

TODAY = date(2026, 11, 23)
NUMBER = Identifier(Scheme.DOI, "10.1137/1.9780898718539")
OTHER = Identifier(Scheme.ARXIV, "1806.07366")
ORIGIN = Origin(source="crossref", asked_on=TODAY, record=str(NUMBER))
WORK = Work(
    ids=frozenset({NUMBER, OTHER}),
    versions=frozenset({Identifier(Scheme.DOI, "10.1000/2")}),
    kind=WorkKind.BOOK,
    title="Ein Buch über $\\ell_1$ 😀",
    authors=(Person(family="van der Berg", given="Ada", suffix="Jr."), Person(name="李宏毅")),
    editors=(Person(name="The ATLAS Collaboration"),),
    issued="2018-06",
    issn=("1234-5678",),
    isbn=("9780898718539",),
    citations={"crossref": 0, "openalex": 11},
    origin={"title": ORIGIN, "citations.crossref": ORIGIN},
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "data" / "answers.db")


def test_a_work_comes_back_as_it_was_kept(store: Store) -> None:
    store.keep("crossref", {NUMBER: WORK}, [], today=TODAY)

    assert store.recall("crossref", [NUMBER], today=TODAY) == ({NUMBER: WORK}, frozenset())


def test_an_absence_is_kept_apart_from_what_was_never_asked(store: Store) -> None:
    store.keep("crossref", {}, [NUMBER], today=TODAY)

    assert store.recall("crossref", [NUMBER, OTHER], today=TODAY) == ({}, frozenset({NUMBER}))


def test_what_one_source_lacks_another_may_have(store: Store) -> None:
    store.keep("crossref", {}, [NUMBER], today=TODAY)
    store.keep("datacite", {NUMBER: WORK}, [], today=TODAY)

    assert store.recall("datacite", [NUMBER], today=TODAY) == ({NUMBER: WORK}, frozenset())


@pytest.mark.parametrize(
    ("source", "is_found", "days"),
    [
        ("crossref", True, 30),
        ("crossref", False, 7),
        ("openalex", True, 7),
        ("semantic_scholar", False, 7),
        ("github", True, 9),
        ("github", False, 7),
    ],
)
def test_every_answer_has_its_lifetime(
    store: Store, source: str, is_found: bool, days: int
) -> None:
    store = Store(store.path, lifetimes=Lifetimes(pages=9))
    store.keep(source, {NUMBER: WORK} if is_found else {}, [NUMBER], today=TODAY)
    if is_found:
        store.keep(source, {NUMBER: WORK}, [], today=TODAY)

    last_day = store.recall(source, [NUMBER], today=TODAY + timedelta(days - 1))
    day_after = store.recall(source, [NUMBER], today=TODAY + timedelta(days))

    assert last_day == (({NUMBER: WORK}, frozenset()) if is_found else ({}, {NUMBER}))
    assert day_after == ({}, frozenset())


def test_lifetimes_can_be_set(tmp_path: Path) -> None:
    lifetimes = Lifetimes(records=1, count_sources=frozenset())
    store = Store(tmp_path / "answers.db", lifetimes=lifetimes)
    store.keep("openalex", {NUMBER: WORK}, [], today=TODAY)

    assert store.recall("openalex", [NUMBER], today=TODAY + timedelta(1)) == ({}, frozenset())


def test_an_answer_from_the_future_is_asked_for_again(store: Store) -> None:
    store.keep("crossref", {NUMBER: WORK}, [], today=TODAY + timedelta(400))

    assert store.recall("crossref", [NUMBER], today=TODAY) == ({}, frozenset())


def test_a_work_is_there_however_old_while_its_source_is_down(store: Store) -> None:
    store.keep("crossref", {NUMBER: WORK}, [OTHER], today=TODAY - timedelta(4_000))

    assert store.recall_stale("crossref", [NUMBER, OTHER]) == {NUMBER: WORK}


def test_the_newest_answer_takes_the_place_of_the_older(store: Store) -> None:
    corrected = replace(WORK, title="Another")
    store.keep("crossref", {}, [NUMBER], today=TODAY)
    store.keep("crossref", {NUMBER: corrected}, [], today=TODAY + timedelta(1))

    found, absent = store.recall("crossref", [NUMBER], today=TODAY + timedelta(1))

    assert (found, absent) == ({NUMBER: corrected}, frozenset())


def test_ten_thousand_identifiers_are_one_look(store: Store) -> None:
    ids = [Identifier(Scheme.DOI, f"10.1000/{number}") for number in range(10_000)]
    store.keep("crossref", dict.fromkeys(ids[::2], Work()), ids[1::2], today=TODAY)

    found, absent = store.recall("crossref", ids, today=TODAY)

    assert (len(found), len(absent)) == (5_000, 5_000)


def test_answers_outlive_the_run(tmp_path: Path) -> None:
    first = Store(tmp_path / "answers.db")
    first.keep("crossref", {NUMBER: WORK}, [], today=TODAY)
    first.close()

    again = Store(tmp_path / "answers.db")

    assert again.recall("crossref", [NUMBER], today=TODAY)[0] == {NUMBER: WORK}


def test_threads_and_other_openings_of_the_file_write_side_by_side(tmp_path: Path) -> None:
    stores = [Store(tmp_path / "answers.db") for _ in range(2)]
    ids = [Identifier(Scheme.DOI, f"10.1000/{number}") for number in range(40)]

    def keep(store: Store, known: Identifier) -> None:
        store.keep("crossref", {known: WORK}, [], today=TODAY)

    threads = [
        Thread(target=keep, args=(stores[number % 2], known))
        for number, known in enumerate(ids)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(stores[0].recall("crossref", ids, today=TODAY)[0]) == 40


def test_several_may_open_a_new_file_at_the_same_moment(tmp_path: Path) -> None:
    start = Barrier(8)
    opened: list[Store] = []

    def come_in() -> None:
        start.wait()
        opened.append(Store(tmp_path / "answers.db"))

    threads = [Thread(target=come_in) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(opened) == 8


def test_answers_and_pace_may_share_a_file(store: Store) -> None:
    pace = Pace(store.path)
    pace.block("arxiv", 600)
    store.keep("crossref", {NUMBER: WORK}, [], today=TODAY)

    assert pace.blocked_for("arxiv") > 590
    assert store.recall("crossref", [NUMBER], today=TODAY)[0] == {NUMBER: WORK}


def test_what_cannot_be_read_any_more_is_asked_for_again(store: Store) -> None:
    store.keep("crossref", {NUMBER: WORK}, [], today=TODAY)
    with sqlite3.connect(store.path) as connection:
        connection.execute('UPDATE answers SET work = \'{"kind": "a papyrus"}\'')
    connection.close()

    assert store.recall("crossref", [NUMBER], today=TODAY) == ({}, frozenset())
    assert store.recall_stale("crossref", [NUMBER]) == {}


def test_a_damaged_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "answers.db").write_bytes(b"\x00\xff" * 4_000)

    with pytest.raises(StoreBroken, match=r"answers\.db: .*move it away"):
        Store(tmp_path / "answers.db")


def test_a_file_damaged_while_in_use_is_named_too(tmp_path: Path) -> None:
    store = Store(tmp_path / "answers.db")
    ids = [Identifier(Scheme.DOI, f"10.1000/{number}") for number in range(2_000)]
    store.keep("crossref", dict.fromkeys(ids, WORK), [], today=TODAY)
    store.close()
    with (tmp_path / "answers.db").open("r+b") as file:
        file.seek(65_536)
        file.write(b"\xaa" * 400_000)
    damaged = Store(tmp_path / "answers.db")

    with pytest.raises(StoreBroken, match="move it away"):
        damaged.recall("crossref", ids, today=TODAY)


def test_a_full_disk_is_said(store: Store) -> None:
    with store._database.reading() as connection:  # pyright: ignore[reportPrivateUsage]
        connection.execute("PRAGMA max_page_count = 10")
    ids = [Identifier(Scheme.DOI, f"10.1000/{number}") for number in range(2_000)]

    with pytest.raises(StoreBroken, match="the disk is full"):
        store.keep("crossref", dict.fromkeys(ids, WORK), [], today=TODAY)

    assert store.recall("crossref", ids, today=TODAY) == ({}, frozenset())


def test_a_folder_in_place_of_the_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreBroken, match="cannot be opened"):
        Store(tmp_path)


def test_a_file_in_place_of_its_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").touch()

    with pytest.raises(StoreBroken, match="data"):
        Store(tmp_path / "data" / "answers.db")


def test_a_file_of_a_newer_zotlist_is_left_alone(tmp_path: Path) -> None:
    Store(tmp_path / "answers.db").close()
    with sqlite3.connect(tmp_path / "answers.db") as connection:
        connection.execute("UPDATE schema SET version = 99")
    connection.close()

    with pytest.raises(StoreBroken, match="update zotlist"):
        Store(tmp_path / "answers.db")
