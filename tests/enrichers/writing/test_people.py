"""Two names that may be one person's, and what two lists of authors share."""

import pytest

from enrichers.model import Person
from enrichers.writing.people import is_same, share

JANE = Person(family="Doe", given="Jane")


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (Person(family="Doe", given="J."), True),
        (Person(family="Doe"), True),
        (Person(family="Doe", given="Jared"), False),
        (Person(family="Roe", given="Jane"), False),
        (Person(name="Doe"), True),
    ],
)
def test_initials_may_be_a_name_and_other_names_are_not(other: Person, expected: bool) -> None:
    assert is_same(JANE, other) is expected
    assert is_same(other, JANE) is expected


def test_the_shorter_list_counts() -> None:
    others = (Person(family="Roe", given="Ann"), Person(family="Doe", given="J."))

    assert share((JANE,), others) == 1.0
    assert share(others, (JANE,)) == 1.0


def test_nobody_shares_nothing() -> None:
    assert share((), (JANE,)) == 0.0
