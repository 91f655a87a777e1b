"""The list that benchmarks walk: made up, the same for the same length."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from random import Random

from tests.standin.catalogue import Record
from tests.standin.generated import generated

SEED = 1
HEADINGS = 20
ON_ARXIV, UNDER_A_DOI = 0.4, 0.3
DISTINCT = 0.9
ARXIV_FORMS = (
    "https://arxiv.org/abs/{}",
    "https://arxiv.org/pdf/{}v1",
    "https://ar5iv.org/abs/{}",
    "https://www.alphaxiv.org/abs/{}",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A link of the list."""

    kind: str
    """arxiv, doi or page."""
    value: str
    """The identifier, or the page's address."""
    url: str
    record: Record | None = None


def entries_of(links: int) -> list[Entry]:
    """The same list for the same length, in an order without a pattern."""
    chance = Random(SEED)
    catalogue = generated(links, SEED)
    papers = [record for record in catalogue.records if record.preprint]
    articles = [record for record in catalogue.records if not record.preprint]
    pages = list(catalogue.pages)
    papers_wanted, articles_wanted = int(links * ON_ARXIV), int(links * UNDER_A_DOI)
    kinds: tuple[tuple[int, Callable[[int], Entry]], ...] = (
        (papers_wanted, lambda n: _paper(papers[n], chance)),
        (articles_wanted, lambda n: _article(articles[n])),
        (links - papers_wanted - articles_wanted, lambda n: _page(pages, n)),
    )
    entries: list[Entry] = []
    for wanted, entry in kinds:
        distinct = max(1, int(wanted * DISTINCT))
        entries += [entry(number) for number in range(distinct)]
        entries += [entry(chance.randrange(distinct)) for _ in range(wanted - distinct)]
    chance.shuffle(entries)
    return entries


def _paper(record: Record, chance: Random) -> Entry:
    assert record.preprint
    known = record.preprint.id
    url = chance.choice(ARXIV_FORMS).format(known)
    return Entry(kind="arxiv", value=known, url=url, record=record)


def _article(record: Record) -> Entry:
    url = f"https://doi.org/{record.doi}"
    return Entry(kind="doi", value=record.doi, url=url, record=record)


def _page(pages: Sequence[str], number: int) -> Entry:
    is_code = number % 3 == 0
    url = (
        f"https://github.com/made-up-{number % 500}/code-{number}" if is_code else pages[number]
    )
    return Entry(kind="page", value=url, url=url)


def markdown(entries: Sequence[Entry]) -> str:
    """The list as a document."""
    lines = ["# A made-up list", ""]
    section = ceil(len(entries) / HEADINGS)
    for number, entry in enumerate(entries):
        if number % section == 0:
            lines += ["", f"## Part {number // section + 1}", ""]
        text = entry.record.title if entry.record else f"Notes {entry.url.rsplit('/', 1)[1]}"
        lines.append(f"- [{text}]({entry.url})")
    return "\n".join(lines) + "\n"
