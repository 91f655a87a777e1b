"""Links and their ends as values that travel between machines: Arrow tables."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from enrichers.conclude import Conclusion
from enrichers.merge import displayed_count
from enrichers.model import Resolution, Scheme, Verdict, Work
from enrichers.snapshots.layout import Table
from seeds.model import Link, LinkKind

SEPARATOR = "; "
"""Between the members of a list in one cell."""

LINKS = pa.schema(
    [
        pa.field("document", pa.string(), nullable=False),
        pa.field("line", pa.int64(), nullable=False),
        pa.field("url", pa.string(), nullable=False),
        pa.field("label", pa.string(), nullable=False),
        pa.field("context", pa.string(), nullable=False),
        pa.field("topic_path", pa.list_(pa.string()), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
    ]
)
ROWS = pa.schema(
    [
        pa.field("document", pa.string(), nullable=False),
        pa.field("line", pa.int64(), nullable=False),
        pa.field("topic", pa.string()),
        pa.field("url", pa.string()),
        pa.field("label", pa.string()),
        pa.field("verdict", pa.string(), nullable=False),
        pa.field("reason", pa.string(), nullable=False),
        pa.field("via", pa.string()),
        pa.field("confidence", pa.float64()),
        pa.field("work_id", pa.string()),
        pa.field("arxiv_id", pa.string()),
        pa.field("doi", pa.string()),
        pa.field("kind", pa.string()),
        pa.field("title", pa.string()),
        pa.field("authors", pa.string()),
        pa.field("year", pa.int64()),
        pa.field("venue", pa.string()),
        pa.field("citations", pa.int64()),
        pa.field("source", pa.string()),
    ]
)
"""One row per link; `source` is "snapshot:" and the day of the one that knows the work."""


def table_of(links: Iterable[Link]) -> Table:
    """Links as values that travel to workers."""
    rows = [
        {
            "document": link.document,
            "line": link.line,
            "url": link.url,
            "label": link.label,
            "context": link.context,
            "topic_path": list(link.topic_path),
            "kind": link.kind.value,
        }
        for link in links
    ]
    return pa.Table.from_pylist(rows, schema=LINKS)


def links_of(table: Table) -> list[Link]:
    """The links again."""
    return [_link(row) for row in table.to_pylist()]


def rows_of(ends: Conclusion) -> Table:
    """One row per link, in their order."""
    rows = [_row(end, ends.works.get(end.work_id, Work())) for end in ends.resolutions]
    return pa.Table.from_pylist(rows, schema=ROWS)


def _link(row: Mapping[str, Any]) -> Link:
    return Link(
        document=row["document"],
        line=row["line"],
        url=row["url"],
        label=row["label"],
        context=row["context"],
        topic_path=tuple(row["topic_path"]),
        kind=LinkKind(row["kind"]),
    )


def _row(end: Resolution, work: Work) -> dict[str, Any]:
    counted = displayed_count(work)
    said = work.origin.get("title") or work.origin.get("kind")
    is_resolved = end.verdict in {Verdict.RESOLVED, Verdict.CONFLICT}
    return {
        "document": end.link.document,
        "line": end.link.line,
        "topic": end.link.topic or None,
        "url": end.link.url or None,
        "label": end.link.label or None,
        "verdict": end.verdict.value,
        "reason": end.reason,
        "via": end.via or None,
        "confidence": end.confidence,
        "work_id": end.work_id or None,
        "arxiv_id": _ids(work, Scheme.ARXIV, "arXiv:"),
        "doi": _ids(work, Scheme.DOI),
        "kind": work.kind,
        "title": work.title or None,
        "authors": SEPARATOR.join(map(str, work.authors)) or None,
        "year": work.year,
        "venue": work.venue or None,
        "citations": counted[1] if counted else None,
        "source": said.source if said and is_resolved else None,
    }


def _ids(work: Work, scheme: Scheme, prefix: str = "") -> str | None:
    values = sorted(known.value for known in work.ids if known.scheme is scheme)
    return SEPARATOR.join(prefix + value for value in values) or None
