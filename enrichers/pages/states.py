"""Judges an answer: the page that was asked for, a refusal, an excuse, or nothing at all."""

import re
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import SplitResult, urlsplit

from enrichers.pages.charset import text_of
from enrichers.pages.media import MARKUP, PLAIN, XML, is_readable
from enrichers.pages.model import Fetched, PageState
from enrichers.pages.shape import LOOKED_AT, Shape, shape_of
from enrichers.pages.wording import (
    CHALLENGE,
    COOKIES,
    FAILURE,
    FIRST_PAGE,
    FOR_SALE,
    LOGIN,
    normal,
    parts,
    says,
    says_not_found,
)

OK: Final = 200
REDIRECTION: Final = 300
NOT_MODIFIED: Final = 304
MOST_BYTES_A_CHARACTER: Final = 4

EMPTY: Final = "an empty page"

SHORT: Final = 2_500
"""Characters of visible text; what stands in place of a page has fewer, navigation and all."""

VERY_SHORT: Final = 200

BLOCKED: Final[Mapping[int, str]] = {
    401: "it wants a login",
    402: "it wants to be paid",
    403: "it refuses us",
    429: "it has had too many requests",
    451: "it is kept back for legal reasons",
    999: "it refuses programs",
}
GONE: Final[Mapping[int, str]] = {
    404: "there is no such page",
    410: "the page was taken away for good",
}

CHALLENGE_HEADERS: Final = (
    ("cf-mitigated", "challenge", "Cloudflare"),
    ("x-amzn-waf-action", "challenge", "AWS WAF"),
    ("x-amzn-waf-action", "captcha", "AWS WAF"),
)
"""Header, value, whose: they stand on challenges only."""

CHALLENGE_MARKS: Final = (
    ("_cf_chl_opt", "Cloudflare"),
    ("cf-error-details", "Cloudflare"),
    ("errors.edgesuite.net", "Akamai"),
    ("sec-if-cpt-container", "Akamai"),
    ("/_sec/cp_challenge/", "Akamai"),
    ("captcha-delivery.com", "DataDome"),
    ('id="px-captcha"', "PerimeterX"),
    ("incapsula incident id", "Imperva"),
    ("window.gokuprops", "AWS WAF"),
    ("anubis_challenge", "Anubis"),
    ("/.within.website/x/cmd/anubis/", "Anubis"),
)
"""What stands only in the source of challenges; not what the same products put into every page
that they guard."""

CHALLENGE_ADDRESSES: Final = (
    "//validate.perfdrive.com/",
    ".google.com/sorry/",
    "/crawlprevention/",
)

PARKING_MARKS: Final = (
    "//sedoparking.com",
    "img.sedoparking.com",
    "parkingcrew.net",
    "parking.bodiscdn.com",
    "hugedomains.com/domain_profile",
    "afternic.com/forsale",
    "dan.com/buy-domain",
    'window.location.href="/lander"',
)
_MARKETS = "hugedomains.com dan.com sedo.com afternic.com undeveloped.com buydomains.com"
MARKETS: Final = frozenset(_MARKETS.split())
"""Hosts that a domain for sale leads to."""

_LOGIN_PATHS = """
login login.php login.aspx login.jsp login.html signin sign-in sign_in log-in logon wayf
shibboleth openathens authenticate authorize
"""
LOGIN_PATHS: Final = frozenset(_LOGIN_PATHS.split())
_LOGIN_HOSTS = "login signin sso idp auth accounts wayf weblogin"
LOGIN_HOSTS: Final = frozenset(_LOGIN_HOSTS.split())
COOKIE_PATHS: Final = frozenset(["cookieabsent", "cookies_not_supported", "cookiesrequired"])
CONSENT: Final = frozenset({"consent"})

_ERROR_PATHS = """
404 404.html 404.htm 404.php 404.asp 404.aspx 404-error 404-page error error.html error.htm
error.php error.aspx error404 errorpage not-found notfound not_found page-not-found
pagenotfound page_not_found
"""
ERROR_PATHS: Final = frozenset(_ERROR_PATHS.split())

_FIRST = re.compile(
    r"/(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|default|home)(?:\.\w{2,5})?)?", re.IGNORECASE
)
_DOMAIN = re.compile(
    r"[^.]{1,63}\.(?:(?:ac|co|com|edu|gob|gov|gouv|net|or|org)\.[a-z]{2}|[^.]{2,24})$"
)
_FOR_SALE = re.compile(r"[\w.-]{3,80}\.[a-z]{2,12} (?:is|may be) for sale\b", re.IGNORECASE)


def state_of(fetched: Fetched) -> tuple[PageState, str]:
    """The state of an address that answered, from status, redirects and body; and why.

    An ordinary page is never to be called suspicious: a message counts only as the whole of a
    title or heading, on a page with little on it that does not declare itself a work.
    """
    status = fetched.status
    if status == NOT_MODIFIED:
        return PageState.ALIVE, ""
    shape = _shape(fetched)
    challenger = _challenger(fetched, shape)
    if challenger:
        return PageState.BLOCKED, challenged(challenger)
    if status in BLOCKED:
        return PageState.BLOCKED, f"{BLOCKED[status]} (HTTP {status})"
    if status in GONE:
        return PageState.GONE, f"{GONE[status]} (HTTP {status})"
    if not OK <= status < REDIRECTION:
        return PageState.DOWN, f"HTTP {status}"
    if is_readable(fetched.content_type) and not fetched.body:
        return PageState.SUSPICIOUS, "an empty answer"
    if shape is None:
        return PageState.ALIVE, ""
    reason = _astray(fetched.url, fetched.final_url) or _excuse(shape)
    if reason and not shape.is_of_a_work:
        return PageState.SUSPICIOUS, reason
    return PageState.ALIVE, ""


def challenge_in(headers: Mapping[str, str]) -> str:
    """Whose challenge an answer is by its headers; "" if it is none."""
    rows = (who for name, value, who in CHALLENGE_HEADERS if headers.get(name) == value)
    return next(rows, "")


def challenged(who: str) -> str:
    """The reason to give for a challenge."""
    return f"it wants proof that a person is reading ({who})"


def _shape(fetched: Fetched) -> Shape | None:
    """None for what is no page."""
    if fetched.content_type not in MARKUP | XML | {PLAIN}:
        return None
    start = fetched.body[: LOOKED_AT * MOST_BYTES_A_CHARACTER]
    text = text_of(start, header=fetched.charset)
    if fetched.content_type == PLAIN:
        # A message in plain text has neither title nor much else.
        text = f"<title>{text}</title>" if len(text) < VERY_SHORT and "<" not in text else text
    return shape_of(text)


def _challenger(fetched: Fetched, shape: Shape | None) -> str:
    if any(mark in fetched.final_url for mark in CHALLENGE_ADDRESSES):
        return "a bot check"
    if shape is None:
        return ""
    who = next((who for mark, who in CHALLENGE_MARKS if mark in shape.lower), "")
    if not who and normal(shape.title) in CHALLENGE:
        who = f'"{shape.title[:60]}"'
    is_page = bool(who) and (len(shape.text) >= SHORT or shape.is_of_a_work)
    return "" if is_page else who


def _astray(url: str, final_url: str) -> str:
    """What the redirects say by where they end; "" if nothing."""
    if final_url in {"", url}:
        return ""
    try:
        asked, ended = urlsplit(url), urlsplit(final_url)
    except ValueError:
        return ""
    return next((reason for ends, reason in ENDS if ends(asked, ended)), "")


def _site(parts: SplitResult) -> str:
    return (parts.hostname or "").removeprefix("www.")


def _label(parts: SplitResult) -> str:
    """The first part of a host's name below its domain; "" for a domain itself."""
    label, _, domain = _site(parts).partition(".")
    return label if "." in domain else ""


def _organisation(parts: SplitResult) -> str:
    """The domain that a host belongs to: "things.edu", "things.ac.uk"."""
    found = _DOMAIN.search(_site(parts))
    return found[0] if found else ""


def _segments(parts: SplitResult) -> list[str]:
    return [segment for segment in parts.path.lower().split("/") if segment]


def _at_market(asked: SplitResult, ended: SplitResult) -> bool:
    return _site(ended) in MARKETS and _site(asked) != _site(ended)


def _at(
    paths: frozenset[str], hosts: frozenset[str]
) -> Callable[[SplitResult, SplitResult], bool]:
    def ends(asked: SplitResult, ended: SplitResult) -> bool:
        there = _label(ended) in hosts or bool(paths.intersection(_segments(ended)[-2:]))
        before = _label(asked) in hosts or bool(paths.intersection(_segments(asked)))
        return there and not before

    return ends


def _at_first_page(asked: SplitResult, ended: SplitResult) -> bool:
    """From something on a site to its first page, or that of the organisation whose site it is;
    moved sites and short links are not meant."""
    if ended.query or not _FIRST.fullmatch(ended.path or "/"):
        return False
    if _site(ended) not in {_site(asked), _organisation(asked)}:
        return False
    segments = _segments(asked)
    is_deep = len(segments) > 1 or (bool(segments) and "." in segments[0])
    return is_deep and not _FIRST.fullmatch(asked.path)


ENDS: Final = (
    (_at_market, "a domain for sale"),
    (_at(ERROR_PATHS, frozenset()), "it leads to a page of errors"),
    (_at(LOGIN_PATHS, LOGIN_HOSTS), "it leads to a login"),
    (_at(COOKIE_PATHS, CONSENT), "it leads to a page about cookies"),
    (_at_first_page, "it leads to the first page of its site"),
)


def _is_login(shape: Shape) -> bool:
    return bool(LOGIN & set(parts(shape.title))) and "<input" in shape.lower


def _is_parked(shape: Shape) -> bool:
    said = (shape.title, shape.heading)
    if any(says(text, FOR_SALE) or _FOR_SALE.match(text) for text in said):
        return True
    return any(mark in shape.lower for mark in PARKING_MARKS)


def _says_not_found(shape: Shape) -> bool:
    return says_not_found(shape.title) or says_not_found(shape.heading)


def _titled(phrases: frozenset[str]) -> Callable[[Shape], bool]:
    return lambda shape: says(shape.title, phrases)


EXCUSES: Final[tuple[tuple[Callable[[Shape], bool], str], ...]] = (
    (lambda shape: shape.is_empty, EMPTY),
    (_says_not_found, "a page that says there is none"),
    (_is_parked, "a domain for sale"),
    (_is_login, "a login"),
    (_titled(COOKIES), "a page about cookies"),
    (_titled(FIRST_PAGE), "the first page of an empty server"),
    (_titled(FAILURE), "a message of failure"),
)


def _excuse(shape: Shape) -> str:
    """What the page says in place of what was asked for; "" if it is a page."""
    reason = next((reason for is_met, reason in EXCUSES if is_met(shape)), "")
    return reason if reason and len(shape.text) < SHORT else ""
