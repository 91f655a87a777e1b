"""Counts what a run came to, and what its services left for the next one."""

from collections import Counter
from collections.abc import Sequence

from enrichers.conclude import Conclusion
from enrichers.model import Verdict
from enrichers.pages.model import PageState
from enrichers.resolve import Resolved
from flows.proving import Proved
from outputs.report.summary import Summary
from outputs.zotero.outcome import Pushed


def summary_of(
    documents: Sequence[str],
    proved: Proved,
    conclusion: Conclusion,
    pushed: Pushed | None,
    *,
    remarks: Sequence[str] = (),
    is_standin: bool,
) -> Summary:
    """A run in counts; `documents` are the names of its lists."""
    origins = (work.origin.get("title") for work in proved.resolved.works)
    down = dict(proved.resolved.down)
    if pushed and pushed.is_down:
        down["zotero"] = pushed.notes[0]
    if silent := _silent_pages(proved.resolved, conclusion):
        down["pages"] = f"{silent:,} that may be papers gave no answer"
    return Summary(
        documents=tuple(documents),
        links=len(conclusion.resolutions),
        verdicts=dict(Counter(str(end.verdict) for end in conclusion.resolutions)),
        works=dict(Counter(said.source if said else "unknown" for said in origins)),
        requests=proved.requests,
        down=down,
        left=_left(proved.resolved),
        remarks=tuple(remarks),
        pushed=pushed,
        is_standin=is_standin,
    )


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
