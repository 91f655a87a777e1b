"""arXiv's query interface: an Atom feed for ids or a search."""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape, quoteattr

from tests.standin.catalogue import Preprint, Record, Shelf, words
from tests.standin.wire import Reply, Request, text_reply

LONGEST_ADDRESS = 8_190  # bytes; 642 ids by GET were refused
LARGEST_SLICE = 2_000
MOST_RESULTS = 30_000
NEW_STYLE = re.compile(r"\d{4}\.\d{4,5}")
OLD_STYLE = re.compile(r"([a-z-]+)(?:\.[A-Z]{2})?/(\d{7})")
GROUP = re.compile(r"\b([a-z_]+):\(([^()]*)\)")
TERM = re.compile(r'(?:([a-z_]+):)?(?:"([^"]*)"|([^\s"]+))')
LINKS = frozenset({"AND", "OR", "ANDNOT"})
ATOM = {"Content-Type": "application/atom+xml; charset=utf-8"}

Wanted = tuple[Record, Preprint, int]
"""A record, what arXiv says about it, and the version asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked for."""

    words: str = ""
    ids: Sequence[str] = ()
    start: int = 0
    size: int = 10


def answer(request: Request, shelf: Shelf) -> Reply:
    """Answer a query by GET or by a POST form."""
    if request.path != "/api/query":
        return text_reply("Not Found", status=404)
    if "accept" not in request.headers:
        return text_reply("Not Acceptable", status=406)
    if len(request.path) + len(request.query) > LONGEST_ADDRESS:
        return text_reply("URI Too Long", status=414)
    form = request.body.decode("utf-8", "replace") if request.method == "POST" else ""
    params = dict(parse_qsl(f"{request.query}&{form}", keep_blank_values=True))
    numbers = params.get("start", "0"), params.get("max_results", "10")
    if not all(number.isdecimal() for number in numbers):
        return _error("max_results_and_start_must_be_non-negative_integers", status=200)
    start, size = map(int, numbers)
    if start + size > MOST_RESULTS:
        return _error("start_and_max_results_exceed_the_limit", status=400)
    ids = [part.strip() for part in params.get("id_list", "").split(",") if part.strip()]
    for text in ids:
        if not _read_id(text):
            return _error(f"incorrect_id_format_for_{text}", status=400)
    query = Query(words=params.get("search_query", ""), ids=ids, start=start, size=size)
    found = _found(query, shelf)
    shown = found[start : start + min(size, LARGEST_SLICE)]
    entries = "".join(_entry(*wanted) for wanted in shown)
    return Reply(body=_feed(entries, len(found), query), headers=ATOM)


def _read_id(text: str) -> tuple[str, int] | None:
    number, _, version = text.partition("v") if "/" not in text else _split_old(text)
    if version and not version.isdecimal():
        return None
    old = OLD_STYLE.fullmatch(number)
    if old:
        return f"{old[1]}/{old[2]}", int(version or 0)
    return (number, int(version or 0)) if NEW_STYLE.fullmatch(number) else None


def _split_old(text: str) -> tuple[str, str, str]:
    archive, _, rest = text.partition("/")
    number, mark, version = rest.partition("v")
    return f"{archive}/{number}", mark, version


def _found(query: Query, shelf: Shelf) -> list[Wanted]:
    if not query.ids:
        hits = (hit.record for hit in shelf.search(_bare(query.words)))
        return [
            (record, record.preprint, record.preprint.version)
            for record in hits
            if record.preprint and _matches(query.words, record)
        ]
    asked = dict.fromkeys(read for text in query.ids if (read := _read_id(text)))
    found = [wanted for number, version in asked if (wanted := _one(number, version, shelf))]
    kept = [wanted for wanted in found if _matches(query.words, wanted[0])]
    return sorted(kept, key=lambda wanted: zlib.crc32(wanted[1].id.encode()))


def _one(number: str, version: int, shelf: Shelf) -> Wanted | None:
    record = shelf.arxiv(number)
    if record is None or record.preprint is None or version > record.preprint.version:
        return None
    return record, record.preprint, version or record.preprint.version


def _bare(query: str) -> str:
    return " ".join(quoted or word for _, quoted, word in TERM.findall(query))


def _matches(query: str, record: Record) -> bool:
    """Read the query from left to right; of brackets only those behind a prefix count."""
    result, link = True, "AND"
    spread = GROUP.sub(lambda group: _prefixed(group[1], group[2]), query)
    for prefix, quoted, word in TERM.findall(spread.replace("(", " ").replace(")", " ")):
        if word in LINKS:
            link = word
            continue
        said = _phrase(quoted or word) in _phrase(_field(prefix, record))
        truths = {"AND": result and said, "OR": result or said, "ANDNOT": result and not said}
        result, link = truths[link], "AND"
    return result


def _prefixed(prefix: str, terms: str) -> str:
    """Give the prefix of a bracket to each of its terms."""
    return TERM.sub(
        lambda term: term[0] if term[3] in LINKS else f"{prefix}:{term[0]}",
        terms,
    )


def _phrase(text: str) -> str:
    return f" {' '.join(words(text))} "


def _field(prefix: str, record: Record) -> str:
    title = (record.preprint.title if record.preprint else "") or record.full_title
    people = " ; ".join(name.spoken for name in record.authors)
    return {"ti": title, "au": people}.get(prefix, f"{title} ; {people}")


def _feed(entries: str, total: int, query: Query) -> bytes:
    echo = (
        f"search_query={query.words}&id_list={','.join(query.ids)}"
        f"&start={query.start}&max_results={query.size}"
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"'
        ' xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">\n'
        f"  <id>https://arxiv.org/api/{zlib.crc32(echo.encode()):08x}</id>\n"
        f"  <title>arXiv Query: {escape(echo)}</title>\n"
        "  <updated>2026-11-23T04:00:00Z</updated>\n"
        f"  <link href={quoteattr(f'https://arxiv.org/api/query?{echo}')}"
        ' type="application/atom+xml"/>\n'
        f"  <opensearch:itemsPerPage>{query.size}</opensearch:itemsPerPage>\n"
        f"  <opensearch:totalResults>{total}</opensearch:totalResults>\n"
        f"  <opensearch:startIndex>{query.start}</opensearch:startIndex>\n"
        f"{entries}</feed>\n"
    ).encode()


def _entry(record: Record, preprint: Preprint, version: int) -> str:
    address = f"arxiv.org/abs/{preprint.id}v{version}"
    title = preprint.title or record.full_title
    if version == 1 and preprint.first_title:
        title = preprint.first_title
    updated = preprint.submitted if version == 1 else preprint.updated or preprint.submitted
    is_withdrawn = preprint.withdrawn and version == preprint.version
    summary = "This paper has been withdrawn." if is_withdrawn else "A summary stands here."
    optional = {
        "comment": preprint.comment,
        "journal_ref": preprint.journal_ref,
        "doi": preprint.doi,
    }
    extras = "".join(
        f"    <arxiv:{tag}>{escape(text)}</arxiv:{tag}>\n"
        for tag, text in optional.items()
        if text
    )
    authors = "".join(
        f"    <author>\n      <name>{escape(name.spoken)}</name>\n    </author>\n"
        for name in record.authors
    )
    categories = "".join(
        f'    <category term="{term}" scheme="http://arxiv.org/schemas/atom"/>\n'
        for term in preprint.categories
    )
    return (
        f"  <entry>\n    <id>http://{address}</id>\n"
        f"    <title>{escape(title)}</title>\n"
        f"    <updated>{updated}T17:59:59Z</updated>\n"
        f'    <link href="https://{address}" rel="alternate" type="text/html"/>\n'
        f'    <link href="https://{address.replace("/abs/", "/pdf/")}" rel="related"'
        ' type="application/pdf" title="pdf"/>\n'
        f"    <summary>{summary}</summary>\n{categories}"
        f"    <published>{preprint.submitted}T17:59:59Z</published>\n{extras}"
        f'    <arxiv:primary_category term="{preprint.categories[0]}"/>\n{authors}'
        "  </entry>\n"
    )


def _error(name: str, *, status: int) -> Reply:
    address = escape(f"https://arxiv.org/api/errors#{name}", {'"': "&quot;"})
    entry = (
        f"  <entry>\n    <id>{address}</id>\n    <title>Error</title>\n"
        "    <updated>2026-11-23T04:00:00Z</updated>\n"
        f'    <link href="{address}" rel="alternate" type="text/html"/>\n'
        f"    <summary>{escape(name.replace('_', ' '))}</summary>\n"
        "    <author>\n      <name>arXiv api core</name>\n    </author>\n  </entry>\n"
    )
    return Reply(status=status, body=_feed(entry, 1, Query(size=1)), headers=ATOM)
