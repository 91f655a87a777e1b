"""A run in a few counts, and the same as Markdown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from outputs.zotero.outcome import Pushed, told_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a run did, in counts."""

    documents: tuple[str, ...]
    links: int
    verdicts: Mapping[str, int]
    works: Mapping[str, int]
    """Works with an identity, by the source that their title was taken from."""
    requests: Mapping[str, int]
    """Requests that left, by metadata service."""
    waited: Mapping[str, float] = field(default_factory=dict[str, float])
    """Seconds that they waited for their turns, by metadata service."""
    pools: Mapping[str, str] = field(default_factory=dict[str, str])
    """Of services that have several, the one that answered, such as "polite-list"."""
    down: Mapping[str, str] = field(default_factory=dict[str, str])
    """Services that gave no usable answer, with the reason."""
    left: Mapping[str, int] = field(default_factory=dict[str, int])
    """Questions that services did not answer today, and that the next run asks, by service;
    under "NAME (titles)" those that are searches."""
    gone: tuple[str, ...] = ()
    """Of the remarks, those on lists that are no more where they lived, or are none now."""
    remarks: tuple[str, ...] = ()
    """What people should know of their lists and answers, and do about it."""
    files: tuple[str, ...] = ()
    pushed: Pushed | None = None
    is_standin: bool = False
    """All answers came from the local stand-in, none from a real service."""

    @property
    def asked(self) -> int:
        """Requests to metadata services, all told."""
        return sum(self.requests.values())

    @property
    def headline(self) -> str:
        """The cost of the run in one line."""
        writes = self.pushed.writes if self.pushed else 0
        return f"{_count(self.asked, 'request')}, {_count(writes, 'write')}"


Section = tuple[str, tuple[tuple[str, str], ...]]
"""A title, and rows of a name and a figure."""


def sections(summary: Summary) -> tuple[Section, ...]:
    """The summary as titled rows, for the terminal and for Markdown alike."""
    parts: list[Section] = [
        (f"Links by verdict ({summary.links:,})", _rows(summary.verdicts)),
        (f"Works by source ({sum(summary.works.values()):,})", _rows(summary.works)),
        (f"Requests made ({summary.asked:,})", _requests(summary)),
    ]
    waited = {name: round(seconds) for name, seconds in summary.waited.items()}
    if any(waited.values()):
        parts.append(("Seconds waited for turns", _rows(waited)))
    if summary.left:
        left = sum(summary.left.values())
        parts.append((f"Left for the next run ({left:,})", _rows(summary.left)))
    if summary.pushed:
        parts.append((f"Zotero {summary.pushed.library}", _pushed_rows(summary.pushed)))
    return tuple(parts)


def to_markdown(summary: Summary) -> str:
    """The summary as a Markdown page."""
    lines = [f"# zotlist: {', '.join(summary.documents)}", "", f"**{summary.headline}**", ""]
    if summary.is_standin:
        lines += [STANDIN_NOTE, ""]
    for title, rows in sections(summary):
        lines += [f"## {title}", "", "| what | number |", "| --- | ---: |"]
        lines += [f"| {name} | {figure} |" for name, figure in rows] or ["| none | 0 |"]
        lines.append("")
    if summary.down:
        lines += ["## Services that were down", ""]
        lines += [f"- {name}: {reason}" for name, reason in sorted(summary.down.items())]
        lines += ["", "Their links are asked again on the next run.", ""]
    if summary.remarks:
        lines += ["## To look at", "", *(f"- {remark}" for remark in summary.remarks), ""]
    if summary.pushed and summary.pushed.missing:
        lines += ["## Not written to Zotero", "", f"- {summary.pushed.missing}", ""]
    for name, told in told_of(summary.pushed).items() if summary.pushed else ():
        lines += [f"## In Zotero: {name} ({len(told):,})", "", *(f"- {e}" for e in told), ""]
    return "\n".join(lines)


STANDIN_NOTE = (
    "This run talked to stand-ins on this machine: no real service was asked, "
    "and the figures are those of the stand-ins' catalogue."
)


def _rows(counts: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple((name, f"{count:,}") for name, count in ordered if count)


def _requests(summary: Summary) -> tuple[tuple[str, str], ...]:
    """Requests by service, with the pool that it counts us in."""
    pools = summary.pools
    return tuple(
        (f"{name} ({pools[name]})" if name in pools else name, count)
        for name, count in _rows(summary.requests)
    )


def _pushed_rows(pushed: Pushed) -> tuple[tuple[str, str], ...]:
    verb = "to create" if pushed.is_rehearsal else "created"
    change = "to change" if pushed.is_rehearsal else "changed"
    return (
        (f"collections {verb}", f"{pushed.collections_created:,}"),
        (f"items {verb}", f"{pushed.items_created:,}"),
        (f"items {change}", f"{pushed.items_changed:,}"),
        ("items adopted", f"{pushed.items_adopted:,}"),
        ("items unchanged", f"{pushed.items_unchanged:,}"),
        ("requests that read", f"{pushed.reads:,}"),
        ("requests that write", f"{pushed.writes:,}"),
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
