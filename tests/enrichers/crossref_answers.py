"""Crossref as it answers, and our way of asking it."""

from dataclasses import replace

from enrichers.asking.pace import Pace
from enrichers.model import Identifier, Scheme
from enrichers.sources.crossref import Crossref
from tests.enrichers.scripted import Scripted
from tests.standin.catalogue import Catalogue, Name, Record
from tests.standin.wire import Reply, json_reply

SICI = "10.1002/(sici)1097-0258(19980815)17:15/16<1661::aid-sim968>3.0.co;2-2"
ODD = (SICI, "10.1000/a,b", "10.1000/a#b?c", "10.1000/50%", "10.1000/ä b")
BRACKETED = "10.1016/0893-6080(89)90020-8"
COLONED = "10.1023/a:1022627411411"
PLAIN = tuple(f"10.1000/{number:020}" for number in range(200))
CATALOGUE = Catalogue(
    Record(
        doi=doi.upper(),
        title=f"On the things of number {number}",
        authors=(Name(family="Lovelace", given="Ada"),),
        issued="2018-06-19",
        venue="Acta",
        citations={"crossref": number},
    )
    for number, doi in enumerate((*PLAIN, *ODD, BRACKETED, COLONED))
)


def source_at(
    endpoint: str, pace: Pace, contact: str = "ada@example.org", patience: float = 0
) -> Crossref:
    return Crossref(
        pace=pace, endpoint=endpoint, contact=contact, timeout=1, patience=patience,
        first_pause=0.1,
    )  # fmt: skip


def scripted_source(server: Scripted, pace: Pace, contact: str = "ada@example.org") -> Crossref:
    return source_at(f"{server.base}/crossref", pace, contact)


def ids(*values: str) -> list[Identifier]:
    return [Identifier(Scheme.DOI, value) for value in values]


def listed(*dois: str, total: int | None = None) -> Reply:
    items = [{"DOI": doi, "type": "journal-article", "title": ["On things"]} for doi in dois]
    count = len(dois) if total is None else total
    return json_reply(
        {
            "status": "ok",
            "message-type": "work-list",
            "message": {"total-results": count, "items": items},
        }
    )


def with_headers(reply: Reply, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return replace(reply, headers={**reply.headers, **named})
