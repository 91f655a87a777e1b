"""The questions that only people can answer, as a table that a spreadsheet opens."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from enrichers.conclude import Conclusion
from enrichers.identifiers.canonical import canonical
from enrichers.ladder import LIKELY, judgement_code
from enrichers.merge import leading_id
from enrichers.model import Resolution, Verdict, Work
from enrichers.resolve import Resolved
from enrichers.rounds import Standing, Step

QUESTIONS = {
    Verdict.AMBIGUOUS: "Which of these works is meant?",
    Verdict.CONFLICT: "The list names another work than its address or page: which is meant?",
}
NO_ADDRESS = re.compile(r"\s")
"""An answer's first word is the address."""
COLUMNS = (
    *("document", "line", "link", "label", "question", "why"),
    *("candidate", "title", "authors", "year", "venue", "sure", "evidence", "answer"),
)
"""`answer` is the line to copy into the file of answers if this candidate is right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """One possible answer."""

    answer: str
    work: Work | None = None
    sure: float | None = None
    evidence: str = ""


def review_frame(conclusion: Conclusion, resolved: Resolved) -> pd.DataFrame:
    """One row for each possible answer, a question's rows together; each address once."""
    rows: list[tuple[object, ...]] = []
    asked: set[str] = set()
    for end in conclusion.resolutions:
        if end.verdict in QUESTIONS and end.work_id not in asked:
            asked.add(end.work_id)
            rows += (_row(end, choice) for choice in _choices(end, resolved))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype("string")


def _choices(end: Resolution, resolved: Resolved) -> Iterator[_Choice]:
    """What may be meant, and that it is none. The latter stands until searching finds others;
    where an address or a page names works, it stands for good."""
    link = _name(end)
    sight = resolved.sights.get(end.work_id)
    judgement = sight.searched.judgement if sight and sight.searched else None
    was_searched = False
    for outcome in resolved.outcomes.get(end.link, ()):
        if outcome.identifier and outcome.standing is Standing.CONTRADICTED:
            work = resolved.by_identifier.get(outcome.identifier)
            answer = f"{link} is {outcome.identifier}"
            yield _Choice(answer=answer, work=work, evidence=f"by {outcome.claim.rule}")
        was_searched |= outcome.standing is Standing.UNDECIDED and outcome.step is Step.WORDS
    for proposal in judgement.proposals if judgement else ():
        known = leading_id(proposal.work)
        if known and proposal.probability >= LIKELY:
            yield _Choice(
                answer=f"{link} is {known}",
                work=proposal.work,
                sure=proposal.probability,
                evidence="; ".join(proposal.evidence),
            )
    seen = f" [seen {judgement_code(judgement)}]" if judgement and was_searched else ""
    yield _Choice(answer=f"{link} is none{seen}", evidence="none of these")


def _name(end: Resolution) -> str:
    """What an answer calls the link: its address in one word, or the name of a reference."""
    url = end.link.url.strip()
    return (canonical(url) if NO_ADDRESS.search(url) else url) or end.work_id


def _row(end: Resolution, choice: _Choice) -> tuple[object, ...]:
    work, link = choice.work or Work(), end.link
    return (
        *(link.document, link.line, _name(end), link.label[:200]),
        *(QUESTIONS[end.verdict], end.reason),
        str(leading_id(work) or ""),
        *(work.title, "; ".join(map(str, work.authors)), work.year or "", work.venue),
        "" if choice.sure is None else f"{choice.sure:.2f}",
        *(choice.evidence, choice.answer),
    )
