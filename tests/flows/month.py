"""Thirty days in the life of a list, and what a model says that each run makes of its day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from enrichers.model import Verdict
from outputs.report.digest import Happening
from tests.flows.month_world import (
    BRIDGES,
    REMARK,
    RENAMED,
    RETITLED,
    A,
    B,
    C,
    D,
    E,
    F,
    G,
    World,
    a_heading_is_renamed,
    a_link_is_added_and_zotero_is_down,
    a_link_is_removed,
    a_work_is_corrected_and_a_counter_is_down,
    all_but_the_list_is_well,
    all_is_well,
    all_is_well_and_the_press_comes_back,
    arxiv_is_down,
    much_is_new_and_crossref_is_down,
    nothing,
    people_edit_the_group,
    people_restore_and_tag,
    the_club_closes,
    the_club_opens_again,
    the_host_of_the_club_is_down,
    the_key_may_only_read,
    the_list_cannot_be_read,
    the_list_is_edited,
    the_preprint_is_revised,
    the_press_goes,
)
from tests.flows.works import CIRCUITS, CLUB, FRONTS, KINETICS, LATTICES, LAYERS

RECORDS, COUNTS_LAST, PAGES = 6, 4, 3  # days: how long records, counts and pages are believed

Told = tuple[Happening, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What happens on a day, and what the model says that a run makes of it."""

    event: Callable[[World], None] = nothing
    asks: Mapping[str, int] = field(default_factory=dict[str, int])
    """Requests by service, those for pages as "pages"."""
    verdicts: Mapping[str, Verdict | None] = field(default_factory=dict[str, Verdict | None])
    """By address, where they change; None for a link that is there no longer."""
    happened: frozenset[Told] = frozenset()
    """What the digest tells."""
    shelves: Mapping[str, str] = field(default_factory=dict[str, str])
    """By title the collection of an item, where it changes; "" for the trash."""
    tags: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])
    """By title the tags of `TOLD_BY_TAGS` that an item has, where they change."""
    gone: frozenset[str] = frozenset()
    """Titles that no item has any more."""
    is_unread: bool = False
    """The digest tells that the list could not be had."""
    is_read_again: bool = False
    writes: int = 0
    down: frozenset[str] = frozenset()


RESOLVED = dict.fromkeys((A, B, C), Verdict.RESOLVED)
COUNTS = {"openalex": 1, "semantic_scholar": 1}
DAYS = (
    Day(
        asks={"arxiv": 1, "crossref": 2, "openalex": 2, "semantic_scholar": 1, "pages": 2},
        verdicts={**RESOLVED, D: Verdict.TYPED},
        shelves={
            FRONTS.title: "Works",
            LATTICES.title: "Works",
            LAYERS.title: "Places",
            CLUB.title: "Places",
        },
        writes=2,
    ),
    Day(),
    Day(
        event=the_list_is_edited,
        asks={"crossref": 1, **COUNTS},
        verdicts={E: Verdict.RESOLVED},
        happened=frozenset(
            {
                (Happening.NEW, KINETICS.title),
                (Happening.MOVED, LAYERS.title),
                (Happening.RELABELLED, CLUB.title),
            }
        ),
        shelves={KINETICS.title: "Works", LAYERS.title: "Works"},
        writes=1,
    ),
    Day(event=the_club_closes, asks={"pages": 2}),
    Day(
        asks={"openalex": 2, "semantic_scholar": 1, "pages": 1},
        verdicts={D: Verdict.DEAD},
        happened=frozenset({(Happening.DIED, CLUB.title)}),
        writes=1,
    ),
    Day(
        event=people_edit_the_group,
        shelves={RETITLED: "Works", LAYERS.title: "", KINETICS.title: "Places"},
        gone=frozenset({FRONTS.title}),
    ),
    Day(
        event=much_is_new_and_crossref_is_down,
        asks={"arxiv": 1, "crossref": 3, **COUNTS, "pages": 1},
        verdicts={F: Verdict.UNANSWERED},
        happened=frozenset({(Happening.NEW, "Circuits")}),
        down=frozenset({"crossref"}),
    ),
    Day(
        event=all_is_well,
        asks={"crossref": 3, **COUNTS},
        verdicts={F: Verdict.RESOLVED},
        happened=frozenset(
            {
                (Happening.RETRACTED, FRONTS.title),
                (Happening.PUBLISHED, LATTICES.title),
                (Happening.IDENTIFIED, CIRCUITS.title),
            }
        ),
        tags={RETITLED: frozenset({"retracted"})},
        shelves={CIRCUITS.title: "Works"},
        writes=1,
    ),
    Day(
        event=a_link_is_removed,
        asks=COUNTS,
        verdicts={E: None},
        happened=frozenset(
            {(Happening.REMOVED, KINETICS.title), (Happening.ROSE, LATTICES.title)}
        ),
        writes=1,
    ),
    Day(event=the_club_opens_again, asks={"pages": 1}),
    Day(),
    Day(
        asks={**COUNTS, "pages": 1},
        verdicts={D: Verdict.TYPED},
        happened=frozenset({(Happening.RETURNED, CLUB.title)}),
        writes=1,
    ),
    Day(asks={"arxiv": 1, **COUNTS, "pages": 1}),
    Day(asks={"crossref": 3}),
    Day(
        event=a_heading_is_renamed,
        asks={"pages": 1},
        happened=frozenset({(Happening.MOVED, CLUB.title)}),
        shelves={CLUB.title: "Venues"},
        writes=2,
    ),
    Day(event=the_press_goes, asks={**COUNTS, "pages": 1}),
    Day(asks={**COUNTS, "pages": 1}, happened=frozenset({(Happening.DIED, LAYERS.title)})),
    Day(
        event=a_link_is_added_and_zotero_is_down,
        asks={"crossref": 1, **COUNTS, "pages": 1},
        verdicts={G: Verdict.RESOLVED},
        happened=frozenset({(Happening.NEW, BRIDGES.title)}),
        down=frozenset({"zotero"}),
    ),
    Day(
        event=arxiv_is_down,
        asks={"arxiv": 1},
        shelves={BRIDGES.title: "Works"},
        writes=1,
        down=frozenset({"arxiv"}),
    ),
    Day(
        event=the_preprint_is_revised,
        asks={"arxiv": 1, "crossref": 3, **COUNTS},
        happened=frozenset({(Happening.VERSION, LATTICES.title)}),
    ),
    Day(event=the_list_cannot_be_read, asks={**COUNTS, "pages": 1}, is_unread=True),
    Day(
        event=the_key_may_only_read,
        is_read_again=True,
        asks=COUNTS,
        happened=frozenset(
            {(Happening.MOVED, FRONTS.title), (Happening.RELABELLED, BRIDGES.title)}
        ),
    ),
    Day(event=all_is_well_and_the_press_comes_back, shelves={RETITLED: "Venues"}, writes=1),
    Day(
        event=people_restore_and_tag,
        asks={"crossref": 1, **COUNTS, "pages": 2},
        happened=frozenset({(Happening.RETURNED, LAYERS.title)}),
        shelves={LAYERS.title: "Works", BRIDGES.title: "Venues", RENAMED: "Venues"},
        tags={CIRCUITS.title: frozenset({REMARK}), RENAMED: frozenset({"retracted"})},
        gone=frozenset({RETITLED}),
    ),
    Day(
        event=a_work_is_corrected_and_a_counter_is_down,
        asks=COUNTS,
        down=frozenset({"semantic_scholar"}),
    ),
    Day(
        event=all_but_the_list_is_well,
        is_unread=True,
        asks={"arxiv": 1, "crossref": 3, **COUNTS},
        happened=frozenset({(Happening.CORRECTED, CIRCUITS.title)}),
        tags={CIRCUITS.title: frozenset({REMARK, "corrected"})},
        writes=1,
    ),
    Day(
        event=the_host_of_the_club_is_down,
        is_read_again=True,
        asks={"pages": 2},
    ),
    Day(event=all_is_well, asks={**COUNTS, "pages": 1}),
    Day(asks={"openalex": 1}),
    Day(asks={"crossref": 1, **COUNTS, "pages": 1}),
)
"""A dead page is looked at once a week; what a service did not answer is asked the next day."""

TOLD_BY_TAGS = frozenset({"retracted", "corrected", REMARK})

COUNTED: Mapping[str, Mapping[str, tuple[int, ...]]] = {
    f"doi:{FRONTS.doi}": {
        "crossref": (0, 7, 13, 19, 25),
        "openalex": (0, 4, 8, 12, 16, 20, 24, 28),
        "semantic_scholar": (0, 4, 8, 12, 16, 20, 25, 29),
    },
    f"doi:{LAYERS.doi}": {
        "crossref": (0, 7, 13, 19, 25),
        "openalex": (0, 4, 8, 12, 16, 20, 24, 28),
        "semantic_scholar": (0, 4, 8, 12, 16, 20, 25, 29),
    },
    f"doi:{KINETICS.doi}": {"crossref": (2,), **dict.fromkeys(COUNTS, (2, 6))},
    f"doi:{CIRCUITS.doi}": {
        "crossref": (7, 13, 19, 25),
        **dict.fromkeys(COUNTS, (7, 11, 15, 19, 23, 27)),
    },
    f"doi:{BRIDGES.doi}": {
        "crossref": (17, 23, 29),
        **dict.fromkeys(COUNTS, (17, 21, 25, 29)),
    },
    "arxiv:2101.00017": {
        "crossref": (7, 13, 19, 25),
        "openalex": (0, 4, 7, 11, 15, 19, 23, 27),
        "semantic_scholar": (0, 4, 8, 12, 16, 20, 25, 29),
    },
}
"""By work and source, the days on which it counted: Crossref's count is part of its record and
as old as that; the others' are asked for every fourth day, or as soon as they are up again. A
DOI that is new is a new question."""
