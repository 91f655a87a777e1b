"""Sees every connection that Python makes, and forbids those that leave this machine."""

import ipaddress
import socket
from collections.abc import Callable
from threading import Lock
from typing import Any


class OutsideConnection(RuntimeError):
    """Something tried to leave this machine. Not an OSError: no client is to retry it."""


def _first(arguments: tuple[Any, ...]) -> object:
    return arguments[0]


def _host_of_address(arguments: tuple[Any, ...]) -> object:
    address = arguments[1]
    return address[0] if isinstance(address, tuple) else None


EVENTS: dict[str, Callable[[tuple[Any, ...]], object]] = {
    "socket.connect": _host_of_address,
    "socket.sendto": _host_of_address,
    "socket.sendmsg": _host_of_address,
    "socket.getaddrinfo": _first,
    "socket.gethostbyname": _first,
    "socket.gethostbyaddr": _first,
}
"""Python's audit events, and where each names the host; a Unix socket has none."""

NOBODY = ".invalid"
"""Names that must not exist (RFC 6761): nobody needs to be asked."""


class Guard:
    """An audit hook."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._attempts: list[str] = []

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Note and forbid a connection or a name look-up beyond loopback."""
        if event not in EVENTS:
            return
        host = EVENTS[event](arguments)
        name = host.decode(errors="replace") if isinstance(host, bytes) else host
        if name is None or is_loopback(str(name)):
            return
        if str(name).endswith(NOBODY):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        with self._lock:
            self._attempts.append(f"{event} to {name}")
        raise OutsideConnection(f"a test may not leave this machine: {event} to {name}")

    def take(self) -> list[str]:
        """The attempts so far, also those whose exception was swallowed; then forget them."""
        with self._lock:
            attempts, self._attempts = self._attempts, []
        return attempts


def is_loopback(host: str) -> bool:
    """Whether a name or address stays on this machine."""
    if host in {"", "localhost"} or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
