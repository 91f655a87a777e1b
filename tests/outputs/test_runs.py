"""A run's exports are all there or none of them, and the last run's are always at hand."""

import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from outputs.files import REPORT, ExportFailed, read_links, write_tables
from outputs.manifest import About, verify
from outputs.runs import KEPT, Published, earlier_runs, latest_run, prune, publish, run_name
from tests.outputs.test_files import frames

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TABLES = {"links.csv", "links.parquet", "works.csv", "works.parquet", "schema.md"}
AT_HAND = {*TABLES, "manifest.json", "report.md", "latest", "runs"}


def writing(*titles: str, report: str = "report") -> Callable[[Path], object]:
    links, works = frames(*titles)
    return lambda folder: write_tables(links, works, folder, texts={REPORT: report})


def published(
    into: Path,
    run: str,
    *titles: str,
    report: str = "report",
    has_news: bool = False,
    keep: int = KEPT,
    as_links: bool = True,
) -> Published:
    return publish(
        writing(*titles, report=report),
        into,
        run,
        About(made_at=NOON),
        has_news=has_news,
        keep=keep,
        as_links=as_links,
    )


def runs_in(into: Path) -> list[str]:
    return sorted(path.name for path in (into / "runs").iterdir())


def titles_in(file: Path) -> list[str]:
    return list(read_links(file)["label"])


def content(into: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(into)): path.read_bytes()
        for path in sorted(into.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("as_links", [True, False])
def test_the_last_run_is_at_hand(tmp_path: Path, as_links: bool) -> None:
    published(tmp_path, "a", "Old", as_links=as_links)
    published(tmp_path, "b", "New", as_links=as_links)

    assert titles_in(tmp_path / "links.csv") == ["New"]
    assert titles_in(tmp_path / "links.parquet") == ["New"]
    assert titles_in(tmp_path / "runs" / "a" / "links.csv") == ["Old"]
    assert latest_run(tmp_path) == tmp_path / "runs" / "b"
    assert {path.name for path in tmp_path.iterdir()} == AT_HAND
    assert runs_in(tmp_path) == ["a", "b"]


def test_every_run_agrees_with_its_manifest(tmp_path: Path) -> None:
    published(tmp_path, "a", "Old")
    published(tmp_path, "b", "New")

    assert [verify(folder) for folder in earlier_runs(tmp_path)] == [[], []]
    assert verify(tmp_path / "latest") == []


def test_names_beside_the_runs_change_all_at_once(tmp_path: Path) -> None:
    published(tmp_path, "a", "Old")

    assert (tmp_path / "latest").readlink() == Path("runs/a")
    assert {name: (tmp_path / name).readlink() for name in TABLES} == {
        name: Path("latest", name) for name in TABLES
    }


def test_copies_where_links_are_not_wanted_are_files(tmp_path: Path) -> None:
    published(tmp_path, "a", "Old", as_links=False)

    assert not any(path.is_symlink() for path in tmp_path.iterdir())
    assert (tmp_path / "latest").read_text() == "a\n"


@pytest.mark.parametrize("as_links", [True, False])
def test_a_folder_may_change_from_links_to_copies_and_back(
    tmp_path: Path, as_links: bool
) -> None:
    published(tmp_path, "a", "Old", as_links=as_links)
    published(tmp_path, "b", "New", as_links=not as_links)

    assert titles_in(tmp_path / "links.csv") == ["New"]
    assert (tmp_path / "links.csv").is_symlink() is not as_links
    assert latest_run(tmp_path) == tmp_path / "runs" / "b"


def test_tables_of_the_time_before_runs_give_way(tmp_path: Path) -> None:
    write_tables(*frames("Older"), tmp_path, texts={REPORT: "older"})

    published(tmp_path, "a", "Old")

    assert titles_in(tmp_path / "links.csv") == ["Old"]


@pytest.mark.parametrize("as_links", [True, False])
def test_an_unchanged_run_leaves_no_folder_but_its_report(
    tmp_path: Path, as_links: bool
) -> None:
    published(tmp_path, "a", "Same", report="seven requests", as_links=as_links)
    before = {path.name: path.lstat().st_mtime_ns for path in tmp_path.iterdir()}

    again = published(tmp_path, "b", "Same", report="no request", as_links=as_links)

    assert (again.run, again.is_new) == ("a", False)
    assert runs_in(tmp_path) == ["a"]
    assert (tmp_path / "report.md").read_text() == "no request"
    assert (tmp_path / "runs" / "a" / "report.md").read_text() == "seven requests"
    assert verify(again.folder) == []
    after = {path.name: path.lstat().st_mtime_ns for path in tmp_path.iterdir()}
    assert {name for name in TABLES if after[name] != before[name]} == set()


def test_an_unchanged_run_with_news_is_kept(tmp_path: Path) -> None:
    published(tmp_path, "a", "Same")

    again = published(tmp_path, "b", "Same", has_news=True)

    assert again.is_new
    assert latest_run(tmp_path) == tmp_path / "runs" / "b"


@pytest.mark.parametrize("as_links", [True, False])
def test_a_run_mends_what_became_of_the_last_one(tmp_path: Path, as_links: bool) -> None:
    published(tmp_path, "a", "Same", as_links=as_links)
    (tmp_path / "runs" / "a" / "works.csv").write_text("spoilt")

    again = published(tmp_path, "b", "Same", as_links=as_links)

    assert again.is_new
    assert verify(again.folder) == []
    assert (tmp_path / "works.csv").read_bytes() != b"spoilt"


@pytest.mark.parametrize("as_links", [True, False])
def test_an_unchanged_run_puts_back_what_was_taken_away(tmp_path: Path, as_links: bool) -> None:
    published(tmp_path, "a", "Same", as_links=as_links)
    (tmp_path / "links.csv").unlink()
    (tmp_path / "works.csv").unlink()
    (tmp_path / "works.csv").write_text("edited")

    published(tmp_path, "b", "Same", as_links=as_links)

    assert titles_in(tmp_path / "links.csv") == ["Same"]
    assert "edited" not in (tmp_path / "works.csv").read_text()


@pytest.mark.parametrize("as_links", [True, False])
def test_a_file_that_a_run_has_no_more_is_not_at_hand(tmp_path: Path, as_links: bool) -> None:
    def more(folder: Path) -> None:
        writing("Old")(folder)
        (folder / "extra.bib").write_text("@book{a}")

    publish(more, tmp_path, "a", About(made_at=NOON), as_links=as_links)
    assert (tmp_path / "extra.bib").read_text() == "@book{a}"

    published(tmp_path, "b", "New", as_links=as_links)

    assert {path.name for path in tmp_path.iterdir()} == AT_HAND


def test_only_so_many_runs_are_kept(tmp_path: Path) -> None:
    days = [f"2026010{day}T000000Z" for day in range(1, 7)]
    for day in days:
        published(tmp_path, day, day, keep=3)

    assert runs_in(tmp_path) == days[-3:]
    assert [folder.name for folder in earlier_runs(tmp_path)] == days[:-4:-1]


def test_the_latest_run_is_kept_whatever_it_is_called(tmp_path: Path) -> None:
    for name in ("c", "b", "a"):
        published(tmp_path, name, name)

    gone = prune(tmp_path, 1)

    assert gone == ("b",)
    assert runs_in(tmp_path) == ["a", "c"]


def test_folders_that_are_no_runs_of_ours_are_kept(tmp_path: Path) -> None:
    published(tmp_path, "b", "Old")
    (tmp_path / "runs" / "a").mkdir()
    shutil.copytree(tmp_path / "runs" / "b", tmp_path / "runs" / "a-copy")
    (tmp_path / "runs" / "0.txt").touch()
    (tmp_path / "history").mkdir()

    published(tmp_path, "c", "New", keep=1)

    assert runs_in(tmp_path) == ["0.txt", "a", "a-copy", "c"]
    assert (tmp_path / "history").is_dir()


def test_what_a_living_run_writes_aside_is_kept_and_a_dead_ones_is_not(tmp_path: Path) -> None:
    published(tmp_path, "a", "Old")
    living = [f".b.{os.getppid()}.part", f".c d.{os.getpid()}.part", ".e.x.part"]
    for name in [*living, f".f.{os.getpid()}.part"]:
        (tmp_path / "runs" / name).mkdir()
        (tmp_path / "runs" / name / "links.csv").touch()
    for name in ("latest", "works.csv", "film.mkv"):
        (tmp_path / f".{name}.{os.getpid()}.part").touch()

    published(tmp_path, "g", "New")

    assert runs_in(tmp_path) == sorted([*living, "a", "g"])
    parts = [path.name for path in tmp_path.glob(".*")]
    assert parts == [f".film.mkv.{os.getpid()}.part"]


def test_two_runs_of_one_name_are_two_runs(tmp_path: Path) -> None:
    published(tmp_path, "a", "Old")

    second = published(tmp_path, "a", "New")

    assert second.run == "a-2"
    assert runs_in(tmp_path) == ["a", "a-2"]
    assert verify(second.folder) == []


def test_names_of_runs_follow_the_time() -> None:
    assert run_name(NOON) == "20260301T120000Z"
    assert run_name(NOON) < run_name(NOON.replace(second=1))


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../a", ".a", "a b", "a" * 101, "a\n"])
def test_a_run_is_not_called_what_no_folder_may_be_called(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="cannot be called"):
        published(tmp_path, name, "Old")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("pointer", ["", "nowhere\n", "../../etc\n", "\udcff", "runs"])
def test_a_pointer_to_nothing_is_no_last_run(tmp_path: Path, pointer: str) -> None:
    (tmp_path / "runs").mkdir()
    (tmp_path / "latest").write_text(pointer, errors="surrogateescape")

    assert latest_run(tmp_path) is None
    assert list(earlier_runs(tmp_path)) == []


def test_a_run_that_fails_while_it_writes_leaves_nothing(tmp_path: Path) -> None:
    published(tmp_path, "a", "Old")
    before = content(tmp_path)

    def stops(folder: Path) -> None:
        writing("New")(folder)
        raise LookupError("a link was lost")

    with pytest.raises(LookupError):
        publish(stops, tmp_path, "b", About(made_at=NOON))

    assert content(tmp_path) == before


def test_a_file_in_the_place_of_the_runs_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "runs").touch()

    with pytest.raises(ExportFailed, match=r"cannot write the tables into .*there is a file"):
        published(tmp_path, "a", "Old")
