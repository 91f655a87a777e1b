import httpx2
import pytest

from enrichers.pages.proxies import proxy_for

PROXY = "http://proxy.example:3128"


@pytest.mark.parametrize(
    ("settings", "address", "expected"),
    [
        ({}, "https://example.org/", ""),
        ({"https": PROXY}, "https://example.org/", PROXY),
        ({"https": PROXY}, "http://example.org/", ""),
        ({"all": PROXY}, "http://example.org/", PROXY),
        ({"http": "proxy.example:3128"}, "http://example.org/", PROXY),
        ({"http": "", "all": PROXY}, "http://example.org/", PROXY),
    ],
)
def test_the_proxy_is_that_of_the_scheme_or_that_for_all(
    settings: dict[str, str], address: str, expected: str
) -> None:
    assert proxy_for(httpx2.URL(address), settings) == expected


@pytest.mark.parametrize(
    ("exceptions", "host", "is_direct"),
    [
        ("*", "example.org", True),
        ("example.org", "example.org", True),
        ("example.org", "www.example.org", True),
        ("example.org", "badexample.org", False),
        ("Example.ORG", "example.org", True),
        (".example.org", "www.example.org", True),
        (".example.org", "example.org", False),
        ("*.example.org", "www.example.org", True),
        ("other.org, example.org ,", "example.org", True),
        ("example.org:8080", "example.org:8080", True),
        ("example.org:8080", "example.org", False),
        ("http://example.org", "example.org", True),
        ("http://example.org", "www.example.org", False),
        ("https://example.org", "example.org", False),
        ("localhost", "x.localhost", False),
        ("127.0.0.1", "127.0.0.1", True),
        ("127.0.0.0/8", "127.1.2.3", True),
        ("127.0.0.0/8", "128.1.2.3", False),
        ("::1", "[::1]", True),
        ("[::1]:80", "[::1]", True),
        ("fc00::/7", "[fd00::1]", True),
        ("", "example.org", False),
        ("nonsense/8", "example.org", False),
    ],
)
def test_no_proxy_leads_around_it_as_httpx_has_it(
    exceptions: str, host: str, is_direct: bool
) -> None:
    settings = {"http": PROXY, "no": exceptions}

    assert (proxy_for(httpx2.URL(f"http://{host}/"), settings) == "") is is_direct


@pytest.mark.parametrize(
    "exceptions",
    ["*", "example.org", ".example.org", "*.example.org", "example.org:8080", "localhost",
     "http://example.org", "127.0.0.1", "127.0.0.0/8", "::1", "org", "", "a/b"],
)  # fmt: skip
@pytest.mark.parametrize(
    "address",
    ["http://example.org/", "http://www.example.org/", "http://example.org:8080/",
     "http://127.0.0.1/", "http://127.8.8.8/", "http://[::1]/", "http://badexample.org/"],
)  # fmt: skip
def test_it_agrees_with_httpx(
    exceptions: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", PROXY)
    monkeypatch.setenv("NO_PROXY", exceptions)
    with httpx2.Client(verify=False) as client:
        line = client._transport_for_url(httpx2.URL(address))  # pyright: ignore[reportPrivateUsage]
        is_direct = line is client._transport  # pyright: ignore[reportPrivateUsage]

    ours = proxy_for(httpx2.URL(address), {"http": PROXY, "no": exceptions})

    assert (ours == "") is is_direct
