"""Counts what a run came to, and what its services left for the next one."""

from collections import Counter
from collections.abc import Mapping, Sequence

from enrichers.conclude import Conclusion
from enrichers.model import Verdict
from enrichers.pages.model import PageState
from enrichers.resolve import Resolved
from flows.proving import Proved
from flows.recording import Unread
from outputs.report.summary import Summary
from outputs.zotero.outcome import Pushed


def summary_of(
    documents: Sequence[str],
    proved: Proved,
    conclusion: Conclusion,
    pushed: Pushed | None,
    *,
    unread: Mapping[str, Unread] | None = None,
    remarks: Sequence[str] = (),
    is_standin: bool,
) -> Summary:
    """A run in counts; `documents` are the names of its lists, `unread` those from elsewhere
    that could not be had."""
    unread = unread or {}
    origins = (work.origin.get("title") for work in proved.resolved.works)
    down = outages(proved, conclusion)
    if pushed and pushed.trouble:
        down["zotero"] = pushed.trouble
    away, gone = down_and_gone(unread)
    down |= away
    return Summary(
        documents=tuple(documents),
        links=len(conclusion.resolutions),
        verdicts=dict(Counter(str(end.verdict) for end in conclusion.resolutions)),
        works=dict(Counter(said.source if said else "unknown" for said in origins)),
        requests=proved.requests,
        waited=proved.waited,
        pools=proved.pools,
        down=down,
        left=_left(proved.resolved),
        gone=gone,
        remarks=(*gone, *remarks),
        pushed=pushed,
        is_standin=is_standin,
    )


def down_and_gone(unread: Mapping[str, Unread]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Which lists from elsewhere are down, and why, and what is to be said of the others."""
    down = {name: each.why for name, each in unread.items() if each.is_outage}
    return down, tuple(each.why for each in unread.values() if not each.is_outage)


def outages(proved: Proved, conclusion: Conclusion) -> dict[str, str]:
    """Services that gave no usable answer, and why, and how many pages gave none."""
    silent = _silent_pages(proved.resolved, conclusion)
    pages = {"pages": f"{silent:,} that may be papers gave no answer"} if silent else {}
    return {**proved.resolved.down, **pages}


def _silent_pages(resolved: Resolved, conclusion: Conclusion) -> int:
    """Links that wait for a page that gave no answer."""
    waiting = (
        resolved.sights.get(end.work_id)
        for end in conclusion.resolutions
        if end.verdict is Verdict.UNANSWERED
    )
    return sum(
        sight is not None and sight.visit is not None and sight.visit.state is PageState.DOWN
        for sight in waiting
    )


def _left(resolved: Resolved) -> dict[str, int]:
    """What the services did not answer: identifiers, and titles that were searched for."""
    searched = [sight.searched for sight in resolved.sights.values() if sight.searched]
    titles = Counter(f"{source} (titles)" for each in searched for source in each.down)
    return {**resolved.left, **titles}
