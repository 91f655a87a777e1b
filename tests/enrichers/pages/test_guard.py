"""Which addresses may be fetched, in all the ways in which they can be written."""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, ip_address

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrichers.pages.guard import Guard, is_public
from enrichers.pages.guard import exemption as exemption_of
from enrichers.pages.journey import parsed

PRIVATE_NETWORKS = [
    IPv4Network(text)
    for text in ("127.0.0.0/8", "10.0.0.0/8", "169.254.0.0/16", "192.168.0.0/16")
]
SPELLINGS: list[Callable[[IPv4Address], str]] = [
    str,
    lambda address: str(int(address)),
    lambda address: hex(int(address)),
    lambda address: f"0{int(address):o}",
    lambda address: ".".join(hex(byte) for byte in address.packed),
    lambda address: ".".join(f"0{byte:o}" for byte in address.packed),
    lambda address: f"{address.packed[0]}.{int.from_bytes(address.packed[1:])}",
    lambda address: f"{address.packed[0]}.{address.packed[1]}.{address.packed[3]}",
    lambda address: f"[::ffff:{address}]",
    lambda address: f"[64:ff9b::{address}]",
    lambda address: f"[::{address}]",
    lambda address: str(address).replace(".", "。"),
    lambda address: str(address).replace(".", "%2e"),
    lambda address: f"example.org@{address}",
    lambda address: f"example.org%23@{address}",
]

PUBLIC = [
    "http://example.org/", "https://example.org:443/a?b#c", "http://example.org:8080/",
    "http://EXAMPLE.org./", "http://x_y.example.org/", "http://xn--bcher-kva.example/",
    "http://bücher.example/", "http://93.184.216.34/", "http://[2606:2800:220:1::1]/",
    "http://localhost.example.org/", "http://10.example.org/", "http://local.example/",
    "http://127.0.0.1.example.org/", "http://internal.example.org/",
]  # fmt: skip
PRIVATE = [
    "http://localhost/", "http://LOCALHOST./", "http://x.localhost/", "http://printer.local/",
    "http://metadata.google.internal/", "http://router.lan/", "http://nas.home.arpa/",
    "http://intranet/", "http://x.onion/", "http://127.0.0.1/", "http://127.0.0.1./",
    "http://127.1/", "http://0/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/",
    "http://1.2.3.4.5/", "http://foo.0x7f/", "http://10.1.2.3/", "http://172.16.0.1/",
    "http://192.168.1.1/", "http://169.254.169.254/", "http://100.64.0.1/", "http://0.0.0.0/",
    "http://224.0.0.1/", "http://255.255.255.255/", "http://[::]/", "http://[::1]/",
    "http://[fe80::1]/", "http://[fe80::1%25eth0]/", "http://[fc00::1]/", "http://[ff02::1]/",
    "http://[::ffff:10.0.0.1]/", "http://[64:ff9b::10.0.0.1]/", "http://[2002:7f00:1::]/",
    "http://user@example.org/", "http://example.org@10.0.0.1/", "http://a:b@example.org/",
    "http://127%2e0%2e0%2e1/", "http://ex ample.org/", "http://a..b/", "http://-/", "http:///x",
    "http://example.org:22/", "http://example.org:25/", "http://example.org:0/",
    "http://example.org:70000/", "ftp://example.org/", "file:///etc/passwd", "about:blank",
    "http://" + "a" * 64 + ".org/", "http://" + "a." * 130 + "org/",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_may_be_fetched(address: str) -> None:
    assert Guard().objection(httpx2.URL(address)) == ""


@pytest.mark.parametrize("address", PRIVATE)
def test_everything_else_may_not(address: str) -> None:
    assert Guard().objection(httpx2.URL(address))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::8.8.8.8", True),
        ("192.0.0.8", False),
        ("192.0.2.1", False),
        ("198.18.0.1", False),
        ("192.88.99.1", False),
        ("203.0.113.9", False),
        ("240.0.0.1", False),
        ("239.1.1.1", False),
        ("64:ff9b::127.0.0.1", False),
        ("64:ff9b:1::1", False),
        ("::7f00:1", False),
        ("2001::1", False),
        ("2001:db8::1", False),
        ("3fff::1", False),
        ("fec0::1", False),
        ("ff0e::1", False),
        ("100::1", False),
        ("5f00::1", False),
    ],
)
def test_only_what_the_internet_routes_is_public(address: str, expected: bool) -> None:
    assert is_public(ip_address(address)) is expected


@pytest.mark.parametrize(
    ("allowed", "address", "is_allowed"),
    [
        ("127.0.0.1:8080", "http://127.0.0.1:8080/", True),
        ("127.0.0.1:8080", "http://127.0.0.1:8081/", False),
        ("127.0.0.1:8080", "http://127.0.0.2:8080/", False),
        ("127.0.0.0/8", "http://127.9.9.9/", True),
        ("127.0.0.0/8", "http://10.0.0.1/", False),
        ("127.0.0.0/8", "http://127.1/", False),
        ("[::1]:8080", "http://[::1]:8080/", True),
        ("[::1]:8080", "http://[::1]/", False),
        ("localhost:8080", "http://localhost:8080/", True),
        ("localhost:8080", "http://localhost/", False),
        ("127.0.0.1", "http://user@127.0.0.1/", False),
        ("127.0.0.1", "http:///x", False),
        ("127.0.0.1", "ftp://127.0.0.1/", False),
    ],
)
def test_an_exemption_reaches_no_further_than_it_says(
    allowed: str, address: str, is_allowed: bool
) -> None:
    assert (Guard([allowed]).objection(httpx2.URL(address)) == "") is is_allowed


@given(
    address=st.sampled_from(PRIVATE_NETWORKS)
    .flatmap(lambda network: st.integers(int(network[0]), int(network[-1])))
    .map(IPv4Address),
    spell=st.sampled_from(SPELLINGS),
    dot=st.sampled_from(["", ".", ".."]),
)
def test_no_spelling_of_a_private_address_passes(
    address: IPv4Address, spell: Callable[[IPv4Address], str], dot: str
) -> None:
    url = parsed(f"http://{spell(address)}{dot}/x")

    assert url is None or Guard().objection(url)


def test_an_exempt_name_may_lead_anywhere_and_another_may_not() -> None:
    guard = Guard(["wiki.corp:80"])

    assert guard.admits("10.0.0.7", 80, name="wiki.corp")
    assert not guard.admits("10.0.0.7", 80, name="example.org")
    assert not guard.admits("10.0.0.7", 81, name="wiki.corp")


def test_an_exemption_with_a_port_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="http"):
        exemption_of("127.0.0.1:http")
