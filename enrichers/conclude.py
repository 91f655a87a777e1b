"""End each link's walk with one verdict, one reason and the work or item it became."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from enrichers.identify import is_address
from enrichers.items.genres import genre_of
from enrichers.items.kinds import kind_of
from enrichers.items.typed import typed, typed_id
from enrichers.kin.relations import Relation, relations
from enrichers.merge import work_id
from enrichers.model import Claim, Resolution, Verdict, Work
from enrichers.pages.model import PageState
from enrichers.resolve import Resolved, Sight
from enrichers.rounds import Outcome, Standing, Step
from enrichers.rulings import NO_RULINGS, Rulings, corrected
from enrichers.words.clues import NO_PAPERS
from enrichers.words.hosts import may_be_paper
from seeds.model import Link, LinkKind

ORDER = (
    Standing.CONTRADICTED,
    Standing.CONFIRMED,
    Standing.DOWN,
    Standing.UNDECIDED,
    Standing.ABSENT,
    Standing.DOUBTFUL,
    Standing.UNASKED,
)
"""Of several claims on one link, which outcome speaks for it: what is known, then what may
yet be known, then what is known not to be."""

VERDICTS = {
    Standing.CONTRADICTED: Verdict.CONFLICT,
    Standing.CONFIRMED: Verdict.RESOLVED,
    Standing.DOWN: Verdict.UNANSWERED,
    Standing.UNDECIDED: Verdict.AMBIGUOUS,
    Standing.ABSENT: Verdict.NOT_FOUND,
    Standing.DOUBTFUL: Verdict.TYPED,
    Standing.UNASKED: Verdict.TYPED,
}
PROPOSALS = frozenset({Step.PAGE, Step.WORDS})
"""Steps that propose identifiers which nobody wrote into the list."""
DEAD_PAGE = "dead"
"""What is said of a page in place of its state when it was gone on several days."""
BY_THE_PAGE = frozenset({Verdict.TYPED, Verdict.NOT_FOUND, Verdict.AMBIGUOUS})
"""Verdicts in which it matters how the page answered: it may know better."""
WHERE = {
    Step.ADDRESS: "is in its address",
    Step.PAGE: "is what its page declares",
    Step.WORDS: "is the work that its title names",
    Step.PEOPLE: "is what people say it is",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """The ends of all walks."""

    resolutions: tuple[Resolution, ...]
    """One for each link, in the order of the links."""
    works: Mapping[str, Work]
    """Works and honest items by `work_id`, in the order of their first link."""
    relations: tuple[Relation, ...] = ()
    """What belongs together and is not one."""


def conclude(
    links: Sequence[Link],
    resolved: Resolved,
    *,
    rulings: Rulings = NO_RULINGS,
    today: date | None = None,
) -> Conclusion:
    """Give every link its verdict; what no registry knows becomes an honest item.

    What people correct (`rulings`) stands in the works as theirs, said `today`.
    """
    resolutions = tuple(_end(link, resolved, rulings) for link in links)
    by_work: defaultdict[str, list[Resolution]] = defaultdict(list)
    for each in resolutions:
        if each.work_id:
            by_work[each.work_id].append(each)
    identified = {work_id(work): work for work in resolved.works}
    works = {
        name: identified.get(name) or _typed(ends, resolved) for name, ends in by_work.items()
    }
    for end in resolutions:
        own = typed_id(end.link)
        for name in (own, resolved.names.get(end.link, own)):
            if (ruling := rulings.get(name)) and end.work_id and today:
                works[end.work_id] = corrected(works[end.work_id], ruling, today)
    related = relations(resolutions, works, resolved)
    return Conclusion(resolutions=resolutions, works=works, relations=related)


def _end(link: Link, resolved: Resolved, rulings: Rulings) -> Resolution:
    if reason := _why_skipped(link):
        return Resolution(link=link, verdict=Verdict.SKIPPED, reason=reason)
    name = resolved.names.get(link, typed_id(link))
    ruling = rulings.get(name)
    if ruling and ruling.is_ignored:
        reason = f"left out, as people decided (line {ruling.line} of the answers)"
        return Resolution(link=link, verdict=Verdict.SKIPPED, reason=reason)
    sight = resolved.sights.get(name)
    outcomes = resolved.outcomes.get(link, ())
    outcome = min(outcomes, key=lambda each: ORDER.index(each.standing), default=None)
    if outcome and outcome.standing is Standing.CONFIRMED and outcome.identifier:
        found = f"{outcome.identifier} {WHERE[outcome.step]}, and {outcome.source} has it"
        return Resolution(
            link=link,
            verdict=Verdict.RESOLVED,
            reason=f"{found}{_how_dead(sight)}",
            page=_page(sight),
            via=f"{outcome.step}: {outcome.claim.rule}",
            confidence=outcome.confidence,
            work_id=work_id(resolved.by_identifier[outcome.identifier]),
        )
    verdict = VERDICTS[outcome.standing] if outcome else Verdict.TYPED
    if outcome and verdict is Verdict.NOT_FOUND and outcome.step in PROPOSALS:
        verdict = Verdict.TYPED
    if outcome:
        reason = _reason(outcome)
    elif ruling and ruling.is_none:
        reason = f"no work, as people decided (line {ruling.line} of the answers)"
    else:
        reason = _why_typed(link, sight)
    if verdict in BY_THE_PAGE and sight and sight.visit:
        is_decided = ruling is not None and ruling.is_none
        verdict, reason = _as_visited(verdict, reason, sight, is_decided=is_decided)
    return Resolution(
        link=link,
        verdict=verdict,
        reason=reason,
        via=f"{outcome.step}: {outcome.claim.rule}" if outcome else "",
        work_id=name,
        page=_page(sight),
    )


def _page(sight: Sight | None) -> str:
    if sight is None or sight.visit is None:
        return ""
    return DEAD_PAGE if sight.visit.is_dead else sight.visit.state


def _how_dead(sight: Sight | None) -> str:
    """What is known of a page that is gone, though the work that it showed is known."""
    if sight is None or sight.visit is None or not sight.visit.is_dead:
        return ""
    return f"; its page is gone since {sight.visit.failing_since or sight.visit.on}"


def _as_visited(
    verdict: Verdict, reason: str, sight: Sight, *, is_decided: bool
) -> tuple[Verdict, str]:
    """What becomes of a link without identity by the way its address answered; by now, if
    people have not decided that it is no work."""
    visit = sight.visit
    assert visit is not None
    if visit.is_dead and verdict is not Verdict.AMBIGUOUS:
        since = visit.failing_since or visit.on
        return Verdict.DEAD, f"gone since {since}: {visit.reason}"
    match visit.state:
        case PageState.DOWN if verdict is Verdict.AMBIGUOUS:
            return Verdict.UNANSWERED, f"its page gave no answer: {visit.reason}"
        case _ if verdict is Verdict.AMBIGUOUS:
            return verdict, reason
        case PageState.BLOCKED:
            return Verdict.BLOCKED, f"its page is not for programs: {visit.reason}"
        case PageState.DOWN if _may_yet_tell(sight) and not is_decided:
            return Verdict.UNANSWERED, f"its page gave no answer: {visit.reason}"
        case PageState.ALIVE:
            return verdict, reason
        case _:
            return verdict, f"{reason}; its page: {visit.reason}"


def _may_yet_tell(sight: Sight) -> bool:
    """Whether a page that gave no answer may be a paper's."""
    url, labels = sight.visit.url if sight.visit else "", (link.label for link in sight.links)
    is_other = kind_of(url, " ".join(labels)) in NO_PAPERS
    return not sight.clue.refusal or (may_be_paper(url) and not is_other)


def _why_typed(link: Link, sight: Sight | None) -> str:
    if link.kind is LinkKind.REFERENCE:
        return "named in words only; kept as an item without an address"
    if sight is None or sight.visit is None:
        return "its address names no identifier; kept as the kind of page it looks like"
    if sight.visit.state is PageState.DOWN:
        return "kept as what its address and its list make of it until its page answers"
    if sight.clue.refusal:
        return f"no paper is looked for behind it: {sight.clue.refusal}"
    if sight.searched:
        return f"no work can be proved to be meant: {sight.searched.judgement.reason}"
    return "neither its address nor its page names a work; kept as the kind of page it is"


def _why_skipped(link: Link) -> str:
    if link.kind is LinkKind.IMAGE:
        return "an image, not a work"
    if link.kind is LinkKind.REFERENCE or is_address(link.url):
        return ""
    if not link.url.strip():
        return "the link has no address; complete it in the document"
    return "no web address: it points into the document, to a file or to a mail box"


def _reason(outcome: Outcome) -> str:
    return outcome.reason or f"{outcome.claim.candidates[0]}: {outcome.standing}"


def _typed(ends: Sequence[Resolution], resolved: Resolved) -> Work:
    name = ends[0].work_id
    links = sorted((end.link for end in ends), key=lambda link: typed_id(link) != name)
    claims: list[Claim] = [
        outcome.claim
        for link in links
        for outcome in resolved.outcomes.get(link, ())
        if outcome.step is Step.ADDRESS
    ]
    sight = resolved.sights.get(name)
    reading = sight.reading if sight else None
    work = typed(links, claims=claims, reading=reading)
    return replace(work, genre=genre_of(work, reading))
