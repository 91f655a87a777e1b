"""Things in the vocabulary of schema.org, from JSON-LD or microdata: which one the page is
about, and what is said of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from enrichers.model import WorkKind
from enrichers.pages.headlines import LONGEST_TITLE, is_among
from enrichers.pages.statement import (
    FIRST_PAGE,
    IDENTIFIER,
    KIND,
    LAST_PAGE,
    SITE,
    Convention,
    Statement,
)
from enrichers.writing.text import squeeze

Node = Mapping[str, Any]
Said = tuple[str, str, list[str]]
"""A field, the property that fills it, and with what."""

SCHOLARLY: Final = {
    "ScholarlyArticle": WorkKind.ARTICLE,
    "MedicalScholarlyArticle": WorkKind.ARTICLE,
    "Thesis": WorkKind.THESIS,
    "Chapter": WorkKind.CHAPTER,
    "Book": WorkKind.BOOK,
    "Dataset": WorkKind.DATASET,
    "Report": WorkKind.REPORT,
}
OTHERS: Final = {
    "SoftwareSourceCode": WorkKind.SOFTWARE,
    "SoftwareApplication": WorkKind.SOFTWARE,
    "VideoObject": WorkKind.VIDEO,
    "PresentationDigitalDocument": WorkKind.PRESENTATION,
    "BlogPosting": WorkKind.BLOG_POST,
    "SocialMediaPosting": WorkKind.BLOG_POST,
    "LiveBlogPosting": WorkKind.BLOG_POST,
    "Course": WorkKind.WEB_PAGE,
    "Event": WorkKind.WEB_PAGE,
    "EducationEvent": WorkKind.WEB_PAGE,
    "BusinessEvent": WorkKind.WEB_PAGE,
    "NewsArticle": WorkKind.WEB_PAGE,
    "ReportageNewsArticle": WorkKind.WEB_PAGE,
    "Article": WorkKind.WEB_PAGE,
    "TechArticle": WorkKind.WEB_PAGE,
    "JobPosting": WorkKind.WEB_PAGE,
    "MonetaryGrant": WorkKind.WEB_PAGE,
    "WebPage": WorkKind.WEB_PAGE,
}
LISTS: Final = frozenset({"ItemList", "SearchResultsPage", "CollectionPage", "DataCatalog"})
SEVERAL: Final = 2

_SIMPLE: Final = {
    "name": "title",
    "headline": "title",
    "datePublished": "issued",
    "dateCreated": "issued",
    "uploadDate": "issued",
    "startDate": "issued",
    "inLanguage": "language",
    "description": "abstract",
    "abstract": "abstract",
    "pageStart": FIRST_PAGE,
    "pageEnd": LAST_PAGE,
    "pagination": "pages",
    "volumeNumber": "volume",
    "issueNumber": "issue",
    "bookEdition": "edition",
}
_PEOPLE: Final = {
    "author": "authors",
    "creator": "authors",
    "editor": "editors",
    "performer": "authors",
    "instructor": "authors",
}
_OWN_IDENTIFIERS: Final = ("identifier", "doi", "@id", "sameAs", "url")
_MOST_DEEP: Final = 4  # volume, issue and journal around an article
_MOST_PEOPLE: Final = 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What the described things are, taken together."""

    node: Node | None = None
    """The one thing that the page is about."""
    is_paper: bool = False
    is_many: bool = False
    """Several works, or a list of them, and none is the page's own."""


def subject(nodes: Sequence[Node], *, titles: Sequence[str], url: str) -> Subject:
    """Choose the thing that the page is about: a work whose title or address the page has.

    A single work of another title is one that the page only shows.
    """
    papers = _distinct(node for node in nodes if types(node) & SCHOLARLY.keys())
    own = [node for node in papers if _is_at(node, url) or is_among(_title(node), titles)]
    if len(own) == 1:
        return Subject(node=own[0], is_paper=True)
    if len(papers) >= SEVERAL:
        return Subject(is_many=True)
    is_many = any(types(node) & LISTS for node in nodes)
    others = (node for kind in OTHERS for node in nodes if kind in types(node))
    return Subject(node=next(others, None), is_many=is_many)


def statements(node: Node, convention: Convention) -> Iterator[Statement]:
    """What is said of the thing, and of the journal or book that it is part of."""
    name = "JSON-LD" if convention is Convention.JSON_LD else "microdata"
    kinds = types(node)
    for kind, means in (SCHOLARLY | OTHERS).items():
        if kind in kinds and means is not WorkKind.WEB_PAGE:
            yield Statement(
                field=KIND, values=(), by=f"{name} {kind}", convention=convention, kind=means
            )
    for field, key, values in chain(_of_itself(node), _of_its_wholes(node)):
        said = tuple(dict.fromkeys(value for value in values if value))
        if said:
            yield Statement(field=field, values=said, by=f"{name} {key}", convention=convention)


def _of_itself(node: Node) -> Iterator[Said]:
    for key, field in _SIMPLE.items():
        yield field, key, texts(node.get(key))[:1]
    for key, field in _PEOPLE.items():
        yield field, key, people(node.get(key))
    for key in ("issn", "isbn"):
        yield key, key, texts(node.get(key))
    yield "publisher", "publisher", texts(node.get("publisher"))[:1]
    if types(node) & SCHOLARLY.keys():
        for key in _OWN_IDENTIFIERS:
            for value in identifiers(node.get(key)):
                yield IDENTIFIER, key, [value]


def _of_its_wholes(node: Node) -> Iterator[Said]:
    for whole in _wholes(node):
        kinds = types(whole)
        if not kinds & {"PublicationVolume", "PublicationIssue"}:
            field = SITE if kinds & {"WebSite", "Blog", "WebPage"} else "venue"
            yield field, "isPartOf", texts(whole.get("name"))[:1]
        for key in ("volumeNumber", "issueNumber"):
            yield _SIMPLE[key], key, texts(whole.get(key))[:1]
        yield "issn", "issn", texts(whole.get("issn"))


def types(node: Node) -> frozenset[str]:
    """The names of a thing's types, without the address of the vocabulary."""
    return frozenset(
        name.rpartition("/")[2].rpartition(":")[2] for name in texts(node.get("@type"))
    )


def texts(value: Any) -> list[str]:
    """A value, or the values of a list, as texts; of a thing its name."""
    several: list[Any] = value if isinstance(value, list) else [value]
    found: list[str] = []
    for one in several[:_MOST_PEOPLE]:
        said = one
        if isinstance(one, dict):
            said = one.get("@value") or one.get("name") or one.get("alternateName")
            said = said[0] if isinstance(said, list) and said else said
        if isinstance(said, int) and not isinstance(said, bool):
            said = str(said)
        if isinstance(said, str) and said.strip():
            found.append(said.strip())
    return found


def people(value: Any) -> list[str]:
    """Names, "Family, Given" where they come in parts."""
    several: list[Any] = value if isinstance(value, list) else [value]
    names: list[str] = []
    for one in several[:_MOST_PEOPLE]:
        if not isinstance(one, dict):
            names += [name for name in texts(one) if "://" not in name]
            continue
        family, given = texts(one.get("familyName")), texts(one.get("givenName"))
        if family and given:
            names.append(f"{family[0]}, {given[0]}")
        else:
            names += texts(one)[:1]
    return names


def identifiers(value: Any) -> list[str]:
    """Identifiers as texts; those given as a name and a value with the name before it."""
    several: list[Any] = value if isinstance(value, list) else [value]
    found: list[str] = []
    for one in several[:20]:
        if isinstance(one, dict):
            scheme = next(iter(texts(one.get("propertyID")) + texts(one.get("name"))), "")
            scheme = scheme.rpartition("/")[2]
            numbers = texts(one.get("value")) + texts(one.get("@id"))
            found += [
                f"{scheme}:{number}" if scheme and ":" not in number else number
                for number in numbers
            ]
        else:
            found += texts(one)
    return found


def _wholes(node: Node) -> Iterator[Node]:
    """What the thing is part of, from the nearest to the widest."""
    for _ in range(_MOST_DEEP):
        part_of = node.get("isPartOf") or node.get("publication")
        part_of = part_of[0] if isinstance(part_of, list) and part_of else part_of
        if isinstance(part_of, str):
            part_of = {"name": part_of} if "://" not in part_of else None
        if not isinstance(part_of, dict):
            return
        yield part_of
        node = part_of


def _distinct(nodes: Iterable[Node]) -> list[Node]:
    by_title: dict[str, Node] = {}
    for node in nodes:
        by_title.setdefault(squeeze(_title(node)[:LONGEST_TITLE]), node)
    return list(by_title.values())


def _title(node: Node) -> str:
    return next(iter(texts(node.get("headline")) + texts(node.get("name"))), "")


def _is_at(node: Node, url: str) -> bool:
    addresses = texts(node.get("url")) + texts(node.get("@id"))
    return bool(url) and any(address.rstrip("/") == url.rstrip("/") for address in addresses)
