"""COinS: an OpenURL context object in the title of a span."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import parse_qs

from enrichers.pages.headlines import is_among
from enrichers.pages.kind_words import kind_in_words
from enrichers.pages.statement import (
    FIRST_PAGE,
    IDENTIFIER,
    KIND,
    LAST_PAGE,
    Convention,
    Statement,
)

MOST_FIELDS: Final = 2_000
_TITLES: Final = ("rft.atitle", "rft.btitle", "rft.title")
_FIELDS: Final = {
    "rft.jtitle": "venue",
    "rft.stitle": "venue",
    "rft.date": "issued",
    "rft.volume": "volume",
    "rft.issue": "issue",
    "rft.spage": FIRST_PAGE,
    "rft.epage": LAST_PAGE,
    "rft.pages": "pages",
    "rft.pub": "publisher",
    "rft.publisher": "publisher",
    "rft.inst": "publisher",
    "rft.issn": "issn",
    "rft.eissn": "issn",
    "rft.isbn": "isbn",
    "rft.series": "series",
    "rft.edition": "edition",
    "rft.language": "language",
    "rft_id": IDENTIFIER,
    "rft.identifier": IDENTIFIER,
}


def statements(objects: Sequence[str], titles: Sequence[str]) -> Iterator[Statement]:
    """What the one context object of a page says, if the page bears its title.

    Several describe several works, and one of another title the work that a page discusses.
    """
    if len(set(objects)) != 1:
        return
    said = _parsed(objects[0])
    title = next((key for key in _TITLES if key in said), "")
    if not title or not is_among(said[title][0], titles):
        return
    yield _statement("title", said[title][:1], title)
    if title == "rft.atitle" and "rft.btitle" in said:
        yield _statement("venue", said["rft.btitle"][:1], "rft.btitle")
    if title == "rft.atitle" and "rft.title" in said:
        yield _statement("venue", said["rft.title"][:1], "rft.title")
    for key, field in _FIELDS.items():
        for value in said.get(key, ())[:5]:
            yield _statement(field, (value,), key)
    if names := _names(said):
        yield _statement("authors", names, "rft.au")
    genre = " ".join((*said.get("rft.genre", ()), *said.get("rft_val_fmt", ())))
    if kind := kind_in_words(genre.replace("info:ofi/fmt:kev:mtx:", " ")):
        yield Statement(
            field=KIND, values=(), by="COinS rft.genre", convention=Convention.COINS, kind=kind
        )


def _parsed(context: str) -> Mapping[str, list[str]]:
    try:
        return parse_qs(context, max_num_fields=MOST_FIELDS)
    except ValueError:
        return {}


def _names(said: Mapping[str, list[str]]) -> tuple[str, ...]:
    """The authors in full; without them the first one, whose name comes in parts."""
    if names := said.get("rft.au"):
        return tuple(dict.fromkeys(names))
    family, given = said.get("rft.aulast"), said.get("rft.aufirst") or said.get("rft.auinit")
    if family and given:
        return (f"{family[0]}, {given[0]}",)
    return tuple(family or ())


def _statement(field: str, values: Sequence[str], key: str) -> Statement:
    return Statement(
        field=field, values=tuple(values), by=f"COinS {key}", convention=Convention.COINS
    )
