"""Two texts one below the other: a reader sees where they differ."""

import pytest

from outputs.zotero.contrast import contrasted

SAME = "The flow of layers is a flow. " * 20


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("Old", "New", id="short"),
        pytest.param(SAME, f"{SAME[:300]}Not {SAME[300:]}", id="in the middle"),
        pytest.param(SAME, f"{SAME}The end.", id="at the end"),
        pytest.param(SAME, SAME[:-1], id="a blank at the end"),
        pytest.param(SAME, SAME.replace(". ", ".\n"), id="lines"),
        pytest.param(f"{SAME}\n{SAME}end", f"{SAME} {SAME}End", id="a line, and a word later"),
        pytest.param("Th\u00e9orie", "The\u0301orie", id="an accent by itself"),
        pytest.param("10\u00a0000", "10 000", id="a blank that does not break"),
        pytest.param("flow", "fl\u200bow", id="what nobody sees"),
        pytest.param("", SAME, id="nothing before"),
    ],
)
def test_old_and_new_look_different_and_fit(old: str, new: str) -> None:
    shown = contrasted(old, new, room=60)

    assert len({" ".join(each.split()) for each in shown}) == 2
    assert all(len(each) <= 60 for each in shown)
    assert all(each.replace("…", "").isprintable() for each in shown)


def test_short_texts_are_shown_whole() -> None:
    assert contrasted("Ruthotto, Lars", "Ruthotto, L. F.", room=60) == (
        "Ruthotto, Lars",
        "Ruthotto, L. F.",
    )


def test_long_texts_are_shown_around_their_first_difference() -> None:
    old, new = contrasted("a" * 500 + "old" + "b" * 500, "a" * 500 + "new" + "b" * 500, room=20)

    assert old == "…" + "a" * 6 + "old" + "b" * 9 + "…"
    assert new == "…" + "a" * 6 + "new" + "b" * 9 + "…"


def test_a_difference_near_the_end_is_shown_with_all_that_stands_before_it() -> None:
    old, new = contrasted("a" * 50 + "old", "a" * 50 + "newer", room=20)

    assert (old, new) == ("…" + "a" * 14 + "old", "…" + "a" * 14 + "newer")


def test_what_would_steer_a_terminal_is_not_shown_as_it_is() -> None:
    old, new = contrasted("Old", "\x1b[2JNew\x07\r\nlines", room=60)

    assert (old, new) == ("Old", "[2JNew  lines")
