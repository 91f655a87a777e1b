"""End each link's walk with one verdict, one reason and the work or item it became."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from enrichers.identify import is_address
from enrichers.merge import work_id
from enrichers.model import Claim, Resolution, Verdict, Work
from enrichers.resolve import Resolved
from enrichers.rounds import Outcome, Standing
from enrichers.typed import typed, typed_id
from seeds.model import Link, LinkKind

ORDER = (
    Standing.CONFIRMED,
    Standing.DOWN,
    Standing.ABSENT,
    Standing.DOUBTFUL,
    Standing.UNASKED,
)
"""Of several claims on one link, which outcome speaks for it: what is known, then what may
yet be known, then what is known not to be."""

VERDICTS = {
    Standing.CONFIRMED: Verdict.RESOLVED,
    Standing.DOWN: Verdict.UNANSWERED,
    Standing.ABSENT: Verdict.NOT_FOUND,
    Standing.DOUBTFUL: Verdict.TYPED,
    Standing.UNASKED: Verdict.TYPED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """The ends of all walks."""

    resolutions: tuple[Resolution, ...]
    """One for each link, in the order of the links."""
    works: Mapping[str, Work]
    """Works and honest items by `work_id`, in the order of their first link."""


def conclude(links: Sequence[Link], resolved: Resolved) -> Conclusion:
    """Give every link its verdict; what no registry knows becomes an honest item."""
    resolutions = tuple(_end(link, resolved) for link in links)
    by_work: defaultdict[str, list[Resolution]] = defaultdict(list)
    for each in resolutions:
        if each.work_id:
            by_work[each.work_id].append(each)
    identified = {work_id(work): work for work in resolved.works}
    works = {
        name: identified.get(name) or _typed(ends, resolved) for name, ends in by_work.items()
    }
    return Conclusion(resolutions=resolutions, works=works)


def _end(link: Link, resolved: Resolved) -> Resolution:
    if reason := _why_skipped(link):
        return Resolution(link=link, verdict=Verdict.SKIPPED, reason=reason)
    outcomes = resolved.outcomes.get(link, ())
    if not outcomes:
        reason = (
            "named in words only; kept as an item without an address"
            if link.kind is LinkKind.REFERENCE
            else "its address names no identifier; kept as the kind of page it looks like"
        )
        return Resolution(
            link=link, verdict=Verdict.TYPED, reason=reason, work_id=typed_id(link)
        )
    outcome = min(outcomes, key=lambda each: ORDER.index(each.standing))
    work = resolved.by_identifier.get(outcome.identifier) if outcome.identifier else None
    if outcome.standing is Standing.CONFIRMED and work:
        return Resolution(
            link=link,
            verdict=Verdict.RESOLVED,
            reason=f"{outcome.identifier} is in its address, and {outcome.source} has it",
            via=f"address: {outcome.claim.rule}",
            confidence=1.0,
            work_id=work_id(work),
        )
    return Resolution(
        link=link,
        verdict=VERDICTS[outcome.standing],
        reason=_reason(outcome),
        via=f"address: {outcome.claim.rule}",
        work_id=typed_id(link),
    )


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
    links = [end.link for end in ends]
    claims: list[Claim] = [
        outcome.claim for link in links for outcome in resolved.outcomes.get(link, ())
    ]
    return typed(links, claims=claims)
