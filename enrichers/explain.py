"""Tells the story of one link: each step, what it proposed, who checked it and what came."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from enrichers.kin.relations import Relation
from enrichers.merge import leading_id
from enrichers.model import Resolution, Work
from enrichers.resolve import Resolved, Sight
from enrichers.rounds import Outcome, Step
from enrichers.words.model import Proposal

MOST_PROPOSALS = 5
LONGEST_REASON = 300  # characters


def story(
    end: Resolution,
    resolved: Resolved,
    work: Work | None,
    relations: Iterable[Relation] = (),
) -> tuple[str, ...]:
    """The whole ladder for a link, a line for each thing that was seen, tried or checked;
    `relations` are those of its work."""
    related = (f"related: to {each.beyond(end.work_id)}: {each.reason}" for each in relations)
    return (*_lines(end, resolved, work), *related)


def _lines(end: Resolution, resolved: Resolved, work: Work | None) -> Iterator[str]:
    link = end.link
    said = f' "{link.label[:100]}"' if link.label else ""
    where = f", under “{link.topic}”" if link.topic else ""
    yield f"list: {link.document}, line {link.line}{where}:{said} {link.url}".rstrip()
    outcomes = resolved.outcomes.get(link, ())
    by_step: defaultdict[Step, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_step[outcome.step].append(outcome)
    sight = resolved.sights.get(resolved.names.get(link, ""))
    yield from _checks(Step.PEOPLE, by_step[Step.PEOPLE])
    yield from _checks(Step.ADDRESS, by_step[Step.ADDRESS])
    if not by_step[Step.ADDRESS] and link.url and not by_step[Step.PEOPLE]:
        yield "address: proves nothing by itself"
    if sight:
        yield from _page(sight)
        yield from _described(sight)
    yield from _checks(Step.PAGE, by_step[Step.PAGE])
    if sight:
        yield from _words(sight)
    yield from _checks(Step.WORDS, by_step[Step.WORDS])
    sure = "" if end.confidence is None else f" ({end.confidence:.3f} sure)"
    yield f"verdict: {end.verdict}{sure}: {end.reason}"
    if work:
        yield from _fields(work)


def _checks(step: Step, outcomes: Iterable[Outcome]) -> Iterator[str]:
    for outcome in outcomes:
        names = " or ".join(map(str, outcome.claim.candidates)) or "no identifier"
        by = f" by {outcome.source}" if outcome.source else ""
        why = f": {outcome.reason[:LONGEST_REASON]}" if outcome.reason else ""
        yield f"{step}: {names} (from {outcome.claim.rule}): {outcome.standing}{by}{why}"


def _page(sight: Sight) -> Iterator[str]:
    visit = sight.visit
    if visit is None:
        return
    why = f": {visit.reason}" if visit.reason else ""
    at = f", at {visit.final_url}" if visit.final_url not in {"", visit.url} else ""
    yield f"page: {visit.state} on {visit.on}{at}{why}"
    if visit.silence:
        yield f"page: it gave no answer when it was asked last: {visit.silence}"
    reading = visit.reading
    if reading.work.title:
        yield f"page: calls itself “{reading.work.title}” ({reading.work.kind or 'no kind'})"
    for seen in reading.evidence:
        yield f"page: {seen[:LONGEST_REASON]}"


def _described(sight: Sight) -> Iterator[str]:
    said = sight.described
    if said is None:
        return
    by = next((origin.source for origin in said.origin.values()), "a service")
    details = ", ".join(filter(None, (said.rights, "archived" if said.is_archived else "")))
    yield f"described: by {by}: “{said.title}”{f' ({details})' if details else ''}"
    for known in sorted(said.presents):
        yield f"described: wants {known} cited, which is another work"


def _words(sight: Sight) -> Iterator[str]:
    clue = sight.clue
    if clue.refusal:
        yield f"words: not searched for: {clue.refusal}"
    for phrase in clue.phrases:
        yield f"words: the {phrase.speaker} says “{phrase.text}”"
    if sight.searched is None:
        return
    for source, reason in sight.searched.down.items():
        yield f"words: {source} gave no answer: {reason}"
    judgement = sight.searched.judgement
    for proposal in judgement.proposals[:MOST_PROPOSALS]:
        yield _proposal(proposal)
    yield f"words: {judgement.decision}: {judgement.reason}"


def _proposal(proposal: Proposal) -> str:
    work = proposal.work
    first = f"{work.authors[0]}, " if work.authors else ""
    found_by = next((origin.source for origin in work.origin.values()), "a search")
    why = "; ".join(proposal.evidence)
    return (
        f"words: {found_by} proposes {leading_id(work) or 'a work without identifier'}, {first}"
        f"“{work.title}” ({work.year or 'no year'}): {proposal.probability:.3f}; {why}"
    )


def _fields(work: Work) -> Iterator[str]:
    by_origin: defaultdict[str, list[str]] = defaultdict(list)
    for name, origin in sorted(work.origin.items()):
        record = f" ({origin.record})" if origin.record else ""
        by_origin[f"{origin.source}{record} on {origin.asked_on}"].append(name)
    for origin_words, names in by_origin.items():
        yield f"fields: {', '.join(names)}: from {origin_words}"
