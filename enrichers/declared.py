"""What a page says of its own identity: questions for the registries, and rivals among them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from enrichers.identifiers.canonical import dedup_key
from enrichers.identify import identify
from enrichers.model import Claim, Work, WorkKind
from enrichers.pages.memory import Visit
from enrichers.pages.model import PageState, Reading
from enrichers.rounds import REGISTRIES, Outcome, Question, Standing
from enrichers.versions import COMPANIONS, contradicts
from enrichers.words.judge import judge
from enrichers.words.model import Clue, Decision, Judgement, Phrase, Proposal, Speaker
from enrichers.writing.text import squeeze
from enrichers.writing.titles import similarity

ALIKE = 0.85  # titles of a page and the record of which it is a copy, or of two versions
MOST_AUTHORS = 0.6  # of a record, that its copy names
ENOUGH_ABSTRACT = 120
"""Letters of an abstract that its copy begins with or quotes."""
ARRIVED = frozenset({PageState.ALIVE, PageState.BLOCKED})
"""Where a redirect may be believed to have led where it should."""


def questions_of(visit: Visit, clue: Clue) -> Iterator[Question]:
    """What a page, and the way to it, say of its identity, to be held against what it is
    called.

    A list of works is none of them. A post may be the copy of a paper: then it gives its
    authors or its abstract too. What goes with a paper, such as slides and project pages,
    only speaks of it.
    """
    reading = visit.reading
    yield from _questions_of_way(visit, clue)
    if reading.is_list:
        return
    said = reading.work
    for claim in reading.claims:
        yield Question(claim, check=partial(contradicts, said))
    is_post = said.kind is WorkKind.BLOG_POST
    if said.kind not in COMPANIONS and (is_post or not clue.refusal):
        check = partial(_is_no_copy, said) if is_post else partial(unlike, clue)
        for claim in reading.mentions:
            yield Question(claim, check=check)


def _questions_of_way(visit: Visit, clue: Clue) -> Iterator[Question]:
    for claim in _claims_of_way(visit):
        check = (
            partial(unlike, clue)
            if claim.is_guess
            else partial(contradicts, visit.reading.work)
        )
        yield Question(replace(claim, rule=f"redirect: {claim.rule}"), check=check)


def way_of(visit: Visit) -> str:
    """The address that redirects end at if it names a work, as that of a short address does;
    "" if it names none. Publishers turn programs away there and nowhere else."""
    return visit.final_url if _claims_of_way(visit) else ""


def _claims_of_way(visit: Visit) -> list[Claim]:
    end = visit.final_url
    if visit.state not in ARRIVED or not end or dedup_key(end) == dedup_key(visit.url):
        return []
    return [claim for claim in identify(end) if claim.candidates[0].scheme in REGISTRIES]


def is_called_otherwise(clue: Clue, record: Work) -> bool:
    """Whether the lists' own words, of which alone the clue is made, fit a record badly."""
    return bool(clue.phrases) and judge(clue, [record]).decision is not Decision.ACCEPT


def are_two(one: Work, other: Work) -> bool:
    """Whether two records, of which lists name one, are of different works."""
    if (one.ids | one.versions) & other.ids or one.ids & other.versions:
        return False
    named = Phrase(text=other.title, speaker=Speaker.PAGE)
    as_clue = Clue(phrases=(named,), authors=other.authors or other.editors)
    return judge(as_clue, [one]).decision is not Decision.ACCEPT


def unlike(clue: Clue, record: Work) -> str:
    """Why a record is not what a clue speaks of; "" if it is."""
    if judge(clue, [record]).decision is Decision.ACCEPT:
        return ""
    return f"it is called “{record.title}”, which is not what this is called"


def _is_no_copy(said: Work, record: Work) -> str:
    """Why a page that mentions a record is not a copy of it; "" if it is."""
    reason = contradicts(said, record)
    if reason:
        return reason
    if similarity(said.title, record.title) < ALIKE:
        return f"the page is called “{said.title}”, the record “{record.title}”"
    if _shared_authors(said, record) >= MOST_AUTHORS or _has_abstract(said, record):
        return ""
    return "the page mentions it, and shows neither its authors nor its abstract"


def _shared_authors(said: Work, record: Work) -> float:
    """The part of a record's authors that a page names."""
    names = {squeeze(author.family or author.name) for author in said.authors}
    wanted = [squeeze(author.family or author.name) for author in record.authors]
    return sum(name in names for name in wanted) / len(wanted) if wanted else 0.0


def _has_abstract(said: Work, record: Work) -> bool:
    known = squeeze(record.abstract)[:ENOUGH_ABSTRACT]
    return len(known) == ENOUGH_ABSTRACT and known in squeeze(said.abstract)


def decided(
    ends: Iterable[tuple[Outcome, Work | None]], clue: Clue, reading: Reading
) -> tuple[list[Outcome], Judgement | None]:
    """What becomes of the claims of one page, given the records that registries have.

    If two of them are different works, the one that page and list call by its title counts;
    else none does, and people are asked.
    """
    pairs = list(ends)
    outcomes = [outcome for outcome, _ in pairs]
    records = [
        record for outcome, record in pairs if record and outcome.standing is Standing.CONFIRMED
    ]
    if all(_is_same(records[0], record) for record in records[1:]):
        return outcomes, None
    named = [one for one in records if similarity(reading.work.title, one.title) >= ALIKE]
    judgement = judge(clue, records)
    if judgement.decision is Decision.ACCEPT:
        named = [one for one in records if one.ids & judgement.proposals[0].work.ids]
    if named and all(_is_same(named[0], record) for record in named):
        return [_only(named, *pair) for pair in pairs], None
    reason = f"its page declares {len(records)} different works to be itself"
    asked = [
        replace(outcome, standing=Standing.UNDECIDED, reason=reason)
        if outcome.standing is Standing.CONFIRMED
        else outcome
        for outcome in outcomes
    ]
    return asked, _question(records, reason)


def _is_same(one: Work, other: Work) -> bool:
    if (one.ids | one.versions) & other.ids or one.ids & other.versions:
        return True
    return similarity(one.title, other.title) >= ALIKE and not contradicts(one, other)


def _only(named: Sequence[Work], outcome: Outcome, record: Work | None) -> Outcome:
    if record is None or outcome.standing is not Standing.CONFIRMED or record in named:
        return outcome
    reason = f"{outcome.identifier} exists, but the page is called “{named[0].title}”"
    return replace(outcome, standing=Standing.DOUBTFUL, reason=reason)


def _question(records: Sequence[Work], reason: str) -> Judgement:
    chance = 1 / len(records)
    evidence = ("its page declares it",)
    proposals = (
        Proposal(work=record, probability=chance, evidence=evidence) for record in records
    )
    return Judgement(decision=Decision.ASK, proposals=tuple(proposals), reason=reason)
