"""Names are split as their bearers write them, and kept whole where they have no parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrichers.model import Person
from enrichers.writing.names import person, person_from_parts


def split(family: str, given: str, suffix: str = "") -> Person:
    return Person(family=family, given=given, suffix=suffix)


@pytest.mark.parametrize(
    ("display", "expected"),
    [
        ("Ricky T. Q. Chen", split("Chen", "Ricky T. Q.")),
        ("Yann LeCun", split("LeCun", "Yann")),
        ("Shai Ben-David", split("Ben-David", "Shai")),
        ("Weinan E", split("E", "Weinan")),
        ("Yi Ma", split("Ma", "Yi")),
        ("Ma, Yi", split("Ma", "Yi")),
        ("J.Smith", split("Smith", "J.")),
        ("Вапник, Владимир", split("Вапник", "Владимир")),
        ("Владимир Вапник", split("Вапник", "Владимир")),
        (r"M\"uller, Klaus", split("Müller", "Klaus")),
        ("李，宏毅", split("李", "宏毅")),
        ("Xiaoyu Shen 沈晓宇", split("Shen", "Xiaoyu")),
    ],
)
def test_a_name_is_split_into_family_and_given(display: str, expected: Person) -> None:
    assert person(display) == expected


@pytest.mark.parametrize(
    ("display", "expected"),
    [
        ("Jan van der Berg", split("van der Berg", "Jan")),
        ("van der Berg, Jan", split("van der Berg", "Jan")),
        ("Berg, Jan van der", split("van der Berg", "Jan")),
        ("Luc Van Gool", split("Van Gool", "Luc")),
        ("Laurens Van der Maaten", split("Van der Maaten", "Laurens")),
        ("Nicolas Le Roux", split("Le Roux", "Nicolas")),
        ("Khalil El Khoury", split("El Khoury", "Khalil")),
        ("Juan de la Cruz Martinez", split("de la Cruz Martinez", "Juan")),
        ("José Ortega y Gasset", split("Ortega y Gasset", "José")),
        ("Jean-Pierre d'Alembert", split("d'Alembert", "Jean-Pierre")),
        ("Di Wang", split("Wang", "Di")),
        ("Quoc V. Le", split("Le", "Quoc V.")),
        ("Linh The Nguyen", split("Nguyen", "Linh The")),
    ],
)
def test_particles_belong_to_the_family_name(display: str, expected: Person) -> None:
    assert person(display) == expected


@pytest.mark.parametrize(
    ("display", "expected"),
    [
        ("King, Martin Luther, Jr.", split("King", "Martin Luther", "Jr.")),
        ("King, Jr., Martin Luther", split("King", "Martin Luther", "Jr.")),
        ("King Jr., Martin Luther", split("King", "Martin Luther", "Jr.")),
        ("Martin Luther King Jr.", split("King", "Martin Luther", "Jr.")),
        ("John Smith III", split("Smith", "John", "III")),
        ("John Smith, PhD", split("Smith", "John")),
        ("Prof. Dr. Klaus-Robert Müller", split("Müller", "Klaus-Robert")),
        ("Prof Klaus-Robert Müller", split("Müller", "Klaus-Robert")),
        ("Professor Dr Jane Doe", split("Doe", "Jane")),
        ("Dr Wang", Person(name="Wang")),
        ("John Smith (MIT)", split("Smith", "John")),
        ("Guillermo Sapiro*", split("Sapiro", "Guillermo")),
        ("Jürgen Schmidhuber et al.", split("Schmidhuber", "Jürgen")),
    ],
)
def test_suffixes_are_kept_and_titles_are_not(display: str, expected: Person) -> None:
    assert person(display) == expected


@pytest.mark.parametrize(
    "display",
    [
        *("The ATLAS Collaboration", "Geological Survey of Canada", "R Core Team", "OpenAI"),
        *("UNESCO Institute for Statistics", "Department of Physics, University of X"),
        *("Govindjee", "李宏毅", "김철수", "山田 太郎", "de Finetti", "A. Smith and B. Jones"),
    ],
)
def test_collective_and_single_names_stay_whole(display: str) -> None:
    assert person(display) == Person(name=display)


@pytest.mark.parametrize("family", ["Press", "Church", "Hospital", "Board"])
def test_family_names_that_are_also_words_are_names(family: str) -> None:
    assert person(f"William H. {family}") == split(family, "William H.")


@pytest.mark.parametrize(
    ("display", "expected"),
    [
        ("JOHN SMITH", split("Smith", "John")),
        ("O'NEIL, SEAN", split("O'Neil", "Sean")),
        ("JAN VAN DER BERG", split("van der Berg", "Jan")),
        ("MCDONALD, R.", split("McDonald", "R.")),
        ("LI WEI", split("Wei", "Li")),
        ("JRR TOLKIEN", split("Tolkien", "JRR")),
        ("WU YI", split("YI", "WU")),
    ],
)
def test_shouted_names_are_lowered_unless_they_may_be_initials(
    display: str, expected: Person
) -> None:
    assert person(display) == expected


@pytest.mark.parametrize(
    "display", ["", " , ", ":unav", "(:Unkn) Unknown", "Anonymous", "et al."]
)
def test_a_placeholder_is_nobody(display: str) -> None:
    assert person(display) == Person()


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (
            {"family": "Hora", "given": "Donald", "suffix": "Jr."},
            split("Hora", "Donald", "Jr."),
        ),
        ({"family": "DUPONT", "given": "Jean"}, split("Dupont", "Jean")),
        ({"family": "IBM", "given": "Jean"}, split("IBM", "Jean")),
        ({"family": "Berg", "given": "Jan van der"}, split("van der Berg", "Jan")),
        ({"family": "King Jr.", "given": "Martin"}, split("King", "Martin", "Jr.")),
        ({"family": "Govindjee"}, Person(name="Govindjee")),
        ({"name": "Smith, Jones and Partners"}, Person(name="Smith, Jones and Partners")),
        ({"family": "Consortium", "given": "The X"}, Person(name="The X Consortium")),
        ({"name": ":unav"}, Person()),
    ],
)
def test_names_in_parts_are_tidied(parts: dict[str, str], expected: Person) -> None:
    assert person_from_parts(**parts) == expected


@given(st.text(max_size=60))
def test_any_text_makes_a_person_in_parts_or_whole(display: str) -> None:
    made = person(display)

    assert not (made.name and (made.family or made.given or made.suffix))
    assert bool(made.family) == bool(made.given)


_WORD = st.text("zxkéøa", min_size=4, max_size=9)  # no letters for "Team" or "van"
_NAME = _WORD.map(str.capitalize)


@given(_NAME, _NAME)
def test_both_orders_of_a_name_give_the_same_person(given_name: str, family: str) -> None:
    assert person(f"{given_name} {family}") == person(f"{family}, {given_name}")


@given(st.builds(lambda *words: " ".join(words), _NAME, _NAME, _NAME))
def test_a_person_shown_and_read_again_is_the_same(display: str) -> None:
    made = person(display)

    assert person(str(made)) == made
