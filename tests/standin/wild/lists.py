"""Lists as people write them, in every habit, and which of their links is which entry."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from random import Random

from seeds.model import Link
from tests.standin.catalogue import Catalogue
from tests.standin.wild.entries import Desk, Entry
from tests.standin.wild.forbidden import FORBIDDEN
from tests.standin.wild.mistakes import MISTAKES
from tests.standin.wild.papers import PAPERS
from tests.standin.wild.tongues import TONGUE_ENTRIES
from tests.standin.wild.traps import TRAPS

PER_SECTION = 12
EMOJI = ("📄", "🔥", "⭐", "✅", "📚")
BADGE = "![stars](https://img.shields.example/github/stars/a/b.svg)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wild:
    """A made-up web, lists that link to it, and what each link means."""

    catalogue: Catalogue
    documents: Mapping[str, str]
    """Texts by file name."""
    entries: Mapping[str, Entry]
    """By address, or by the words of what has none."""

    def entry(self, link: Link) -> Entry | None:
        """What a link means; None for one that is no entry, such as a badge."""
        if link.url:
            return self.entries.get(link.url)
        said = f"{link.label} {link.context}"
        return next((e for words, e in self.entries.items() if words in said), None)


def wild(size: int, seed: int) -> Wild:
    """So many links; the same for the same seed."""
    desk = Desk(Random(seed))
    makers = {**PAPERS, **FORBIDDEN, **TRAPS, **MISTAKES, **TONGUE_ENTRIES}
    drawn = desk.chance.choices(list(makers), weights=list(makers.values()), k=size)
    entries = [maker(desk) for maker in drawn]
    pages = [page for entry in entries for page in entry.pages]
    return Wild(
        catalogue=Catalogue(desk.library.records, pages, desk.library.registers),
        documents=_documents(entries, desk.chance),
        entries={entry.url or entry.label: entry for entry in entries},
    )


def _documents(entries: Sequence[Entry], chance: Random) -> dict[str, str]:
    """Most of the entries in Markdown, the others in the other formats."""
    named = [entry for entry in entries if not entry.url]
    linked = [entry for entry in entries if entry.url]
    at = len(linked) * 7 // 10
    rest = linked[at:]
    quarter = max(1, len(rest) // 4)
    parts = [rest[:quarter], rest[quarter : 2 * quarter], rest[2 * quarter : 3 * quarter]]
    return {
        "wild.md": _markdown(linked[:at], named, chance),
        "wild.html": _html(parts[0]),
        "wild.org": _org(parts[1]),
        "wild.csv": _csv(parts[2]),
        "wild.rst": _rst(rest[3 * quarter :]),
    }


def _markdown(linked: Sequence[Entry], named: Sequence[Entry], chance: Random) -> str:
    parts = ["# Things worth reading 📚\n\nA list of things. 这里是一个列表。\n"]
    for at in range(0, len(linked), PER_SECTION):
        form = chance.choice(FORMS)
        body = form(linked[at : at + PER_SECTION], at)
        parts.append(f"## Part {at // PER_SECTION + 1}\n\n{body}\n")
    if named:
        lines = "".join(f"- {entry.label}\n" for entry in named)
        parts.append(f"## References\n\n{lines}\n")
    return "\n".join(parts)


def _target(entry: Entry) -> str:
    """An address as it must stand in brackets."""
    return f"<{entry.url}>" if any(sign in entry.url for sign in "() ") else entry.url


def _link(entry: Entry, label: str | None = None) -> str:
    text = entry.label if label is None else label
    escaped = text.replace("[", r"\[").replace("]", r"\]").replace("|", "-")
    return f"[{escaped}]({_target(entry)})" if text else entry.url


def _items(entries: Sequence[Entry], at: int) -> str:
    return "".join(f"- {entry.lead}{_link(entry)}{entry.tail}\n" for entry in entries)


def _badges(entries: Sequence[Entry], at: int) -> str:
    return "".join(f"* {entry.lead}{_link(entry)} {BADGE}{entry.tail}\n" for entry in entries)


def _emoji(entries: Sequence[Entry], at: int) -> str:
    return "".join(
        f"+ {EMOJI[n % 5]} {entry.lead}{_link(entry)}{entry.tail}\n"
        for n, entry in enumerate(entries)
    )


def _table(entries: Sequence[Entry], at: int) -> str:
    rows = "".join(
        f"| {n} | {entry.lead.replace('|', '-')} | {_link(entry)} | {entry.tail} |\n"
        for n, entry in enumerate(entries, start=1)
    )
    return f"| No. | What | Link | Notes |\n|:--|---|:-:|--:|\n{rows}"


def _defined(entries: Sequence[Entry], at: int) -> str:
    lines = "".join(
        f"{n}. {entry.lead}[{_bare(entry)}][w{at + n}]{entry.tail}\n" if entry.label else
        f"{n}. {entry.lead}<{entry.url}>\n"
        for n, entry in enumerate(entries, start=1)
    )  # fmt: skip
    ends = "".join(
        f"[w{at + n}]: {_target(entry)}\n" for n, entry in enumerate(entries, 1) if entry.label
    )
    return f"{lines}\n{ends}"


def _bare(entry: Entry) -> str:
    return entry.label.replace("[", r"\[").replace("]", r"\]")


def _footnotes(entries: Sequence[Entry], at: int) -> str:
    lines = "".join(f"Another thing of note.[^w{at + n}]\n\n" for n in range(len(entries)))
    notes = "".join(
        f"[^w{at + n}]: {entry.lead}{_link(entry)}{entry.tail}\n\n"
        for n, entry in enumerate(entries)
    )
    return lines + notes


def _prose(entries: Sequence[Entry], at: int) -> str:
    """Sentences, each with its link."""
    return "".join(
        f"There is also {entry.lead}{_link(entry)}{entry.tail or ', worth a look'}.\n\n"
        for entry in entries
    )


def _numbered(entries: Sequence[Entry], at: int) -> str:
    """References with their addresses bare at the end."""
    return "".join(
        f"[{n}] {entry.lead or entry.label}{entry.tail} {entry.url}\n\n"
        for n, entry in enumerate(entries, start=1)
    )


def _headed(entries: Sequence[Entry], at: int) -> str:
    """Headings as labels, addresses below."""
    return "".join(
        f"### {entry.label or 'Next'}{entry.tail}\n\n<{entry.url}>\n\n" for entry in entries
    )


def _elements(entries: Sequence[Entry], at: int) -> str:
    items = "".join(
        f'<li>{escape(entry.lead)}<a href="{escape(entry.url)}" target="_blank">'
        f"{escape(entry.label)}</a>{escape(entry.tail)}</li>\n"
        for entry in entries
    )
    return f"<ul>\n{items}</ul>\n"


def _empty(entries: Sequence[Entry], at: int) -> str:
    """Links without words; the words stand before them."""
    return "".join(
        f"- {entry.lead or entry.label}{entry.tail} [[]({_target(entry)})]\n"
        for entry in entries
    )


FORMS: Sequence[Callable[[Sequence[Entry], int], str]] = (
    _items, _items, _items, _badges, _emoji, _table, _table, _defined, _footnotes, _prose,
    _numbered, _headed, _elements, _empty,
)  # fmt: skip


def _html(entries: Sequence[Entry]) -> str:
    return (
        '<!DOCTYPE html><html lang="en"><head><title>Links</title></head><body>'
        f"<h1>Links</h1>{_elements(entries, 0)}</body></html>"
    )


def _org(entries: Sequence[Entry]) -> str:
    return "* Links\n" + "".join(f"- {line}\n" for line in _org_lines(entries))


def _org_lines(entries: Sequence[Entry]) -> Iterator[str]:
    for entry in entries:
        label = entry.label.replace("[", "(").replace("]", ")")
        link = f"[[{entry.url}][{label}]]" if label else entry.url
        yield f"{entry.lead}{link}{entry.tail}"


def _csv(entries: Sequence[Entry]) -> str:
    rows = io.StringIO()
    writer = csv.writer(rows)
    writer.writerow(("title", "url", "notes"))
    writer.writerows((entry.label, entry.url, entry.tail) for entry in entries)
    return rows.getvalue()


def _rst(entries: Sequence[Entry]) -> str:
    lines = "".join(
        f"- {_rst_text(entry.lead)}{_rst_link(entry)}{_rst_text(entry.tail)}\n"
        for entry in entries
    )
    return f"Links\n=====\n\n{lines}"


def _rst_text(text: str) -> str:
    return "".join(sign for sign in text if sign not in "`<>_*\\|")


def _rst_link(entry: Entry) -> str:
    label = _rst_text(entry.label)
    return f"`{label} <{entry.url}>`__" if label.strip() else entry.url
