import pytest

from enrichers.model import Resolution, Verdict, Work, WorkKind
from outputs.zotero.entry import Include, Policy, entries_from, paths_of
from seeds.model import Link
from tests.outputs.zotero.works import article, page


def link(*topics: str, line: int = 1, document: str = "list.md", url: str = "u") -> Link:
    return Link(url=url, topic_path=topics, document=document, line=line)


def test_the_only_top_heading_is_the_top_collection() -> None:
    first, second = link("Maths", line=1), link("Maths", "Dynamics", line=2)

    paths = paths_of([first, second])

    assert paths == {first: ("Maths",), second: ("Maths", "Dynamics")}


def test_a_link_above_the_only_top_heading_is_filed_under_it() -> None:
    early, late = link(line=1), link("Maths", line=2)

    assert paths_of([early, late])[early] == ("Maths",)


def test_a_document_with_several_top_headings_is_a_collection_itself() -> None:
    first, second, bare = link("A", line=1), link("B", "C", line=2), link(line=3)

    paths = paths_of([first, second, bare])

    assert paths == {
        first: ("list.md", "A"),
        second: ("list.md", "B", "C"),
        bare: ("list.md",),
    }


def test_each_document_has_a_top_collection_of_its_own() -> None:
    first, second = link("A", document="a.md"), link(document="b.md")

    assert paths_of([first, second]) == {first: ("A",), second: ("b.md",)}


def test_a_heading_without_words_makes_no_collection() -> None:
    odd = link("Maths", " ", "Dynamics")

    assert paths_of([odd])[odd] == ("Maths", "Dynamics")


def ended(where: Link, verdict: Verdict = Verdict.RESOLVED, work_id: str = "w") -> Resolution:
    return Resolution(link=where, verdict=verdict, reason="", work_id=work_id)


def test_links_to_one_work_become_one_entry_in_all_its_collections() -> None:
    links = [link("M", "A", url="u1"), link("M", "B", url="u2"), link("M", "B", url="u1")]

    (entry,) = entries_from([ended(each) for each in links], {"w": Work(title="t")})

    assert entry.paths == {("M", "A"), ("M", "B")}
    assert entry.listed == ("u1", "u2")


def test_skipped_links_are_no_entries() -> None:
    assert entries_from([ended(link("M"), Verdict.SKIPPED)], {"w": Work()}) == ()


def test_the_firmest_verdict_on_a_work_counts() -> None:
    verdicts = [ended(link("M"), Verdict.UNANSWERED), ended(link("M", line=2))]

    (entry,) = entries_from(verdicts, {"w": Work()})

    assert entry.verdict is Verdict.RESOLVED


@pytest.mark.parametrize(
    ("include", "wanted"),
    [
        (Include.ALL, [True, True, True]),
        (Include.WORKS, [True, False, True]),
        (Include.RESOLVED, [True, False, False]),
    ],
)
def test_the_policy_says_which_entries_become_items(
    include: Include, wanted: list[bool]
) -> None:
    entries = [article(), page(), page("report", kind=WorkKind.REPORT)]

    assert [Policy(include=include).wants(entry) for entry in entries] == wanted
