"""Opens and keeps the connections for pages: only to public hosts, and never past the time."""

import math
import socket
import ssl
import time
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from importlib.util import find_spec
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any

import httpcore2
import httpx2

from enrichers.pages.guard import Guard
from enrichers.pages.proxies import proxy_for

MOST_CONNECTIONS = 64
MOST_IDLE = 16
KEPT_IDLE = 20.0  # seconds
MOST_ADDRESSES = 4  # of one host, tried one after the other

UNKNOWN_NAME = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})
"""The name service's word that there is no such host, or none with an address."""

_until: ContextVar[float] = ContextVar("until", default=math.inf)


class Forbidden(Exception):
    """The name leads to no address that may be connected to."""


class NoSuchHost(Exception):
    """The name service knows no such host."""


@contextmanager
def time_limit(seconds: float) -> Generator[None]:
    """Let no connecting, reading or writing in this thread go on for longer than this."""
    token = _until.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _until.reset(token)


def _left(timeout: float | None, late: type[Exception]) -> float:
    left = min(_until.get() - time.monotonic(), math.inf if timeout is None else timeout)
    if left <= 0:
        raise late("the time for this address is over")
    return left


class Stream(httpcore2.NetworkStream):
    """A connection that minds the time limit, so that an answer cannot trickle for ever."""

    def __init__(self, stream: httpcore2.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Raises ReadTimeout."""
        return self._stream.read(max_bytes, _left(timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Raises WriteTimeout."""
        self._stream.write(buffer, _left(timeout, httpcore2.WriteTimeout))

    def close(self) -> None:
        """Let go of it."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore2.NetworkStream:
        """Raises ConnectTimeout."""
        left = _left(timeout, httpcore2.ConnectTimeout)
        return Stream(self._stream.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        """What the connection beneath knows."""
        return self._stream.get_extra_info(info)


class Connector(httpcore2.NetworkBackend):
    """Opens connections within the time limit, and past a guard if it has one.

    The address that was judged is the address that is connected to: a name that changes its
    mind in between gains nothing. Host header and TLS still get the name.
    """

    def __init__(self, guard: Guard | None = None) -> None:
        self._guard = guard
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Raises Forbidden, NoSuchHost, and httpcore2's ConnectError and ConnectTimeout."""
        late = httpcore2.ConnectTimeout
        addresses = _look_up(host, port, _left(timeout, late))
        if self._guard is not None:
            name = host.lower().rstrip(".")
            addresses = [
                address for address in addresses if self._guard.admits(address, port, name=name)
            ]
        failure: Exception = Forbidden(f"{host} leads to a private address")
        for address in addresses[:MOST_ADDRESSES]:
            try:
                stream = self._sockets.connect_tcp(
                    address, port, _left(timeout, late), local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return Stream(stream)
        raise failure


def _look_up(host: str, port: int, timeout: float) -> list[str]:
    """The addresses of a host, each once.

    The system's look-up knows no time limit, so it runs in a thread that may be left behind.
    """
    answers: SimpleQueue[list[str] | OSError | UnicodeError] = SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            answers.put(error)
        else:
            answers.put(list(dict.fromkeys(str(row[4][0]) for row in found)))

    Thread(target=ask, name="name look-up", daemon=True).start()
    try:
        answer = answers.get(timeout=timeout)
    except Empty:
        raise httpcore2.ConnectTimeout("no answer to the name look-up") from None
    match answer:
        case UnicodeError():
            raise NoSuchHost(host) from answer
        case socket.gaierror(errno=code) if code in UNKNOWN_NAME:
            raise NoSuchHost(host) from answer
        case OSError():
            raise httpcore2.ConnectError(str(answer)) from answer
        case _:
            return answer


class Line(httpx2.HTTPTransport):
    """httpx2's way of sending over a pool of ours: its own pools take no connector."""

    def __init__(self, pool: httpcore2.ConnectionPool) -> None:
        self._pool = pool


class Lines:
    """The pools of one environment: the direct one, and one for every proxy in use."""

    def __init__(self, guard: Guard, trust: ssl.SSLContext, proxies: Mapping[str, str]) -> None:
        """`proxies` are the settings of `urllib.request.getproxies`.

        Raises ValueError, ImportError or httpx2.InvalidURL for a proxy that cannot be used.
        """
        self._trust = trust
        self._proxies = dict(proxies)
        self._lock = Lock()
        self._direct = self._open(Connector(guard))
        self._through: dict[str, Line] = {}

    def line_for(self, url: httpx2.URL) -> Line:
        """The way to an address. Behind a proxy it is the proxy that looks names up."""
        address = proxy_for(url, self._proxies)
        if not address:
            return self._direct
        with self._lock:
            if address not in self._through:
                self._through[address] = self._open(Connector(), _proxy(address, self._trust))
            return self._through[address]

    def close(self) -> None:
        """Let go of all connections."""
        with self._lock:
            for line in (self._direct, *self._through.values()):
                line.close()

    def _open(self, connector: Connector, proxy: httpcore2.Proxy | None = None) -> Line:
        pool = httpcore2.ConnectionPool(
            ssl_context=self._trust,
            proxy=proxy,
            max_connections=MOST_CONNECTIONS,
            max_keepalive_connections=MOST_IDLE,
            keepalive_expiry=KEPT_IDLE,
            network_backend=connector,
        )
        return Line(pool)


def _proxy(address: str, trust: ssl.SSLContext) -> httpcore2.Proxy:
    """Raises ValueError for a scheme that is no proxy's, ImportError for one beyond us."""
    proxy = httpx2.Proxy(url=address)
    url = proxy.url
    if url.scheme.startswith("socks") and find_spec("socksio") is None:
        raise ImportError("socksio")
    return httpcore2.Proxy(
        url=httpcore2.URL(
            scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
        ),
        auth=proxy.raw_auth,
        headers=proxy.headers.raw,
        ssl_context=trust if url.scheme == "https" else None,
    )
