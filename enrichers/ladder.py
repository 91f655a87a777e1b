"""Climbs the ladder of evidence: the address, the page, the words, each only where needed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain

from enrichers.cases import Case, cases_of, claims_of_others, part
from enrichers.declared import (
    are_two,
    decided,
    is_called_otherwise,
    questions_of,
    unlike,
    way_of,
)
from enrichers.identifiers.canonical import canonical
from enrichers.items.described import questions_of as own_questions
from enrichers.merge import leading_id
from enrichers.model import Claim, Identifier, Scheme, Work
from enrichers.pages.model import PageState
from enrichers.pages.visit import Visited
from enrichers.resolve import Question, Resolved, Resolver
from enrichers.rounds import DESCRIBERS, Outcome, Standing, Step
from enrichers.rulings import NO_RULINGS, Ruling, Rulings, evidence_of
from enrichers.words.clues import clue_of, clue_of_lists
from enrichers.words.judge import is_brief
from enrichers.words.model import Clue, Decision, Judgement, Searched
from seeds.model import Link

SUPPLEMENTARY = frozenset({"openalex"})
"""Searched last, with a small budget a day: that it is silent is no reason to wait for it. It
is asked again on the next run."""
REGISTERED = frozenset({Scheme.ARXIV, Scheme.DOI})
"""What a search may lead to: its registry has the last word."""
LIKELY = 0.05
"""Probability from which a proposal is worth a person's look."""
FAR_LIKELIER = 2.0
"""So many times likelier than what was proved must another work be for lists to name it."""
ONLY_ONE = 0.9
"""Probability of a work whose title no other has, as several have the names of topics."""
NAMELESS = Claim(candidates=(), rule="title")
NAMED_BY = {
    Step.ADDRESS: "its address is that of",
    Step.PAGE: "its page declares",
    Step.WORDS: "it calls itself",
}

Visitor = Callable[[Iterable[str]], Visited]
Searcher = Callable[[Iterable[Clue]], Mapping[Clue, Searched]]


def climb(
    links: Sequence[Link],
    claims: Mapping[Link, Sequence[Claim]],
    resolver: Resolver,
    *,
    visitor: Visitor | None = None,
    searcher: Searcher | None = None,
    rulings: Rulings = NO_RULINGS,
) -> Resolved:
    """Prove what the links point at, step by step; occurrences of one address climb together.

    What a step above the address proposes is confirmed by a registry, whose record must agree
    with what the page, or the list, calls the work. What people decided goes before all.
    Without a visitor no page is looked at, without a searcher nothing is searched for. The
    order of the links makes no difference.
    """
    cases = cases_of(links, rulings)
    _ask_about_rulings(cases.values(), resolver)
    _ask_about_addresses(cases.values(), claims, resolver)
    _ask_about_others(cases.values(), claims, resolver)
    if visitor:
        _look(cases.values(), visitor, resolver)
    _ask_what_it_is(cases.values(), claims, resolver)
    if searcher:
        resolver.save_up(chain.from_iterable(case.outcomes for case in cases.values()))
        _search(cases.values(), searcher, resolver)
        _hold_against_lists(cases.values(), searcher, resolver)
    apart = part(cases, rulings)
    outcomes = {link: ends for case in cases.values() for link, ends in case.ends().items()}
    works, conflicts = resolver.works(chain.from_iterable(outcomes.values()), apart=apart)
    return Resolved(
        outcomes={link: outcomes[link] for link in links if outcomes.get(link)},
        works=works,
        by_identifier={known: work for work in works for known in work.ids},
        conflicts=conflicts,
        down=resolver.down,
        left=resolver.left,
        sights={name: case.sight for name, case in cases.items()},
        names={link: name for name, case in cases.items() for link in case.links},
    )


def _ask_about_rulings(cases: Iterable[Case], resolver: Resolver) -> None:
    asked = [(case, Question(case.ruling.claim)) for case in cases if case.ruling.claim]
    ends = resolver.settle(question for _, question in asked)
    for case, question in asked:
        case.shared.append(replace(ends[question], step=Step.PEOPLE))


def _ask_about_addresses(
    cases: Iterable[Case], claims: Mapping[Link, Sequence[Claim]], resolver: Resolver
) -> None:
    asked = [
        (case, link, [Question(claim, link.label) for claim in claims[link]])
        for case in cases
        if not case.is_decided
        for link in case.own
        if link in claims
    ]
    ends = resolver.settle(chain.from_iterable(questions for _, _, questions in asked))
    for case, link, questions in asked:
        case.addressed[link] = tuple(map(ends.__getitem__, questions))


def _ask_about_others(
    cases: Iterable[Case], claims: Mapping[Link, Sequence[Claim]], resolver: Resolver
) -> None:
    """Where its own address proves nothing, one that people call the same may."""
    asked = [
        (case, [Question(claim, case.links[0].label) for claim in said])
        for case in cases
        if not case.is_decided and case.is_open and (said := [*claims_of_others(case, claims)])
    ]
    ends = resolver.settle(chain.from_iterable(questions for _, questions in asked))
    for case, questions in asked:
        case.shared += [replace(ends[each], step=Step.PEOPLE) for each in questions]


def _look(cases: Iterable[Case], visitor: Visitor, resolver: Resolver) -> None:
    """Visit what is open, and its other addresses while it is."""
    due = {case.name: (case, iter(case.addresses)) for case in cases if case.is_open}
    while due:
        urls = {name: next(addresses, "") for name, (_, addresses) in due.items()}
        _look_at([(due[name][0], url) for name, url in urls.items() if url], visitor, resolver)
        due = {name: one for name, one in due.items() if urls[name] and one[0].is_open}


def _look_at(due: Sequence[tuple[Case, str]], visitor: Visitor, resolver: Resolver) -> None:
    """Visit one address of each, and have what it says of itself confirmed."""
    visits = visitor([url for _, url in due]).visits if due else {}
    asked: list[tuple[Case, Clue, list[Question]]] = []
    for case, url in due:
        visit = visits.get(canonical(url))
        if not case.has_page:
            case.visit = (
                visit if visit and visit.state is PageState.ALIVE else case.visit or visit
            )
        case.clue = clue = _clue_of(case)
        if visit and not case.is_decided:
            asked.append((case, clue, list(questions_of(visit, clue))))
    ends = resolver.settle(chain.from_iterable(questions for _, _, questions in asked))
    for case, clue, questions in asked:
        outcomes = [replace(ends[each], step=Step.PAGE) for each in questions]
        pairs = [(outcome, resolver.record(outcome)) for outcome in outcomes]
        outcomes, judgement = decided(pairs, clue, case.reading)
        case.shared += outcomes
        case.searched = Searched(judgement=judgement, down={}) if judgement else None


def _ask_what_it_is(
    cases: Iterable[Case], claims: Mapping[Link, Sequence[Claim]], resolver: Resolver
) -> None:
    """Have services describe what is open and has a name with them; what they say are its own
    identifiers is for the registries."""
    named = [
        (case, known)
        for case in cases
        if case.is_open
        for known in _names_of(case, claims)
        if known.scheme in DESCRIBERS
    ]
    found = resolver.described(known for _, known in named)
    asked: list[tuple[Case, list[Question]]] = []
    for case, known in named:
        if known in found and case.described is None:
            case.described = said = found[known]
            case.clue = _clue_of(case)
            asked.append((case, [] if case.is_decided else list(own_questions(said))))
    ends = resolver.settle(chain.from_iterable(questions for _, questions in asked))
    for case, questions in asked:
        case.shared += [replace(ends[each], step=Step.PAGE) for each in questions]


def _names_of(case: Case, claims: Mapping[Link, Sequence[Claim]]) -> Iterable[Identifier]:
    said = chain.from_iterable(claims.get(link, ()) for link in case.links)
    return dict.fromkeys(chain.from_iterable(claim.candidates for claim in said))


def _clue_of(case: Case) -> Clue:
    """What is known of it in words; where redirects lead to a work, they are its address."""
    end = way_of(case.visit) if case.visit else ""
    links = [replace(link, url=end) for link in case.links] if end else case.links
    return clue_of(links, case.reading)


def _search(cases: Iterable[Case], searcher: Searcher, resolver: Resolver) -> None:
    """Search for what is still open."""
    due: list[tuple[Case, Clue]] = []
    for case in cases:
        case.clue = clue = case.clue or _clue_of(case)
        if case.is_open and clue.phrases and not clue.refusal:
            due.append((case, clue))
    found = searcher([clue for _, clue in due])
    proposed: list[tuple[Case, Judgement, Question]] = []
    for case, clue in due:
        if clue not in found:
            continue
        case.searched = searched = found[clue]
        question = _question_of(clue, searched.judgement)
        if case.ruling.is_none:
            case.shared += _reopened(case.ruling, searched.judgement)
        elif question:
            proposed.append((case, searched.judgement, question))
        else:
            case.shared += _undecided(searched)
    ends = resolver.settle(question for _, _, question in proposed)
    for case, judgement, question in proposed:
        confidence = judgement.proposals[0].probability
        end = replace(ends[question], step=Step.WORDS, confidence=confidence)
        case.shared.append(end)


def _hold_against_lists(cases: Iterable[Case], searcher: Searcher, resolver: Resolver) -> None:
    """Search for what the lists call by words that do not fit the record it is proved to be.

    If they name another work, neither is taken in silence.
    """
    due = [(case, clue) for case in cases if (clue := _other_name(case, resolver))]
    found = searcher([clue for _, clue in due])
    for case, clue in due:
        confirmed = case.confirmed
        if clue in found and confirmed:
            case.searched = case.searched or found[clue]
            case.shared += _contradicted(confirmed, clue, found[clue].judgement, resolver)


def _other_name(case: Case, resolver: Resolver) -> Clue | None:
    if case.is_decided or not case.confirmed:
        return None
    record = resolver.record(case.confirmed)
    clue = clue_of_lists(case.links, called=record.title if record else "")
    return clue if record and is_called_otherwise(clue, record) else None


def _contradicted(
    confirmed: Outcome, clue: Clue, judgement: Judgement, resolver: Resolver
) -> Iterable[Outcome]:
    record = resolver.record(confirmed)
    if record is None or judgement.decision is Decision.ABSTAIN or not judgement.proposals:
        return
    own = [one.probability for one in judgement.proposals if not are_two(record, one.work)]
    first = judgement.proposals[0]
    least = ONLY_ONE if is_brief(clue) else 0.0
    if first.probability > max(least, FAR_LIKELIER * max(own, default=0.0)):
        other = first.work
        named = NAMED_BY.get(confirmed.step, "it is")
        reason = f"{named} “{record.title}”, but the list calls it “{other.title}”"
        yield replace(confirmed, standing=Standing.CONTRADICTED, step=Step.WORDS, reason=reason)


def _question_of(clue: Clue, judgement: Judgement) -> Question | None:
    """What an accepted work's registry is to be asked; None if nothing is to be."""
    if judgement.decision is not Decision.ACCEPT:
        return None
    work = judgement.proposals[0].work
    lead = leading_id(Work(ids=frozenset(id for id in work.ids if id.scheme in REGISTERED)))
    if lead is None:
        return None
    claim = Claim(candidates=(lead,), rule=f"title from the {clue.phrases[0].speaker}")
    return Question(claim, check=partial(unlike, clue))


def _reopened(ruling: Ruling, judgement: Judgement) -> Iterable[Outcome]:
    """ "None of these" stands until there are others."""
    if not ruling.seen or judgement.decision is Decision.ABSTAIN:
        return
    if judgement_code(judgement) != ruling.seen:
        reason = "other works may be meant than those that were turned down"
        yield Outcome(
            claim=NAMELESS, standing=Standing.UNDECIDED, reason=reason, step=Step.WORDS
        )


def judgement_code(judgement: Judgement) -> str:
    """The code of what a question to people rests on."""
    likely = (each.work for each in judgement.proposals if each.probability >= LIKELY)
    return evidence_of(str(leading_id(work)) for work in likely)


def _undecided(searched: Searched) -> Iterable[Outcome]:
    """What abstaining or doubt comes to; a source that was down may know better."""
    judgement = searched.judgement
    if missing := searched.down.keys() - SUPPLEMENTARY:
        names = ", ".join(sorted(missing))
        reason = f"its title could not be searched for: {names} gave no answer"
        yield Outcome(claim=NAMELESS, standing=Standing.DOWN, reason=reason, step=Step.WORDS)
    elif judgement.decision is not Decision.ABSTAIN:
        reason = judgement.reason
        standing = Standing.UNDECIDED
        yield Outcome(claim=NAMELESS, standing=standing, reason=reason, step=Step.WORDS)
