"""Gathers the lists from where they live: files, folders, addresses, git repositories."""

import hashlib
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

from pydantic import TypeAdapter, ValidationError

from enrichers.asking.database import StoreBroken
from enrichers.asking.pace import Pace
from enrichers.pages.charset import text_of
from enrichers.pages.fetch import Fetcher, Limits
from enrichers.pages.model import Fetched, PageState
from enrichers.pages.states import NOT_MODIFIED
from flows.endings import StepFailed
from flows.folders import documents_at
from flows.git import GitFailed, look_up
from flows.keys import without_secrets
from flows.policies import OWN
from flows.progress import Silent, Watch
from flows.recording import OF_UNREAD, UNREAD, Unread
from flows.settings import Settings
from flows.sources import STATE_FILE
from flows.steps import ANSWERS
from outputs.files import ExportFailed, make_folder, write_text
from seeds.model import BadSeed
from seeds.read import LARGEST, READERS, read

LISTS = "lists"
"""The folder of the state that holds the last readable copy of every list from elsewhere."""
NOTE = "kept.json"
WEB = ("http://", "https://")
GIT = ("git+https://", "git+http://", "git+ssh://", "git+file://")
STAGE = "fetch lists"
PAGE_BEGINS = (b"<!doctype html", b"<html")
ENDINGS = {"text/html": ".html", "application/xhtml+xml": ".html", "text/csv": ".csv"}
"""By media type, for an address without a known ending; else it is taken for Markdown."""
LONGEST_NAME = 100

log = logging.getLogger(__name__)


class Unreadable(Exception):
    """A list cannot be had from where it lives today."""

    def __init__(self, reason: str, *, is_outage: bool = False) -> None:
        super().__init__(reason)
        self.is_outage = is_outage


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is known of the last readable copy of a list."""

    name: str
    """Of the document, in the folder of the note."""
    on: datetime
    """When it was fetched, in UTC."""
    etag: str = ""
    """As the server said; for git, what its references were."""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A list as it is now where it lives."""

    kept: Kept
    text: str
    beside: Mapping[str, str] = field(default_factory=dict[str, str])
    """What stands beside the list too, by what follows the list's name: people's answers and
    the list's own settings."""


Ask = Callable[[str, Kept | None, Settings], News | None]
"""Asks for a list at a place; None if it is what was kept. Raises Unreadable."""
NOTES = TypeAdapter(Kept)


def gathered(
    lists: Sequence[str], settings: Settings, *, watch: Watch | None = None
) -> tuple[Path, ...]:
    """The documents of all lists, in order, as files of this machine.

    A folder stands for the lists in it (see `flows.folders`). What lives elsewhere, at
    https://... or at git+https://...#PATH (or #REFERENCE:PATH), is fetched if it changed; if it
    cannot be had or read today, its last copy is used and that is said. Raises BadSeed for a
    list that is none and StepFailed for one that cannot be had and never was.
    """
    watch = watch or Silent()
    remote = sum(is_remote(place) for place in lists)
    if remote:
        watch.began(STAGE, remote)
    with ExitStack() as stack:
        ask_web = _AskingTheWeb(stack)
        paths: list[Path] = []
        for place in lists:
            if place.lower().startswith(WEB):
                paths.append(_from_afar(place, settings, watch, ask_web))
            elif place.lower().startswith(GIT):
                paths.append(_from_afar(place, settings, watch, _ask_git))
            else:
                paths.extend(documents_at(Path(place)))
    return tuple(dict.fromkeys(paths))


def stem_of(place: str) -> str:
    """What to call a list in the name of a run, wherever it lives."""
    lowered = place.lower()
    if lowered.startswith(GIT):
        place = place.partition("#")[2].rpartition(":")[2]
    elif lowered.startswith(WEB):
        place = unquote(urlsplit(place).path)
    return PurePosixPath(place.replace("\\", "/")).stem


def is_remote(place: str) -> bool:
    """Whether a list lives elsewhere, not in a file or folder of this machine."""
    return place.lower().startswith((*WEB, *GIT))


def _from_afar(place: str, settings: Settings, watch: Watch, ask: Ask) -> Path:
    shown = _shown(place)
    folder = settings.state / LISTS / _folder_of(place, shown)
    kept = _last(folder)
    note = shown
    try:
        if news := ask(place, kept, settings):
            _keep(news, folder)
            kept = news.kept
        _say_unread(folder, None)
    except Unreadable as problem:
        if kept is None:
            message = f"{shown}: {problem}"
            if problem.is_outage:
                raise StepFailed(message, is_outage=True) from problem
            raise BadSeed(message) from problem
        note = f"{shown}: {problem}; its copy of {kept.on:%Y-%m-%d} is used"
        log.warning("%s", note)
        _say_unread(folder, Unread(why=note, is_outage=problem.is_outage))
    except (StoreBroken, ExportFailed) as error:
        raise StepFailed(str(error)) from error
    watch.moved(STAGE, 1, note)
    return folder / kept.name if kept else folder


def _folder_of(place: str, shown: str) -> str:
    """A name that people know the place by, as it tells lists of one name apart in tables."""
    _, _, address = shown.partition("://")
    readable = _safe(str(PurePosixPath(address.replace("#", "/").replace(":", "/")).parent))
    return f"{readable[-LONGEST_NAME:]}-{hashlib.sha256(place.encode()).hexdigest()[:6]}"


def _say_unread(folder: Path, unread: Unread | None) -> None:
    """Leave word for the digest; that it cannot be left is no reason to stop."""
    with suppress(OSError):
        if unread:
            (folder / UNREAD).write_bytes(OF_UNREAD.dump_json(unread))
        else:
            (folder / UNREAD).unlink(missing_ok=True)


def _shown(place: str) -> str:
    """A place without what may be secret in it. Raises BadSeed for one with a password."""
    try:
        parts = urlsplit(place)
        is_told = bool(parts.password or (parts.username and "ssh" not in parts.scheme))
        _ = parts.port  # raises where a password with a / in it stands in its place
    except ValueError as error:
        raise BadSeed(f"{without_secrets(place)} is no address") from error
    if is_told:
        raise BadSeed(
            f"the address of a list at {parts.hostname} holds a name or password: leave it to "
            "git's credential helper"
        )
    return parts._replace(query="").geturl()


def _last(folder: Path) -> Kept | None:
    """The last copy, if it is there whole."""
    try:
        kept = NOTES.validate_json((folder / NOTE).read_bytes())
    except (OSError, ValidationError):
        return None
    return kept if (folder / kept.name).is_file() else None


def _keep(news: News, folder: Path) -> None:
    """Put a copy in the place of the last, if there are links in it.

    Raises Unreadable and ExportFailed.
    """
    make_folder(folder)
    name = news.kept.name
    with TemporaryDirectory() as aside:
        trial = Path(aside) / name
        trial.write_text(news.text, encoding="utf-8")
        try:
            read(trial)
        except BadSeed as error:
            raise Unreadable(str(error).removeprefix(f"{trial}: ")) from error
    write_text(news.text, folder / name)
    for ending, text in news.beside.items():
        write_text(text, folder / f"{name}{ending}")
    # Last: killed before this, the next run asks for the same again.
    write_text(NOTES.dump_json(news.kept).decode(), folder / NOTE)


class _AskingTheWeb:
    """One fetcher for all lists; opened when the first is asked for."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._fetcher: Fetcher | None = None

    def __call__(self, place: str, kept: Kept | None, settings: Settings) -> News | None:
        fetcher = self._fetcher = self._fetcher or self._opened(settings)
        fetched = fetcher.fetch(
            place,
            etag=kept.etag if kept else "",
            last_modified=kept.last_modified if kept else "",
        )
        return _news_of(fetched)

    def _opened(self, settings: Settings) -> Fetcher:
        limits = Limits(page_bytes=LARGEST, document_bytes=LARGEST)
        limits = replace(
            limits,
            patience=min(limits.patience, settings.patience),
            silence=min(limits.silence, settings.patience),
            whole=min(limits.whole, settings.patience),
        )
        pace = Pace(settings.state / STATE_FILE)
        self._stack.callback(pace.close)
        fetcher = Fetcher(pace, settings.contact, limits=limits)
        self._stack.callback(fetcher.close)
        return fetcher


def _news_of(fetched: Fetched) -> News | None:
    if fetched.state is not PageState.ALIVE:
        is_outage = fetched.state in {PageState.DOWN, PageState.BLOCKED}
        raise Unreadable(fetched.reason, is_outage=is_outage)
    if fetched.status == NOT_MODIFIED:
        return None
    if fetched.is_cut:
        raise Unreadable(f"it is larger than {LARGEST >> 20} MB")
    name = _name_of(fetched)
    is_page = fetched.body.lstrip()[:15].lower().startswith(PAGE_BEGINS)
    if is_page and READERS[Path(name).suffix] != "html":
        raise Unreadable("a web page stands there, no such document: give its raw address")
    kept = Kept(
        name=name,
        on=datetime.now(UTC),
        etag=fetched.etag,
        last_modified=fetched.last_modified,
    )
    return News(kept=kept, text=text_of(fetched.body, header=fetched.charset))


def _name_of(fetched: Fetched) -> str:
    name = _safe(PurePosixPath(unquote(urlsplit(fetched.url).path)).name) or "list"
    if Path(name).suffix.lower() in READERS.keys() - {""}:
        return name[: -len(Path(name).suffix)][:LONGEST_NAME] + Path(name).suffix.lower()
    return name[:LONGEST_NAME] + ENDINGS.get(fetched.content_type, ".md")


def _ask_git(place: str, kept: Kept | None, settings: Settings) -> News | None:
    address, _, said = place[len("git+") :].partition("#")
    reference, _, path = said.rpartition(":")
    if not PurePosixPath(path).name or path.endswith("/") or reference.startswith("-"):
        message = f"name the list in it, as in {GIT[0]}...#lists/reading.md"
        raise BadSeed(f"{_shown(place)}: {message}")
    beside = {ending: f"{path}{ending}" for ending in (ANSWERS, OWN)}
    try:
        found = look_up(
            (path, *beside.values()),
            at=address,
            reference=reference or "HEAD",
            known=kept.etag if kept else "",
            patience=settings.patience,
        )
    except GitFailed as error:
        raise Unreadable(str(error), is_outage=error.is_outage) from error
    if found is None:
        return None
    if path not in found.files:
        raise Unreadable("there is no such file in it")
    name = _safe(PurePosixPath(path).name) or "list"
    return News(
        kept=Kept(name=name, on=datetime.now(UTC), etag=found.state),
        text=text_of(found.files[path]),
        beside={ending: text_of(found.files.get(each, b"")) for ending, each in beside.items()},
    )


def _safe(name: str) -> str:
    """A name without what has a meaning in paths."""
    return re.sub(r"[^\w. -]", "-", name).strip(". ")
