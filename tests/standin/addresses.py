"""Which service an address leads to, under its real name or under the stand-in's own."""

from urllib.parse import SplitResult, urlsplit

from tests.standin.wire import Request

PREFIXES = {
    "arxiv": "arxiv",
    "crossref": "crossref",
    "datacite": "datacite",
    "doi": "doi_org",
    "openalex": "openalex",
    "s2": "semantic_scholar",
    "zotero": "zotero",
    "desktop": "desktop",
    "doaj": "doaj",
    "inspire": "inspire",
    "idconv": "idconv",
    "eutils": "pubmed",
    "hal": "hal",
    "zenodo": "zenodo",
    "figshare": "figshare",
    "github": "github",
    "github-raw": "github_raw",
    "openreview1": "openreview1",
    "openreview": "openreview",
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
    "doaj.org/api": "doaj",
    "inspirehep.net/api": "inspire",
    "pmc.ncbi.nlm.nih.gov/tools": "idconv",
    "eutils.ncbi.nlm.nih.gov": "pubmed",
    "api.archives-ouvertes.fr": "hal",
    "api.hal.science": "hal",
    "zenodo.org/api": "zenodo",
    "api.figshare.com": "figshare",
    "api.github.com": "github",
    "raw.githubusercontent.com": "github_raw",
    "api.openreview.net": "openreview1",
    "api2.openreview.net": "openreview",
}
"""The real names, of hosts or of parts of them; all else is a page of the web."""

_MOUNTS = {service: prefix for prefix, service in PREFIXES.items()}


def target(url: str, own: str) -> tuple[str, str, str]:
    """The service, the path within it and the query; `own` is the stand-in's host and port."""
    parts = urlsplit(url)
    path = parts.path or "/"
    if parts.netloc and parts.netloc != own:
        service = service_of(parts)
        within = path if service else f"/{parts.scheme}/{parts.netloc}{path}"
        return service or "web", within, parts.query
    first, _, rest = path.removeprefix("/").partition("/")
    return PREFIXES.get(first, ""), f"/{rest}", parts.query


def service_of(parts: SplitResult) -> str:
    """The service at a real address; "" for a page."""
    host = parts.hostname or ""
    first = parts.path.removeprefix("/").partition("/")[0]
    return HOSTS.get(f"{host}/{first}") or HOSTS.get(host, "")


def real_or_mounted(url: str, request: Request) -> str:
    """The address as the client that sent the request can follow it.

    A client that came under the real names gets a real address, another one the stand-in's,
    except for what is no name of the web: an address in numbers, localhost, another scheme.
    """
    own = request.headers.get("host", "")
    parts = urlsplit(url)
    host = parts.hostname or ""
    is_name = "." in host and host.rpartition(".")[2].isalpha()
    if not (own.startswith("127.0.0.1:") and is_name and parts.scheme in {"http", "https"}):
        return url
    tail = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    service = service_of(parts)
    if service:
        return f"http://{own}/{_MOUNTS[service]}{tail}"
    return f"http://{own}/web/{parts.scheme}/{parts.netloc}{tail}"
