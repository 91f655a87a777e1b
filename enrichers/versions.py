"""Which answers are about one work, and which records only pretend to be its versions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from enrichers.merge import content, leading_id, merge, work_id
from enrichers.model import Identifier, Scheme, Work, WorkKind
from enrichers.notices import with_notices
from enrichers.writing.people import share
from enrichers.writing.text import is_latin
from enrichers.writing.titles import apart, notice, similarity

DISSIMILAR = 0.54  # 99.9 % of 50,000 random pairs of real titles are less alike
ALIKE = 0.9  # "Part I" and "Part II" are more alike, most retitled versions less
FEW_SHARED = 0.5
"""Of the shorter list of authors: with less in common, two works are by others. That one of
many has the name of another happens."""
FAR_APART = 8  # years; longer than the way from preprint to print
STRANGERS = "people say that they are two works"
COMPANIONS = frozenset(
    {WorkKind.SOFTWARE, WorkKind.DATASET, WorkKind.PRESENTATION, WorkKind.VIDEO}
)
"""What goes with a paper and is never a version of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two records that a source calls versions of one work, and that are plainly not."""

    one: Identifier
    other: Identifier
    reason: str


def contradicts(a: Work, b: Work) -> str:
    """Why two records cannot be versions of one work; "" if nothing speaks against it.

    Preprints change titles and gain authors, so only both together count; a notice about a
    work, its code and its slides are never the work.
    """
    kinds = {a.kind, b.kind}
    if len(kinds) > 1 and None not in kinds and kinds & COMPANIONS:
        return f"one is a {a.kind}, the other a {b.kind}"
    if not (a.title and b.title):
        return ""
    alike = similarity(a.title, b.title)
    if alike >= ALIKE or notice(a.title) != notice(b.title):
        reason = apart(a.title, b.title)
        if reason:
            return reason
    authors_a, authors_b = a.authors or a.editors, b.authors or b.editors
    are_strangers = share(authors_a, authors_b) < FEW_SHARED
    if alike < DISSIMILAR and are_strangers and not _may_be_translated(a, b):
        return f"titles and authors differ: “{a.title}” and “{b.title}”"
    years = abs(a.year - b.year) if a.year and b.year else 0
    if years > FAR_APART and (alike < ALIKE or (authors_a and authors_b and are_strangers)):
        return f"they appeared {years} years apart, as “{a.title}” and “{b.title}”"
    return ""


def _may_be_translated(a: Work, b: Work) -> bool:
    """Whether titles and names differ for being written in other letters: then as many people
    must have written it, in the same year."""
    people_a, people_b = a.authors or a.editors, b.authors or b.editors
    if not people_a or len(people_a) != len(people_b) or not a.year or a.year != b.year:
        return False
    names_a, names_b = " ".join(map(str, people_a)), " ".join(map(str, people_b))
    return is_latin(a.title) != is_latin(b.title) and is_latin(names_a) != is_latin(names_b)


def gather(
    answers: Iterable[Work], apart: Iterable[tuple[Identifier, Identifier]] = ()
) -> tuple[tuple[Work, ...], tuple[Conflict, ...]]:
    """Merge answers that share an identifier, and versions of one work as sources link them.

    A link counts only if the other record is among the answers and does not contradict, and
    never brings two arXiv papers together, nor what is to stay `apart`. Titles alone join
    nothing. Works come ordered by
    `work_id`, whatever the order of the answers; answers without identifiers stay alone.
    """
    groups = _sharing_identifiers(answers)
    records = [merge(group) for group in groups]
    kept_apart = _places(records, apart)
    reasons = {
        (one, other): STRANGERS
        if frozenset((one, other)) in kept_apart
        else contradicts(records[one], records[other])
        for one, other in _links(records)
    }
    parts = _joined(records, reasons)
    members: dict[int, list[Work]] = defaultdict(list)
    for at, group in enumerate(groups):
        members[parts.root(at)] += group
    works = sorted(with_notices([*map(merge, members.values())]), key=_by_name)
    conflicts = (
        _conflict(records[one], records[other], reason)
        for (one, other), reason in reasons.items()
        if reason
    )
    return tuple(works), tuple(conflicts)


def _places(
    records: Sequence[Work], pairs: Iterable[tuple[Identifier, Identifier]]
) -> set[frozenset[int]]:
    place = {known: at for at, record in enumerate(records) for known in record.ids}
    return {
        frozenset((place[one], place[other]))
        for one, other in pairs
        if one in place and other in place
    }


def _joined(records: Sequence[Work], reasons: dict[tuple[int, int], str]) -> "_Parts":
    """Join along the links that nothing contradicts; a link that must not gets its reason.

    Two records that contradict each other, or two arXiv papers, must not meet by way of a
    third either.
    """
    parts = _Parts(len(records))
    papers = [_arxiv_papers(record) for record in records]
    strangers = [pair for pair, reason in reasons.items() if reason]
    for one, other in [pair for pair, reason in reasons.items() if not reason]:
        roots = {parts.root(one), parts.root(other)}
        if len(roots) == 1:
            continue
        papers_of_one, papers_of_other = (papers[root] for root in sorted(roots))
        met = [pair for pair in strangers if set(map(parts.root, pair)) == roots]
        if met:
            names = " and ".join(work_id(records[at]) for at in met[0])
            reasons[one, other] = f"it would join {names}, which contradict each other"
        elif papers_of_one and papers_of_other and papers_of_one != papers_of_other:
            names = " and ".join(sorted(papers_of_one | papers_of_other))
            reasons[one, other] = f"it would join {names}, which are different papers"
        else:
            papers[parts.join(one, other)] = papers_of_one | papers_of_other
    return parts


class _Parts:
    """Which of the numbers below `size` have been joined (disjoint sets)."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))

    def root(self, member: int) -> int:
        parents = self._parents
        while parents[member] != member:
            parents[member] = parents[parents[member]]
            member = parents[member]
        return member

    def join(self, one: int, other: int) -> int:
        one, other = sorted((self.root(one), self.root(other)))
        self._parents[other] = one
        return one


def _sharing_identifiers(answers: Iterable[Work]) -> list[list[Work]]:
    answers = list(answers)
    parts = _Parts(len(answers))
    first_with: dict[Identifier, int] = {}
    for at, answer in enumerate(answers):
        for known in answer.ids:
            parts.join(at, first_with.setdefault(known, at))
    groups: dict[int, list[Work]] = defaultdict(list)
    for at, answer in enumerate(answers):
        groups[parts.root(at)].append(answer)
    return list(groups.values())


def _links(records: Sequence[Work]) -> list[tuple[int, int]]:
    """Pairs that some source calls versions of one work, the most alike first."""
    place = {known: at for at, record in enumerate(records) for known in record.ids}
    pairs = {
        frozenset((at, place[other]))
        for at, record in enumerate(records)
        for other in record.versions
        if record.ids and place.get(other, at) != at
    }

    def name(at: int) -> str:
        return work_id(records[at])

    def order(pair: tuple[int, int]) -> tuple[float, str, str]:
        alike = similarity(records[pair[0]].title, records[pair[1]].title)
        return -alike, name(pair[0]), name(pair[1])

    named = ((min(pair, key=name), max(pair, key=name)) for pair in pairs)
    return sorted(named, key=order)


def _arxiv_papers(record: Work) -> frozenset[str]:
    return frozenset(str(known) for known in record.ids if known.scheme is Scheme.ARXIV)


def _conflict(a: Work, b: Work, reason: str) -> Conflict:
    one, other = leading_id(a), leading_id(b)
    assert one is not None
    assert other is not None
    return Conflict(one=one, other=other, reason=reason)


def _by_name(work: Work) -> tuple[str, tuple[str, ...]]:
    return work_id(work), () if work.ids else content(work)
