"""Titles are alike whatever their dress, and kept apart by what makes them other works."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrichers.writing.titles import apart, notice, numbers, part, similarity


@pytest.mark.parametrize(
    ("one", "other", "lowest"),
    [
        ("Deep Learning", "DEEP LEARNING", 1.0),
        ("An R-Package", "an Rpackage", 1.0),
        ("On $\\ell_1$ norms", "On ℓ1 Norms", 1.0),
        ("Neumann Networks: For Inverse Problems", "Neumann Networks", 0.95),
        (
            "Neumann Networks for Linear Inverse Problems",
            "Neumann Networks for Inverse Problems",
            0.9,
        ),
    ],
)
def test_titles_of_one_work_are_alike(one: str, other: str, lowest: float) -> None:
    assert similarity(one, other) >= lowest


@pytest.mark.parametrize(
    ("one", "other", "highest"),
    [
        ("Deep Learning", "Fishes of the Adriatic Sea", 0.54),
        ("NETT: Solving Inverse Problems with Deep Networks", "NETT", 0.54),
        ("", "", 0.0),
        ("?!", "?!", 0.0),
        ("Neumann Networks: For Inverse Problems", "Neumann Networks", 0.99),
    ],
)
def test_titles_that_say_too_little_are_not_alike(one: str, other: str, highest: float) -> None:
    assert similarity(one, other) <= highest


@given(st.text(), st.text())
def test_likeness_is_mutual_and_bounded(one: str, other: str) -> None:
    assert 0 <= similarity(one, other) == similarity(other, one) <= 1


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Erratum to: On Nets", "correction"),
        ("Publisher Correction: On Nets", "correction"),
        ("On Nets (Corrigendum)", "correction"),
        ("A Comment on “On Nets”", "comment"),
        ("Reply to: On Nets", "reply"),
        ("Retraction note: On Nets", "retraction"),
        ("RETRACTED: On Nets", ""),
        ("Supplementary Material for On Nets", "supplement"),
        ("On Nets - Appendix", "supplement"),
        ("On Nets [Book Review]", "book review"),
        ("Supplementary Cementitious Materials", ""),
        ("Response Generation with Nets", ""),
        ("Correction-based Training", ""),
        ("Discussion Forums on the Web", ""),
    ],
)
def test_a_notice_about_a_work_is_recognised(title: str, kind: str) -> None:
    assert notice(title) == kind


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Nets, Part II", {"2"}),
        ("Nets, Part 2", {"2"}),
        ("Nets I: Theory", {"1"}),
        ("From 2D to 3D in 1.5 Hours", {"2", "3", "1.5"}),
        ("What I Learned about X Rays", set[str]()),
    ],
)
def test_numbers_are_read_in_either_script(title: str, expected: set[str]) -> None:
    assert numbers(title) == expected


@pytest.mark.parametrize(
    ("one", "other", "are_apart"),
    [
        ("Nets, Part I", "Nets, Part II", True),
        ("Nets in 2D", "Nets in 3D", True),
        ("Erratum: Nets", "Nets", True),
        ("Nets", "Nets 2", False),
        ("Erratum: Nets", "Correction: Nets", False),
    ],
)
def test_like_titles_are_kept_apart(one: str, other: str, *, are_apart: bool) -> None:
    assert bool(apart(one, other)) is are_apart


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("On Nets: Part II", "II"),
        ("On Nets, Part 2: Proofs", "2"),
        ("On Nets III", "III"),
        ("On Nets (vol. 3)", "3"),
        ("On Nets", ""),
        ("The Part of Nets", ""),
    ],
)
def test_a_title_says_which_part_it_is(title: str, number: str) -> None:
    assert part(title) == number


def test_a_later_part_is_not_the_whole_and_the_first_may_be() -> None:
    assert "part II" in apart("On Nets", "On Nets: Part II")
    assert apart("On Nets", "On Nets, Part I") == ""
