"""Says which addresses of the web may be fetched: public hosts, over http and https only."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Final

import httpx2

SCHEMES: Final = {"http": 80, "https": 443}

LOWEST_FREE_PORT: Final = 1024
"""Ports below it belong to other services, but for the two of the schemes."""

LONGEST_HOST: Final = 253
LONGEST_LABEL: Final = 63

_PRIVATE_NAMES = """
localhost localdomain local internal intranet private corp home lan onion
"""
PRIVATE_NAMES: Final = frozenset(_PRIVATE_NAMES.split())
"""Last labels of names that lead to this machine or the network around it (RFC 6761, 6762,
7686 and what home routers and companies use)."""

PRIVATE_ZONES: Final = (".home.arpa", ".in-addr.arpa", ".ip6.arpa")

UNICAST: Final = IPv6Network("2000::/3")
"""The only IPv6 addresses that are given out for the public internet."""

NAT64: Final = IPv6Network("64:ff9b::/96")
"""An IPv4 address as networks without IPv4 write it (RFC 6052)."""

NOT_PUBLIC: Final = tuple(
    ip_network(text)
    for text in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2002::/16", "3fff::/20")
)
"""Special purposes of which not every Python knows: protocol assignments, relays and tunnels
that can hide any IPv4 address, documentation."""

_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*", re.ASCII)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)

_Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """A host that may be fetched although it is not public, for tests and the demo."""

    name: str = ""
    """A host name; "" for a network."""
    network: IPv4Network | IPv6Network | None = None
    port: int | None = None
    """None for every port."""


def exemption(text: str) -> Exemption:
    """Read "127.0.0.1:8080", "10.0.0.0/8", "[::1]:8080" or "host.example:8080".

    Raises ValueError for a port that is none.
    """
    host, port = text, ""
    if text.startswith("["):
        host, _, port = text[1:].partition("]")
        port = port.removeprefix(":")
    elif text.count(":") == 1:
        host, _, port = text.partition(":")
    number = int(port) if port else None
    try:
        return Exemption(network=ip_network(host, strict=False), port=number)
    except ValueError:
        return Exemption(name=host.lower().rstrip("."), port=number)


class Guard:
    """What may be fetched, with the exemptions of one configuration."""

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        """`allowed` is read by `exemption`."""
        self._exempt = tuple(exemption(text) for text in allowed)

    def objection(self, url: httpx2.URL) -> str:
        """Why this address is not fetched, in words; "" if nothing in it speaks against it.

        No name is looked up: what it leads to is judged by `admits` when connecting.
        """
        if url.scheme not in SCHEMES:
            return "not an address of the web"
        if url.userinfo:
            return "an address with a user name in it"
        host = host_of(url)
        port = port_of(url)
        literal = _literal(host)
        if literal is not None:
            return "" if self.admits(str(literal), port) else "a private address"
        if self._is_exempt_name(host, port):
            return ""
        if port not in SCHEMES.values() and not LOWEST_FREE_PORT <= port < 2**16:
            return "a port that is not for the web"
        return _objection_to_name(host)

    def admits(self, address: str, port: int, *, name: str = "") -> bool:
        """Whether this resolved address may be connected to, for the host of this name."""
        if name and self._is_exempt_name(name, port):
            return True
        literal = ip_address(address.partition("%")[0])
        return is_public(literal) or any(
            row.network is not None
            and literal.version == row.network.version
            and literal in row.network
            and row.port in {None, port}
            for row in self._exempt
        )

    def _is_exempt_name(self, name: str, port: int) -> bool:
        return bool(name) and any(
            row.name == name and row.port in {None, port} for row in self._exempt
        )


def host_of(url: httpx2.URL) -> str:
    """The host in ASCII and small letters, without brackets and closing dots."""
    return url.raw_host.decode("ascii", "replace").lower().rstrip(".")


def port_of(url: httpx2.URL) -> int:
    """The port, also where it is not written; 0 where the scheme has none."""
    return SCHEMES.get(url.scheme, 0) if url.port is None else url.port


def is_public(address: _Address) -> bool:
    """Whether an address belongs to the public internet; IPv4 within IPv6 counts as IPv4."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address in NAT64:
            return is_public(IPv4Address(int(address) & 0xFFFFFFFF))
        if address not in UNICAST:
            return False
    if address.is_multicast or not address.is_global:
        return False
    return not any(
        address.version == network.version and address in network for network in NOT_PUBLIC
    )


def _literal(host: str) -> _Address | None:
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _objection_to_name(host: str) -> str:
    if len(host) > LONGEST_HOST or not _HOST.fullmatch(host):
        return "an address without a proper host name"
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return "a number in place of a host name"
    if any(len(label) > LONGEST_LABEL for label in labels):
        return "an address without a proper host name"
    if len(labels) == 1 or labels[-1] in PRIVATE_NAMES or host.endswith(PRIVATE_ZONES):
        return "a name of a private network"
    return ""
