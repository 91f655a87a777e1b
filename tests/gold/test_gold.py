from seeds.model import LinkKind
from seeds.read import read
from tests.gold.measure import labels, measured
from tests.walks import SEED


def test_every_link_of_the_seed_list_is_read_as_it_is_labelled() -> None:
    links = read(SEED)

    rows = labels()
    assert [link.url for link in links] == [row["url_exact"] for row in rows]
    assert [link.line for link in links] == [int(row["line"]) for row in rows]
    assert [" > ".join(link.topic_path) for link in links] == [row["topic"] for row in rows]
    assert [link.kind for link in links].count(LinkKind.IMAGE) == 2
    assert [link.kind for link in links].count(LinkKind.REFERENCE) == 1


def test_addresses_alone_give_half_of_the_identities_and_no_false_one() -> None:
    result = measured(pages=False)

    assert result.identities >= 9
    assert result.false == 0
    assert (result.items, result.memberships) == (104, 105)


def test_pages_and_words_give_the_others_and_no_false_one() -> None:
    result = measured()

    assert result.identities >= 17, result.differing
    assert result.false == 0, result.differing
    assert (result.items, result.memberships) == (104, 105)
    assert result.typed_right >= 0.95 * result.typed
    assert result.wrong_merges == ()
