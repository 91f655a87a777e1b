"""Read tables: one link per row, from the columns that hold addresses or identifiers."""

import csv
from collections.abc import Iterator, Mapping, Sequence

from seeds.addresses import arxiv_address, doi_address, find_addresses
from seeds.block import LONGEST_CONTEXT, fold
from seeds.model import BadSeed, Link, LinkKind

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "address": ("url", "link", "href", "uri"),
    "doi": ("doi",),
    "arxiv": ("arxiv", "arxivid", "eprint"),
    "label": ("label", "title", "name"),
    "topic": ("topic", "category", "section", "heading"),
}
"""What a column is for, by its name in lower case without blanks and marks."""
_WHAT_A_ROW_POINTS_AT = ("address", "doi", "arxiv")
_DELIMITERS = ",;\t|"


def read(text: str, document: str) -> Iterator[Link]:
    """Yield one link per row, or one per address where a cell holds several.

    A row without address gives its DOI, else its arXiv id, as an address; a row that has no
    more than a label is a reference. Topics are headings in the order of their columns.
    Raises BadSeed where the first row names no column for addresses or identifiers.
    """
    header = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)
    reader = csv.reader(
        (f"{line}\n" for line in text.split("\n")), delimiter=delimiter, strict=True
    )
    line = 1
    try:
        columns = _columns(next(reader, []), document)
        line = reader.line_num + 1
        for row in reader:
            yield from _links_of_row(row, columns, document, line)
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadSeed(
            f"{document}: the row at line {line} is not CSV ({error}); check its quotes"
        ) from error


def _columns(header: Sequence[str], document: str) -> dict[str, list[int]]:
    names = ["".join(filter(str.isalnum, cell.casefold())) for cell in header]
    columns = {
        role: [number for number, name in enumerate(names) if name in known]
        for role, known in _COLUMNS.items()
    }
    if not any(columns[role] for role in _WHAT_A_ROW_POINTS_AT):
        found = fold(", ".join(header))[:100] or "nothing"
        raise BadSeed(
            f"{document}: no column is called url, link, href, doi or arxiv (the first row "
            f"says: {found}); name the columns in the first row"
        )
    return columns


def _links_of_row(
    row: Sequence[str], columns: Mapping[str, Sequence[int]], document: str, line: int
) -> Iterator[Link]:
    cells = {
        role: [
            fold(row[number]) for number in numbers if number < len(row) and row[number].strip()
        ]
        for role, numbers in columns.items()
    }
    label = cells["label"][0] if cells["label"] else ""
    urls = _urls(cells)
    if not urls and not label:
        return
    for url in urls or [""]:
        yield Link(
            url=url,
            label=label,
            topic_path=tuple(cells["topic"]),
            document=document,
            line=line,
            context=fold(" | ".join(filter(str.strip, row)))[:LONGEST_CONTEXT],
            kind=LinkKind.LINK if url else LinkKind.REFERENCE,
        )


def _urls(cells: Mapping[str, Sequence[str]]) -> list[str]:
    if cells["address"]:
        cell = cells["address"][0]
        if " " not in cell:
            return [cell]
        found = [address.url for address in find_addresses(cell, in_plain_text=True)]
        return found or [cell]
    if cells["doi"]:
        return [doi_address(cells["doi"][0])]
    return [arxiv_address(cells["arxiv"][0])] if cells["arxiv"] else []
