"""One server on loopback that answers like every service and like a Zotero group."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock, Thread
from typing import Self

from tests.standin.catalogue import Catalogue, Shelf, everyday
from tests.standin.control import answer
from tests.standin.faults import UNHEARD, Delivery, Fault, Faults, hidden, spoiled
from tests.standin.handler import Listener
from tests.standin.limits import Watch
from tests.standin.services import (
    arxiv,
    crossref,
    datacite,
    doaj,
    doi_org,
    figshare,
    github,
    hal,
    inspire,
    ncbi,
    openreview,
    semantic_scholar,
    web,
    zenodo,
)
from tests.standin.services.openalex import OpenAlex
from tests.standin.wire import Reply, Request, text_reply
from tests.standin.zotero import PERSONAL, ZoteroGroup
from tests.standin.zotero.group import is_personal
from tests.standin.zotero.local import MOUNT as LOCAL_MOUNT
from tests.standin.zotero.local import ZoteroDesktop

ENDPOINTS: Mapping[str, str] = {
    "arxiv": "/arxiv/api/query",
    "crossref": "/crossref",
    "datacite": "/datacite",
    "doi_org": "/doi",
    "openalex": "/openalex",
    "semantic_scholar": "/s2/graph/v1",
    "zotero": "/zotero",
    "web": "/web",
}
"""Where a client's endpoint setting is to point, under the server's address."""

REGISTERS: Mapping[str, str] = {
    "doaj": "/doaj/api",
    "inspire": "/inspire/api",
    "idconv": "/idconv/tools/idconv/api/v1/articles/",
    "pubmed": "/eutils/entrez/eutils",
    "hal": "/hal",
    "zenodo": "/zenodo/api",
    "figshare": "/figshare/v2",
    "github": "/github",
    "github_raw": "/github-raw",
    "openreview1": "/openreview1",
    "openreview": "/openreview",
}
"""The same for the services that know works by numbers of their own."""

CONTROL = "standin"
"""The path where other processes ask what happened and command faults."""

Service = Callable[[Request, Shelf], Reply]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """How to reach the stand-in under the real services' names."""

    url: str
    ca_file: Path
    """The authority that signs its certificates, as PEM."""

    @property
    def environment(self) -> dict[str, str]:
        """The variables that send a process's requests here, except those to loopback.

        Every http client that reads them (httpx2, requests, urllib, curl) then finds the web
        and the services under their real names, and does not ask for names itself.
        """
        certificates = str(self.ca_file)
        return {
            "HTTP_PROXY": self.url,
            "HTTPS_PROXY": self.url,
            "NO_PROXY": "127.0.0.1,localhost,::1",
            "SSL_CERT_FILE": certificates,
            "REQUESTS_CA_BUNDLE": certificates,
        }


class StandIn:
    """The server, from `with` to its end."""

    def __init__(
        self,
        catalogue: Catalogue | None = None,
        zotero: Path | None = None,
        port: int = 0,
        pace: float = 1.0,
    ) -> None:
        """`pace` stretches the seconds of every limit it watches over."""
        self.catalogue = catalogue or everyday()
        self._zotero_path = zotero
        self._zotero: ZoteroGroup | None = None
        self._personal: ZoteroGroup | None = None
        self._desktop: ZoteroDesktop | None = None
        self._faults = Faults()
        self._watch = Watch(pace)
        self._lock = Lock()
        self._requests: list[Request] = []
        self.openalex = OpenAlex()
        self._services: Mapping[str, Service] = {
            "arxiv": arxiv.answer,
            "crossref": crossref.answer,
            "datacite": datacite.answer,
            "doi_org": doi_org.answer,
            "openalex": self.openalex.answer,
            "semantic_scholar": semantic_scholar.answer,
            "web": web.answer,
            "doaj": doaj.answer,
            "inspire": inspire.answer,
            "idconv": ncbi.converter,
            "pubmed": ncbi.summaries,
            "hal": hal.answer,
            "zenodo": zenodo.answer,
            "figshare": figshare.answer,
            "github": github.answer,
            "github_raw": github.raw,
            "openreview1": openreview.first,
            "openreview": openreview.second,
        }
        self._listener = Listener(self.deliver, self.finished, port)
        self.base = f"http://127.0.0.1:{self._listener.server_port}"
        everywhere = {**ENDPOINTS, **REGISTERS}
        self.endpoints = {name: self.base + path for name, path in everywhere.items()}

    def __enter__(self) -> Self:
        Thread(target=self._listener.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.stop()
        if self._zotero:
            self._zotero.close()
        if self._personal:
            self._personal.close()
        if self._desktop:
            self._desktop.close()

    @property
    def requests(self) -> list[Request]:
        """Every request so far, in the order of arrival."""
        with self._lock:
            return list(self._requests)

    @property
    def violations(self) -> list[str]:
        """Every published limit that a client broke, in words."""
        return self._watch.violations

    def count(self, service: str) -> int:
        """How many requests a service got."""
        return sum(request.service == service for request in self.requests)

    @property
    def zotero(self) -> ZoteroGroup:
        """The Zotero group, in the file it was given or in memory."""
        with self._lock:
            if self._zotero is None:
                self._zotero = ZoteroGroup(self._zotero_path)
            return self._zotero

    @property
    def personal(self) -> ZoteroGroup:
        """The own library of the group's owner, in memory."""
        with self._lock:
            if self._personal is None:
                self._personal = ZoteroGroup(place=PERSONAL)
            return self._personal

    @property
    def desktop(self) -> ZoteroDesktop:
        """Zotero desktop, whose library holds what it was last synced to hold."""
        with self._lock:
            if self._desktop is None:
                self._desktop = ZoteroDesktop()
            return self._desktop

    @property
    def desktop_endpoint(self) -> str:
        """Where Zotero desktop answers."""
        return f"{self.base}/desktop{LOCAL_MOUNT}"

    def misbehave(
        self,
        service: str,
        fault: str,
        *,
        times: int | None = None,
        after: int = 0,
        holding: str = "",
        retry_after: str | int = "",
        seconds: float = 0.0,
        ids: Iterable[str] = (),
    ) -> None:
        """Let a service misbehave until `times` requests have met the fault, or `heal`.

        The kinds of faults are the keys of `faults.KINDS`; what the rest means is said at
        the fields of `faults.Fault`.
        """
        self._faults.add(
            Fault(
                kind=str(fault),
                service=service,
                times=times,
                after=after,
                holding=holding,
                retry_after=str(retry_after),
                seconds=seconds,
                ids=frozenset(name.lower() for name in ids),
            )
        )

    def heal(self, service: str | None = None) -> None:
        """End the faults of a service, or of all."""
        self._faults.heal(service)

    def proxy(self, folder: Path) -> Proxy:
        """Answer also as a proxy for the real names, https included."""
        return Proxy(url=self.base, ca_file=self._listener.intercept(folder))

    def deliver(self, request: Request) -> Delivery:
        """Record a request and answer it, faults and all."""
        if request.service == CONTROL:
            return Delivery(reply=answer(request, self))
        request = replace(request, at=time.monotonic())
        with self._lock:
            self._requests.append(request)
        self._watch.comes(request)
        faults = self._faults.meeting(request)
        if any(fault.kind in UNHEARD for fault in faults):
            return spoiled(Delivery(reply=text_reply("")), faults)
        return spoiled(Delivery(reply=self._answer(request, hidden(faults))), faults)

    def finished(self, request: Request) -> None:
        """A reply is out."""
        if request.service != CONTROL:
            self._watch.goes(request)

    def _answer(self, request: Request, denied: frozenset[str]) -> Reply:
        if request.service == "zotero":
            library = self.personal if is_personal(request.path) else self.zotero
            return library.answer(request)
        if request.service == "desktop":
            return self.desktop.answer(request)
        service = self._services.get(request.service)
        if service is None:
            return text_reply("No service of this name stands here.", status=404)
        return service(request, Shelf(self.catalogue, request.service, denied))
