"""Lists in folders, at addresses and in git repositories, and what is kept of them."""

import re
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from flows.endings import StepFailed
from flows.lists import gathered, stem_of
from flows.policies import policies_of
from flows.recording import UNREAD
from flows.settings import Settings
from flows.steps import read_answers
from outputs.zotero.entry import Include
from seeds.model import BadSeed
from seeds.read import names_of_documents
from tests.standin.catalogue import Catalogue
from tests.standin.pages import Page
from tests.standin.server import StandIn
from tests.walks import on_the_web, time_passes

ADDRESS = "https://lists.example.org/raw/reading.md"
FIRST = ("", "- [a](https://arxiv.org/abs/1312.6120)")
SECOND = (*FIRST, "- [b](https://arxiv.org/abs/1806.07366)")


def a_page(*body: str, **changes: object) -> Page:
    page = Page(url=ADDRESS, kind="text", title="# Reading", body=body)
    return replace(page, **changes)  # pyright: ignore[reportArgumentType] -- names of its fields


@dataclass
class Said:
    """A watch that remembers what was said."""

    notes: list[str] = field(default_factory=list[str])

    def began(self, stage: str, total: int) -> None:
        self.notes.append(f"{stage}: {total}")

    def moved(self, stage: str, done: int, note: str = "") -> None:
        self.notes.append(note)


@contextmanager
def web_of(page: Page, folder: Path) -> Generator[StandIn]:
    """A web of one page."""
    with StandIn(Catalogue([], [page]), pace=0.01) as standin, on_the_web(standin, folder):
        yield standin


def turns_into(page: Page, standin: StandIn, settings: Settings) -> None:
    """Another day, on which this stands there."""
    standin.catalogue = Catalogue([], [page])
    time_passes(settings.state)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(state=tmp_path / "state", patience=5)


def test_a_list_at_an_address_is_fetched_and_kept(tmp_path: Path, settings: Settings) -> None:
    with web_of(a_page(*FIRST), tmp_path):
        [path] = gathered([ADDRESS], settings)

    assert path.name == "reading.md"
    assert path.is_relative_to(settings.state)
    assert path.read_text() == "\n".join(("# Reading", *FIRST))


def test_a_list_that_is_unchanged_is_not_sent_again(tmp_path: Path, settings: Settings) -> None:
    with web_of(a_page(*FIRST), tmp_path) as standin:
        [first] = gathered([ADDRESS], settings)
        [second] = gathered([ADDRESS], settings)

        [_, asked_again] = standin.requests

    assert second == first
    assert asked_again.headers["if-none-match"]


def test_a_list_that_changed_takes_the_place_of_the_last(
    tmp_path: Path, settings: Settings
) -> None:
    with web_of(a_page(*FIRST), tmp_path) as standin:
        [first] = gathered([ADDRESS], settings)
        turns_into(a_page(*SECOND), standin, settings)
        [second] = gathered([ADDRESS], settings)

    assert second == first
    assert second.read_text().count("arxiv.org") == 2


@pytest.mark.parametrize(
    ("today", "says"),
    [
        (a_page(status=404), "there is no such page"),
        (a_page(status=503), "503"),
        (a_page("nothing here but words that lead nowhere, and more of them"), "no link"),
        (a_page("Please log in", kind="html", title="Reading"), "give its raw address"),
    ],
)
def test_a_list_that_cannot_be_read_today_is_as_it_was(
    tmp_path: Path, settings: Settings, today: Page, says: str
) -> None:
    said = Said()
    with web_of(a_page(*FIRST), tmp_path) as standin:
        [before] = gathered([ADDRESS], settings)
        text = before.read_text()
        turns_into(today, standin, settings)
        [now] = gathered([ADDRESS], settings, watch=said)

    assert now == before
    assert now.read_text() == text
    assert says in said.notes[-1]
    assert "its copy of" in said.notes[-1]
    assert says in now.with_name(UNREAD).read_text()


def test_a_list_that_can_be_read_again_is_no_longer_unread(
    tmp_path: Path, settings: Settings
) -> None:
    with web_of(a_page(*FIRST), tmp_path) as standin:
        gathered([ADDRESS], settings)
        turns_into(a_page(status=503), standin, settings)
        gathered([ADDRESS], settings)
        turns_into(a_page(*FIRST), standin, settings)
        [now] = gathered([ADDRESS], settings)

    assert not now.with_name(UNREAD).exists()


@pytest.mark.parametrize(
    ("status", "raised"), [(404, BadSeed), (503, StepFailed)], ids=["absent", "down"]
)
def test_a_list_that_was_never_read_stops_the_run(
    tmp_path: Path, settings: Settings, status: int, raised: type[Exception]
) -> None:
    with web_of(a_page(status=status), tmp_path), pytest.raises(raised, match=r"reading\.md"):
        gathered([ADDRESS], settings)


def test_a_password_in_an_address_is_refused_and_not_repeated(settings: Settings) -> None:
    with pytest.raises(BadSeed) as raised:
        gathered(["git+https://me:hush@git.example.org/lists.git#a.md"], settings)

    assert "hush" not in str(raised.value)


def test_what_may_be_secret_in_an_address_is_not_repeated(
    tmp_path: Path, settings: Settings
) -> None:
    with web_of(a_page(*FIRST), tmp_path), pytest.raises(BadSeed) as raised:
        gathered(["https://lists.example.org/raw/other.md?token=hush"], settings)

    assert "hush" not in str(raised.value)


@pytest.mark.parametrize(
    "place",
    [
        "git+https://127.0.0.1:1/lists.git?private_token=hush#reading.md",
        "git+https://127.0.0.1:1/lists.git?private_token=hu'hush#reading.md",
        "git+https://127.0.0.1:1/lists.git?private_token=hush",
        "git+https://127.0.0.1:1/lists.git?private_token=hu'h hush#reading.md",
        "git+https://me:hush@[127.0.0.1/lists.git#reading.md",
        "git+https://me:SE/hush@127.0.0.1/lists.git#reading.md",
    ],
    ids=["down", "quoted", "without a path", "spaced", "no address", "cut password"],
)
def test_what_may_be_secret_in_the_address_of_a_repository_is_not_repeated(
    settings: Settings, place: str
) -> None:
    with pytest.raises((BadSeed, StepFailed), match=r"127\.0\.0\.1") as raised:
        gathered([place], settings)

    assert "hush" not in str(raised.value)


def test_lists_keep_their_order_and_count_once(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "b.md").write_text(FIRST[1])
    (tmp_path / "a.md").write_text(FIRST[1])

    paths = gathered([str(tmp_path / "b.md"), str(tmp_path)], settings)

    assert [path.name for path in paths] == ["b.md", "a.md"]


@dataclass(frozen=True)
class Repository:
    """A bare repository of this machine, and a checkout to write to it from."""

    folder: Path

    def __post_init__(self) -> None:
        self.git("init", "--quiet", "--bare", "--initial-branch=main", "lists.git")
        self.git("clone", "--quiet", "lists.git", "work")

    @property
    def address(self) -> str:
        return f"git+{(self.folder / 'lists.git').as_uri()}"

    def git(self, *words: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *who, *words], cwd=self.folder, check=True, capture_output=True)

    def commit(self, path: str, text: str) -> None:
        file = self.folder / "work" / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
        self.git("-C", "work", "add", ".")
        self.git("-C", "work", "commit", "--quiet", "-m", "Change it")
        self.git("-C", "work", "push", "--quiet", "origin", "HEAD:main")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path)
    made.commit("lists/reading.md", "\n".join(FIRST))
    return made


def test_a_list_in_a_repository_is_read_as_it_is_now(
    repository: Repository, settings: Settings
) -> None:
    place = f"{repository.address}#lists/reading.md"
    [first] = gathered([place], settings)
    first_text = first.read_text()

    repository.commit("lists/reading.md", "\n".join(SECOND))
    [second] = gathered([place], settings)

    assert first_text == "\n".join(FIRST)
    assert second.name == "reading.md"
    assert second.read_text() == "\n".join(SECOND)


def test_a_list_can_be_that_of_a_branch(repository: Repository, settings: Settings) -> None:
    repository.git("-C", "work", "push", "--quiet", "origin", "HEAD:next")
    repository.commit("lists/reading.md", "\n".join(SECOND))

    [path] = gathered([f"{repository.address}#next:lists/reading.md"], settings)

    assert path.read_text() == "\n".join(FIRST)


def test_answers_come_from_the_repository_too(
    repository: Repository, settings: Settings
) -> None:
    repository.commit("lists/reading.md.answers", "https://arxiv.org/abs/1312.6120 ignore\n")

    paths = gathered([f"{repository.address}#lists/reading.md"], settings)

    assert read_answers(paths)


def test_settings_of_the_list_come_from_the_repository_too(
    repository: Repository, settings: Settings
) -> None:
    repository.commit("lists/reading.md.toml", 'include = "works"\n')

    paths = gathered([f"{repository.address}#lists/reading.md"], settings)

    assert policies_of(paths, settings)["reading.md"].include is Include.WORKS


def test_lists_of_one_name_are_called_by_where_they_live(
    tmp_path: Path, settings: Settings
) -> None:
    other = ADDRESS.replace("raw", "new")
    pages = [a_page(*FIRST), a_page(*SECOND, url=other)]
    with StandIn(Catalogue([], pages), pace=0.01) as standin, on_the_web(standin, tmp_path):
        paths = gathered([ADDRESS, other], settings)

    first, second = names_of_documents(paths).values()
    assert re.fullmatch(r"lists\.example\.org-raw-\w{6}/reading\.md", first)
    assert re.fullmatch(r"lists\.example\.org-new-\w{6}/reading\.md", second)


@pytest.mark.parametrize("text", ["only words", ""], ids=["no link", "empty"])
def test_a_repository_whose_list_cannot_be_read_leaves_it_as_it_was(
    repository: Repository, settings: Settings, text: str
) -> None:
    place = f"{repository.address}#lists/reading.md"
    gathered([place], settings)
    repository.commit("lists/reading.md", text)

    [path] = gathered([place], settings)

    assert path.read_text() == "\n".join(FIRST)


def test_a_repository_that_is_gone_leaves_its_list_as_it_was(
    repository: Repository, settings: Settings, tmp_path: Path
) -> None:
    place, said = f"{repository.address}#lists/reading.md", Said()
    gathered([place], settings)
    (tmp_path / "lists.git").rename(tmp_path / "elsewhere.git")

    [path] = gathered([place], settings, watch=said)

    assert path.read_text() == "\n".join(FIRST)
    assert "its copy of" in said.notes[-1]


@pytest.mark.parametrize(
    ("part", "says"),
    [("#lists/other.md", "no such file"), ("#lists", "no such file"), ("", "name the list")],
)
def test_a_list_that_is_not_in_the_repository_is_one_clear_line(
    repository: Repository, settings: Settings, part: str, says: str
) -> None:
    with pytest.raises(BadSeed, match=says):
        gathered([repository.address + part], settings)


def test_without_the_program_git_that_is_said(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(BadSeed, match="no program 'git'"):
        gathered(["git+https://git.example.org/lists.git#reading.md"], settings)


@pytest.mark.parametrize(
    "place",
    [
        "lists/reading.md",
        "lists/reading",
        "https://lists.example.org/raw/reading.md?token=a/b",
        "https://lists.example.org/raw/reading.md#part",
        "git+https://git.example.org/lists.git#main:lists/reading.md",
        "git+https://git.example.org/lists.git#reading.md",
    ],
)
def test_a_list_has_a_short_name_wherever_it_lives(place: str) -> None:
    assert stem_of(place) == "reading"
