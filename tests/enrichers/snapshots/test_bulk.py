from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from enrichers.snapshots.build import SnapshotBroken, build
from enrichers.snapshots.bulk import Pool, Resolved, parts_of, resolve_all, resolve_part
from enrichers.snapshots.rows import ROWS, links_of, table_of
from seeds.model import Link, LinkKind
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

    done = resolve_all(parts_of(asked, size=2), folders, tmp_path / "out")

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
    resolve_all(parts_of([_link(ARXIV)]), folders, tmp_path / "out")

    with pytest.raises(SnapshotBroken):
        resolve_all(parts_of([_link(PUBLISHER)]), [tmp_path], tmp_path / "out")

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
        parts = parts_of(asked, size=100)
        resolve_all(parts, folders, tmp_path / name, pool=pool, workers=2)
        return {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}

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
    assert len(alone) == 4


def test_most_made_up_links_are_proved_and_none_wrongly(
    made_up: tuple[list[Path], list[Link]], tmp_path: Path
) -> None:
    folders, asked = made_up
    seen: list[Resolved] = []

    done = resolve_all(parts_of(asked), folders, tmp_path / "out", progress=seen.append)

    rows = pq.read_table(tmp_path / "out").to_pylist()
    by_words = [row for row in rows if str(row["via"]).startswith("words")]
    assert done.verdicts["resolved"] > 0.8 * len(asked)
    assert len(by_words) > 0.1 * len(asked)
    assert [row["url"] for row in by_words if not _is_meant(row)] == []
    assert seen[-1] == done


def _is_meant(row: dict[str, object]) -> bool:
    """Whether the title is the label's, but for a letter."""
    label, title = str(row["label"]).rpartition(" (")[0], str(row["title"])
    return len(label) == len(title) and sum(map(str.__ne__, label, title)) <= 1
