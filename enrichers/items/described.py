"""What services say of things that are no works by their names there: code, forums."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from enrichers.model import Claim, Work, WorkKind
from enrichers.pages.model import Reading
from enrichers.rounds import Question
from enrichers.versions import contradicts

FILLED = ("kind", "title", "authors", "issued", "venue", "abstract", "rights", "is_archived")
PAPERS = frozenset({WorkKind.ARTICLE, WorkKind.CONFERENCE_PAPER, WorkKind.PREPRINT})
OWN, PRESENTED = "own-record", "preferred-citation"
"""The rules by which it names itself, and the work that it wants cited."""


def told(reading: Reading, said: Work) -> Reading:
    """What a page says of itself, and what a service says where the page is silent.

    Identifiers that the service says are the thing's own are claims, and those of the work
    that it only presents are mentions: never its identity.
    """
    work = reading.work
    gaps: dict[str, Any] = {
        name: getattr(said, name)
        for name in FILLED
        if getattr(said, name) and not getattr(work, name)
    }
    origin = {name: said.origin[name] for name in gaps if name in said.origin}
    mentions = [
        Claim(candidates=(known,), rule=PRESENTED, is_guess=True)
        for known in sorted(said.presents)
    ]
    seen = [f"wants cited: {known}" for known in sorted(said.presents)]
    sources = sorted({by.source for by in said.origin.values()})
    return replace(
        reading,
        work=replace(work, **gaps, origin={**origin, **work.origin}),
        mentions=(*reading.mentions, *mentions),
        is_paper=reading.is_paper or (said.kind in PAPERS and not reading.is_list),
        evidence=(*reading.evidence, *(f"described by {name}" for name in sources), *seen),
    )


def questions_of(said: Work) -> Iterator[Question]:
    """The identifiers that a thing has by its own account, for their registry to confirm with
    a record that does not contradict: of a paper's DOI it would be the code, not the paper."""
    for known in sorted(said.versions):
        claim = Claim(candidates=(known,), rule=OWN)
        yield Question(claim, check=partial(contradicts, said))
