"""Which service an address leads to, under its real name or under the stand-in's own."""

from urllib.parse import urlsplit

from tests.standin.wire import Request

PREFIXES = {
    "arxiv": "arxiv",
    "crossref": "crossref",
    "datacite": "datacite",
    "doi": "doi_org",
    "openalex": "openalex",
    "s2": "semantic_scholar",
    "zotero": "zotero",
    "web": "web",
    "standin": "standin",
}
"""The first part of a path at the stand-in, and the service it leads to."""

HOSTS = {
    "export.arxiv.org": "arxiv",
    "api.crossref.org": "crossref",
    "api.datacite.org": "datacite",
    "doi.org": "doi_org",
    "dx.doi.org": "doi_org",
    "www.doi.org": "doi_org",
    "api.openalex.org": "openalex",
    "api.semanticscholar.org": "semantic_scholar",
    "api.zotero.org": "zotero",
}
"""The real names; any other host is a page of the web."""

_MOUNTS = {service: prefix for prefix, service in PREFIXES.items()}


def target(url: str, own: str) -> tuple[str, str, str]:
    """The service, the path within it and the query; `own` is the stand-in's host and port."""
    parts = urlsplit(url)
    path = parts.path or "/"
    if parts.netloc and parts.netloc != own:
        host = parts.hostname or ""
        is_page = host not in HOSTS
        within = f"/{parts.scheme}/{parts.netloc}{path}" if is_page else path
        return HOSTS.get(host, "web"), within, parts.query
    first, _, rest = path.removeprefix("/").partition("/")
    return PREFIXES.get(first, ""), f"/{rest}", parts.query


def real_or_mounted(url: str, request: Request) -> str:
    """The address as the client that sent the request can follow it.

    A client that came under the real names gets a real address, another one the stand-in's.
    """
    host = request.headers.get("host", "")
    if not host.startswith("127.0.0.1:"):
        return url
    parts = urlsplit(url)
    tail = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    service = HOSTS.get(parts.hostname or "")
    if service:
        return f"http://{host}/{_MOUNTS[service]}{tail}"
    return f"http://{host}/web/{parts.scheme}/{parts.netloc}{tail}"
