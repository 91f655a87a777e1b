import time
from collections.abc import Iterator

import pytest

from enrichers.asking.pace import Pace
from enrichers.model import Identifier, Scheme, SourceDown, WorkKind
from enrichers.sources.citation_file import CitationFile
from enrichers.sources.github import MOST, MOST_WITH_TOKEN, GitHub, work_from_repository
from tests.enrichers.scripted import Scripted
from tests.standin.server import StandIn
from tests.standin.wire import Reply, json_reply, text_reply

TOKEN = "ghp_of-nobody"
DOI = Identifier(Scheme.DOI, "10.5281/zenodo.7")
BROKEN = ("403", "429", "500", "502", "503", "html", "reset")


@pytest.fixture(scope="module")
def server() -> Iterator[StandIn]:
    with StandIn(pace=0.0001) as standin:
        yield standin


@pytest.fixture
def standin(server: StandIn) -> Iterator[StandIn]:
    yield server
    server.heal()


def source_at(endpoint: str, pace: Pace, *, files: str = "", token: str = "") -> GitHub:
    files = files or f"{endpoint}/files"
    return GitHub(pace=pace, endpoint=endpoint, files=files, token=token, timeout=1, patience=0)


def standing_in(standin: StandIn, pace: Pace, *, token: str = "") -> GitHub:
    at = standin.endpoints
    return source_at(at["github"], pace, files=at["github_raw"], token=token)


def repository(name: str) -> Identifier:
    return Identifier(Scheme.GITHUB, name)


def refused(status: int, *, left: str = "0", seconds: float = 900) -> Reply:
    headers = {
        "x-ratelimit-remaining": left,
        "x-ratelimit-reset": str(int(time.time() + seconds)),
    }
    return json_reply({"message": "API rate limit exceeded"}, status=status, headers=headers)


def test_a_repository_is_described(standin: StandIn, pace: Pace) -> None:
    known = repository("markovmodel/deeptime")

    work = standing_in(standin, pace).lookup([known])[known]

    assert (work.kind, work.title) == (WorkKind.SOFTWARE, "markovmodel/deeptime")
    assert work.abstract == "Deep learning meets molecular dynamics."
    assert (work.rights, work.is_archived, work.issued) == ("GPL-3.0", True, "2017-11-20")
    assert work.ids == {known}
    assert work.versions == work.presents == frozenset()


def test_its_citation_file_names_its_makers_and_its_own_doi(
    standin: StandIn, pace: Pace
) -> None:
    known = repository("novak/gridflow")

    work = standing_in(standin, pace).lookup([known])[known]

    assert [str(author) for author in work.authors] == ["Novák, Petr"]
    assert work.issued == "2021-03-02"
    assert work.versions == {Identifier(Scheme.DOI, "10.5281/zenodo.99000777")}
    assert work.presents == frozenset()


def test_the_paper_that_it_wants_cited_is_not_itself(standin: StandIn, pace: Pace) -> None:
    known = repository("eastfield/ntk-lab")

    work = standing_in(standin, pace).lookup([known])[known]

    assert work.versions == frozenset()
    assert work.presents == {Identifier(Scheme.ARXIV, "1806.07572")}


def test_a_repository_that_moved_is_found_where_it_is_now(standin: StandIn, pace: Pace) -> None:
    known = repository("oldname/gridflow")

    work = standing_in(standin, pace).lookup([known])[known]

    assert (work.ids, work.title) == ({known}, "novak/gridflow")
    assert work.versions == {Identifier(Scheme.DOI, "10.5281/zenodo.99000777")}


def test_what_it_lacks_or_may_not_show_is_no_key(standin: StandIn, pace: Pace) -> None:
    known = repository("nobody/nothing")
    blocked = json_reply({"message": "Repository access blocked"}, status=451)

    assert standing_in(standin, pace).lookup([known]) == {}
    with Scripted(blocked) as server:
        assert source_at(server.base, pace).lookup([known]) == {}


def test_what_one_run_may_not_ask_is_left_for_the_next(pace: Pace) -> None:
    many = [repository(f"owner/repository-{number}") for number in range(MOST_WITH_TOKEN + 9)]
    [without, with_token] = (
        list(source_at("http://127.0.0.1:1", pace, token=token).batches(many))
        for token in ("", TOKEN)
    )

    assert [len(without), len(with_token)] == [MOST, MOST_WITH_TOKEN]
    assert without == [[known] for known in many[:MOST]]


def test_the_token_is_sent_to_the_api_and_named_nowhere(
    pace: Pace, caplog: pytest.LogCaptureFixture
) -> None:
    record = {"full_name": "o/r", "license": None}
    caplog.set_level("DEBUG")
    with (
        Scripted(json_reply(record), refused(403)) as api,
        Scripted(text_reply("no", status=404)) as files,
    ):
        source = source_at(api.base, pace, files=files.base, token=TOKEN)
        source.lookup([repository("o/r")])
        with pytest.raises(SourceDown) as error:
            source.lookup([repository("o/s")])

    assert api.requests[0].headers["authorization"] == f"Bearer {TOKEN}"
    assert "authorization" not in files.requests[0].headers
    assert TOKEN not in caplog.text
    assert TOKEN not in str(error.value)


def test_after_as_many_as_an_hour_allows_there_is_a_pause(pace: Pace) -> None:
    many = [repository(f"owner/repository-{number}") for number in range(MOST + 1)]
    with Scripted(json_reply({"message": "Not Found"}, status=404)) as server:
        source = source_at(server.base, pace)
        source.web.every = 0
        for batch in source.batches(many):
            source.lookup(batch)

        assert list(source_at(server.base, pace).batches(many)) == []
        assert len(server.requests) == MOST


def test_what_github_says_is_the_last_answer_of_the_hour_is_the_last_question(
    pace: Pace,
) -> None:
    headers = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(time.time() + 900))}
    with (
        Scripted(json_reply({"full_name": "o/r"}, headers=headers)) as server,
        Scripted(text_reply("no", status=404)) as files,
    ):
        source = source_at(server.base, pace, files=files.base)

        assert source.lookup([repository("o/r")])
        assert list(source.batches([repository("o/s")])) == []


def test_no_more_is_asked_than_github_says_is_left(pace: Pace) -> None:
    many = [repository(f"owner/repository-{number}") for number in range(9)]
    headers = {
        "x-ratelimit-limit": "60",
        "x-ratelimit-remaining": "3",
        "x-ratelimit-reset": str(int(time.time() + 900)),
    }
    with Scripted(json_reply({"message": "Not Found"}, status=404, headers=headers)) as server:
        source_at(server.base, pace).lookup([many[0]])

        another_run = source_at(server.base, pace)
        assert list(another_run.batches(many)) == [[known] for known in many[:3]]
        assert len(list(source_at(server.base, pace, token=TOKEN).batches(many))) == 9


@pytest.mark.parametrize("status", [403, 429])
def test_when_the_hour_s_requests_are_used_up_nobody_asks_until_it_is_over(
    pace: Pace, status: int
) -> None:
    with Scripted(refused(status)) as server:
        with pytest.raises(SourceDown, match="used up"):
            source_at(server.base, pace).lookup([repository("o/r")])
        with pytest.raises(SourceDown, match="left alone"):
            source_at(server.base, pace).lookup([repository("o/r")])

        assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("service", "fault"),
    [
        *(("github", fault) for fault in (*BROKEN, "empty", "garbage", "cut")),
        *(("github_raw", fault) for fault in BROKEN),
    ],
)
def test_whatever_is_no_answer_means_down_and_never_absent(
    standin: StandIn, pace: Pace, service: str, fault: str
) -> None:
    standin.misbehave(service, fault)

    with pytest.raises(SourceDown, match=r"^GitHub: "):
        standing_in(standin, pace).lookup([repository("novak/gridflow")])


@pytest.mark.parametrize(
    "reply",
    [
        json_reply([]),
        json_reply({"message": "later"}),
        json_reply({"full_name": "no owner"}),
        json_reply({"full_name": 7}),
        text_reply("Nothing here", status=404),
        Reply(body=b'{"full_name": "o/r", '),
    ],
)
def test_an_answer_of_another_shape_means_down(pace: Pace, reply: Reply) -> None:
    with Scripted(reply) as server, pytest.raises(SourceDown, match=r"^GitHub: "):
        source_at(server.base, pace).lookup([repository("o/r")])


@pytest.mark.parametrize(
    ("licence", "rights"),
    [
        ({"spdx_id": "MIT", "name": "MIT License"}, "MIT"),
        ({"spdx_id": "NOASSERTION", "name": "Other"}, "from the file"),
        ({"spdx_id": "NOASSERTION", "name": "Own Licence"}, "Own Licence"),
        (None, "from the file"),
    ],
)
def test_the_licence_is_the_one_that_github_recognises(licence: object, rights: str) -> None:
    citation = CitationFile(rights="from the file")

    work = work_from_repository({"license": licence}, citation, repository("o/r"))

    assert work.rights == rights


@pytest.mark.parametrize(("fork", "own"), [(True, frozenset[Identifier]()), (False, {DOI})])
def test_a_fork_has_the_file_of_its_original_and_not_its_identity(
    fork: bool, own: frozenset[Identifier]
) -> None:
    citation = CitationFile(own=frozenset({DOI}))

    work = work_from_repository({"fork": fork}, citation, repository("o/r"))

    assert work.versions == own
