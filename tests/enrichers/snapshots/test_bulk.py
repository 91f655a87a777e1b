from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from enrichers.snapshots.build import SnapshotBroken, build
from enrichers.snapshots.bulk import Pool, Resolved, resolve_all, resolve_part
from enrichers.snapshots.layout import Table
from enrichers.snapshots.parts import FILE_ROWS, NUMBER, PARTS, deal, in_order, write_part
from enrichers.snapshots.rows import ROWS, links_of, table_of
from seeds.model import BadSeed, Link, LinkKind
from tests.bench.dumps import World, links, write_arxiv, write_crossref
from tests.enrichers.snapshots.dumps import COUNTED, write_lines

ARXIV = "https://arxiv.org/abs/1806.07366v5"
PUBLISHER = "https://doi.org/10.5000/odes"
PDF = "https://www.cs.example.edu/~chen/papers/odes.pdf"
TITLE = "Neural Ordinary Differential Equations (2018)"


def _link(url: str, label: str = "", line: int = 1, kind: LinkKind = LinkKind.LINK) -> Link:
    return Link(url=url, label=label, document="list.md", line=line, kind=kind)


def _resolved(folders: Sequence[Path], *links: Link) -> list[dict[str, object]]:
    return resolve_part(table_of(links), folders).to_pylist()


def test_links_travel_as_values() -> None:
    one = Link(
        url=ARXIV, label="Ünï", topic_path=("A", "B"), document="d.md", line=3, context="c",
        kind=LinkKind.REFERENCE,
    )  # fmt: skip

    assert links_of(table_of([one])) == [one]


def test_an_address_and_a_title_lead_to_one_work(folders: tuple[Path, Path]) -> None:
    rows = _resolved(folders, _link(ARXIV), _link(PUBLISHER, line=2), _link(PDF, TITLE, line=3))

    assert {row["work_id"] for row in rows} == {"arxiv:1806.07366"}
    assert {row["verdict"] for row in rows} == {"resolved"}
    assert {row["doi"] for row in rows} == {"10.5000/odes"}
    assert {row["source"] for row in rows} == {"snapshot:2026-04-01"}
    assert [row["via"] for row in rows] == [
        "address: arxiv", "address: doi", "words: title from the label",
    ]  # fmt: skip


def test_a_published_version_alone_is_known_as_the_paper_that_names_it(
    folders: tuple[Path, Path],
) -> None:
    rows = _resolved(folders, _link(PUBLISHER))

    assert rows[0]["work_id"] == "arxiv:1806.07366"


@pytest.mark.parametrize(
    ("url", "verdict"),
    [
        ("https://arxiv.org/abs/1805.99999", "not_found"),
        ("https://arxiv.org/abs/2501.00001", "unanswered"),
        ("https://doi.org/10.5000/none", "unanswered"),
        ("https://blog.example.org/post", "typed"),
        ("mailto:a@b.c", "skipped"),
    ],
)
def test_what_a_snapshot_cannot_know_is_not_called_missing(
    folders: tuple[Path, Path], url: str, verdict: str
) -> None:
    rows = _resolved(folders, _link(url, "Some words"))

    assert rows[0]["verdict"] == verdict
    assert rows[0]["source"] is None


def test_every_link_has_its_row_in_its_place(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    urls = [ARXIV, PUBLISHER, "", "#top", "not a link", "https://x.example.org", ARXIV]
    asked = [_link(url, line=line) for line, url in enumerate(urls, start=1)]

    done = resolve_all([asked[:3], asked[3:]], folders, tmp_path / "out", size=2)

    table = pq.read_table(tmp_path / "out")
    assert table.schema == ROWS
    assert table.column("line").to_pylist() == list(range(1, 8))
    assert done.links == sum(done.verdicts.values()) == 7


def test_counts_of_openalex_join_in(folders: tuple[Path, Path], tmp_path: Path) -> None:
    build("openalex", write_lines(tmp_path / "part_000.gz", [COUNTED]), tmp_path / "openalex")

    rows = _resolved([folders[0], tmp_path / "openalex"], _link(ARXIV))

    assert rows[0]["citations"] == 900


def test_a_failed_run_leaves_the_old_tables_alone(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    resolve_all([[_link(ARXIV)]], folders, tmp_path / "out")

    with pytest.raises(SnapshotBroken):
        resolve_all([[_link(PUBLISHER)]], [tmp_path], tmp_path / "out")

    assert pq.read_table(tmp_path / "out").column("url").to_pylist() == [ARXIV]


def test_two_snapshots_of_one_service_are_refused(folders: tuple[Path, Path]) -> None:
    with pytest.raises(SnapshotBroken, match="one snapshot of each"):
        _resolved([folders[0], folders[0]], _link(ARXIV))


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Path], list[Link]]:
    room = tmp_path_factory.mktemp("made-up")
    world = World(arxiv=1_500, crossref=2_000)
    write_arxiv(world, room / "arxiv.json.gz")
    write_crossref(world, room / "dump")
    build("arxiv", room / "arxiv.json.gz", room / "arxiv")
    build("crossref", room / "dump", room / "crossref")
    return [room / "arxiv", room / "crossref"], list(links(world, 400))


def test_threads_and_dask_write_the_same_bytes_as_no_pool(
    made_up: tuple[list[Path], list[Link]], tmp_path: Path
) -> None:
    distributed = pytest.importorskip("distributed")
    folders, asked = made_up

    def tables(pool: Pool | None, name: str) -> dict[str, bytes]:
        resolve_all([asked], folders, tmp_path / name, pool=pool, workers=2, size=100)
        return _content(tmp_path / name)

    alone = tables(None, "alone")
    with ThreadPoolExecutor(2) as threads:
        assert tables(threads, "threads") == alone
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        assert tables(client, "dask") == alone


@pytest.mark.parametrize("size", [9, 70])
def test_the_tables_are_the_same_whatever_goes_together(
    made_up: tuple[list[Path], list[Link]], tmp_path: Path, size: int
) -> None:
    folders, asked = made_up
    asked = [*asked[:60], *(replace(link, label=f"{link.label}!") for link in asked[:60])]

    resolve_all([asked], folders, tmp_path / "whole")
    resolve_all([asked[:9], asked[9:]], folders, tmp_path / "parts", size=size)

    assert _content(tmp_path / "parts") == _content(tmp_path / "whole")


def test_a_huge_table_goes_into_several_files_in_the_order_of_the_links(tmp_path: Path) -> None:
    asked = [_link("", f"Reference {line}", line=line) for line in range(1, FILE_ROWS + 3)]
    dealt = deal([asked], tmp_path / "links.parquet")
    files = [tmp_path / f"part-{number}.parquet" for number in range(dealt.parts)]
    for number, file in enumerate(files):
        empty = {field.name: "" for field in ROWS if not field.nullable}
        write_part(_filled(dealt.part(number).select(["line", NUMBER]), empty), file)

    tables = list(in_order(files, dealt.links))

    lines = [line for table in tables for line in table.column("line").to_pylist()]
    assert dealt.parts == PARTS
    assert [table.num_rows for table in tables] == [FILE_ROWS, 2]
    assert lines == list(range(1, FILE_ROWS + 3))


def test_what_names_one_thing_goes_together(tmp_path: Path) -> None:
    asked = [_link(f"{ARXIV}?x={line % 9}", f"Label {line}", line) for line in range(1, 99)]

    dealt = deal([asked], tmp_path / "links.parquet", size=5)

    places = [set(dealt.part(number).column("url").to_pylist()) for number in range(20)]
    assert dealt.parts == 20
    assert sum(map(len, places)) == len(set[str]().union(*places)) == 9


def test_a_run_that_was_killed_goes_on_with_the_parts_that_are_done(
    made_up: tuple[list[Path], list[Link]], tmp_path: Path
) -> None:
    folders, asked = made_up
    resolve_all([asked], folders, tmp_path / "undisturbed", size=50)
    with pytest.raises(KeyboardInterrupt):
        resolve_all([asked], folders, tmp_path / "out", size=50, progress=_stopped_after(100))
    kept = {file: file.stat().st_mtime_ns for file in (tmp_path / "out.writing").glob("part-*")}
    seen: list[Resolved] = []
    resolved: list[int] = []

    class Counted:
        def submit(self, work: Callable[..., Table], /, *part: Any) -> Future[Table]:
            resolved.append(part[0].num_rows)
            future = Future[Table]()
            future.set_result(work(*part))
            return future

    done = resolve_all(
        [asked], folders, tmp_path / "out", size=50, pool=Counted(), progress=seen.append
    )

    assert len(kept) >= 2
    assert len(kept) + len(resolved) == 8
    assert sum(resolved) == len(asked) - seen[len(kept) - 1].links
    assert done.links == len(asked)
    assert _content(tmp_path / "out") == _content(tmp_path / "undisturbed")
    assert not (tmp_path / "out.writing").exists()


@pytest.mark.parametrize("change", ["list", "snapshot"])
def test_parts_of_another_run_are_not_used(
    folders: tuple[Path, Path], tmp_path: Path, change: str
) -> None:
    asked = [_link(ARXIV), _link(PUBLISHER, line=2), _link(PDF, TITLE, line=3)]
    with pytest.raises(KeyboardInterrupt):
        resolve_all([asked], folders, tmp_path / "out", progress=_stopped_after(1))
    asked = asked[:2] if change == "list" else asked
    copies = folders[:1] if change == "snapshot" else folders

    resolve_all([asked], copies, tmp_path / "out")
    resolve_all([asked], copies, tmp_path / "undisturbed")

    assert _content(tmp_path / "out") == _content(tmp_path / "undisturbed")


def test_a_damaged_part_is_resolved_again(folders: tuple[Path, Path], tmp_path: Path) -> None:
    asked = [_link(ARXIV), _link(PUBLISHER, line=2)]
    with pytest.raises(KeyboardInterrupt):
        resolve_all([asked], folders, tmp_path / "out", progress=_stopped_after(1))
    (tmp_path / "out.writing" / "part-00000.parquet").write_bytes(b"")

    done = resolve_all([asked], folders, tmp_path / "out")

    assert done.links == 2


def test_what_an_earlier_version_left_gives_way(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "out.writing").mkdir()
    (tmp_path / "out.writing" / "links-00000.parquet").write_bytes(b"old")

    assert resolve_all([[_link(ARXIV)]], folders, tmp_path / "out").links == 1


def test_documents_that_cannot_be_read_leave_nothing(
    folders: tuple[Path, Path], tmp_path: Path
) -> None:
    def unreadable() -> Iterator[Sequence[Link]]:
        yield [_link(ARXIV)]
        raise BadSeed("the second")

    with pytest.raises(BadSeed):
        resolve_all(unreadable(), folders, tmp_path / "out")

    assert not list(tmp_path.glob("out*"))


@pytest.mark.parametrize("name", ["out", "out.writing"])
def test_other_people_s_files_are_never_replaced(
    folders: tuple[Path, Path], tmp_path: Path, name: str
) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "thesis.txt").write_text("mine")

    with pytest.raises(SnapshotBroken, match=r"thesis\.txt"):
        resolve_all([[_link(ARXIV)]], folders, tmp_path / "out")

    assert (tmp_path / name / "thesis.txt").read_text() == "mine"


def test_most_made_up_links_are_proved_and_none_wrongly(
    made_up: tuple[list[Path], list[Link]], tmp_path: Path
) -> None:
    folders, asked = made_up
    seen: list[Resolved] = []

    done = resolve_all([asked], folders, tmp_path / "out", progress=seen.append)

    rows = pq.read_table(tmp_path / "out").to_pylist()
    by_words = [row for row in rows if str(row["via"]).startswith("words")]
    assert done.verdicts["resolved"] > 0.8 * len(asked)
    assert len(by_words) > 0.1 * len(asked)
    assert [row["url"] for row in by_words if not _is_meant(row)] == []
    assert seen[-1] == done


def _content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _stopped_after(links: int) -> Callable[[Resolved], None]:
    """As Ctrl-C would."""

    def stop(so_far: Resolved) -> None:
        if so_far.links >= links:
            raise KeyboardInterrupt

    return stop


def _filled(rows: Table, values: dict[str, str]) -> Table:
    """Rows with the other columns that tables have."""
    count = rows.num_rows
    columns = [
        rows.column(field.name)
        if field.name in rows.column_names
        else pa.array([values.get(field.name)] * count, field.type)
        for field in (*ROWS, rows.schema.field(NUMBER))
    ]
    return pa.table(columns, schema=pa.schema([*ROWS, rows.schema.field(NUMBER)]))


def _is_meant(row: dict[str, object]) -> bool:
    """Whether the title is the label's, but for a letter."""
    label, title = str(row["label"]).rpartition(" (")[0], str(row["title"])
    return len(label) == len(title) and sum(map(str.__ne__, label, title)) <= 1
