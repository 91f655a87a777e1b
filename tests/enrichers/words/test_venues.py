"""Venues are recognised in badges, and one venue under two names."""

import pytest

from enrichers.words.venues import agree, badge


@pytest.mark.parametrize(
    ("text", "name", "year"),
    [
        ("ICML", "ICML", None),
        ("ICML 2018", "ICML", 2018),
        ("NIPS'17", "NIPS", 2017),
        ("CVPR2020 Oral", "CVPR", 2020),
        ("AAAI 98", "AAAI", 1998),
        ("2019 ICLR", "ICLR", 2019),
        ("Published in ICLR 2019", "ICLR", 2019),
        ("XYZW 2018", "XYZW", 2018),
    ],
)
def test_a_badge_names_venue_and_year(text: str, name: str, year: int | None) -> None:
    found = badge(text)

    assert found is not None
    assert (found.name, found.year) == (name, year)


@pytest.mark.parametrize(
    "text", ["PPO", "GAN 48", "Deep Learning 2018", "the web", "in 2018", ""]
)
def test_other_words_are_no_badge(text: str) -> None:
    assert badge(text) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ICML", "Proceedings of the 35th International Conference on Machine Learning"),
        ("NIPS", "Advances in Neural Information Processing Systems"),
        ("NeurIPS 2018", "nips"),
        ("CVPR", "2016 IEEE Conference on Computer Vision and Pattern Recognition (CVPR)"),
        ("J. Comput. Phys.", "Journal of Computational Physics"),
        ("Inverse Problems", "Inverse Problems"),
    ],
)
def test_one_venue_under_two_names_agrees(one: str, other: str) -> None:
    assert agree(one, other)
    assert agree(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ICML", "International Conference on Learning Representations"),
        ("ICCV", "European Conference on Computer Vision"),
        ("Inverse Problems", "Inverse Methods"),
        ("", "ICML"),
        ("", ""),
    ],
)
def test_other_venues_do_not(one: str, other: str) -> None:
    assert not agree(one, other)
