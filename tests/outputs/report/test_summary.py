"""A summary says what a run cost, and with whom."""

from outputs.report.summary import Summary, sections, to_markdown

SUMMARY = Summary(
    documents=("list.md",),
    links=3,
    verdicts={"resolved": 3},
    works={"crossref": 3},
    requests={"crossref": 4, "arxiv": 1, "openalex": 0},
    waited={"arxiv": 3.2, "crossref": 0.2},
    pools={"crossref": "polite-list"},
)


def test_requests_are_told_with_the_pool_that_the_service_counts_us_in() -> None:
    told = dict(sections(SUMMARY))

    assert told["Requests made (5)"] == (("crossref (polite-list)", "4"), ("arxiv", "1"))


def test_pauses_of_a_second_and_more_are_told_by_service() -> None:
    assert dict(sections(SUMMARY))["Seconds waited for turns"] == (("arxiv", "3"),)
    assert "| arxiv | 3 |" in to_markdown(SUMMARY)


def test_without_pauses_none_are_told() -> None:
    quick = Summary(documents=(), links=0, verdicts={}, works={}, requests={})

    assert "waited" not in to_markdown(quick)
