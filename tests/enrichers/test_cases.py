"""Occurrences of one thing climb together, whatever their order and whatever people said."""

from collections.abc import Sequence
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from enrichers.cases import cases_of, lead_of
from enrichers.items.typed import typed_id
from enrichers.rulings import Ruling, Rulings, name_of
from seeds.model import Link, LinkKind

URLS = tuple(f"https://{host}.made-up.net/{page}" for host in "ab" for page in "xyz")
NAMES = tuple(map(name_of, URLS))

SAME = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(NAMES)).map(
    lambda pairs: {one: Ruling(line=1, same_as=other) for one, other in pairs.items()}
)
LINKS = st.lists(
    st.builds(
        Link,
        url=st.sampled_from([*URLS, URLS[0].replace("https", "http"), URLS[1] + "#part"]),
        label=st.sampled_from(["", "here", "there"]),
        document=st.sampled_from(["a.md", "b.md"]),
        line=st.integers(1, 9),
    ),
    unique=True,
)


@given(LINKS, SAME)
def test_every_link_is_in_one_case(links: Sequence[Link], rulings: Rulings) -> None:
    cases = cases_of(links, rulings)

    placed = [link for case in cases.values() for link in case.links]
    assert sorted(placed, key=repr) == sorted(links, key=repr)
    assert all(typed_id(link) == case.name for case in cases.values() for link in case.own)


@given(LINKS, SAME, st.randoms())
def test_the_order_of_the_links_makes_no_difference(
    links: list[Link], rulings: Rulings, random: Random
) -> None:
    shuffled = random.sample(links, len(links))

    assert cases_of(links, rulings) == cases_of(shuffled, rulings)


@given(SAME)
def test_what_is_called_the_same_has_one_lead(rulings: Rulings) -> None:
    for name, ruling in rulings.items():
        assert lead_of(name, rulings) == lead_of(ruling.same_as, rulings)
        assert lead_of(lead_of(name, rulings), rulings) == lead_of(name, rulings)


def test_images_and_places_in_a_document_are_no_cases() -> None:
    image = Link(url=URLS[0], document="a.md", line=1, kind=LinkKind.IMAGE)
    place = Link(url="#part", document="a.md", line=1)

    assert cases_of([image, place], {}) == {}


def test_a_reference_without_address_is_a_case() -> None:
    reference = Link(
        url="", label="On things", document="a.md", line=1, kind=LinkKind.REFERENCE
    )

    assert list(cases_of([reference], {})) == [typed_id(reference)]
