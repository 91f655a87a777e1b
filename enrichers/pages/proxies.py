"""Reads the proxy settings of the environment: which addresses go through which proxy."""

from collections.abc import Mapping
from ipaddress import ip_address, ip_network

import httpx2

from enrichers.pages.guard import host_of, port_of


def proxy_for(url: httpx2.URL, settings: Mapping[str, str]) -> str:
    """The proxy's address for this one; "" where the way is direct.

    The settings are those of `urllib.request.getproxies`; NO_PROXY is understood as httpx
    does: "*", names with all below them, ".name" for only what is below, addresses, networks,
    each with a port or scheme or without.
    """
    proxy = settings.get(url.scheme) or settings.get("all") or ""
    if not proxy or _is_excepted(url, settings.get("no", "")):
        return ""
    return proxy if "://" in proxy else f"http://{proxy}"


def _is_excepted(url: httpx2.URL, exceptions: str) -> bool:
    entries = [entry.strip().lower() for entry in exceptions.split(",")]
    return any(entry == "*" or _covers(entry, url) for entry in entries if entry)


def _covers(entry: str, url: httpx2.URL) -> bool:
    scheme, mark, rest = entry.rpartition("://")
    if mark and scheme not in {"all", url.scheme}:
        return False
    rest = rest if mark else entry
    if "/" in rest:
        return _is_within(host_of(url), rest)
    name, port = _split_port(rest)
    if port and port != str(port_of(url)):
        return False
    return _names(name, host_of(url), exactly=bool(mark))


def _split_port(text: str) -> tuple[str, str]:
    if text.startswith("["):
        address, _, port = text[1:].partition("]")
        return address, port.removeprefix(":")
    if text.count(":") == 1:
        name, _, port = text.partition(":")
        return name, port
    return text, ""


def _names(name: str, host: str, *, exactly: bool) -> bool:
    if name.startswith(("*.", ".")):
        return host.endswith(name.lstrip("*"))
    if exactly or name == "localhost" or _is_address(name):
        return host == name
    return host == name or host.endswith(f".{name}")


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_within(host: str, network: str) -> bool:
    try:
        return ip_address(host) in ip_network(network, strict=False)
    except ValueError:
        return False
