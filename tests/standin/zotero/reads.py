"""Reading lists: filters, order, pages, and the formats json, keys and versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from tests.standin.zotero.keys import is_number, listed_keys
from tests.standin.zotero.records import Json
from tests.standin.zotero.refusals import Refusal
from tests.standin.zotero.schema import ITEM_TYPES
from tests.standin.zotero.store import Store, folded
from tests.standin.zotero.writes import Kind

PAGE, LARGEST_PAGE = 25, 100
FORMATS = ("json", "keys", "versions")
OTHER_FORMATS = frozenset(
    {
        "atom", "bib", "bibtex", "biblatex", "bookmarks", "coins", "csljson", "csv", "mods",
        "refer", "rdf_bibliontology", "rdf_dc", "rdf_zotero", "ris", "tei", "wikipedia",
    }
)  # fmt: skip
_FIELD_SORTS = (
    "publisher", "publicationTitle", "journalAbbreviation", "language", "accessDate",
    "libraryCatalog", "callNumber", "rights",
)  # fmt: skip
ITEM_SORTS: Mapping[str, str] = {
    "dateModified": "modified",
    "dateAdded": "added",
    "serverDateModified": "version",
    "title": "title",
    "creator": "creator",
    "date": "date",
    "itemType": "type",
    "addedBy": "created_by",
    **{name: f"json_extract(content, '$.fields.{name}')" for name in _FIELD_SORTS},
}
COLLECTION_SORTS: Mapping[str, str] = {
    "dateModified": "version",
    "dateAdded": "id",
    "serverDateModified": "version",
    "title": "name",
}
DESCENDING = frozenset({"dateModified", "dateAdded", "serverDateModified", "date"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a list request asks for, read from its parameters."""

    format: str
    limit: int | None
    """Objects of one page; None is all of them."""
    start: int
    sort: str
    direction: str
    keys: tuple[str, ...]
    """The keys asked for; none is no filter, also where only malformed ones were named."""
    since: int
    include_trashed: bool
    query: str
    tags: tuple[str, ...]
    item_type: str

    def link_parameters(self, start: int) -> str:
        """The query of a link to another page: alphabetical, without what is default."""
        default_limit = PAGE if self.format == "json" else None
        named: list[tuple[str, object]] = [
            ("format", "" if self.format == "json" else self.format),
            ("includeTrashed", int(self.include_trashed)),
            ("itemKey", ",".join(self.keys)),
            ("itemType", self.item_type),
            ("limit", "" if self.keys or self.limit == default_limit else self.limit),
            ("q", self.query),
            ("since", self.since),
            ("sort", "" if self.sort == "dateModified" else self.sort),
            ("direction", "" if self.direction == _direction(self.sort) else self.direction),
            ("start", start),
            *(("tag", tag) for tag in self.tags),
        ]
        kept = sorted((name, value) for name, value in named if value)
        return urlencode(kept, quote_via=quote)


def listing(parameters: Mapping[str, list[str]], kind: Kind) -> Listing:
    """Read a list request's parameters; raises Refusal for values the API does not know."""
    last = {name: values[-1] for name, values in parameters.items()}
    form = last.get("format") or "json"
    if form in OTHER_FORMATS:
        raise Refusal(501, f"The stand-in does not write '{form}'", early=True)
    keys = listed_keys(last.get("itemKey" if kind == "items" else "collectionKey", ""))
    sort = last.get("sort") or last.get("order") or "dateModified"
    direction = last.get("direction") or _direction(sort)
    _check("format", form, FORMATS)
    sorts = ITEM_SORTS if kind == "items" else COLLECTION_SORTS
    _check("sort", sort, (*sorts, "itemKeyList", "collectionKeyList"))
    _check("direction", direction, ("asc", "desc"))
    _check("qmode", last.get("qmode") or "everything", ("titleCreatorYear", "everything"))
    return Listing(
        format=form,
        limit=_limit(last.get("limit", ""), form, has_keys=bool(keys)),
        start=max(_number(last.get("start", "")), 0),
        sort=sort,
        direction=direction,
        keys=tuple(keys),
        since=_number(last.get("since", "") or last.get("newer", "")),
        include_trashed=last.get("includeTrashed", "0") not in {"", "0"},
        query=last.get("q", ""),
        tags=tuple(tag for tag in parameters.get("tag", []) if tag),
        item_type=last.get("itemType", ""),
    )


def _direction(sort: str) -> str:
    return "desc" if sort in DESCENDING else "asc"


def _check(name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise Refusal(400, f"Invalid '{name}' value '{value}'", early=True)


def _number(text: str) -> int:
    return int(text) if is_number(text) else 0


def _limit(text: str, form: str, *, has_keys: bool) -> int | None:
    if has_keys:
        return LARGEST_PAGE
    asked = _number(text)
    if form == "json":
        return min(asked or PAGE, LARGEST_PAGE)
    return asked or None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a list: keys with versions, and how many there are in all."""

    versions: dict[str, int]
    total: int


def page(store: Store, kind: Kind, asked: Listing, scope: tuple[str, list[Any]]) -> Page:
    """The page of items or collections that a request asks for, within a scope in SQL."""
    clauses, values = [scope[0]], list(scope[1])
    for clause, given in _filters(kind, asked):
        clauses.append(clause)
        values += given
    where = " AND ".join(clauses)
    total = store.rows(f"SELECT COUNT(*) FROM {kind} WHERE {where}", values)[0][0]
    order = _order(kind, asked)
    sql = f"SELECT key, version FROM {kind} WHERE {where} ORDER BY {order}"
    sql += f" LIMIT {-1 if asked.limit is None else asked.limit} OFFSET {asked.start}"
    found = dict(store.rows(sql, values))
    if asked.sort.endswith("KeyList"):
        found = {key: found[key] for key in asked.keys if key in found}
    return Page(versions=found, total=total)


def _order(kind: Kind, asked: Listing) -> str:
    sorts = ITEM_SORTS if kind == "items" else COLLECTION_SORTS
    column = sorts.get(asked.sort, "id")
    # The plus keeps SQLite from walking the index of the order instead of the versions'.
    plus = "+" if asked.since else ""
    return f"{plus}{column} {asked.direction}, id {asked.direction}"


def _filters(kind: Kind, asked: Listing) -> list[tuple[str, list[Any]]]:
    filters: list[tuple[str, list[Any]]] = []
    if asked.since:
        filters.append(("version > ?", [asked.since]))
    if asked.keys:
        filters.append((f"key IN ({_marks(asked.keys)})", list(asked.keys)))
    if kind == "collections":
        filters += [("name LIKE ?", [f"%{word}%"]) for word in asked.query.split()]
        return filters
    if not asked.include_trashed:
        filters.append(("NOT trashed", []))
    for word in folded(asked.query).split():
        filters.append(("(instr(haystack, ?) OR substr(date, 1, 4) = ?)", [word, word]))
    filters += [_tag_filter(tag) for tag in asked.tags]
    if asked.item_type:
        filters.append(_type_filter(asked.item_type))
    return filters


def _tag_filter(expression: str) -> tuple[str, list[Any]]:
    is_negative = expression.startswith("-")
    names = [folded(name.strip()) for name in expression.removeprefix("-").split("||")]
    if not is_negative:
        names[0] = names[0].removeprefix("\\") if names[0].startswith("\\-") else names[0]
    sql = f"key {'NOT ' if is_negative else ''}IN (SELECT item FROM item_tags WHERE folded IN"
    return f"{sql} ({_marks(names)}))", names


def _type_filter(expression: str) -> tuple[str, list[Any]]:
    is_negative = expression.startswith("-")
    names = [name.strip() for name in expression.removeprefix("-").split("||")]
    unknown = [name for name in names if name not in ITEM_TYPES]
    if unknown:
        raise Refusal(400, f"Invalid itemType '{unknown[0]}'")
    return f"type {'NOT ' if is_negative else ''}IN ({_marks(names)})", names


def _marks(values: tuple[str, ...] | list[str]) -> str:
    return ",".join("?" * len(values))


def page_links(address: str, asked: Listing, total: int) -> list[tuple[str, str]]:
    """The links from a page to the others, each with its relation."""
    if asked.limit is None:
        return []
    last = max(total - 1, 0) // asked.limit * asked.limit
    starts: list[tuple[str, int]] = []
    if asked.start > 0:
        starts += [("first", 0), ("prev", max(asked.start - asked.limit, 0))]
    if asked.start + asked.limit < total:
        starts.append(("next", asked.start + asked.limit))
    if asked.start < last:
        starts.append(("last", last))
    links: list[tuple[str, str]] = []
    for relation, start in starts:
        parameters = asked.link_parameters(start)
        links.append((relation, f"{address}?{parameters}" if parameters else address))
    return links


def counts(store: Store, sql: str, keys: list[str]) -> dict[str, int]:
    """A count for each key, by a query with `{keys}` where the keys go."""
    return dict(store.rows(sql.format(keys=_marks(keys)), keys))


def deleted_since(store: Store, since: int) -> Json:
    """/deleted: the keys of what was deleted after a version, by kind."""
    kinds = ("collections", "items", "searches", "tags", "settings")
    found: Json = {kind: [] for kind in kinds}
    sql = "SELECT kind, key FROM deletions WHERE version > ? ORDER BY kind, key"
    for kind, key in store.rows(sql, (since,)):
        found[kind].append(key)
    return found
