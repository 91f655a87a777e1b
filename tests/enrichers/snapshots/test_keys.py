import pytest

from enrichers.snapshots.keys import is_whole, name_key, title_keys

TITLE = "Optimal Transport for Generative Modelling: A Practical Survey of Algorithms"


@pytest.mark.parametrize(
    "other",
    [
        "OPTIMAL TRANSPORT FOR GENERATIVE MODELLING - A PRACTICAL SURVEY OF ALGORITHMS",
        "Optimal Transport for Generative Modelling",
        "Optimal Transport for Generative Modeling: A Practical Survey of Algorithms",
        "Optimal Transport for Generative Modelling: A Practical Survey of Algorithmen",
        "On Optimal Transport for Generative Modelling: a Practical Survey of Algorithms",
    ],
)
def test_spellings_of_one_title_share_a_key(other: str) -> None:
    assert set(title_keys(TITLE)) & set(title_keys(other))


def test_other_titles_share_none() -> None:
    assert not set(title_keys(TITLE)) & set(
        title_keys("Neural Ordinary Differential Equations")
    )


@pytest.mark.parametrize("title", ["", "  ", "!?", "$ $"])
def test_a_title_without_letters_has_no_key(title: str) -> None:
    assert title_keys(title) == ()


def test_a_short_title_is_only_found_whole() -> None:
    assert [is_whole(key) for key in title_keys("Deep Learning")] == [True]


def test_keys_are_the_same_on_every_machine() -> None:
    assert title_keys("Deep Learning") == (12234457713416627375,)
    assert name_key("doi:10.1000/1") == 11981212246879696977
