"""JSON laid out for people: narrow, short, and the same JSON."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from outputs.zotero.layout import WIDTH, laid_out

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=60),
    lambda each: st.lists(each) | st.dictionaries(st.text(max_size=10), each),
    max_leaves=40,
)


@given(VALUES)
def test_the_layout_changes_nothing(value: Any) -> None:
    assert json.loads(laid_out(value)) == value


@given(st.lists(st.text("ab", max_size=20)))
def test_what_can_be_narrow_is_narrow(value: list[str]) -> None:
    assert all(len(line) <= WIDTH for line in laid_out(value).split("\n"))


def test_short_values_stand_side_by_side_and_objects_on_lines_of_their_own() -> None:
    value = {"a": "x" * 30, "b": "y" * 30, "c": 1, "d": [{"e": 1}, {"f": [2, 3]}], "g": {}}

    assert laid_out(value).split("\n") == [
        "{",
        f'  "a": "{"x" * 30}", "b": "{"y" * 30}", "c": 1,',
        '  "d": [',
        '    {"e": 1},',
        '    {"f": [2, 3]}',
        "  ],",
        '  "g": {}',
        "}",
    ]
