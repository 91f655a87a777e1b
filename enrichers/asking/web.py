"""Sends requests to one service: its pace, its patience, its limits, one kept connection."""

import functools
import logging
import os
import ssl
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from threading import Lock
from typing import Any

import httpx2

from enrichers.asking.allowance import Allowance
from enrichers.asking.pace import Blocked, Pace
from enrichers.asking.troubles import describe, retry_after, trouble_of
from enrichers.model import SourceDown

PROJECT = "https://github.com/zotlist/zotlist"
TIMEOUT = 30.0  # seconds
MAX_BYTES = 64 * 2**20
FIRST_PAUSE = 1.0  # seconds before the second try; doubles with every further one
WHOLE_ANSWER = 3  # times the timeout: how long an answer may trickle in
MOST_REDIRECTS = 5

FORBIDDEN = 403
BUSY = frozenset({429, 503})
BROKEN = frozenset({500, 502, 504})
KEPT_METHOD = frozenset({307, 308})
REDIRECTS = frozenset({301, 302, 303}) | KEPT_METHOD
ENCODINGS = frozenset({"", "identity", "gzip", "deflate"})
UNPACKED = frozenset({"content-encoding", "content-length", "transfer-encoding"})
NEVER_LEFT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError)

# At INFO these two write whole addresses, in which a key or two thousand ids can stand.
for _name in ("httpx2", "httpcore2"):
    logging.getLogger(_name).setLevel(logging.WARNING)
log = logging.getLogger(__name__)


def user_agent(contact: str) -> str:
    """Who we are, for the services: name, version, address, and whom to write to."""
    if not (contact.isascii() and contact.isprintable()):
        raise ValueError("the contact must be a plain e-mail address")
    try:
        release = version("zotlist")
    except PackageNotFoundError:
        release = "0"
    reach = f"+{PROJECT}; mailto:{contact}" if contact else f"+{PROJECT}"
    return f"zotlist/{release} ({reach})"


def _ignore(_: httpx2.Response) -> None:
    pass


class Web:
    """The way to one service, kept for its whole life; for any thread.

    Every request waits for its turn in `pace`, under the service's name and host, so that all
    threads and processes together keep the service's limits.
    """

    def __init__(
        self,
        *,
        service: str,
        endpoint: str,
        pace: Pace,
        every: float,
        contact: str = "",
        timeout: float = TIMEOUT,
        patience: float = 60.0,
        max_bytes: int = MAX_BYTES,
        headers: Mapping[str, str] | None = None,
        alone: bool = False,
        first_pause: float = FIRST_PAUSE,
        is_direct: bool = False,
        notice: Callable[[httpx2.Response], None] = _ignore,
        account: str = "",
    ) -> None:
        """`every` is the least number of seconds between requests, `timeout` how long the
        service may be silent, `patience` how long we try again, `alone` whether it allows
        one connection only. `is_direct` is for a service on this machine, which no proxy of
        the environment can reach.

        `headers` may hold secrets: they go to the endpoint's own origin and nowhere else.
        `account` tells allowances apart that the service counts apart; it is no secret.
        `notice` sees every answer before anything else does: it may set `every`, call
        `block`, or raise SourceDown.
        """
        self.service = service
        self.endpoint = endpoint.rstrip("/")
        self.contact = contact
        self.every = every
        self.sent = 0
        """Requests that left."""
        self.waited = 0.0
        """Seconds that requests waited for their turns."""
        self._pace = pace
        self._timeout = timeout
        self._patience = patience
        self._max_bytes = max_bytes
        self._alone = alone
        self._first_pause = first_pause
        self._is_direct = is_direct
        self._notice = notice
        self._origin = httpx2.URL(self.endpoint)
        self._key = f"{service} {self._origin.netloc.decode()}"
        self._account = f"{self._key} {account}".rstrip()
        self._own_headers = dict(headers or {})
        self._public_headers = {
            "User-Agent": user_agent(contact),
            "Accept": "application/json",
            "Accept-Encoding": "gzip, deflate",
        }
        self._lock = Lock()
        self._client: httpx2.Client | None = None

    def send(
        self,
        method: str,
        path_or_url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        json: Any = None,
        data: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        every: float | None = None,
    ) -> httpx2.Response:
        """Ask, and ask again while the service is busy or breaks off; the answer is read.

        A path is taken from the endpoint on and must be percent-encoded. Redirects are
        followed. Any other status than 429 and 5xx is returned, 404 and 400 among them.
        Raises SourceDown.
        """
        url = path_or_url if "://" in path_or_url else self.endpoint + path_or_url
        whole = self._headers_for(httpx2.URL(url))
        whole.update(headers)
        request = self._kept_client().build_request(
            method, url, params=params, json=json, data=data, headers=whole
        )
        for _ in range(MOST_REDIRECTS + 1):
            response = self._ask(request, self.every if every is None else every)
            if response.status_code not in REDIRECTS or "location" not in response.headers:
                return response
            request = self._redirected(request, response)
        raise self.down(f"more than {MOST_REDIRECTS} redirects")

    def block(self, seconds: float) -> None:
        """Let nobody, in no process, ask this service for so long."""
        self._pace.block(self._key, seconds)

    @property
    def is_blocked(self) -> bool:
        """Whether nobody may ask this service now, for it asked for a pause."""
        return self._pace.blocked_for(self._key) > 0

    def note_allowance(self, left: float, *, total: float, seconds: float) -> None:
        """Keep for everybody what the service says may still be asked for, and in how many
        seconds it begins to count anew."""
        self._pace.allowances.note(self._account, left, total=total, seconds=seconds)

    @property
    def allowance(self) -> Allowance | None:
        """What may still be asked for, as far as the service said."""
        return self._pace.allowances.of(self._account)

    def down(self, reason: str) -> SourceDown:
        """The error to raise when the service's answer is of no use."""
        return SourceDown(f"{self.service}: {reason}")

    def close(self) -> None:
        """Let go of the connection; the next request opens another."""
        with self._lock:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def _ask(self, request: httpx2.Request, every: float) -> httpx2.Response:
        """One request, tried again within our patience, which begins with the first try."""
        pause = self._first_pause
        patience = self._patience
        tries, started = 0, 0.0
        while True:
            with self._turn(every, patience):
                started = started or time.monotonic()
                tries += 1
                response, reason, heals = self._try(request)
            if response is not None and response.status_code not in BUSY | BROKEN:
                return response
            asked = self._heed(response)
            wait = max(pause, asked)
            patience = self._patience - (time.monotonic() - started)
            if wait > patience or not heals:
                rest = f", to be left alone for {asked:.0f} s" if asked else ""
                times = "1 try" if tries == 1 else f"{tries} tries"
                raise self.down(f"{reason} after {times}{rest}")
            log.info("%s: %s, trying again in %.0f s", self.service, reason, wait)
            self.block(wait)
            pause *= 2

    def _try(self, request: httpx2.Request) -> tuple[httpx2.Response | None, str, bool]:
        """The answer, or none; what to say if it is a refusal; whether that may heal."""
        try:
            response = self._exchange(request)
        except httpx2.RequestError as error:
            trouble = trouble_of(error)
            return None, describe(trouble, request.url), trouble.heals
        self._notice(response)
        if response.status_code == FORBIDDEN:
            self._heed(response)
        return response, f"HTTP {response.status_code}", True

    def _heed(self, response: httpx2.Response | None) -> float:
        """Keep everybody away for as long as a refusal asks; say how many seconds that is.

        Some services send Retry-After with every answer: with others than refusals it means
        nothing.
        """
        if response is None or response.status_code not in BUSY | {FORBIDDEN}:
            return 0.0
        asked = retry_after(response.headers, now=datetime.now(UTC)) or 0.0
        if asked:
            self.block(asked)
        return asked

    @contextmanager
    def _turn(self, every: float, patience: float) -> Generator[None]:
        began = time.monotonic()
        try:
            if self._alone:
                longest = self._timeout * WHOLE_ANSWER
                with self._pace.alone(self._key, every, longest=longest, patience=patience):
                    self._note_wait(began)
                    yield
            else:
                self._pace.wait(self._key, every, patience=patience)
                self._note_wait(began)
                yield
        except Blocked as error:
            left = f"{error.seconds:.0f} s"
            raise self.down(f"it is to be left alone for {left}") from error

    def _exchange(self, request: httpx2.Request) -> httpx2.Response:
        """Send once and read the answer to its end, within our limits of size and time."""
        deadline = time.monotonic() + self._timeout * WHOLE_ANSWER
        try:
            response = self._kept_client().send(request, stream=True)
        except NEVER_LEFT:
            raise
        except httpx2.RequestError:
            self._count()
            raise
        self._count()
        log.debug("%s: %s HTTP %d", self.service, request.method, response.status_code)
        try:
            encoding = response.headers.get("content-encoding", "").strip().lower()
            if encoding not in ENCODINGS:
                raise self.down("its answer is packed in a way that we did not ask for")
            body = bytearray()
            for piece in response.iter_bytes():
                body += piece
                if len(body) > self._max_bytes:
                    raise self.down(f"its answer is larger than {self._max_bytes:,} bytes")
                if time.monotonic() > deadline:
                    raise httpx2.ReadTimeout("a trickling answer", request=request)
        finally:
            response.close()
        headers = [row for row in response.headers.multi_items() if row[0] not in UNPACKED]
        return httpx2.Response(
            response.status_code, headers=headers, content=bytes(body), request=request
        )

    def _note_wait(self, began: float) -> None:
        with self._lock:
            self.waited += time.monotonic() - began

    def _count(self) -> None:
        with self._lock:
            self.sent += 1

    def _redirected(self, request: httpx2.Request, response: httpx2.Response) -> httpx2.Request:
        """The request that a redirect asks for, without what only the endpoint may see."""
        try:
            url = request.url.join(response.headers["location"])
        except httpx2.InvalidURL as error:
            raise self.down("it redirects to no address") from error
        if url.scheme not in {"https", request.url.scheme} or not url.host:
            raise self.down("it redirects to an address that is not followed")
        headers = self._headers_for(url)
        headers["Accept"] = request.headers["accept"]
        method, content = "GET", b""
        if response.status_code in KEPT_METHOD:
            method, content = request.method, request.content
            headers.update({"Content-Type": request.headers.get("content-type", "")})
            sent = request.headers.items()
            headers.update({name: said for name, said in sent if name.startswith("if-")})
        return self._kept_client().build_request(
            method, url, headers=headers, content=content or None
        )

    def _headers_for(self, url: httpx2.URL) -> httpx2.Headers:
        headers = httpx2.Headers(self._public_headers)
        if (url.scheme, url.netloc) == (self._origin.scheme, self._origin.netloc):
            headers.update(self._own_headers)
        return headers

    def _kept_client(self) -> httpx2.Client:
        with self._lock:
            if self._client is None:
                self._client = self._new_client()
            return self._client

    def _new_client(self) -> httpx2.Client:
        """A client that obeys HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE and SSL_CERT_DIR."""
        try:
            authorities = trust()
        except OSError as error:
            raise self.down("SSL_CERT_FILE or SSL_CERT_DIR cannot be read") from error
        try:
            return httpx2.Client(
                verify=authorities, timeout=self._timeout, trust_env=not self._is_direct
            )
        except (ValueError, ImportError, httpx2.InvalidURL) as error:
            # Its text is kept out: a proxy's address can hold a password.
            reason = type(error).__name__
            raise self.down(f"the proxy settings cannot be used ({reason})") from None


def trust() -> ssl.SSLContext:
    """The trust store that SSL_CERT_FILE and SSL_CERT_DIR name, else the system's.

    Raises OSError when they cannot be read.
    """
    return _trust(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))


@functools.cache
def _trust(_file: str | None, _folder: str | None) -> ssl.SSLContext:
    """Reading the trust store costs 100 ms; all services share one for the same settings."""
    return httpx2.create_ssl_context()
