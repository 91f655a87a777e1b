import pytest

from enrichers.asking.pace import Pace
from enrichers.model import Identifier, Scheme, SourceDown, WorkKind
from enrichers.sources.openreview import OpenReview, work_from_note
from tests.enrichers.scripted import Scripted
from tests.standin.server import StandIn
from tests.standin.wire import Reply, json_reply, text_reply

TOKEN = "of-nobody"
FORUM = Identifier(Scheme.OPENREVIEW, "rJl-b3RcF7")
NOTHING = json_reply({"notes": [], "count": 0})


def source_at(endpoint: str, first: str, pace: Pace) -> OpenReview:
    source = OpenReview(
        pace=pace, endpoint=endpoint, first=first, token=TOKEN, timeout=1, patience=0
    )
    source.web.every = 0
    return source


def standing_in(standin: StandIn, pace: Pace) -> OpenReview:
    at = standin.endpoints
    return source_at(at["openreview"], at["openreview1"], pace)


def note(**content: object) -> Reply:
    return json_reply({"notes": [{"id": FORUM.value, "content": content}], "count": 1})


def test_a_forum_is_described(standin: StandIn, pace: Pace) -> None:
    work = standing_in(standin, pace).lookup([FORUM])[FORUM]

    assert work.title.startswith("The Lottery Ticket Hypothesis")
    assert work.authors
    assert work.ids == {FORUM}
    assert work.versions == frozenset()


def test_older_forums_are_found_by_the_first_interface(pace: Pace) -> None:
    with (
        Scripted(NOTHING) as second,
        Scripted(note(title="On it", authors=["Ada Berg"], venue="ICLR 2018 Poster")) as first,
    ):
        work = source_at(second.base, first.base, pace).lookup([FORUM])[FORUM]

    assert (work.title, work.kind, work.issued, work.venue) == (
        "On it",
        WorkKind.CONFERENCE_PAPER,
        "2018",
        "ICLR 2018 Poster",
    )


def test_what_neither_interface_has_is_no_key(pace: Pace) -> None:
    denial = json_reply({"name": "NotFoundError", "message": "no such note"}, status=404)
    with Scripted(NOTHING) as second, Scripted(denial) as first:
        assert source_at(second.base, first.base, pace).lookup([FORUM]) == {}


@pytest.mark.parametrize(
    ("venue", "kind", "shown"),
    [
        ("NeurIPS 2023 oral", WorkKind.CONFERENCE_PAPER, "NeurIPS 2023 oral"),
        ("Submitted to ICLR 2024", WorkKind.PREPRINT, "OpenReview"),
        ("ICLR 2024 Conference Withdrawn Submission", WorkKind.PREPRINT, "OpenReview"),
        ("ICLR 2019 Conference Blind Submission", WorkKind.PREPRINT, "OpenReview"),
        ("", WorkKind.PREPRINT, "OpenReview"),
    ],
)
def test_only_what_a_venue_has_taken_appeared_there(
    venue: str, kind: WorkKind, shown: str
) -> None:
    content = {"title": {"value": "It"}, "authors": {"value": ["A B"]}, "venue": venue}

    work = work_from_note({"content": content}, FORUM)

    assert (work.kind, work.venue) == (kind, shown)


def test_a_note_without_authors_is_no_paper() -> None:
    content = {"title": "A call for papers", "authors": "nobody", "venue": []}

    work = work_from_note({"content": content, "tcdate": 1_538_087_775_120}, FORUM)

    assert (work.kind, work.venue, work.issued) == (None, "", "2018-09-27")


def test_the_token_is_named_nowhere(pace: Pace, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    challenge = json_reply({"name": "ChallengeRequiredError", "status": 403}, status=403)
    with Scripted(challenge) as server, pytest.raises(SourceDown) as error:
        source_at(server.base, server.base, pace).lookup([FORUM])

    assert server.requests[0].headers["authorization"] == f"Bearer {TOKEN}"
    assert TOKEN not in caplog.text
    assert TOKEN not in str(error.value)


@pytest.mark.parametrize(
    "fault", ["403", "429", "500", "502", "503", "html", "empty", "garbage", "cut", "reset"]
)
def test_whatever_is_no_answer_means_down_and_never_absent(
    standin: StandIn, pace: Pace, fault: str
) -> None:
    standin.misbehave("openreview", fault)

    with pytest.raises(SourceDown, match=r"^OpenReview: "):
        standing_in(standin, pace).lookup([FORUM])


@pytest.mark.parametrize(
    "reply",
    [
        json_reply([]),
        json_reply({"count": 0}),
        json_reply({"notes": ["later"]}),
        text_reply("Not Found", status=404),
        Reply(body=b'{"notes": ['),
    ],
)
def test_an_answer_of_another_shape_means_down(pace: Pace, reply: Reply) -> None:
    with Scripted(reply) as server, pytest.raises(SourceDown, match=r"^OpenReview: "):
        source_at(server.base, server.base, pace).lookup([FORUM])
