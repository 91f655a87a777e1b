from datetime import date

import pytest

from enrichers.model import Identifier, Scheme, Work, WorkKind
from enrichers.rulings import BadRulings, Ruling, corrected, evidence_of, name_of, read_rulings

TODAY = date(2026, 11, 23)
PAGE = "https://a.org/x"


def test_an_answer_names_a_work() -> None:
    rulings = read_rulings(f"{PAGE} is doi:10.1234/AB", "answers")

    claim = rulings[name_of(PAGE)].claim
    assert claim is not None
    assert claim.candidates[0] == Identifier(Scheme.DOI, "10.1234/ab")
    assert not claim.is_guess


def test_answers_about_one_link_add_up() -> None:
    text = (
        f"# about a page\n\n{PAGE} is none [seen 0123abcd]\n{PAGE} type video\n{PAGE} title: It"
    )

    ruling = read_rulings(text, "answers")[name_of(PAGE)]

    assert ruling.is_none
    assert ruling.seen == "0123abcd"
    assert ruling.kind is WorkKind.VIDEO
    assert ruling.corrections == {"title": "It"}
    assert ruling.line == 3


@pytest.mark.parametrize(
    ("answer", "ruling"),
    [
        ("same as https://b.org/y", Ruling(line=1, same_as=name_of("https://b.org/y"))),
        (
            "not same as https://b.org/y",
            Ruling(line=1, not_same_as=frozenset({name_of("https://b.org/y")})),
        ),
        ("ignore", Ruling(line=1, is_ignored=True)),
        ("issued: 2018-06", Ruling(line=1, corrections={"issued": "2018-06"})),
    ],
)
def test_each_answer_is_understood(answer: str, ruling: Ruling) -> None:
    assert read_rulings(f"{PAGE} {answer}", "answers") == {name_of(PAGE): ruling}


def test_an_address_is_known_in_any_of_its_forms() -> None:
    rulings = read_rulings("http://www.a.org/x/ ignore", "answers")

    assert name_of(PAGE) in rulings


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([f"{PAGE} perhaps"], "line 1: 'perhaps' is no answer"),
        ([f"{PAGE} is it"], "line 1: 'it' is no identifier"),
        ([f"{PAGE}"], "is no answer"),
        ([f"{PAGE} type papyrus"], "'papyrus' is no kind"),
        ([f"{PAGE} issued: soon"], "'soon' is no date"),
        ([f"{PAGE} title:"], "is no answer"),
        ([f"{PAGE} same as"], "one address is to follow"),
        ([f"{PAGE} ignore it"], "stands alone"),
        ([f"{PAGE} is none", f"{PAGE} is doi:10.1234/ab"], "line 2: it takes back"),
        ([f"{PAGE} is none", f"{PAGE} is none"], "line 2: it says again what line 1"),
        ([f"{PAGE} is none" + "e" * 6_000], "too long"),
        ([f"{PAGE} same as https://b.org", f"{PAGE} ignore"], "line 2: it takes back"),
        ([f"{PAGE} same as https://b.org", f"{PAGE} same as https://c.org"], "takes back"),
        ([f"{PAGE} same as https://b.org", f"{PAGE} not same as https://b.org"], "takes back"),
        ([f"{PAGE} not same as https://b.org", f"{PAGE} same as https://b.org"], "takes back"),
        ([f"{PAGE} type video", f"{PAGE} type book"], "line 2: it takes back"),
        ([f"{PAGE} title: One", f"{PAGE} title: Two"], "line 2: it takes back"),
        ([f"{PAGE} title: One", f"{PAGE} title: One"], "line 2: it says again"),
        ([f"{PAGE} is none [seen 0123abcd]"] * 2, "line 2: it says again"),
    ],
)
def test_what_is_not_understood_is_named_with_its_line(lines: list[str], says: str) -> None:
    with pytest.raises(BadRulings) as raised:
        read_rulings("\n".join(lines), "answers")

    assert says in str(raised.value)
    assert str(raised.value).startswith("answers, line ")
    assert "\n" not in str(raised.value)


def test_a_correction_stands_in_the_work_as_people_s() -> None:
    ruling = read_rulings(
        f"{PAGE} title: The right one\n{PAGE} authors: Lovelace, Ada; Noether, Emmy", "answers"
    )[name_of(PAGE)]

    work = corrected(Work(title="The wrong one", venue="Acta"), ruling, TODAY)

    assert work.title == "The right one"
    assert [author.family for author in work.authors] == ["Lovelace", "Noether"]
    assert work.venue == "Acta"
    assert work.origin["title"].source == "people"


def test_evidence_does_not_depend_on_the_order_of_the_candidates() -> None:
    assert evidence_of(["a", "b"]) == evidence_of(["b", "a"]) != evidence_of(["a"])


@pytest.mark.parametrize("newer", ["is none [seen 89abcdef]", "is doi:10.1234/ab", "ignore"])
def test_an_answer_that_may_be_reopened_gives_way_to_a_newer_one(newer: str) -> None:
    alone = read_rulings(f"{PAGE} {newer}", "answers")[name_of(PAGE)]

    both = read_rulings(f"{PAGE} is none [seen 0123abcd]\n{PAGE} {newer}", "answers")

    assert both[name_of(PAGE)] == alone


def test_a_newer_answer_leaves_corrections_in_place() -> None:
    text = f"{PAGE} title: It\n{PAGE} is none [seen 0123abcd]\n{PAGE} is doi:10.1234/ab"

    ruling = read_rulings(text, "answers")[name_of(PAGE)]

    assert ruling.corrections == {"title": "It"}
    assert (ruling.is_none, ruling.seen) == (False, "")


@pytest.mark.parametrize("text", ["\N{BYTE ORDER MARK}{}\n", "{}\r\n", "\t{}  ", "{}"])
def test_files_of_any_editor_are_read(text: str) -> None:
    assert name_of(PAGE) in read_rulings(text.replace("{}", f"{PAGE} ignore"), "answers")


def test_blanks_between_address_and_answer_do_not_matter() -> None:
    assert read_rulings(f"{PAGE}\t  ignore", "answers")[name_of(PAGE)].is_ignored


@pytest.mark.parametrize(
    "known",
    [
        "doi:10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2",
        "arxiv:math/0309136",
        "arxiv:1806.07366",
        "pmid:12345",
        "pmcid:PMC12345",
        "hal:hal-01234567",
        "inspire:451647",
        "doaj:9d9172e9bf324cc6ac6d48ff8e234a85",
        "pii:S0021999118307125",
        "isbn:9780262035613",
    ],
)
def test_an_identifier_is_understood_as_we_write_it(known: str) -> None:
    claim = read_rulings(f"{PAGE} is {known}", "answers")[name_of(PAGE)].claim

    assert claim is not None
    assert str(claim.candidates[0]) == known


def test_a_long_line_of_blanks_is_read_in_time() -> None:
    with pytest.raises(BadRulings):
        read_rulings("\n".join([f"{PAGE} is{' ' * 4_000}[seen x"] * 200), "answers")
