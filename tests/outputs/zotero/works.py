"""Entries as a resolved list gives them."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from enrichers.model import Identifier, Origin, Person, Scheme, Verdict, Work, WorkKind
from outputs.zotero.entry import Entry, Path
from outputs.zotero.schema import Schema, schema_from_json
from tests.standin.zotero.schema import schema_document

ROOT = ("Mathematics of Deep Learning",)
DYNAMICS = (*ROOT, "Dynamics for Deep Learning")
TRANSPORT = (*ROOT, "Deep learning and Optimal Transport")
LARS = Person(family="Ruthotto", given="Lars")
ELDAD = Person(family="Haber", given="Eldad")
DAY = date(2026, 11, 1)


def the_schema() -> Schema:
    """The schema that the stand-in answers with."""
    return schema_from_json(json.loads(schema_document()))


def article(number: int = 1, *, paths: Iterable[Path] = (DYNAMICS,), **changes: Any) -> Entry:
    """A published paper that is on arXiv too."""
    origin = Origin(source="crossref", asked_on=DAY)
    work = Work(
        ids=frozenset({doi(number), arxiv(number)}),
        kind=WorkKind.ARTICLE,
        title=f"On the flow of layers, part {number}",
        authors=(
            Person(family="Ruthotto", given="Lars"),
            Person(family="Haber", given="Eldad"),
        ),
        issued="2019-09-18",
        venue="Journal of Mathematical Imaging and Vision",
        volume="62",
        pages="352-364",
        citations={"crossref": 100},
        origin={"title": origin, "citations.crossref": origin},
    )
    return Entry(
        work_id=str(arxiv(number)),
        work=replace(work, **changes),
        paths=frozenset(paths),
        listed=(f"https://arxiv.org/abs/{arxiv(number).value}",),
        verdict=Verdict.RESOLVED,
        sources=("arxiv", "crossref"),
    )


def page(name: str = "course", *, paths: Iterable[Path] = (ROOT,), **changes: Any) -> Entry:
    """A page that claims no identity."""
    url = f"https://www.example.org/{name}"
    work = Work(kind=WorkKind.WEB_PAGE, title=f"The {name} page", url=url)
    return Entry(
        work_id=f"url:http://example.org/{name}",
        work=replace(work, **changes),
        paths=frozenset(paths),
        listed=(url,),
        verdict=Verdict.TYPED,
    )


def doi(number: int) -> Identifier:
    """The DOI of the paper with a number."""
    return Identifier(Scheme.DOI, f"10.1007/flow.{number}")


def arxiv(number: int) -> Identifier:
    """The arXiv id of the paper with a number."""
    return Identifier(Scheme.ARXIV, f"1804.{number:05}")


def cited(entry: Entry, count: int, day: date = DAY) -> Entry:
    """The entry with another count of citations."""
    origin = {
        **entry.work.origin,
        "citations.crossref": Origin(source="crossref", asked_on=day),
    }
    work = replace(entry.work, citations={"crossref": count}, origin=origin)
    return replace(entry, work=work)


def known(entry: Entry, **changes: Any) -> Entry:
    """The entry with other values in its work."""
    return replace(entry, work=replace(entry.work, **changes))
