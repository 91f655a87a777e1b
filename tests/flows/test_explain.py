"""A run tells why each link ended as it did, and asks people what it cannot decide."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from enrichers.model import Verdict
from flows.cli import main
from flows.explaining import NoStory, stories
from flows.steps import Outcome, walk
from tests.standin.catalogue import Catalogue
from tests.standin.records import Name, Record
from tests.standin.server import StandIn
from tests.walks import NOW, Place, on_the_web

TITLE = "Stochastic averaging of stiff kinetic equations"
LOST = "https://people.made-up.net/ada/lost.pdf"
CATALOGUE = Catalogue(
    [
        Record(
            doi=f"10.1000/{family.lower()}",
            title=TITLE,
            authors=(Name(family=family, given=given),),
            issued="2015",
        )
        for family, given in (("Lovelace", "Ada"), ("Senn", "Urs"))
    ]
)
LIST = f"""# Kinetics
- [Averaging](https://doi.org/10.1000/LOVELACE)
- [{TITLE} (2015)]({LOST})
"""


class Lists:
    """One list, walked again and again in one place."""

    def __init__(self, folder: Path, standin: StandIn) -> None:
        self.path = folder / "list.md"
        self.path.write_text(LIST, encoding="utf-8")
        self._standin = standin
        endpoints = standin.endpoints
        self.place = Place(folder=folder, endpoints=endpoints, pages=True)

    def walk(self) -> Outcome:
        with on_the_web(self._standin, self.place.folder):
            return walk(self.place.job("", self.path), now=NOW)

    @property
    def exports(self) -> Path:
        return self.place.job().into


@pytest.fixture
def lists(tmp_path: Path) -> Iterator[Lists]:
    with StandIn(CATALOGUE, pace=0.01) as standin:
        yield Lists(tmp_path, standin)


def questions(lists: Lists) -> list[dict[str, str]]:
    file = lists.path.with_name("list.md.review.csv")
    with file.open(encoding="utf-8-sig", newline="") as rows:
        return list(csv.DictReader(rows))


def test_what_cannot_be_decided_is_asked_beside_the_list(lists: Lists) -> None:
    outcome = lists.walk()

    assert outcome.conclusion.resolutions[1].verdict is Verdict.AMBIGUOUS
    assert outcome.needs_a_person
    asked = questions(lists)
    assert {row["candidate"] for row in asked} == {
        "doi:10.1000/lovelace",
        "doi:10.1000/senn",
        "",
    }
    assert {row["link"] for row in asked} == {LOST}


@pytest.mark.parametrize(
    ("candidate", "verdict"),
    [("doi:10.1000/senn", Verdict.RESOLVED), ("", Verdict.TYPED)],
)
def test_an_answer_copied_from_the_questions_settles_them(
    lists: Lists, candidate: str, verdict: Verdict
) -> None:
    lists.walk()
    [answer] = [row["answer"] for row in questions(lists) if row["candidate"] == candidate]
    lists.path.with_name("list.md.answers").write_text(f"# ours\n{answer}\n", encoding="utf-8")

    outcome = lists.walk()

    assert outcome.conclusion.resolutions[1].verdict is verdict
    assert not outcome.needs_a_person
    assert not lists.path.with_name("list.md.review.csv").exists()


def test_answers_that_cannot_be_read_are_wrong_use(
    lists: Lists, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = lists.path.with_name("list.md.answers")
    answers.write_text(f"{LOST} perhaps\n", encoding="utf-8")
    settings = lists.place.settings_file()

    words = ["enrich", str(lists.path), "--into", str(lists.exports), "--plain"]
    code = main([*words, "--settings", str(settings)])

    assert code == 2
    assert f"{answers}, line 1: 'perhaps' is no answer" in capsys.readouterr().err


@pytest.mark.parametrize("wanted", [LOST, "http://people.made-up.net/ada/lost.pdf/", "line 3"])
def test_the_story_of_a_link_is_found_by_its_address_and_its_line(
    lists: Lists, wanted: str
) -> None:
    lists.walk()

    [story] = stories(wanted, lists.exports)

    assert story[0].startswith("list: list.md, line 3, under “Kinetics”")
    assert any(line.startswith("page: gone") for line in story)
    assert any("crossref proposes doi:10.1000/senn" in line for line in story)
    assert story[-1].startswith("verdict: ambiguous")


def test_the_story_of_a_work_is_found_by_its_identifier(
    lists: Lists, capsys: pytest.CaptureFixture[str]
) -> None:
    lists.walk()

    code = main(["explain", "10.1000/lovelace", "--into", str(lists.exports)])

    assert code == 0
    told = capsys.readouterr().out
    assert "address: doi:10.1000/lovelace (from doi): confirmed by crossref" in told
    assert "from crossref (doi:10.1000/lovelace) on 2026-11-23" in told


def test_there_is_no_story_of_what_is_not_on_the_list(lists: Lists) -> None:
    lists.walk()

    with pytest.raises(NoStory, match="no link"):
        stories("https://elsewhere.made-up.net/", lists.exports)


def test_without_a_run_there_is_nothing_to_tell(tmp_path: Path) -> None:
    with pytest.raises(NoStory, match="holds no run"):
        stories(LOST, tmp_path)


def test_what_pages_and_searches_said_is_not_asked_for_again(lists: Lists) -> None:
    first, again = lists.walk().summary, lists.walk().summary

    assert first.requests["pages"] == 1
    assert first.asked > 3
    assert again.headline == "0 requests, 0 writes"


def test_what_a_link_is_related_to_is_told_with_the_reason(lists: Lists) -> None:
    entry = f"- [{TITLE}](https://doi.org/10.1000/senn) [code](https://github.com/senn/stiff)\n"
    lists.path.write_text(LIST + entry, encoding="utf-8")

    conclusion = lists.walk().conclusion

    [relation] = conclusion.relations
    assert relation.reason == "offered as its code in one entry (list.md, line 4)"
    [story] = stories("https://github.com/senn/stiff", lists.exports)
    assert story[-1] == f"related: to doi:10.1000/senn: {relation.reason}"
