"""What people decided about links: one answer a line, applied first and not asked again."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from enrichers.identify import normalise
from enrichers.items.typed import typed_id
from enrichers.model import Claim, Origin, Work, WorkKind
from enrichers.writing.names import person
from seeds.model import Link

SOURCE = "people"
SEEN = re.compile(r"\[seen ([0-9a-f]{8})\]")
"""Ends an answer: the evidence that it was given on."""
MARK = "\N{BYTE ORDER MARK}"
LENGTH_OF_SEEN = len("[seen 01234567]")
LONGEST_LINE = 5_000  # characters
HOW = (
    "'is doi:10...', 'is none', 'same as ADDRESS', 'not same as ADDRESS', 'ignore', "
    "'type KIND', or a correction such as 'title: ...'"
)


class BadRulings(Exception):
    """A file of answers cannot be used; the message says in one line where and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """All that people said about one link."""

    line: int = field(compare=False)
    """Of the first answer about it, from 1."""
    file: str = field(default="", compare=False)
    """What the file of that answer is called."""
    claim: Claim | None = None
    """It is this work."""
    is_none: bool = False
    """None of the works that were proposed, nor any other."""
    is_ignored: bool = False
    same_as: str = ""
    """The `typed_id` of the link that it is another address of."""
    not_same_as: frozenset[str] = frozenset()
    kind: WorkKind | None = None
    corrections: Mapping[str, str] = field(default_factory=dict[str, str])
    """By field of a work, what is to stand in it."""
    seen: str = ""
    """The evidence that the answer was given on; "" if it is to stand whatever comes."""

    @property
    def is_final(self) -> bool:
        """Nothing is left to be asked about what the link is."""
        return any(self.identity)

    @property
    def identity(self) -> tuple[object, ...]:
        """What it is, in the one of these that was said."""
        return self.claim, self.is_none, self.is_ignored, self.same_as


Rulings = Mapping[str, Ruling]
"""By `typed_id` of the link."""
NO_RULINGS: Rulings = MappingProxyType({})


def read_rulings(text: str, name: str) -> Rulings:
    """Read a file of answers; `name` is what errors call it.

    A line is an address and an answer; what follows a "#" at its start is a comment. Raises
    BadRulings for a line that cannot be understood, or that takes another one back. An answer
    that says what it was given on may be followed by a newer one.
    """
    rulings: dict[str, Ruling] = {}
    for number, line in enumerate(text.removeprefix(MARK).split("\n"), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if len(line) > LONGEST_LINE:
            raise BadRulings(f"{name}, line {number}: it is too long to be an answer")
        address, words = [*line.split(maxsplit=1), ""][:2]
        words, seen = _without_seen(words.strip())
        key = name_of(address)
        before = rulings.get(key, Ruling(line=number, file=name))
        try:
            after = _with_answer(before, words, seen)
        except _NotUnderstood as error:
            raise BadRulings(f"{name}, line {number}: {error}") from error
        if after == before:
            raise BadRulings(
                f"{name}, line {number}: it says again what line {before.line} says"
            )
        rulings[key] = after
    return rulings


def idle(rulings: Rulings, links: Iterable[Link]) -> tuple[str, ...]:
    """The answers about links that no list has, each in words that say what to do."""
    named = {typed_id(link) for link in links} if rulings else set[str]()
    return tuple(
        f"{ruling.file}, line {ruling.line}: no list has this link now, so that the answer "
        "decides nothing: correct its address, or take the line out"
        for name, ruling in rulings.items()
        if name not in named
    )


def name_of(address: str) -> str:
    """The `typed_id` that an address in a file of answers stands for."""
    return (
        address
        if address.startswith("text:")
        else typed_id(Link(url=address, document="", line=1))
    )


def evidence_of(candidates: Iterable[str]) -> str:
    """A short code for what a question rests on; a new candidate makes another."""
    return hashlib.sha256("\n".join(sorted(candidates)).encode()).hexdigest()[:8]


def corrected(work: Work, ruling: Ruling, on: date) -> Work:
    """A work as people want it."""
    changes: dict[str, object] = {
        name: CORRECTIONS[name](said) for name, said in ruling.corrections.items()
    }
    if ruling.kind:
        changes["kind"] = ruling.kind
    said_by = Origin(source=SOURCE, asked_on=on)
    origin = {**work.origin, **dict.fromkeys(changes, said_by)}
    return replace(work, **changes, origin=origin)  # pyright: ignore[reportArgumentType] -- the table's functions give what the fields hold


class _NotUnderstood(Exception):
    pass


def _without_seen(words: str) -> tuple[str, str]:
    said = SEEN.fullmatch(words[-LENGTH_OF_SEEN:])
    return (words[:-LENGTH_OF_SEEN].rstrip(), said[1]) if said else (words, "")


def _with_answer(ruling: Ruling, words: str, seen: str) -> Ruling:
    for beginning, answer in ANSWERS.items():
        if words == beginning.strip() or words.startswith(beginning):
            said = words.removeprefix(beginning.strip()).strip()
            after = answer(ruling, said)
            if after.identity != ruling.identity:
                after = answer(_still_open(ruling), said)
            is_newer = after.identity != ruling.identity or (seen and seen != ruling.seen)
            return replace(after, seen=seen) if is_newer else after
    name, colon, value = (part.strip() for part in words.partition(":"))
    if not (colon and name in CORRECTIONS and value):
        raise _NotUnderstood(f"{words[:60]!r} is no answer; write {HOW}")
    try:
        CORRECTIONS[name](value)
    except ValueError as error:
        raise _NotUnderstood(str(error)) from error
    if ruling.corrections.get(name, value) != value:
        raise _taken_back(ruling)
    return replace(ruling, corrections={**ruling.corrections, name: value})


def _still_open(ruling: Ruling) -> Ruling:
    """What was said before about what a link is gives way only if it may be re-opened."""
    if ruling.is_final and not ruling.seen:
        raise _taken_back(ruling)
    return replace(ruling, claim=None, is_none=False, is_ignored=False, same_as="", seen="")


def _taken_back(ruling: Ruling) -> _NotUnderstood:
    return _NotUnderstood(f"it takes back what is said since line {ruling.line}")


def _is(ruling: Ruling, said: str) -> Ruling:
    if said == "none":
        return replace(ruling, is_none=True)
    claim = normalise(said)
    if claim is None:
        raise _NotUnderstood(f"{said[:60]!r} is no identifier that is known, such as doi:10...")
    return replace(ruling, claim=replace(claim, rule="answer", is_guess=False))


def _same(ruling: Ruling, said: str) -> Ruling:
    name = name_of(_one_address(said))
    if name in ruling.not_same_as:
        raise _taken_back(ruling)
    return replace(ruling, same_as=name)


def _not_same(ruling: Ruling, said: str) -> Ruling:
    name = name_of(_one_address(said))
    if name == ruling.same_as:
        raise _taken_back(ruling)
    return replace(ruling, not_same_as=ruling.not_same_as | {name})


def _ignore(ruling: Ruling, said: str) -> Ruling:
    if said:
        raise _NotUnderstood("'ignore' stands alone")
    return replace(ruling, is_ignored=True)


def _type(ruling: Ruling, said: str) -> Ruling:
    try:
        kind = WorkKind(said)
    except ValueError as error:
        raise _NotUnderstood(
            f"{said[:60]!r} is no kind; known: {', '.join(WorkKind)}"
        ) from error
    if ruling.kind not in (None, kind):
        raise _taken_back(ruling)
    return replace(ruling, kind=kind)


def _one_address(said: str) -> str:
    if not said or " " in said:
        raise _NotUnderstood("one address is to follow")
    return said


def _day(said: str) -> str:
    if not re.fullmatch(r"\d{4}(?:-\d\d(?:-\d\d)?)?", said):
        raise ValueError(f"{said[:60]!r} is no date such as 2018, 2018-06 or 2018-06-19")
    return said


ANSWERS: Mapping[str, Callable[[Ruling, str], Ruling]] = {
    "is ": _is,
    "same as ": _same,
    "not same as ": _not_same,
    "ignore": _ignore,
    "type ": _type,
}
CORRECTIONS: Mapping[str, Callable[[str], object]] = {
    "title": str,
    "authors": lambda said: tuple(person(name) for name in said.split(";") if name.strip()),
    "issued": _day,
    "venue": str,
    "language": str,
    "publisher": str,
    "abstract": str,
}
"""What can be corrected, and how it is read: authors with semicolons between them."""
