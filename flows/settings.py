"""What a run may be told beside its lists: contact, endpoints, places and lifetimes."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit
from urllib.request import getproxies

SERVICES = (
    "arxiv",
    "crossref",
    "datacite",
    "doaj",
    "doi_org",
    "figshare",
    "github",
    "github_raw",
    "hal",
    "inspire",
    "openalex",
    "openreview",
    "openreview1",
    "pubmed",
    "semantic_scholar",
    "zenodo",
    "zotero",
)
"""Every service with an endpoint of its own."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "include": ("all", "works", "resolved"),
    "prefer": ("published", "preprint"),
    "leaving": ("mark", "remove"),
}
"""Settings that are one of several words."""

REFRESHABLE = frozenset(
    {
        "*",
        "citations",
        "creators",
        "itemType",
        "DOI",
        "ISBN",
        "ISSN",
        "PMCID",
        "PMID",
        "abstractNote",
        "archiveID",
        "blogTitle",
        "bookTitle",
        "company",
        "date",
        "edition",
        "identifier",
        "institution",
        "issue",
        "language",
        "meetingName",
        "pages",
        "proceedingsTitle",
        "publicationTitle",
        "publisher",
        "reportNumber",
        "repository",
        "rights",
        "series",
        "seriesTitle",
        "studio",
        "title",
        "university",
        "url",
        "volume",
        "websiteTitle",
    }
)
"""What "refresh" may name: all that we fill in items, by Zotero's names."""

TASK_RUNNER = re.compile(r"threads|dask(?::(?:tcp|tls|ucx|ws|wss)://[^\s/@]+)?")


class BadSettings(Exception):
    """A setting cannot be used; the message says in one line which and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a settings file, the environment and the flags came to. Holds no secret."""

    contact: str = ""
    """A mail address that services may write to; it buys Crossref's polite pool."""
    state: Path
    """A folder for what was learned, what was written to Zotero and how fast we may ask."""
    endpoints: Mapping[str, str] = field(default_factory=dict[str, str])
    """Only those that are not the services' own."""
    record_days: int = 30
    """How long a metadata record is believed."""
    absence_days: int = 7
    """How long "no such identifier" is believed."""
    count_days: int = 7
    """How long a citation count is believed."""
    page_days: int = 30
    """How long what a page says about itself is believed."""
    pages: bool = True
    """Whether pages and documents are looked at where an address proves nothing."""
    search: bool = True
    """Whether titles are searched for where neither address nor page proves anything."""
    arxiv_snapshot: str = ""
    """A folder made by `zotlist snapshot build arxiv`, which stands in for arXiv while that
    gives no answer; "" for none."""
    keep_runs: int = 30
    """How many runs' exports are kept, beside the history of counts, which is kept whole."""
    patience: int = 180
    """The most seconds that a run waits for one service that is busy, silent or down; most
    services are given up earlier. Its links are asked again on the next run. Under Prefect a
    run waits so long too for another one for the same library."""
    include: str = "all"
    """Which links become Zotero items: all, works (typed ones left out) or resolved."""
    prefer: str = "published"
    """Which version of a work its item describes, if both are known: published or preprint."""
    tags: bool = True
    """Whether items carry our automatic tags."""
    relations: bool = True
    """Whether items that belong together, such as slides and their paper, are related."""
    refresh: tuple[str, ...] = ("*",)
    """Which properties of items may change once we filled them: names of Zotero's fields,
    "creators", "itemType" and "citations"; "*" for all."""
    root: str = ""
    """The collection that those of the lists lie in, such as "Lists/Ours"; "" for the top."""
    leaving: str = "mark"
    """What becomes of an item that no list names any more: mark it with a tag, or remove it
    from our collections. It stays in the group."""

    mark: bool = False
    """Whether to leave a mark in the group while writing, for a group that several machines
    write to; `serve` does so in any case."""

    local: bool = False
    """Whether Zotero is read and written through Zotero desktop on this machine, not through
    zotero.org. Zotero 7 to 9 can only be read."""
    desktop: str = ""
    """Where Zotero desktop answers, if not at http://localhost:23119/api."""
    task_runner: str = "threads"
    """Who reads pages in a run under Prefect: "threads" of this process, "dask" for processes
    on this machine, or "dask:ADDRESS" for a Dask cluster, such as "dask:tcp://10.0.0.7:8786"."""

    @property
    def is_standin(self) -> bool:
        """Every service, and the web if it is looked at, is answered for on this machine."""
        addresses = list(self.endpoints.values())
        if self.pages:
            proxies = getproxies()
            addresses += [proxies.get(scheme, "") for scheme in ("http", "https")]
        hosts = {urlsplit(address).hostname for address in addresses}
        return set(self.endpoints) >= set(SERVICES) and hosts <= {"127.0.0.1", "localhost"}


def load(file: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings: the file named, else ./zotlist.toml, else the user's own.

    Raises BadSettings for a file that cannot be read, an unknown name or a value of the
    wrong kind.
    """
    found = file or usual_file(environ)
    told = read_toml(found) if found else {}
    settings = Settings(
        state=_state_home(environ) / "zotlist",
        contact=checked_contact(environ.get("ZOTLIST_CONTACT", "")),
    )
    return changed(settings, told, told_by=found)


def usual_file(environ: Mapping[str, str] = os.environ) -> Path | None:
    """The settings file that counts where none is named; None if there is none."""
    return _first_existing(Path("zotlist.toml"), _config_home(environ) / "zotlist.toml")


def changed(
    settings: Settings, told: Mapping[str, object], *, told_by: Path | str | None
) -> Settings:
    """The settings with those in place of them that were told.

    Raises BadSettings for an unknown name or a value of the wrong kind.
    """
    known = {each.name: type(getattr(settings, each.name)) for each in fields(settings)}
    values: dict[str, object] = {}
    for name, value in told.items():
        if name not in known:
            raise BadSettings(f"{told_by}: unknown setting '{name}'; known: {', '.join(known)}")
        values[name] = _checked(told_by, name, value, known[name])
    return replace(settings, **values)  # pyright: ignore[reportArgumentType] -- each value was checked against its field above


def _checked(file: Path | str | None, name: str, value: object, kind: type) -> object:
    if name == "state" and isinstance(value, str):
        return Path(value).expanduser()
    if name == "endpoints":
        return _checked_endpoints(file, value)
    if name == "refresh":
        return _checked_names(file, name, value)
    if type(value) is not kind:
        raise BadSettings(f"{file}: '{name}' must be a {kind.__name__}, not {value!r}")
    if name.endswith("_days") and cast("int", value) < 0:
        raise BadSettings(f"{file}: '{name}' must not be negative")
    if name == "contact":
        return checked_contact(str(value))
    if name in {"patience", "keep_runs"} and cast("int", value) < 1:
        raise BadSettings(f"{file}: '{name}' must be at least 1")
    if name == "desktop" and value and not _is_here(str(value)):
        raise BadSettings(f"{file}: 'desktop' must be like http://localhost:23119/api")
    if name == "task_runner" and not TASK_RUNNER.fullmatch(str(value)):
        raise BadSettings(
            f"{file}: 'task_runner' must be threads, dask or dask:tcp://HOST:PORT"
        )
    if name in CHOICES and value not in CHOICES[name]:
        raise BadSettings(f"{file}: '{name}' must be one of {', '.join(CHOICES[name])}")
    return value


def _is_here(address: str) -> bool:
    """Whether an address is one of this machine: Zotero desktop answers no other."""
    parts = urlsplit(address)
    return parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}


def checked_contact(address: str) -> str:
    """A mail address that can be sent to services. Raises BadSettings."""
    if not (address.isascii() and address.isprintable()):
        raise BadSettings("the contact must be a mail address in plain letters")
    return address


def _checked_names(file: Path | str | None, name: str, value: object) -> tuple[str, ...]:
    names: list[object] = value if isinstance(value, list) else [None]
    if not all(isinstance(each, str) for each in names):
        raise BadSettings(f"{file}: '{name}' must be a list of names in quotes")
    for each in names:
        if each not in REFRESHABLE:
            known = ", ".join(sorted(REFRESHABLE))
            raise BadSettings(f"{file}: '{name}' names '{each}', which is none of {known}")
    return tuple(map(str, names))


def _checked_endpoints(file: Path | str | None, value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise BadSettings(f"{file}: 'endpoints' must be a table of service = address")
    endpoints = cast("dict[str, object]", value)
    for service, endpoint in endpoints.items():
        if service not in SERVICES:
            raise BadSettings(
                f"{file}: unknown service '{service}'; known: {', '.join(SERVICES)}"
            )
        if not str(endpoint).startswith(("http://", "https://")):
            raise BadSettings(f"{file}: the endpoint of {service} must be an http(s) address")
    return {service: str(endpoint) for service, endpoint in endpoints.items()}


def read_toml(file: Path) -> dict[str, object]:
    """What a settings file says, unchecked. Raises BadSettings for one that is no TOML."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadSettings(f"cannot read settings {file}: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadSettings(f"{file} is no valid TOML: {error}") from error


def _first_existing(*files: Path) -> Path | None:
    return next((file for file in files if file.is_file()), None)


def _config_home(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")


def _state_home(environ: Mapping[str, str]) -> Path:
    return Path(environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
