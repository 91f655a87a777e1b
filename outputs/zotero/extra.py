"""Our lines in the Extra field, and how they live there beside those of people."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MARKER = "zotlist"
LISTED = "Listed"
CITATIONS = "Citations"

COUNTERS: Mapping[str, str] = {
    "crossref": "Crossref",
    "datacite": "DataCite",
    "openalex": "OpenAlex",
    "opencitations": "OpenCitations",
    "semantic_scholar": "Semantic Scholar",
}
"""How those who count citations write their names."""

_COUNT = re.compile(r"Citations: ([0-9]+)(?![0-9])")
_DATED = re.compile(
    rf"Citations: [0-9]+ \((?:{'|'.join(COUNTERS.values())}), "
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})\)"
)
"""As only programs write it."""
SIGN_LENGTH = 8
_SIGN = re.compile(rf" \(([0-9a-f]{{{SIGN_LENGTH}}})\)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """The field after a merge."""

    text: str
    said: tuple[str, ...]
    """What of it we answer for."""
    touched: tuple[str, ...]
    """Lines of ours that people changed or took out."""


def marker(work_id: str, sign: str = "") -> str:
    """The line by which an item is known as ours, with the sign of what we wrote into it."""
    return f"{MARKER}: {work_id} ({sign})" if sign else f"{MARKER}: {work_id}"


def marked_as(text: str) -> str:
    """The work id in the marker line; empty without one."""
    return _SIGN.sub("", next(iter(values(text, MARKER)), ""))


def signed_as(text: str) -> str:
    """The sign in the marker line; empty without one."""
    found = _SIGN.search(next(iter(values(text, MARKER)), ""))
    return found[1] if found else ""


def signed(lines: Sequence[str], sign: str) -> tuple[str, ...]:
    """Our lines, the marker with this sign."""
    return tuple(
        marker(marked_as(line), sign) if name_of(line) == MARKER else line for line in lines
    )


def values(text: str, name: str) -> tuple[str, ...]:
    """What stands behind "name:", line by line; capitals do not matter."""
    wanted = name.lower()
    pairs = (line.partition(":") for line in text.split("\n"))
    return tuple(value.strip() for key, _, value in pairs if key.strip().lower() == wanted)


def ours_in(text: str) -> tuple[str, ...]:
    """The lines that have the form of ours, for an item that carries our marker."""
    forms = (f"{MARKER}: ", f"{LISTED}: ", "arXiv: ", "PMID: ", "PMCID: ")
    return tuple(
        line for line in text.split("\n") if line.startswith(forms) or _COUNT.match(line)
    )


def merged(ours: Sequence[str], said: Sequence[str], theirs: str, *, room: int) -> Extra:
    """Bring our lines up to date among those of people, in three-way fashion.

    A line is rewritten only where it stands as we said it, and added only if we never said
    one of its name and nobody else has one. A count of a later day and another sign are
    another machine's of ours. `room` is the most bytes that the field holds: what does not
    fit is not said.
    """
    standing = theirs.split("\n") if theirs else []
    said = [_as_written_since(line, standing) for line in said]
    known = {name_of(line): line for line in said}
    is_marked = any(name_of(line) == MARKER for line in standing)
    touched = [
        line
        for line in said
        # The marker of another machine that names the work otherwise does for ours.
        if line not in standing and not (is_marked and name_of(line) == MARKER)
    ]
    size = len(theirs.encode())
    for line in ours:
        name = name_of(line)
        before = known.get(name)
        if before is None:
            cost = len(line.encode()) + bool(standing)
            if any(name_of(each) == name for each in standing):
                # People's own: noted as said, so that taking it out is no call to add ours.
                known[name] = line
                continue
            if size + cost > room:
                continue
            standing.append(line)
        elif (
            means_the_same(before, line) or _day(line) < _day(before) or before not in standing
        ):
            continue
        else:
            cost = len(line.encode()) - len(before.encode())
            if size + cost > room:
                continue
            standing[standing.index(before)] = line
        known[name] = line
        size += cost
    return Extra(text="\n".join(standing), said=tuple(known.values()), touched=tuple(touched))


def name_of(line: str) -> str:
    """What makes two lines two versions of one; an item may be listed at many addresses."""
    name, _, _ = line.partition(":")
    return line if name == LISTED else name.strip().lower()


def means_the_same(before: str, line: str) -> bool:
    """A new day alone is no news about a count."""
    old, new = _COUNT.match(before), _COUNT.match(line)
    return old[1] == new[1] if old and new else before == line


def _as_written_since(line: str, standing: Sequence[str]) -> str:
    """Our line, or the one of another machine of ours in its place: the only one of its name,
    with another sign or a count of a later day."""
    named = [each for each in standing if name_of(each) == name_of(line)]
    if line in standing or len(named) != 1:
        return line
    is_signed = name_of(line) == MARKER and marked_as(named[0]) == marked_as(line)
    is_later = bool(_day(line)) and _day(named[0]) > _day(line)
    return named[0] if is_signed or is_later else line


def _day(line: str) -> str:
    """The day of a count; empty for any other line."""
    dated = _DATED.fullmatch(line)
    return dated[1] if dated else ""
