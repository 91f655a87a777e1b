"""Lines of a plan, one by one."""

import pytest

from outputs.zotero.show import Line, counted


@pytest.mark.parametrize(
    ("number", "told"), [(0, "0 items"), (1, "1 item"), (2, "2 items"), (1200, "1,200 items")]
)
def test_things_are_counted_in_words(number: int, told: str) -> None:
    assert counted(number, "item") == told


def test_what_people_wrote_in_several_lines_stays_on_its_line() -> None:
    assert str(Line(sign="=", depth=1, text="Flow: Abstract (we wrote: a\nb)")) == (
        "=   Flow: Abstract (we wrote: a b)"
    )
