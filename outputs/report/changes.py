"""Compares the tables of two runs and says, topic by topic, what changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime

import pandas as pd

from enrichers.model import Verdict
from enrichers.writing.text import squeeze
from outputs.report.digest import Change, Digest, Growth, Happening, Question, Topic
from outputs.report.earlier import Tables, baseline
from outputs.report.fates import Known, fates
from outputs.report.pairs import Listed, Pair, differing, listed, pairs
from outputs.report.rises import growths, rises
from outputs.table import SEPARATOR

Place = tuple[str, str]
"""A document, and the headings in it."""
Story = Iterable[tuple[Place, Change]]

OPEN = (Verdict.CONFLICT, Verdict.AMBIGUOUS, Verdict.UNANSWERED)
ANY = frozenset(Verdict) - {Verdict.SKIPPED}
COURSES: tuple[tuple[frozenset[Verdict], frozenset[Verdict], Happening], ...] = (
    (ANY - {Verdict.RESOLVED}, frozenset({Verdict.RESOLVED}), Happening.IDENTIFIED),
    (
        frozenset({Verdict.RESOLVED}),
        frozenset({Verdict.TYPED, Verdict.NOT_FOUND, Verdict.BLOCKED}),
        Happening.UNIDENTIFIED,
    ),
)
"""From which verdicts to which, and what that is; down is no answer, so nothing follows
from it."""

FIELDS = [each.name for each in fields(Known)]
RANK = {happening: rank for rank, happening in enumerate(Happening)}


def changes(
    earlier: Iterable[Tables],
    after: Tables,
    *,
    run: str,
    made_at: datetime,
    since: str = "",
    unread: Collection[str] = (),
    unread_before: Collection[str] = (),
    notes: Sequence[str] = (),
    told: Collection[str] = (),
    history: pd.DataFrame | None = None,
) -> Digest:
    """Compare a run with the one before, which is called `since`.

    `earlier` are the tables of earlier runs, the last first (see `tables_of`); more than one
    help to see through a day on which a service was down (see `baseline`), and no more are
    taken than needed. Nothing is gone from lists that this run has not: others may read them.
    `unread` are lists that could not be read, `unread_before` those of the run before, `notes`
    what people changed in the group, `told` the notes that an earlier digest had already.
    """
    documents = tuple(dict.fromkeys(map(str, after.links["document"].dropna())))
    runs = iter(earlier)
    last = next(runs, None)
    happened: Mapping[Place, list[Change]] = {}
    places = after.links
    if last:
        before = baseline(last, runs)
        happened = _happened(before, after, history)
        places = pd.concat([after.links, before.links])
    grown = growths(after.links, history, made_at.year)
    questions = _questions(after.links, last.links if last else after.links[:0])
    return Digest(
        run=run,
        made_at=made_at,
        documents=documents,
        since=(since or "the run before") if last else "",
        why_alone=f"the run {since} cannot be compared" if since and not last else "",
        unread=tuple(sorted(unread)),
        newly_unread=tuple(sorted(set(unread) - set(unread_before))),
        read_again=tuple(sorted(set(documents) & set(unread_before) - set(unread))),
        topics=tuple(_topics(places, happened, questions, grown)),
        notes=tuple(note for note in notes if note not in told) if last else (),
        all_notes=tuple(notes),
        counts=_counts(after),
    )


def _happened(
    before: Tables, after: Tables, history: pd.DataFrame | None
) -> dict[Place, list[Change]]:
    found = pairs(before.links, after.links)
    stories: tuple[Story, ...] = (
        _of_links(found, before.links, set(after.links["document"])),
        _of_works(found, before, after),
        rises(before.works, after, history),
    )
    happened: defaultdict[Place, list[Change]] = defaultdict(list)
    for story in stories:
        for place, change in story:
            happened[place].append(change)
    return {
        place: sorted(told, key=lambda change: RANK[change.happening])
        for place, told in happened.items()
    }


def _of_links(found: Sequence[Pair], before: pd.DataFrame, documents: Collection[str]) -> Story:
    new = {pair.after.work_id for pair in found if pair.after and pair.before is None}
    known = before[before["work_id"].isin(new - {""})].drop_duplicates("work_id")
    elsewhere = {link.work_id: link for link in listed(known)}
    for pair in found:
        shown = pair.after or pair.before
        assert shown is not None
        if shown.document not in documents:
            continue
        for happening, detail in _course(pair, elsewhere):
            yield _place(shown), _change(shown, happening, detail)


def _course(pair: Pair, elsewhere: Mapping[str, Listed]) -> Iterator[tuple[Happening, str]]:
    before, after = (_if_wanted(link) for link in (pair.before, pair.after))
    if after is None:
        if before:
            yield Happening.REMOVED, pair.after.reason if pair.after else ""
        return
    if before is None:
        known = elsewhere.get(after.work_id)
        also = f"also under {_where(known, after)}" if known else ""
        reason = "" if after.verdict == Verdict.RESOLVED else after.reason
        yield Happening.NEW, SEPARATOR.join(filter(None, (also, reason)))
        return
    if _place(before) != _place(after):
        yield Happening.MOVED, f"from {_where(before, after)}"
    if before.label != after.label:
        yield Happening.RELABELLED, f"was “{before.label}”"
    if before.url != after.url:
        yield Happening.READDRESSED, f"was {before.url or 'without address'}"
    if _is_another(before, after):
        yield Happening.IDENTIFIED, f"was taken for “{before.title}”"
    if before.is_dead is not after.is_dead and after.verdict != Verdict.UNANSWERED:
        yield Happening.DIED if after.is_dead else Happening.RETURNED, after.reason
    for verdicts, later, happening in COURSES:
        if before.verdict in verdicts and after.verdict in later:
            yield happening, after.reason


def _is_another(before: Listed, after: Listed) -> bool:
    """Whether a link is known to be another work now; works change their names, too."""
    are_known = before.verdict == after.verdict == Verdict.RESOLVED
    is_renamed = squeeze(before.title) != squeeze(after.title)
    return are_known and before.work_id != after.work_id and is_renamed


def _of_works(found: Sequence[Pair], before: Tables, after: Tables) -> Story:
    """A work's fate is told under every heading that it stands under."""
    old, new = differing(_fateful(before.works), _fateful(after.works), FIELDS)
    was = {
        pair.after.work_id: pair.before.work_id
        for pair in found
        if pair.before and pair.after and pair.before.work_id != pair.after.work_id
    }
    earlier = {known.work_id: known for known in _known(old)}
    renamed = _fateful(before.works[before.works["work_id"].isin(set(was.values()))])
    earlier |= {known.work_id: known for known in _known(renamed)}
    told: dict[str, tuple[Change, ...]] = {}
    for known in _known(new):
        predecessor = earlier.get(known.work_id) or earlier.get(was.get(known.work_id, ""))
        told[known.work_id] = tuple(
            Change(
                happening=happening,
                title=known.title or known.work_id,
                url=known.url,
                detail=detail,
            )
            for happening, detail in fates(predecessor, known)
        )
    concerned = {name for name, story in told.items() if story}
    rows = after.links[after.links["work_id"].isin(concerned)]
    for link in listed(rows.drop_duplicates(["document", "topic_path", "work_id"])):
        for change in told[link.work_id]:
            yield _place(link), change


def _questions(after: pd.DataFrame, before: pd.DataFrame) -> dict[Place, list[Question]]:
    were_open = {(link.document, link.name, link.verdict) for link in _open(before)}
    questions: defaultdict[Place, dict[str, Question]] = defaultdict(dict)
    for link in _open(after):
        questions[_place(link)][link.name] = Question(
            title=link.title or link.label or link.url,
            url=link.url,
            verdict=link.verdict,
            reason=link.reason,
            is_new=(link.document, link.name, link.verdict) not in were_open,
        )
    return {place: list(asked.values()) for place, asked in questions.items()}


def _topics(
    places: pd.DataFrame,
    happened: Mapping[Place, Sequence[Change]],
    questions: Mapping[Place, Sequence[Question]],
    grown: Mapping[Place, Growth],
) -> Iterator[Topic]:
    """The topics with something to say, in the order in which the lists have them."""
    of_lists = places[["document", "topic_path"]].fillna("").drop_duplicates()
    for document, path in of_lists.itertuples(index=False, name=None):
        place = (str(document), str(path))
        told, asked = happened.get(place, ()), questions.get(place, ())
        if told or asked:
            yield Topic(
                document=place[0],
                path=place[1],
                changes=tuple(told),
                questions=tuple(asked),
                growth=grown.get(place),
            )


def _counts(tables: Tables) -> dict[str, int]:
    verdicts = tables.links["verdict"].value_counts()
    by_verdict = {str(verdict): int(verdicts.get(verdict, 0)) for verdict in Verdict}
    counted = {name: count for name, count in by_verdict.items() if count}
    return {"links": len(tables.links), "works": len(tables.works), **counted}


def _fateful(works: pd.DataFrame) -> pd.DataFrame:
    return works.reindex(columns=FIELDS).astype("string").fillna("")


def _known(works: pd.DataFrame) -> Iterator[Known]:
    for row in works.itertuples(index=False, name=None):
        yield Known(**dict(zip(FIELDS, map(str, row), strict=True)))


def _open(links: pd.DataFrame) -> Iterator[Listed]:
    return listed(links[links["verdict"].isin(OPEN)])


def _if_wanted(link: Listed | None) -> Listed | None:
    return link if link and link.verdict != Verdict.SKIPPED else None


def _place(link: Listed) -> Place:
    return link.document, link.topic_path


def _where(link: Listed, seen_from: Listed) -> str:
    heading = f"“{link.topic_path}”" if link.topic_path else "no heading"
    return heading if link.document == seen_from.document else f"{heading} in {link.document}"


def _change(link: Listed, happening: Happening, detail: str) -> Change:
    title = link.title or link.label or link.url
    return Change(happening=happening, title=title, url=link.url, detail=detail)
