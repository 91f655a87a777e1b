import pytest

from enrichers.asking.pace import Pace
from enrichers.identify import identify
from enrichers.model import Identifier, Scheme, SourceDown, WorkKind
from enrichers.sources.figshare import Figshare, work_from_article
from tests.enrichers.scripted import Scripted
from tests.standin.server import StandIn
from tests.standin.wire import Reply, json_reply, text_reply

RAIN = Identifier(Scheme.FIGSHARE, "99000555")
ALL_VERSIONS = Identifier(Scheme.DOI, "10.6084/m9.figshare.99000555")
NEWEST = Identifier(Scheme.DOI, "10.6084/m9.figshare.99000555.v2")


def source_at(endpoint: str, pace: Pace) -> Figshare:
    source = Figshare(pace=pace, endpoint=endpoint, timeout=1, patience=0)
    source.web.every = 0
    return source


def standing_in(standin: StandIn, pace: Pace) -> Figshare:
    return source_at(standin.endpoints["figshare"], pace)


def test_a_deposit_is_a_work_whose_dois_await_their_registry(
    standin: StandIn, pace: Pace
) -> None:
    work = standing_in(standin, pace).lookup([RAIN])[RAIN]

    assert work.title == "Hourly Rainfall at Made-up Stations"
    assert (work.kind, work.issued, work.rights) == (
        WorkKind.DATASET,
        "2022-05-04",
        "CC BY 4.0",
    )
    assert [str(author) for author in work.authors] == ["Doe, Jane"]
    assert work.ids == {RAIN}


def test_it_is_no_version_of_the_paper_that_it_supplements(
    standin: StandIn, pace: Pace
) -> None:
    work = standing_in(standin, pace).lookup([RAIN])[RAIN]

    assert work.versions == {NEWEST, ALL_VERSIONS}


def test_what_it_lacks_is_no_key(standin: StandIn, pace: Pace) -> None:
    assert standing_in(standin, pace).lookup([Identifier(Scheme.FIGSHARE, "1001")]) == {}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("journal contribution", WorkKind.ARTICLE),
        ("Poster", WorkKind.PRESENTATION),
        ("software", WorkKind.SOFTWARE),
        ("figure", None),
        (7, None),
    ],
)
def test_only_a_kind_that_is_plain_is_told(name: object, kind: WorkKind | None) -> None:
    told = {"title": "It", "defined_type_name": name, "authors": {"full_name": "X"}, "doi": 3}

    work = work_from_article(told, RAIN)

    assert (work.kind, work.authors, work.versions) == (kind, (), frozenset())


@pytest.mark.parametrize(
    "url",
    [
        "https://figshare.com/articles/dataset/Rain/99000555/2",
        "https://figshare.com/articles/Rain/99000555",
        "https://university.figshare.com/articles/dataset/Rain/99000555?file=1",
    ],
)
def test_addresses_of_an_article_name_it(url: str) -> None:
    assert RAIN in [known for claim in identify(url) for known in claim.candidates]


@pytest.mark.parametrize(
    "fault", ["403", "429", "500", "502", "503", "html", "empty", "garbage", "cut", "reset"]
)
def test_whatever_is_no_answer_means_down_and_never_absent(
    standin: StandIn, pace: Pace, fault: str
) -> None:
    standin.misbehave("figshare", fault)

    with pytest.raises(SourceDown, match=r"^figshare: "):
        standing_in(standin, pace).lookup([RAIN])


@pytest.mark.parametrize(
    "reply",
    [
        json_reply([]),
        json_reply({"id": 99000555}),
        json_reply({"id": 8, "title": "Another"}),
        json_reply({"title": "Whose?"}),
        text_reply("Not Found", status=404),
        json_reply({"message": "no Route matched"}, status=404),
        Reply(body=b'{"id": 99000555, "title'),
    ],
)
def test_an_answer_of_another_shape_means_down(pace: Pace, reply: Reply) -> None:
    with Scripted(reply) as server, pytest.raises(SourceDown, match=r"^figshare: "):
        source_at(server.base, pace).lookup([RAIN])
