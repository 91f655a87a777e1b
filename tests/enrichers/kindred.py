"""Links of lists, what they became, and which of them are related."""

from dataclasses import dataclass, field, replace
from datetime import date

from enrichers.items.typed import typed_id
from enrichers.kin.relations import Relation, relations
from enrichers.merge import work_id
from enrichers.model import (
    Claim,
    Identifier,
    Person,
    Resolution,
    Scheme,
    Verdict,
    Work,
    WorkKind,
)
from enrichers.pages.memory import Visit
from enrichers.pages.model import PageState, Reading
from enrichers.resolve import Resolved, Sight
from seeds.model import Link

TODAY = date(2026, 11, 23)
TITLE = "Learning to fold proteins by gradient flow"
ADA, BOB = Person(family="Lovelace", given="Ada"), Person(family="Brown", given="Bob")


@dataclass(frozen=True, kw_only=True)
class Row:
    """A link of a list, and what it became."""

    url: str
    work: Work
    label: str = ""
    line: int = 1
    context: str = ""
    document: str = "list.md"
    reading: Reading = field(default_factory=Reading)

    @property
    def link(self) -> Link:
        return Link(
            url=self.url,
            label=self.label,
            document=self.document,
            line=self.line,
            context=self.context or self.label or self.url,
        )

    @property
    def name(self) -> str:
        return work_id(self.work) if self.work.ids else typed_id(self.link)


def related(*rows: Row) -> tuple[Relation, ...]:
    resolved = Resolved(
        outcomes={},
        works=tuple(row.work for row in rows if row.work.ids),
        by_identifier={known: row.work for row in rows for known in row.work.ids},
        conflicts=(),
        down={},
        sights={
            typed_id(row.link): Sight(
                links=(row.link,),
                visit=Visit(url=row.url, on=TODAY, state=PageState.ALIVE, reading=row.reading),
            )
            for row in rows
        },
        names={row.link: typed_id(row.link) for row in rows},
    )
    ends = [
        Resolution(link=row.link, verdict=Verdict.TYPED, reason="", work_id=row.name)
        for row in rows
    ]
    return relations(ends, {row.name: row.work for row in rows}, resolved)


def pairs(*rows: Row) -> list[tuple[str, str]]:
    return [(each.one, each.other) for each in related(*rows)]


def paper(number: int = 1, title: str = TITLE, **changes: str | int) -> Row:
    known = Identifier(Scheme.ARXIV, f"2101.{number:05}")
    work = Work(ids=frozenset({known}), kind=WorkKind.PREPRINT, title=title, authors=(ADA,))
    row = Row(url=f"https://arxiv.org/abs/{known.value}", work=work)
    return replace(row, **changes)  # pyright: ignore[reportArgumentType] -- strings and lines of a row


def thing(url: str, kind: WorkKind, title: str = "", genre: str = "", **changes: object) -> Row:
    work = Work(kind=kind, title=title or url, genre=genre)
    return replace(Row(url=url, work=work), **changes)  # pyright: ignore[reportArgumentType] -- each test names fields of a row


def entry(line: int, *rows: Row) -> list[Row]:
    """Rows that stand in one entry of a list, by their labels."""
    context = ". ".join(row.label or row.url for row in rows)
    return [replace(row, line=line, context=context) for row in rows]


def slides(label: str = "", title: str = TITLE, **changes: object) -> Row:
    url = "https://a.edu/talks/fold.pdf"
    return thing(url, WorkKind.PRESENTATION, title, "slides", label=label, **changes)


def code(label: str = "") -> Row:
    return thing("https://github.com/ada/fold", WorkKind.SOFTWARE, "ada/fold", label=label)


def paper_titled(title: str, number: int) -> Row:
    row = paper(number)
    return replace(row, work=replace(row.work, title=title))


def naming(row: Row, *numbers: int, is_list: bool = False) -> Row:
    """The row, on whose page these papers are named."""
    claims = [
        Claim(candidates=(Identifier(Scheme.ARXIV, f"2101.{each:05}"),), rule="page: arXiv")
        for each in numbers
    ]
    return replace(row, reading=Reading(mentions=tuple(claims), is_list=is_list))


def course(url: str, title: str) -> Row:
    return thing(url, WorkKind.WEB_PAGE, title, "course")
