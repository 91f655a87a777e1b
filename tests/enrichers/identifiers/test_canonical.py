import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enrichers.identifiers.canonical import canonical, dedup_key, split

SAME_RESOURCE = [
    ("HTTP://Example.ORG/a", "http://example.org/a"),
    ("http://example.org:80/a", "http://example.org/a"),
    ("https://example.org:443", "https://example.org/"),
    ("http://example.org./a", "http://example.org/a"),
    ("http://example.org/a/./b/../c", "http://example.org/a/c"),
    ("http://example.org/../a", "http://example.org/a"),
    ("http://example.org/a/..", "http://example.org/"),
    ("http://example.org/%7ejane", "http://example.org/~jane"),
    ("http://example.org/a%2fb", "http://example.org/a%2Fb"),
    ("http://example.org/a b", "http://example.org/a%20b"),
    ("http://example.org/ä", "http://example.org/%C3%A4"),
    ("http://example.org/100%", "http://example.org/100%25"),
    ("http://Bücher.example/", "http://xn--bcher-kva.example/"),
    ("http://example.org/a#sec-2", "http://example.org/a"),
    ("http://example.org/a#:~:text=x", "http://example.org/a"),
    ("http://example.org/a?utm_source=x&id=1&fbclid=y", "http://example.org/a?id=1"),
    ("http://example.org/a?utm_source=x", "http://example.org/a"),
    ("http://example.org/a?", "http://example.org/a"),
    ("https://epubs.example.org/x?mobileUi=0", "https://epubs.example.org/x"),
    ("http://example.org/a;jsessionid=0A1B?x=1", "http://example.org/a?x=1"),
    ("//example.org/a", "http://example.org/a"),
    ("www.example.org/a", "http://www.example.org/a"),
    ("  http://example.org/a  ", "http://example.org/a"),
]

SAME_PAGE = [
    ("https://example.org/a", "http://example.org/a"),
    ("http://www.example.org/a", "http://example.org/a"),
    ("http://example.org/a/", "http://example.org/a"),
    ("http://example.org/a/index.html", "http://example.org/a"),
    ("http://example.org/index.shtml", "http://example.org"),
    ("http://example.org/a?x=1&y=2", "http://example.org/a?y=2&x=1"),
]

DIFFERENT = [
    ("http://example.org/?p=801", "http://example.org/?p=802"),
    ("http://example.org/?p=801", "http://example.org/"),
    ("http://example.org/#!/a", "http://example.org/#!/b"),
    ("http://example.org/#/a", "http://example.org/#/b"),
    ("http://example.org/?q=a+b", "http://example.org/?q=a%2Bb"),
    ("http://example.org/a%2Fb", "http://example.org/a/b"),
    ("http://example.org/a", "http://example.org/A"),
    ("http://example.org/~9.520/fall17/", "http://example.org/~9.520/fall18/"),
    ("http://example.org:8080/a", "http://example.org/a"),
    ("http://a.example.org/", "http://b.example.org/"),
    ("http://example.org/?a=1&a=2", "http://example.org/?a=2&a=1"),
    ("http://example.org/a//b", "http://example.org/a/b"),
    ("ftp://example.org/a", "http://example.org/a"),
    ("http://example.org/?ref=master", "http://example.org/?ref=dev"),
]


@pytest.mark.parametrize(("written", "expected"), SAME_RESOURCE)
def test_spellings_of_one_resource_become_one(written: str, expected: str) -> None:
    assert canonical(written) == expected


@pytest.mark.parametrize(("one", "other"), SAME_RESOURCE + SAME_PAGE)
def test_addresses_of_one_page_have_one_key(one: str, other: str) -> None:
    assert dedup_key(one) == dedup_key(other)


@pytest.mark.parametrize(("one", "other"), SAME_PAGE)
def test_the_strict_form_keeps_apart_what_may_differ(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_pages_are_kept_apart(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)
    assert dedup_key(one) != dedup_key(other)


@pytest.mark.parametrize(
    "text", ["", "mailto:a@b.org", "#top", "a/b.html", "http://", "http://[::1", "http://a:b/"]
)
def test_what_is_no_address_comes_back_as_it_is(text: str) -> None:
    assert split(text) is None
    assert canonical(text) == text
    assert dedup_key(text) == text


def test_a_bare_host_is_an_address_only_where_one_is_expected() -> None:
    assert split("doi.org/10.1000/1") is None
    assert split("doi.org/10.1000/1", bare=True) is not None


PIECES = st.sampled_from(
    [
        *("a", "A", "www.", "index.html", "ä", "ﬁ", "İ", "。", "%", "%41", "%2F", "%7e", "%25"),
        *("/", "//", "/./", "/../", "?", "&", "=", "#", "#!/", "utm_x=1", ";jsessionid=1", "@"),
        *(":", ":80", ".", "..", "[", "]", "\\", " ", "\t", "\n", "\u200b", "\ud800", "+"),
    ]
)
ADDRESSES = st.builds(
    "{}{}".format,
    st.sampled_from(["http://", "https://x.org", "HTTPS://www.x.org/", "//", "ftp://x/", ""]),
    st.one_of(st.text(), st.lists(PIECES).map("".join)),
)


@settings(deadline=None)
@given(url=ADDRESSES)
def test_the_strict_form_is_final(url: str) -> None:
    assert canonical(canonical(url)) == canonical(url)


@settings(deadline=None)
@given(url=ADDRESSES)
def test_the_key_is_final_and_follows_from_the_strict_form(url: str) -> None:
    assert dedup_key(canonical(url)) == dedup_key(url)
    assert dedup_key(dedup_key(url)) == dedup_key(url)
