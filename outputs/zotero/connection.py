"""The way to one Zotero library: pyzotero for reading, and one door for writing."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import httpx2
from pyzotero.errors import PyZoteroError, ResourceNotFoundError, UserNotAuthorisedError
from pyzotero.zotero import Zotero

from enrichers.asking.pace import Pace
from enrichers.asking.troubles import moment_in, seconds_in
from enrichers.asking.web import Web
from enrichers.model import SourceDown
from outputs.zotero import desktop

if TYPE_CHECKING:
    from outputs.zotero.outcome import Pushed

ENDPOINT = "https://api.zotero.org"
API_VERSION = "3"
KEY = "Zotero-API-Key"
EVERY = 0.1  # seconds: the rate at which Zotero's allowance for a key refills
TIMEOUT = 60.0  # seconds: writing 50 items takes the server longer than reading
PATIENCE = 180.0  # seconds: for how long a busy or broken server is asked again
AT_ONCE = 50  # objects in a write request, the most that Zotero takes
OK = 200
UNAUTHORISED = 401
SERVER_ERROR = 500
RESTS = frozenset({"backoff", "retry-after"})
LONGEST_NUMBER = 18  # digits that any header of Zotero's may have

log = logging.getLogger(__name__)


class ZoteroDown(Exception):
    """Zotero gave no usable answer within our patience; what is left waits for another run."""

    done: "Pushed | None" = None
    """What the run came to until then, where a run told."""


class NotAllowed(Exception):
    """The key lacks a right, or the library is not there for it; the message names it."""

    done: "Pushed | None" = None
    """What the run came to until then, where a run told."""


class ServerTripped(Exception):
    """The server failed in the middle of a write: part of it may have been saved."""


def _nothing() -> None:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Which library, and how to reach it."""

    number: str
    """The group's number, or the user's for a personal library."""
    key: str = field(default="", repr=False)
    """The API key; it reaches the endpoint and nothing else."""
    kind: str = "group"
    """"group" or "user"."""
    endpoint: str = ENDPOINT
    contact: str = ""
    """Our e-mail address, for the User-Agent."""
    timeout: float = TIMEOUT
    patience: float = PATIENCE
    every: float = EVERY
    """The least number of seconds between two requests."""
    at_once: int = AT_ONCE
    """Objects in a write request, 50 at most: fewer for a server that is slow to write."""
    mark: bool = False
    """Whether to leave a mark in the library while writing, two requests more: for a library
    that several machines write to."""
    first_pause: float = 1.0
    """Seconds before a second try; doubled with each further one."""
    is_local: bool = False
    """Whether the endpoint is Zotero desktop on this machine; the key is its own then."""
    keep_key: Callable[[str], None] | None = field(default=None, repr=False)
    """Takes a key for Zotero desktop that may be used again."""
    twin: str = ""
    """The address of the same library by its other way, through zotero.org or Zotero desktop;
    what we remember of it there counts here too. Empty where there is none."""

    @property
    def name(self) -> str:
        """Such as "groups/4242"."""
        return f"{self.kind}s/{self.number}"

    @property
    def address(self) -> str:
        """What our records of the library are kept under: the host is part of it, but no
        port, since local servers choose another each time."""
        host = desktop.HOST if self.is_local else urlsplit(self.endpoint).hostname
        return f"{host}/{self.name}"


class Connection:
    """One conversation with a library; for one thread."""

    def __init__(self, group: Group, *, pace: Path) -> None:
        """`pace` is the file by which all processes share out their requests."""
        self.group = group
        self.reads = 0
        """Requests that only read."""
        self.writes = 0
        """Requests that write; tries of one request count once."""
        self.notices: list[str] = []
        """What people should know of this conversation."""
        self.headers: Mapping[str, str] = {}
        """The headers of the last answer."""
        self.before_writing: Callable[[], None] = _nothing
        """Called before each request that writes; may forbid it by an error."""
        self._pace = Pace(pace)
        self.server_id = ""
        """The database that answers, as Zotero desktop names it from Zotero 10 on."""
        self._key = group.key
        self._ahead = 0.0  # seconds by which the server's clock is ahead of ours
        self._trips_left = 0
        own = {"Zotero-API-Version": API_VERSION}
        if group.key and not group.is_local:
            own[KEY] = group.key
        self._web = Web(
            service=desktop.SERVICE if group.is_local else "zotero",
            endpoint=group.endpoint,
            pace=self._pace,
            every=group.every,
            contact=group.contact,
            timeout=group.timeout,
            patience=group.patience,
            first_pause=group.first_pause,
            headers=own,
            is_direct=group.is_local,
            notice=self._notice,
        )
        # The key stays out of pyzotero, whose errors quote addresses that may hold it.
        client = httpx2.Client(transport=_Reading(self), trust_env=False)
        self._zotero = Zotero(group.number, group.kind, client=client, local=group.is_local)
        self._zotero.endpoint = group.endpoint

    def close(self) -> None:
        """Let go of the connection."""
        self._web.close()
        self._pace.close()

    def now(self) -> float:
        """Seconds since 1970 by the server's clock, which all machines share; before its first
        answer, by ours."""
        return time.time() + self._ahead

    def rest(self) -> None:
        """Have the next request wait a moment."""
        self._web.block(self.group.first_pause)

    @property
    def library_version(self) -> int:
        """The library's version in the last answer to a list. Raises ZoteroDown where a
        server does not say."""
        # Zotero desktop has no number for a library that it never synced.
        return self._number("last-modified-version", unsaid=0 if self.group.is_local else None)

    @property
    def schema_version(self) -> int:
        """The version of the schema by which the server answered last; 0 if it did not say."""
        return self._number("zotero-schema-version", unsaid=0)

    @property
    def total(self) -> int:
        """How many objects the whole list has that the last answer was a page of. Raises
        ZoteroDown where the server does not say."""
        return self._number("total-results")

    def read(self, ask: Callable[[Zotero], Any]) -> Any:
        """Ask through pyzotero. Raises ZoteroDown and NotAllowed."""
        try:
            return ask(self._zotero)
        except (UserNotAuthorisedError, ResourceNotFoundError) as error:
            raise NotAllowed(f"Zotero does not show {self.group.name} to this key") from error
        except PyZoteroError as error:
            raise ZoteroDown(f"zotero: {type(error).__name__} at {self.group.name}") from error
        except ValueError as error:
            raise ZoteroDown("zotero: the answer is no JSON") from error

    def get(self, path: str) -> tuple[int, Mapping[str, Any]]:
        """Status and JSON object of an answer outside the library; an empty one with any other
        status than 200. Raises ZoteroDown."""
        response = self.fetch(path)
        if response.status_code != OK:
            return response.status_code, {}
        try:
            answer = response.json()
        except ValueError as error:
            raise ZoteroDown("zotero: the answer is no JSON") from error
        if not isinstance(answer, dict):
            raise ZoteroDown("zotero: the answer is no object")
        return OK, cast("dict[str, Any]", answer)

    def post(
        self, kind: str, objects: Sequence[Mapping[str, Any]], *, trips: int = 0
    ) -> httpx2.Response:
        """Send objects to /items or /collections; `writer` alone calls this.

        Sent again after an unclear outcome, and `trips` times after one at which the server
        failed: keys and versions of our making keep that harmless. Raises ZoteroDown,
        NotAllowed and ServerTripped.
        """
        self.writes += 1
        self._trips_left = trips
        response = self._write("POST", kind, json=objects)
        self.headers = response.headers
        return response

    def delete(self, path: str, *, version: int) -> httpx2.Response:
        """Delete one object of the library; `writer` alone calls this. Raises ZoteroDown and
        NotAllowed."""
        self.writes += 1
        unmodified = {"If-Unmodified-Since-Version": str(version)}
        return self._write("DELETE", path, headers=unmodified)

    def fetch(self, path_or_url: str) -> httpx2.Response:
        """One GET. Raises ZoteroDown."""
        self.reads += 1
        response = self._send("GET", path_or_url)
        kind = response.headers.get("content-type", "")
        if response.status_code == OK and "json" not in kind:
            raise ZoteroDown(f"zotero: it answered with '{kind[:40]}' in place of JSON")
        self.headers = response.headers
        return response

    def greet(self) -> int:
        """The status with which Zotero desktop answers whoever comes in. Raises ZoteroDown."""
        self.reads += 1
        return self._send("GET", "/").status_code

    def _write(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx2.Response:
        self.before_writing()
        path, headers = f"/{self.group.name}/{path}", headers or {}
        if not self.group.is_local:
            return self._send(method, path, json=json, headers=headers)
        self._key = self._key or self._permission()
        response = self._send(method, path, json=json, headers={**headers, KEY: self._key})
        if response.status_code == UNAUTHORISED:  # keys can be for one write, or taken back
            self._key = self._permission()
            response = self._send(method, path, json=json, headers={**headers, KEY: self._key})
        return response

    def _permission(self) -> str:
        try:
            grant = desktop.permission(self.group.endpoint, self._pace, self.server_id)
        except SourceDown as error:
            raise ZoteroDown(str(error)) from error
        if grant is None:
            raise NotAllowed(desktop.REFUSED)
        if grant.is_lasting and self.group.keep_key:
            self.group.keep_key(grant.key)
        if not grant.is_lasting and desktop.ONLY_ONCE not in self.notices:
            self.notices.append(desktop.ONLY_ONCE)
        return grant.key

    def _send(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx2.Response:
        named = {desktop.SERVER_ID: self.server_id} if self.server_id else {}
        try:
            return self._web.send(method, path, json=json, headers={**(headers or {}), **named})
        except SourceDown as error:
            hint = f": {desktop.NOT_RUNNING}" if self.group.is_local else ""
            raise ZoteroDown(f"{error}{hint}") from error

    def _notice(self, response: httpx2.Response) -> None:
        if asked := seconds_in(response.headers.get("backoff", "").strip()):
            log.info("zotero asks for %.0f s of rest", asked)
            self._web.block(asked)
        if at := moment_in(response.headers.get("date", "")):
            self._ahead = at.timestamp() - time.time()
        if self.group.is_local and response.status_code < SERVER_ERROR:
            self._see_who_answers(response.headers.get(desktop.SERVER_ID, ""))
        if response.status_code == SERVER_ERROR and response.request.method == "POST":
            if not self._trips_left:
                raise ServerTripped("zotero: HTTP 500")
            self._trips_left -= 1

    def _see_who_answers(self, server_id: str) -> None:
        if self.server_id and server_id != self.server_id:
            raise SourceDown(f"{desktop.SERVICE}: it opened another database meanwhile")
        self.server_id = server_id

    def _number(self, header: str, *, unsaid: int | None = None) -> int:
        said = self.headers.get(header, "")
        if said.isascii() and said.isdigit() and len(said) <= LONGEST_NUMBER:
            return int(said)
        if unsaid is None:
            raise ZoteroDown(f"zotero: its answer has no {header}")
        return unsaid


class _Reading(httpx2.BaseTransport):
    """What pyzotero sends goes our way, and only to read."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if request.method != "GET":
            raise PermissionError("pyzotero is here to read; outputs.zotero.writer writes")
        response = self._connection.fetch(str(request.url))
        # The rest that it asks for is kept for all processes; pyzotero would sleep again, and
        # for as long as it is told to.
        headers = [row for row in response.headers.multi_items() if row[0] not in RESTS]
        return httpx2.Response(response.status_code, headers=headers, content=response.content)
