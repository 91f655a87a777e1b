"""Small dumps as arXiv, Crossref and OpenAlex write theirs."""

import gzip
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

Record = Mapping[str, Any]

ODES: Record = {
    "id": "1806.07366",
    "submitter": "David Duvenaud",
    "authors": "Ricky T. Q. Chen, Yulia Rubanova, Jesse Bettencourt, David Duvenaud",
    "title": "Neural Ordinary\n  Differential Equations",
    "comments": None,
    "journal-ref": "Advances 31",
    "doi": "10.5000/odes",
    "categories": "cs.LG cs.AI stat.ML",
    "abstract": "  We introduce a new family ...\n",
    "versions": [
        {"version": "v1", "created": "Tue, 19 Jun 2018 17:50:12 GMT"},
        {"version": "v5", "created": "Sat, 14 Dec 2019 02:01:18 GMT"},
    ],
    "update_date": "2019-12-17",
    "authors_parsed": [
        ["Chen", "Ricky T. Q.", ""],
        ["Rubanova", "Yulia", ""],
        ["Bettencourt", "Jesse", ""],
        ["Duvenaud", "David", ""],
    ],
}
OLD: Record = {
    "id": "math/0309136",
    "title": "Singular Integral Operators on Curves of $\\ell_1$: a Survey",
    "doi": None,
    "versions": [{"version": "v1", "created": "Mon, 8 Sep 2003 10:00:00 GMT"}],
    "update_date": "2024-03-05",
    "authors_parsed": [["ATLAS Collaboration", "", ""], ["King", "Martin", "Jr."]],
}
PUBLISHED: Record = {
    "DOI": "10.5000/ODES",
    "type": "proceedings-article",
    "title": ["Neural Ordinary Differential Equations"],
    "author": [{"given": "Ricky T. Q.", "family": "Chen"}],
    "issued": {"date-parts": [[2018, 12]]},
    "container-title": ["Advances in Neural Information Processing Systems"],
    "is-referenced-by-count": 1200,
    "indexed": {"date-time": "2026-03-30T10:00:00Z"},
}
SURVEY: Record = {
    "DOI": "10.5000/survey",
    "type": "journal-article",
    "title": ["Optimal Transport for Generative Modelling"],
    "subtitle": ["A Practical Survey of Algorithms"],
    "author": [{"given": "Ada", "family": "van der Berg"}],
    "issued": {"date-parts": [[2021]]},
    "container-title": ["Journal of Transport"],
    "indexed": {"date-time": "2026-04-01T10:00:00Z"},
}
COUNTED: Record = {
    "id": "https://openalex.org/W1",
    "doi": "https://doi.org/10.5000/odes",
    "title": "Neural Ordinary Differential Equations",
    "type": "conference-paper",
    "publication_year": 2018,
    "publication_date": "2018-12-03",
    "cited_by_count": 900,
    "primary_location": {"source": {"display_name": "NeurIPS"}},
    "locations": [{"landing_page_url": "https://arxiv.org/abs/1806.07366"}],
    "authorships": [{"author": {"display_name": "Ricky T. Q. Chen"}}],
    "updated_date": "2026-04-02",
}


def write_lines(file: Path, records: Iterable[Record | str]) -> Path:
    """JSON lines; a text stands as it is."""
    texts = (one if isinstance(one, str) else json.dumps(one) for one in records)
    content = "".join(f"{text}\n" for text in texts).encode()
    file.write_bytes(gzip.compress(content, 1) if file.name.endswith(".gz") else content)
    return file


def write_items(file: Path, records: Iterable[Record], *, indent: int | None = None) -> Path:
    """A list of items, as Crossref's files are."""
    content = json.dumps({"items": list(records)}, indent=indent).encode()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(content, 1))
    return file


def paper(number: int, title: str = "", **more: Any) -> Record:
    """One of many papers of arXiv."""
    name = f"Paper number {number} about {number * 7919 % 1000} things"
    return dict(ODES) | {"id": f"1701.{number:05}", "doi": None, "title": title or name} | more
