import pytest

from enrichers.model import Identifier, Scheme
from enrichers.sources import registered


@pytest.mark.parametrize(
    "text", ["10.5000/a\ud800", "https://doi.org/10.5000/\udfffb", "doi:10.5000/a\ud83d.b"]
)
def test_half_of_a_surrogate_pair_stands_in_no_doi(text: str) -> None:
    assert registered.doi(text) is None


def test_a_whole_character_beyond_the_first_plane_may_stand_in_a_doi() -> None:
    assert registered.doi("10.5000/a\U0001f4a9") == Identifier(
        Scheme.DOI, "10.5000/a\U0001f4a9"
    )
