import pytest

from outputs.zotero import extra

OURS = (
    "arXiv: 1806.07366",
    "Citations: 12 (Crossref, 2026-11-01)",
    "zotlist: arxiv:1806.07366",
)
ROOM = 65_535


def merged(
    theirs: str, *, ours: tuple[str, ...] = OURS, said: tuple[str, ...] = (), room: int = ROOM
) -> extra.Extra:
    return extra.merged(ours, said, theirs, room=room)


def test_our_lines_follow_those_of_people() -> None:
    outcome = merged("Read by Anna\ntex.note: x")

    assert outcome.text == "\n".join(("Read by Anna", "tex.note: x", *OURS))
    assert outcome.said == OURS


def test_an_empty_field_begins_with_our_first_line() -> None:
    assert merged("").text == "\n".join(OURS)


def test_saying_the_same_again_changes_nothing() -> None:
    standing = "Read by Anna\n" + "\n".join(OURS)

    assert merged(standing, said=OURS).text == standing


def test_a_new_count_is_written_into_the_old_line() -> None:
    standing = "\n".join((*OURS, "below"))

    outcome = merged(standing, ours=("Citations: 13 (Crossref, 2026-11-09)",), said=OURS)

    assert outcome.text.split("\n")[1] == "Citations: 13 (Crossref, 2026-11-09)"
    assert outcome.text.split("\n")[-1] == "below"


def test_a_new_day_alone_is_no_news() -> None:
    standing = "\n".join(OURS)

    outcome = merged(standing, ours=("Citations: 12 (Crossref, 2026-12-24)",), said=OURS)

    assert outcome.text == standing
    assert OURS[1] in outcome.said


def test_a_line_that_people_took_out_stays_out() -> None:
    outcome = merged("\n".join((OURS[0], OURS[2])), ours=("Citations: 99",), said=OURS)

    assert "Citations" not in outcome.text
    assert outcome.touched == (OURS[1],)


def test_a_line_that_people_changed_stays_as_they_have_it() -> None:
    standing = "Citations: 12 (checked by Ben)"

    outcome = merged(standing, ours=("Citations: 40",), said=(OURS[1],))

    assert outcome.text == standing
    assert outcome.touched == (OURS[1],)


@pytest.mark.parametrize("line", ["arXiv:1806.07366 [cs]", "ARXIV: 1806.07366", "arXiv : x"])
def test_a_line_of_that_name_by_somebody_else_is_enough(line: str) -> None:
    outcome = merged(line, ours=(OURS[0],))

    assert outcome.text == line
    assert merged("", ours=(OURS[0],), said=outcome.said).text == ""


def test_a_count_that_is_unknown_now_stays_as_it_was() -> None:
    standing = "\n".join(OURS)

    assert merged(standing, ours=(OURS[0], OURS[2]), said=OURS).text == standing


def test_an_item_may_be_listed_at_many_addresses() -> None:
    first, second = "Listed: http://a.org/", "Listed: http://b.org/"

    outcome = merged(first, ours=(first, second), said=(first,))

    assert outcome.text == f"{first}\n{second}"
    assert outcome.said == (first, second)


def test_what_the_field_has_no_room_for_is_not_said() -> None:
    outcome = merged("é" * 10, ours=("a: 1", "b: 2"), room=25)

    assert outcome.text == "é" * 10 + "\na: 1"
    assert outcome.said == ("a: 1",)


def test_the_marker_names_the_work() -> None:
    text = "Citations: 3\n" + extra.marker("url:http://example.org/a:b")

    assert extra.marked_as(text) == "url:http://example.org/a:b"
    assert extra.marked_as("Citations: 3") == ""


SINCE = "Citations: 14 (Crossref, 2026-11-09)"


def test_a_count_of_a_later_day_is_another_machines_of_ours() -> None:
    outcome = merged(SINCE, ours=("Citations: 20 (OpenAlex, 2026-11-15)",), said=(OURS[1],))

    assert outcome.text == "Citations: 20 (OpenAlex, 2026-11-15)"
    assert outcome.touched == ()


def test_a_count_of_an_earlier_day_is_no_news() -> None:
    outcome = merged(SINCE, ours=("Citations: 13 (Crossref, 2026-11-08)",), said=(OURS[1],))

    assert outcome.text == SINCE
    assert outcome.said == (SINCE,)


@pytest.mark.parametrize(
    "standing",
    [
        "Citations: 14 (Crossref, 2026-11-01)",
        "Citations: 14 (Crossref, 2026-10-30)",
        "Citations: 14 (Crossref, 2026-11-09), says Ben",
        "Citations: 210 (Google Scholar, 2026-11-10)",
        "Citations: 14",
        f"{SINCE}\nCitations: 15 (Crossref, 2026-11-10)",
    ],
)
def test_any_other_count_is_peoples(standing: str) -> None:
    outcome = merged(standing, ours=("Citations: 20 (Crossref, 2026-11-15)",), said=(OURS[1],))

    assert outcome.text == standing
    assert outcome.touched == (OURS[1],)
