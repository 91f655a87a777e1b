from dataclasses import replace
from typing import Any

import pytest

from outputs.zotero.agreement import Agreement, agree
from outputs.zotero.cards import Card
from outputs.zotero.library import Item
from outputs.zotero.records import Record

ADA = {"creatorType": "author", "firstName": "Ada", "lastName": "Lovelace"}
BEN = {"creatorType": "author", "firstName": "Ben", "lastName": "Okafor"}
CLO = {"creatorType": "translator", "firstName": "Clo", "lastName": "Moreau"}
AUTO = {"type": 1}


def card(**parts: Any) -> Card:
    return replace(Card(item_type="journalArticle", fields={}), **parts)


def record(said: Card, *shelves: str, **base: Any) -> Record:
    return Record(
        work_id="w",
        key="AAAA2222",
        version=3,
        said=said,
        shelves=frozenset(shelves),
        filed=frozenset(shelves),
        base={**said.fields, "creators": list(said.creators), **base},
    )


def item(**data: Any) -> Item:
    return Item(key="AAAA2222", version=4, data=data)


def merged(
    ours: Card,
    before: Record,
    theirs: Item,
    *shelves: str,
    dropped: frozenset[str] = frozenset(),
) -> tuple[Agreement, Record]:
    return agree(ours, frozenset(shelves), dropped, before, theirs)


def changes(outcome: Agreement) -> dict[str, Any]:
    return {change.name: change.new for change in outcome.changes}


def test_a_field_that_nobody_touched_follows_our_opinion() -> None:
    said = card(fields={"title": "Old"})

    outcome, after = merged(card(fields={"title": "New"}), record(said), item(title="Old"))

    assert changes(outcome) == {"title": "New"}
    assert after.base["title"] == "New"


def test_a_field_that_people_corrected_is_theirs() -> None:
    said = card(fields={"title": "Old"})

    outcome, after = merged(card(fields={"title": "New"}), record(said), item(title="Better"))

    assert outcome.changes == []
    assert outcome.respected == {"title": "Old"}
    assert after.said.fields["title"] == "Old"


def test_a_field_that_people_cleared_stays_empty() -> None:
    said = card(fields={"title": "t", "abstractNote": "Old"})

    outcome, _ = merged(card(fields={"abstractNote": "New"}), record(said), item(title="t"))

    assert outcome.changes == []


def test_a_correction_taken_back_is_ours_again() -> None:
    said, ours = card(fields={"title": "Old"}), card(fields={"title": "New"})
    _, while_corrected = merged(ours, record(said), item(title="Better"))

    outcome, _ = merged(ours, while_corrected, item(title="Old"))

    assert changes(outcome) == {"title": "New"}


def test_what_people_wrote_before_we_knew_it_is_theirs_for_good() -> None:
    said, ours = card(fields={"title": "Old"}), card(fields={"title": "Same"})
    _, agreed = merged(ours, record(said), item(title="Same"))

    outcome, _ = merged(card(fields={"title": "Newer"}), agreed, item(title="Same"))

    assert outcome.changes == []


def test_an_empty_field_is_filled_once_we_know_something() -> None:
    said = card(fields={"title": "t"})
    ours = card(fields={"title": "t", "volume": "62", "issue": "3"})

    outcome, _ = merged(ours, record(said), item(title="t", issue="4"))

    assert changes(outcome) == {"volume": "62"}


def test_what_we_know_no_more_is_not_taken_back() -> None:
    said = card(fields={"title": "t", "volume": "62"})

    outcome, _ = merged(card(fields={"title": "t"}), record(said), item(title="t", volume="62"))

    assert outcome.changes == []


def test_the_servers_tidying_is_nobodys_edit() -> None:
    said = card(fields={"title": "a  b"})
    before = replace(record(said), base={"title": "a b"})

    outcome, _ = merged(card(fields={"title": "a  b"}), before, item(title="a b"))

    assert outcome.changes == []
    assert outcome.respected == {}


def test_a_list_of_creators_is_replaced_while_it_is_ours() -> None:
    said = card(creators=(ADA,))

    outcome, _ = merged(card(creators=(ADA, BEN)), record(said), item(creators=[ADA]))

    assert changes(outcome) == {"creators": [ADA, BEN]}


def test_creators_that_people_added_stay_beside_a_new_list() -> None:
    said = card(creators=(ADA,))

    outcome, after = merged(card(creators=(ADA, BEN)), record(said), item(creators=[ADA, CLO]))

    assert changes(outcome) == {"creators": [ADA, BEN, CLO]}
    assert after.base["creators"] == [ADA, BEN]


@pytest.mark.parametrize("standing", [[], [{**ADA, "firstName": "A."}], [BEN, ADA]])
def test_a_list_that_people_put_right_is_theirs(standing: list[dict[str, str]]) -> None:
    said = card(creators=(ADA, BEN))

    outcome, _ = merged(card(creators=(ADA, BEN, CLO)), record(said), item(creators=standing))

    assert outcome.changes == []
    assert "creators" in outcome.respected


def test_tags_are_added_beside_those_of_people() -> None:
    said = card(tags=("kind:book",))
    standing = [{"tag": "kind:book", **AUTO}, {"tag": "to read"}]

    outcome, _ = merged(
        card(tags=("kind:book", "source:crossref")), record(said), item(tags=standing)
    )

    assert changes(outcome) == {"tags": [*standing, {"tag": "source:crossref", **AUTO}]}


def test_the_tags_stay_unsent_when_none_changed() -> None:
    said = card(tags=("kind:book",))
    standing = [{"tag": "kind:book", **AUTO}, {"tag": "to read"}]

    assert merged(said, record(said), item(tags=standing))[0].changes == []


def test_a_new_status_takes_the_place_of_the_old() -> None:
    said, ours = card(tags=("status:typed",)), card(tags=("status:resolved",))

    outcome, after = merged(ours, record(said), item(tags=[{"tag": "status:typed", **AUTO}]))

    assert changes(outcome) == {"tags": [{"tag": "status:resolved", **AUTO}]}
    assert after.said.tags == ("status:resolved",)


def test_a_tag_that_people_made_their_own_is_not_taken_away() -> None:
    said, ours = card(tags=("status:typed",)), card(tags=("status:resolved",))

    outcome, _ = merged(ours, record(said), item(tags=[{"tag": "status:typed"}]))

    assert {"tag": "status:typed"} in changes(outcome)["tags"]


def test_tags_that_people_took_off_stay_off_under_any_name() -> None:
    said = card(tags=("status:typed", "source:arxiv"))
    ours = card(tags=("status:resolved", "source:arxiv"))

    first, after = merged(ours, record(said), item(tags=[]))
    again, _ = merged(card(tags=("status:dead",)), after, item(tags=[]))

    assert first.changes == again.changes == []


def test_a_source_that_is_silent_today_keeps_its_tag() -> None:
    said = card(tags=("kind:book", "source:arxiv", "source:crossref"))
    standing = [{"tag": tag, **AUTO} for tag in said.tags]

    outcome, _ = merged(
        card(tags=("kind:book", "source:arxiv")), record(said), item(tags=standing)
    )

    assert outcome.changes == []


@pytest.mark.parametrize("condition", ["archived", "retracted", "preprint withdrawn"])
def test_a_tag_of_what_is_so_no_more_goes(condition: str) -> None:
    said = card(tags=("kind:book", condition))
    standing = [{"tag": tag, **AUTO} for tag in said.tags]

    outcome, after = merged(card(tags=("kind:book",)), record(said), item(tags=standing))

    assert changes(outcome) == {"tags": [{"tag": "kind:book", **AUTO}]}
    assert after.said.tags == ("kind:book",)


@pytest.mark.parametrize("standing", [{"tag": "archived"}, {"tag": "archived", **AUTO}])
def test_a_tag_of_people_is_theirs_though_it_reads_like_ours(standing: dict[str, Any]) -> None:
    said = card(tags=("kind:book",))
    tags = [{"tag": "kind:book", **AUTO}, standing]

    outcome, _ = merged(said, record(said), item(tags=tags))

    assert outcome.changes == []


def test_tags_switched_off_are_left_as_they_are() -> None:
    said = card(tags=("kind:book", "archived"))
    standing = [{"tag": tag, **AUTO} for tag in said.tags]

    outcome, after = merged(card(), record(said), item(tags=standing))

    assert outcome.changes == []
    assert after.said.tags == ("kind:book", "archived")


def test_a_new_heading_adds_its_collection_beside_those_of_people() -> None:
    outcome, after = merged(
        card(), record(card(), "AAAA2222"), item(collections=["AAAA2222", "PPPP2222"]),
        "AAAA2222", "BBBB2222",
    )  # fmt: skip

    assert changes(outcome) == {"collections": ["AAAA2222", "PPPP2222", "BBBB2222"]}
    assert after.shelves == {"AAAA2222", "BBBB2222"}


def test_an_item_that_people_moved_is_not_moved_back() -> None:
    outcome, _ = merged(
        card(), record(card(), "AAAA2222"), item(collections=["PPPP2222"]), "AAAA2222"
    )

    assert outcome.changes == []
    assert outcome.respected == {"collections": "AAAA2222"}


def test_a_link_that_moved_to_another_heading_moves_its_item() -> None:
    outcome, after = merged(
        card(), record(card(), "AAAA2222"), item(collections=["AAAA2222", "PPPP2222"]),
        "BBBB2222", dropped=frozenset({"AAAA2222"}),
    )  # fmt: skip

    assert changes(outcome) == {"collections": ["PPPP2222", "BBBB2222"]}
    assert after.shelves == {"BBBB2222"}


def test_an_item_that_people_put_there_themselves_is_not_taken_away() -> None:
    before = replace(record(card(), "AAAA2222"), filed=frozenset[str]())

    outcome, _ = merged(
        card(), before, item(collections=["AAAA2222"]), dropped=frozenset({"AAAA2222"})
    )

    assert outcome.changes == []


def test_being_listed_again_does_not_bring_back_an_item_that_people_moved() -> None:
    moved = item(collections=["PPPP2222"])
    away, after = merged(
        card(), record(card(), "AAAA2222"), moved, dropped=frozenset({"AAAA2222"})
    )

    again, _ = merged(card(), after, moved, "AAAA2222")

    assert away.changes == again.changes == []


def test_a_field_that_was_people_s_and_is_empty_now_stays_empty() -> None:
    said = card(fields={"title": "Ours"})
    before = replace(record(said), base={})

    outcome, _ = merged(card(fields={"title": "Ours, newer"}), before, item())

    assert outcome.changes == []


XAVIER = {"creatorType": "author", "firstName": "Jean", "lastName": "Xavier"}


def test_a_creator_whom_people_put_in_front_stays_there() -> None:
    said = card(creators=(ADA, BEN))
    ours = card(creators=(ADA, {**BEN, "firstName": "B."}))

    outcome, _ = merged(ours, record(said), item(creators=[XAVIER, ADA, BEN]))

    assert outcome.changes == []
    assert "creators" in outcome.respected


@pytest.mark.parametrize("name", [{"firstName": "J."}, {"lastName": "XAVIER"}])
def test_a_creator_whom_people_added_is_not_named_again_in_our_words(
    name: dict[str, str],
) -> None:
    ours = card(creators=(ADA, {**XAVIER, **name}))

    outcome, _ = merged(ours, record(card(creators=(ADA,))), item(creators=[ADA, XAVIER]))

    assert outcome.changes == []
    assert "creators" in outcome.respected


def test_somebody_of_the_same_name_whom_people_added_does_not_stop_a_new_list() -> None:
    other = {**ADA, "firstName": "Byron"}
    ours = card(creators=(ADA, BEN))

    outcome, _ = merged(ours, record(card(creators=(ADA,))), item(creators=[ADA, other]))

    assert changes(outcome) == {"creators": [ADA, BEN, other]}


def test_a_status_that_another_machine_wrote_is_ours_if_we_say_it_too() -> None:
    said, ours = card(tags=("status:typed",)), card(tags=("status:resolved",))
    standing = [{"tag": "status:resolved", **AUTO}]
    first, after = merged(ours, record(said), item(tags=standing))

    later, _ = merged(card(tags=("status:dead",)), after, item(tags=standing))

    assert first.changes == [] and first.respected == {}
    assert changes(later) == {"tags": [{"tag": "status:dead", **AUTO}]}


def test_what_is_listed_is_not_marked_as_left_by_another_machine() -> None:
    said = card(tags=("kind:book",))
    standing = [{"tag": "kind:book", **AUTO}, {"tag": "list:left", **AUTO}]

    outcome, after = merged(said, record(said), item(tags=standing))

    assert changes(outcome) == {"tags": [{"tag": "kind:book", **AUTO}]}
    assert after.said.tags == said.tags


def test_a_mark_that_people_made_themselves_stays() -> None:
    said = card(tags=("kind:book",))
    standing = [{"tag": "kind:book", **AUTO}, {"tag": "list:left"}]

    assert merged(said, record(said), item(tags=standing))[0].changes == []
