import pytest

from enrichers.asking.pace import Pace
from enrichers.identify import identify
from enrichers.model import BatchRefused, Identifier, Scheme, SourceDown, WorkKind
from enrichers.sources.zenodo import Zenodo, work_from_deposit
from tests.enrichers.scripted import Scripted
from tests.standin.server import StandIn
from tests.standin.wire import Reply, json_reply, text_reply

PROGRAM, ALL_VERSIONS = "99000777", "99000776"


def source_at(endpoint: str, pace: Pace) -> Zenodo:
    source = Zenodo(pace=pace, endpoint=endpoint, timeout=1, patience=0)
    source.web.every = 0
    return source


def standing_in(standin: StandIn, pace: Pace) -> Zenodo:
    return source_at(standin.endpoints["zenodo"], pace)


def record(number: str) -> Identifier:
    return Identifier(Scheme.ZENODO, number)


def doi(number: str) -> Identifier:
    return Identifier(Scheme.DOI, f"10.5281/zenodo.{number}")


def test_a_deposit_is_a_work_whose_dois_await_their_registry(
    standin: StandIn, pace: Pace
) -> None:
    known = record(PROGRAM)

    work = standing_in(standin, pace).lookup([known])[known]

    assert work.title == "gridflow: a simulator of small power grids"
    assert (work.kind, work.issued) == (WorkKind.SOFTWARE, "2021-03-02")
    assert [str(author) for author in work.authors] == ["Novák, Petr"]
    assert (work.rights, work.publisher) == ("cc-by-4.0", "Zenodo")
    assert work.ids == {known}
    assert work.versions == {doi(PROGRAM), doi(ALL_VERSIONS)}


def test_the_number_of_all_versions_leads_to_the_newest(standin: StandIn, pace: Pace) -> None:
    known = record(ALL_VERSIONS)

    work = standing_in(standin, pace).lookup([known])[known]

    assert work.ids == {known}
    assert work.versions == {doi(PROGRAM), doi(ALL_VERSIONS)}


def test_what_it_lacks_is_no_key(standin: StandIn, pace: Pace) -> None:
    assert standing_in(standin, pace).lookup([record("1")]) == {}


def test_a_record_that_was_deleted_is_no_key(pace: Pace) -> None:
    gone = json_reply({"status": 410, "message": "The record has been deleted."}, status=410)
    with Scripted(gone) as server:
        assert source_at(server.base, pace).lookup([record("7")]) == {}


@pytest.mark.parametrize(
    ("resource_type", "kind"),
    [
        ({"type": "publication", "subtype": "article"}, WorkKind.ARTICLE),
        ({"type": "publication", "subtype": "conferencepaper"}, WorkKind.CONFERENCE_PAPER),
        ({"type": "publication", "subtype": "thesis"}, WorkKind.THESIS),
        ({"type": "publication", "subtype": "annotationcollection"}, None),
        ({"type": "dataset"}, WorkKind.DATASET),
        ({"type": "presentation"}, WorkKind.PRESENTATION),
        ({"type": "poster"}, WorkKind.PRESENTATION),
        ({"type": "lesson"}, None),
        ("software", None),
    ],
)
def test_only_a_kind_that_is_plain_is_told(
    resource_type: object, kind: WorkKind | None
) -> None:
    told = {"id": 7, "metadata": {"title": "It", "resource_type": resource_type}}

    assert work_from_deposit(told, record("7")).kind is kind


def test_of_a_published_paper_the_journal_is_told() -> None:
    journal = {"title": "Acta", "volume": "3", "issue": "2", "pages": "1-9"}
    told = {
        "doi": "10.1000/Own.1",
        "conceptdoi": "none",
        "metadata": {"title": "It", "journal": journal, "creators": [{"name": 3}, {}, "x"]},
    }

    work = work_from_deposit(told, record("7"))

    assert (work.venue, work.volume, work.issue, work.pages) == ("Acta", "3", "2", "1-9")
    assert work.versions == {Identifier(Scheme.DOI, "10.1000/own.1")}
    assert work.authors == ()


@pytest.mark.parametrize(
    "url",
    [
        "https://zenodo.org/record/99000777",
        "https://zenodo.org/records/99000777/files/gridflow.zip?download=1",
        "https://www.zenodo.org/records/99000777#.Y",
    ],
)
def test_addresses_of_a_record_name_it(url: str) -> None:
    named = [known for claim in identify(url) for known in claim.candidates]

    assert record(PROGRAM) in named


@pytest.mark.parametrize(
    "fault", ["403", "429", "500", "502", "503", "html", "empty", "garbage", "cut", "reset"]
)
def test_whatever_is_no_answer_means_down_and_never_absent(
    standin: StandIn, pace: Pace, fault: str
) -> None:
    standin.misbehave("zenodo", fault)

    with pytest.raises(SourceDown, match=r"^Zenodo: "):
        standing_in(standin, pace).lookup([record(PROGRAM)])


@pytest.mark.parametrize(
    "reply",
    [
        json_reply([]),
        json_reply({"id": 7}),
        json_reply({"id": 8, "metadata": {"title": "Another"}}),
        json_reply({"metadata": {"title": "Whose?"}}),
        text_reply("<html>maintenance</html>"),
        text_reply("Not Found", status=404),
        text_reply("Gone", status=410),
        Reply(body=b'{"id": 7, "metadata": {'),
    ],
)
def test_an_answer_of_another_shape_means_down(pace: Pace, reply: Reply) -> None:
    with Scripted(reply) as server, pytest.raises(SourceDown, match=r"^Zenodo: "):
        source_at(server.base, pace).lookup([record("7")])


def test_a_question_that_it_refuses_is_not_its_silence(pace: Pace) -> None:
    reply = json_reply({"status": 400}, status=400)
    with Scripted(reply) as server, pytest.raises(BatchRefused):
        source_at(server.base, pace).lookup([record("7")])
