"""The `meta` tags of Highwire, EPrints, PRISM, Dublin Core, Open Graph and plain HTML."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from enrichers.model import WorkKind
from enrichers.pages.document import Document
from enrichers.pages.kind_words import KINDS_BY_WORD, kind_in_words
from enrichers.pages.statement import (
    FIRST_PAGE,
    IDENTIFIER,
    KIND,
    LAST_PAGE,
    SITE,
    Convention,
    Statement,
)

_HIGHWIRE: Final = {
    "title": "title",
    "author": "authors",
    "authors": "authors",
    "editor": "editors",
    "editors": "editors",
    "publication_date": "issued",
    "date": "issued",
    "cover_date": "issued",
    "online_date": "issued",
    "year": "issued",
    "journal_title": "venue",
    "conference_title": "venue",
    "conference": "venue",
    "inbook_title": "venue",
    "book_title": "venue",
    "dissertation_institution": "publisher",
    "technical_report_institution": "publisher",
    "publisher": "publisher",
    "series_title": "series",
    "volume": "volume",
    "issue": "issue",
    "firstpage": FIRST_PAGE,
    "lastpage": LAST_PAGE,
    "issn": "issn",
    "eissn": "issn",
    "isbn": "isbn",
    "language": "language",
    "abstract": "abstract",
    "doi": "doi",
    "arxiv_id": "arxiv",
    "pmid": "pmid",
    "pmcid": "pmcid",
}
_HIGHWIRE_KINDS: Final = {
    "dissertation_institution": WorkKind.THESIS,
    "dissertation_name": WorkKind.THESIS,
    "technical_report_institution": WorkKind.REPORT,
    "technical_report_number": WorkKind.REPORT,
    "conference_title": WorkKind.CONFERENCE_PAPER,
    "conference": WorkKind.CONFERENCE_PAPER,
    "inbook_title": WorkKind.CHAPTER,
    "book_title": WorkKind.CHAPTER,
    "journal_title": WorkKind.ARTICLE,
    "arxiv_id": WorkKind.PREPRINT,
}
_EPRINTS: Final = {
    "title": "title",
    "creators_name": "authors",
    "creators": "authors",
    "editors_name": "editors",
    "date": "issued",
    "publication": "venue",
    "book_title": "venue",
    "event_title": "venue",
    "series": "series",
    "volume": "volume",
    "number": "issue",
    "pagerange": "pages",
    "publisher": "publisher",
    "institution": "publisher",
    "issn": "issn",
    "isbn": "isbn",
    "abstract": "abstract",
    "language": "language",
    "id_number": IDENTIFIER,
    "doi": "doi",
    "official_url": IDENTIFIER,
    "type": KIND,
}
_PRISM: Final = {
    "title": "title",
    "doi": "doi",
    "publicationname": "venue",
    "volume": "volume",
    "number": "issue",
    "startingpage": FIRST_PAGE,
    "endingpage": LAST_PAGE,
    "pagerange": "pages",
    "publicationdate": "issued",
    "coverdate": "issued",
    "issn": "issn",
    "eissn": "issn",
    "isbn": "isbn",
    "aggregationtype": KIND,
    "genre": KIND,
}
_DUBLIN_CORE: Final = {
    "title": "title",
    "creator": "authors",
    "creator.personalname": "authors",
    "date": "issued",
    "date.issued": "issued",
    "issued": "issued",
    "date.created": "issued",
    "created": "issued",
    "publisher": "publisher",
    "identifier": IDENTIFIER,
    "identifier.doi": "doi",
    "identifier.uri": IDENTIFIER,
    "identifier.isbn": "isbn",
    "identifier.issn": "issn",
    "language": "language",
    "description": "abstract",
    "description.abstract": "abstract",
    "abstract": "abstract",
    "type": KIND,
    "source": "venue",
    "ispartof": "venue",
    "relation.ispartof": "venue",
    "source.issn": "issn",
    "source.volume": "volume",
    "source.issue": "issue",
    "citation.volume": "volume",
    "citation.issue": "issue",
    "citation.spage": FIRST_PAGE,
    "citation.epage": LAST_PAGE,
}
_BIBO: Final = {
    "doi": "doi",
    "issn": "issn",
    "isbn": "isbn",
    "volume": "volume",
    "pages": "pages",
}
_OPEN_GRAPH: Final = {
    "title": "title",
    "description": "abstract",
    "site_name": SITE,
    "locale": "language",
    "type": KIND,
    "published_time": "issued",
    "author": "authors",
    "isbn": "isbn",
    "release_date": "issued",
    "director": "authors",
}
_META: Final = {
    "author": "authors",
    "authors": "authors",
    "byl": "authors",
    "date": "issued",
    "pubdate": "issued",
    "publish_date": "issued",
    "description": "abstract",
    "doi": "doi",
    "publication_doi": "doi",
    "application-name": SITE,
    "language": "language",
}
_SPACES: Final[Mapping[str, tuple[Convention, Mapping[str, str]]]] = {
    "eprints": (Convention.EPRINTS, _EPRINTS),
    "prism": (Convention.PRISM, _PRISM),
    "dc": (Convention.DUBLIN_CORE, _DUBLIN_CORE),
    "dcterms": (Convention.DUBLIN_CORE, _DUBLIN_CORE),
    "bibo": (Convention.DUBLIN_CORE, _BIBO),
    "og": (Convention.OPEN_GRAPH, _OPEN_GRAPH),
    "article": (Convention.OPEN_GRAPH, _OPEN_GRAPH),
    "book": (Convention.OPEN_GRAPH, _OPEN_GRAPH),
    "video": (Convention.OPEN_GRAPH, _OPEN_GRAPH),
    "twitter": (Convention.OPEN_GRAPH, {"title": "title", "description": "abstract"}),
}
_NAMESPACES: Final = (
    ("prismstandard.org/", "prism"),
    ("purl.org/dc/", "dc"),
    ("eprints.org/", "eprints"),
    ("purl.org/ontology/bibo", "bibo"),
    ("ogp.me/", "og"),
)
"""What the address of a vocabulary holds, whatever short name a page gives it."""
_LISTS: Final = frozenset({"authors", "editors", "issn", "isbn"})

_CITATION = re.compile(
    r"(?:^|[.:])(?P<tag>(?:[a-z]{2,20}_)?(?:citation|wkhealth)_(?P<key>[a-z_]{2,40}))$"
)
"""Publishers put their own name before it, or in its place: bepress_citation_title."""
_PREFIXED_DOI = re.compile(r"^[a-z]{2,20}_doi$")
_SPACED = re.compile(r"(?P<space>[a-z]+?)(?:[0-9.]*[0-9])?[.:](?P<key>[a-z_.]{2,40})$")
_SEVERAL = re.compile(r" ?; ?| and (?=[^\s,]{1,40}, )")


def statements(page: Document) -> Iterator[Statement]:
    """What the tags of a page say; tags of one name say it together, in their order."""
    said: dict[tuple[str, str, Convention], list[str]] = {}
    spaces = _declared_spaces(page)
    for name, value in page.metas:
        for field, by, convention in _meanings(name, spaces):
            if field == KIND:
                yield from _kind(by, convention, value)
            else:
                several = _SEVERAL.split(value) if field in _LISTS else [value]
                said.setdefault((field, by, convention), []).extend(several)
        yield from _highwire_kind(name)
    for (field, by, convention), values in said.items():
        yield Statement(
            field=field, values=tuple(dict.fromkeys(values)), by=by, convention=convention
        )


def highwire_key(name: str) -> str:
    """The part of a tag's name that Highwire gave a meaning to, "" if there is none."""
    match = _CITATION.search(name)
    return match["key"] if match and not match["key"].startswith("reference") else ""


def _meanings(name: str, spaces: Mapping[str, str]) -> Iterator[tuple[str, str, Convention]]:
    if match := _CITATION.search(name):
        if field := _HIGHWIRE.get(match["key"]):
            yield field, match["tag"], Convention.CITATION
        return
    for address, space in _NAMESPACES:
        if address in name:
            name = f"{space}.{re.split('[/#]', name)[-1]}"
    if match := _SPACED.fullmatch(name):
        space = spaces.get(match["space"], match["space"])
        convention, fields = _SPACES.get(space, (Convention.META, {}))
        if field := fields.get(match["key"]):
            yield field, f"{space}.{match['key']}", convention
    elif field := _META.get(name):
        yield field, f"meta {name}", Convention.META
    elif _PREFIXED_DOI.match(name):
        yield "doi", name, Convention.CITATION


def _declared_spaces(page: Document) -> dict[str, str]:
    """Short names that the page itself gives to vocabularies by `link rel="schema.x"`."""
    declared: dict[str, str] = {}
    for relation in page.relations:
        for rel in relation.rels:
            known = (space for address, space in _NAMESPACES if address in relation.href)
            if rel.startswith("schema.") and (space := next(known, "")):
                declared[rel.removeprefix("schema.")] = space
    return declared


def _highwire_kind(name: str) -> Iterable[Statement]:
    kind = _HIGHWIRE_KINDS.get(highwire_key(name))
    if kind:
        yield Statement(
            field=KIND, values=(), by=name, convention=Convention.CITATION, kind=kind
        )


def _kind(by: str, convention: Convention, value: str) -> Iterable[Statement]:
    words = KINDS_BY_WORD if convention is not Convention.OPEN_GRAPH else _OPEN_GRAPH_KINDS
    if kind := kind_in_words(value, words):
        yield Statement(field=KIND, values=(value,), by=by, convention=convention, kind=kind)


_OPEN_GRAPH_KINDS: Final = {
    "book": WorkKind.BOOK,
    "video": WorkKind.VIDEO,
    "blog": WorkKind.BLOG_POST,
}
"""`article` is said of every page that has a date."""
