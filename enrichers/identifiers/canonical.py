"""Addresses in one form: the same resource, and the same page for a reader."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote, urlsplit

import idna

DEFAULT_PORTS: Final = {"http": 80, "https": 443, "ftp": 21}
LONGEST_HOST: Final = 253  # RFC 1035; anything longer is no host, and slow to put into IDNA

DECODE_ROUNDS: Final = 3
"""An address copied through forms and redirects is found encoded up to three times over."""

INDEX_PAGES: Final = frozenset(
    f"{stem}.{ending}"
    for stem in ("index", "default")
    for ending in ("asp", "aspx", "cfm", "htm", "html", "jsp", "php", "shtml", "xhtml")
)

_TRACKING = """
_hsenc _hsmi casa_token dclid fbclid gbraid gclid gclsrc igshid mc_cid mc_eid mkt_tok mobileui
msclkid needaccess ref_src twclid vero_id wbraid wt_mc wt.mc_id yclid
"""
TRACKING: Final = frozenset(_TRACKING.split())
"""Parameters that say who is reading or from where, never what."""

TRACKING_PREFIXES: Final = ("utm_", "mtm_", "pk_", "piwik_", "hsa_", "_x_tr_")

_ENCODED = re.compile(r"%([0-9A-Fa-f]{2})")
_LONE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE | re.ASCII)
_BARE_HOST = re.compile(
    r"(?:[a-z0-9_-]{1,63}\.){1,20}[a-z]{2,24}(?::\d{1,5})?(?=[/?#]|$)", re.IGNORECASE | re.ASCII
)
_NOT_IN_HOST = re.compile(r"[\s\x00-\x1f\"<>]")
_SCHEME = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)
_UNRESERVED = frozenset("-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_KEPT = "-._~!$&'()*+,;=:@/%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """The parts of an address; all but `host` are as written."""

    scheme: str
    host: str
    """Lower case, in ASCII (IDNA), without port, user name or closing dot."""
    port: int | None
    """None when it is the scheme's own."""
    user: str
    path: str
    query: str
    fragment: str

    @property
    def target(self) -> str:
        """All that stands behind the host, as written."""
        query = f"?{self.query}" if self.query else ""
        return f"{self.path}{query}#{self.fragment}" if self.fragment else f"{self.path}{query}"


def split(url: str, *, bare: bool = False) -> Address | None:
    """Take an address apart; None for what names no host.

    `bare` also accepts an address written without its scheme, such as "doi.org/10.1000/1".
    """
    url = url.strip()
    if url.startswith("//"):
        url = f"http:{url}"
    elif not _SCHEME.match(url):
        if url[:4].lower() != "www." and not (bare and _BARE_HOST.match(url)):
            return None
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
        port = parts.port
        host = ascii_host(parts.hostname or "")
    except ValueError:
        return None
    if not host or _NOT_IN_HOST.search(host):
        return None
    return Address(
        scheme=parts.scheme,
        host=host,
        port=None if port == DEFAULT_PORTS[parts.scheme] else port,
        user=parts.netloc.rpartition("@")[0],
        path=parts.path,
        query=parts.query,
        fragment=parts.fragment,
    )


def ascii_host(host: str) -> str:
    """A host name in lower case and ASCII; one that IDNA refuses stays as it is."""
    host = host.lower().rstrip(".")
    if host.isascii() or len(host) > LONGEST_HOST:
        return host
    try:
        return idna.encode(host, uts46=True).decode("ascii").rstrip(".")
    except idna.IDNAError:
        return host


def decoded(text: str) -> str:
    """Percent-decode until nothing changes, at most three times."""
    for _ in range(DECODE_ROUNDS):
        if "%" not in text:
            break
        text = unquote(text)
    return text


def canonical(url: str) -> str:
    """The strict form: equal only for addresses of one and the same resource.

    What is no address comes back without the white space around it.
    """
    address = split(url)
    return _written(address) if address else url.strip()


def dedup_key(url: str) -> str:
    """A looser form, for counting two addresses as one page: it also drops the difference
    between http and https, "www.", the closing slash, index pages and the order of the query.

    It is a key to compare, not an address to fetch.
    """
    address = split(url)
    if not address:
        return url.strip()
    strict = split(_written(address))
    assert strict is not None
    query = "&".join(sorted(strict.query.split("&"), key=lambda pair: pair.partition("=")[0]))
    return _joined(
        scheme="http" if strict.scheme == "https" and strict.port is None else strict.scheme,
        host=_without_www(strict.host),
        port=strict.port,
        user="",
        path=_without_index(strict.path),
        query=query,
        fragment=strict.fragment,
    )


def _written(address: Address) -> str:
    return _joined(
        scheme=address.scheme,
        host=address.host,
        port=address.port,
        user=_escaped(address.user),
        path=_without_dots(_SESSION.sub("", _escaped(address.path))) or "/",
        query=_without_tracking(_escaped(address.query, also="?")),
        fragment=_escaped(_routing(address.fragment), also="?"),
    )


def _joined(
    *, scheme: str, host: str, port: int | None, user: str, path: str, query: str, fragment: str
) -> str:
    host = f"[{host}]" if ":" in host else host
    written = f"{scheme}://{user}@{host}" if user else f"{scheme}://{host}"
    written += f":{port}" if port is not None else ""
    written += path + (f"?{query}" if query else "")
    return f"{written}#{fragment}" if fragment else written


def _escaped(text: str, *, also: str = "") -> str:
    text = _LONE_PERCENT.sub("%25", text)
    text = _ENCODED.sub(_plain_if_unreserved, text)
    return quote(text, safe=_KEPT + also, errors="replace")


def _plain_if_unreserved(encoded: re.Match[str]) -> str:
    character = chr(int(encoded[1], 16))
    return character if character in _UNRESERVED else encoded[0].upper()


def _without_dots(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            del kept[max(1, len(kept) - 1) :]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in {".", ".."}:
        kept.append("")
    return "/".join(kept)


def _without_tracking(query: str) -> str:
    return "&".join(pair for pair in query.split("&") if pair and not _is_tracking(pair))


def _is_tracking(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    return name in TRACKING or name.startswith(TRACKING_PREFIXES)


def _routing(fragment: str) -> str:
    """A fragment is a place on the page, unless the page uses it to choose what to show."""
    return fragment if fragment.startswith(("!", "/")) else ""


def _without_www(host: str) -> str:
    while host.startswith("www.") and "." in host[4:]:
        host = host[4:]
    return host


def _without_index(path: str) -> str:
    segments = path.split("/")
    while segments and (not segments[-1] or segments[-1].lower() in INDEX_PAGES):
        segments.pop()
    return "/".join(segments)
