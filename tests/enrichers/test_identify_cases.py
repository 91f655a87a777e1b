import json
from pathlib import Path
from typing import Any

import pytest

from enrichers.identifiers import arxiv_ids, isbn
from enrichers.identify import find, identify, normalise
from enrichers.model import Claim, Scheme

CASES = Path(__file__).parents[2] / ".." / "shared" / "cases" / "identifiers.jsonl"
LINES = CASES.read_text(encoding="utf-8").splitlines() if CASES.exists() else []
ROWS: list[dict[str, Any]] = [json.loads(line) for line in LINES]

DISPUTED = {
    "2016arXiv161002026S": "the bibcode of an arXiv paper is folded into the arXiv identifier",
}

pytestmark = pytest.mark.skipif(not ROWS, reason="the collected cases are not at hand")


def claims_of(row: dict[str, Any]) -> tuple[Claim, ...]:
    text = row["input"]
    match row["mode"]:
        case "url":
            return identify(text)
        case "exact":
            claim = normalise(text, None if row["kind"] == "none" else Scheme(row["kind"]))
            return (claim,) if claim else ()
        case "find":
            return find(text)
        case _:
            return find(text)[:1]


def form(kind: str, value: str) -> str:
    """The value without what the canonical form drops or adds."""
    if kind == "isbn":
        return isbn.canonical(value) or value
    if kind == "arxiv":
        return (arxiv_ids.parse(value) or (value,))[0]
    return value.removeprefix("CorpusID:")


def answers(row: dict[str, Any]) -> list[str]:
    kind = row["kind"]
    first = (claim.candidates[0] for claim in claims_of(row))
    return [form(kind, found.value) for found in first if kind in {"none", found.scheme}]


def expected_of(row: dict[str, Any]) -> list[str]:
    expected = row["expected"] or []
    values = [expected] if isinstance(expected, str) else expected
    return [form(row["kind"], value) for value in values]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["input"][:60])
def test_collected_cases_are_read_right(row: dict[str, Any]) -> None:
    if reason := DISPUTED.get(row["input"]):
        pytest.skip(reason)

    assert answers(row) == expected_of(row)


NEGATIVES = [row for row in ROWS if not row["expected"] and row["mode"] == "exact"]


@pytest.mark.parametrize("row", NEGATIVES, ids=lambda row: row["input"][:60])
def test_nothing_is_invented_when_no_scheme_is_asked_for(row: dict[str, Any]) -> None:
    assert normalise(row["input"]) is None


def test_few_cases_are_disputed() -> None:
    assert len(DISPUTED) <= len(ROWS) / 100
