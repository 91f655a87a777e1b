"""Settings of a run and of single lists, and which of them count."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from enrichers.model import WorkKind
from flows.cli import main
from flows.endings import ALL_WELL, WRONG_USE
from flows.policies import policies_of
from flows.settings import REFRESHABLE, BadSettings, Settings, changed
from outputs.zotero.cards import card_from
from tests.outputs.zotero.works import article, the_schema
from tests.standin.server import StandIn
from tests.standin.zotero import GROUP_ID, READ_WRITE_KEY
from tests.walks import Place

PAPER = "- [a](https://doi.org/10.1137/1.9780898718539)\n"
BOTH = "- [b](https://arxiv.org/abs/1806.07366)\n"
PAGE = "- [A page](https://things.made-up.net/page)\n"

Item = dict[str, Any]
Push = Callable[..., int]


@pytest.fixture
def push(standin: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Push:
    """Push lists of the folder by their names."""
    monkeypatch.setenv("ZOTERO_API_KEY", READ_WRITE_KEY)
    settings = Place(folder=tmp_path, endpoints=standin.endpoints).settings_file()

    def pushed(*names: str) -> int:
        lists = [str(tmp_path / name) for name in names]
        words = ["run", *lists, "--group", str(GROUP_ID), "--into", str(tmp_path / "out")]
        return main([*words, "--plain", "--quiet", "--settings", str(settings)])

    return pushed


def written(folder: Path, **texts: str) -> None:
    """Files of a folder: `a` for a.md, `a_own` for a.md.toml."""
    for name, text in texts.items():
        path = f"{name.removesuffix('_own')}.md{'.toml' if name.endswith('_own') else ''}"
        (folder / path).write_text(text, encoding="utf-8")


def shelves_of(standin: StandIn, item: Item) -> set[str]:
    """The collections of an item, each with those that it lies in."""
    collections = standin.zotero.collections()

    def path(key: str) -> str:
        parent = collections[key]["parentCollection"]
        return (
            f"{path(parent)}/{collections[key]['name']}" if parent else collections[key]["name"]
        )

    return {path(key) for key in item["collections"]}


def by_address(standin: StandIn) -> dict[str, Item]:
    """The items by the last part of their addresses."""
    items = standin.zotero.items().values()
    return {str(item["url"]).rpartition("/")[2]: item for item in items}


def test_two_lists_of_a_run_have_policies_of_their_own(
    push: Push, standin: StandIn, tmp_path: Path
) -> None:
    written(
        tmp_path,
        a=f"# Ours\n{PAPER}{PAGE}",
        a_own='include = "works"\nroot = "Lists/Papers"\ntags = false\n',
        b=f"# Theirs\n{BOTH}- [Another page](https://things.made-up.net/other)\n",
    )

    push("a.md", "b.md")

    items = by_address(standin)
    assert set(items) == {"1.9780898718539", "1806.07366", "other"}
    paper = items["1.9780898718539"]
    assert shelves_of(standin, paper) == {"Lists/Papers/Ours"}
    assert paper["tags"] == []
    other = items["other"]
    assert shelves_of(standin, other) == {"Theirs"}
    assert other["tags"] != []


def test_a_work_on_both_lists_is_as_the_first_that_wants_it_says(
    push: Push, standin: StandIn, tmp_path: Path
) -> None:
    written(
        tmp_path,
        a=f"# A\n{PAGE}",
        a_own='include = "works"\n',
        b=f"# B\n{PAGE}{PAPER}",
        b_own='root = "Bs"\ntags = false\n',
        c=f"# C\n{PAGE}",
    )

    push("a.md", "b.md", "c.md")
    version = standin.zotero.version
    again = push("a.md", "b.md", "c.md")

    page = by_address(standin)["page"]
    assert shelves_of(standin, page) == {"Bs/B", "C"}
    assert page["tags"] == []
    assert again == ALL_WELL
    assert standin.zotero.version == version


def test_each_list_says_what_becomes_of_items_that_leave_it(
    push: Push, standin: StandIn, tmp_path: Path
) -> None:
    more = "- [c](https://arxiv.org/abs/1312.6120)\n"
    written(tmp_path, a=f"# A\n{PAPER}{PAGE}", a_own='leaving = "remove"\n')
    written(tmp_path, b=f"# B\n{BOTH}{more}")
    push("a.md", "b.md")

    written(tmp_path, a=f"# A\n{PAPER}", b=f"# B\n{BOTH}")
    push("a.md", "b.md")

    items = by_address(standin)
    assert items["page"]["collections"] == []
    left = [item for item in items.values() if {"tag": "list:left", "type": 1} in item["tags"]]
    assert [shelves_of(standin, item) for item in left] == [{"B"}]


@pytest.mark.parametrize("own", [{}, {"a_own": 'root = "Lists"\n'}], ids=["run", "own"])
def test_a_second_top_heading_moves_nothing_beside_another_list(
    push: Push, standin: StandIn, tmp_path: Path, own: dict[str, str]
) -> None:
    written(tmp_path, a=f"# A\n{PAPER}", b="# B\n- https://arxiv.org/abs/1312.6120\n", **own)
    push("a.md", "b.md")
    before = by_address(standin)["1.9780898718539"]["collections"]

    written(tmp_path, a=f"# A\n{PAPER}# B\n{PAGE}")
    push("a.md", "b.md")

    items = by_address(standin)
    root = "Lists/" if own else ""
    assert items["1.9780898718539"]["collections"] == before
    assert shelves_of(standin, items["page"]) == {f"{root}a.md/B"}


@pytest.mark.parametrize(
    ("own", "says"),
    [
        ("include = 3", "'include' must be a str, not 3"),
        ('prefer = "newest"', "'prefer' must be one of published, preprint"),
        ('contact = "a@b.test"', "'contact' is no setting of a single list; a list may have: "),
        ("colour = 1", "'colour' is no setting of a single list"),
        ("include", "is no valid TOML"),
        ('refresh = "title"', "'refresh' must be a list of names in quotes"),
        ('refresh = ["titel"]', "'refresh' names 'titel', which is none of *, DOI"),
    ],
)
def test_what_is_wrong_with_a_lists_own_settings_is_said_before_any_work(
    push: Push, tmp_path: Path, capsys: pytest.CaptureFixture[str], own: str, says: str
) -> None:
    written(tmp_path, a=PAPER, a_own=own)

    code = push("a.md")

    told = capsys.readouterr().err
    assert code == WRONG_USE
    assert f"{tmp_path / 'a.md.toml'}" in told
    assert says in told
    assert told.count("\n") == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("kind", WorkKind)
def test_all_that_we_fill_in_an_item_may_be_named_for_refreshing(kind: WorkKind) -> None:
    whole = article(
        kind=kind,
        abstract="x",
        language="en",
        rights="CC-BY",
        publisher="P",
        series="S",
        issue="1",
        edition="2",
        issn=("1234-5679",),
        isbn=("9780898718539",),
        url="https://things.made-up.net/",
    )

    card = card_from(whole, the_schema())

    assert card.fields.keys() <= REFRESHABLE
    assert {"title", "rights", "url"} <= card.fields.keys()


def test_lists_of_one_name_have_policies_of_their_own(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
        written(folder, a=PAPER)
    written(folders[0], a_own="tags = false")

    policies = policies_of([folder / "a.md" for folder in folders], Settings(state=tmp_path))

    assert {name: policy.tags for name, policy in policies.items()} == {
        "one/a.md": False,
        "two/a.md": True,
    }


def test_without_settings_of_their_own_lists_have_those_of_the_run(tmp_path: Path) -> None:
    written(tmp_path, a=PAPER)

    assert policies_of([tmp_path / "a.md"], Settings(state=tmp_path)) == {}


def test_doctor_names_the_settings_file_that_counts(
    standin: StandIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = Place(folder=tmp_path, endpoints=standin.endpoints).settings_file(patience=1)

    main(["doctor", "--settings", str(file)])

    [line] = [each for each in capsys.readouterr().out.splitlines() if " settings " in each]
    assert line.startswith("ok")
    assert str(file) in line


@pytest.mark.parametrize("address", ["https://localhost:23119/api", "http://192.168.0.7:23119"])
def test_zotero_desktop_is_on_this_machine(address: str, tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="'desktop' must be like"):
        changed(Settings(state=tmp_path), {"desktop": address}, told_by="zotlist.toml")
