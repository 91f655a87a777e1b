"""Pages and documents have a finer word than their kind, where something shows it."""

import pytest

from enrichers.items.genres import genre_of
from enrichers.model import Work, WorkKind
from enrichers.pages.model import Reading


@pytest.mark.parametrize(
    ("title", "url", "genre"),
    [
        ("Ada Berg", "https://a.edu/~berg/", "person"),
        ("Ada Berg's home page", "https://people.a.edu/berg", "person"),
        ("Ada Berg: Teaching", "https://a.edu/~berg/teaching.html", "person"),
        ("a.edu/~berg", "https://a.edu/~berg", "person"),
        ("Optimal Transport", "https://a.edu/topics/transport", ""),
        ("Flows Lab", "https://flows.org/", "lab"),
        ("MA 721: Topics in Analysis", "https://a.edu/x.html", "course"),
        ("Deep Nets, Fall 2019", "https://a.edu/x.html", "course"),
        ("Nets", "https://a.edu/~berg/courses/nets/", "course"),
        ("NIPS 2017", "https://nips2017.org/", ""),
        ("Workshop on Nets", "https://a.org/", "event"),
        ("Nets", "https://a.edu/event/nets", "event"),
        ("Award Abstract # 1751636 - Nets", "https://a.gov/x", "grant"),
        ("Postdoc position in Nets", "https://a.edu/x", "job"),
        ("Nets", "https://a.edu/projects/nets", "project"),
        ("Why Nets Learn", "https://a.edu/why", ""),
    ],
)
def test_a_page_shows_its_genre_by_title_and_address(title: str, url: str, genre: str) -> None:
    assert genre_of(Work(kind=WorkKind.WEB_PAGE, title=title, url=url)) == genre


def test_a_kind_that_says_all_needs_no_other_word() -> None:
    work = Work(kind=WorkKind.SOFTWARE, title="Workshop code", url="https://github.com/a/b")

    assert genre_of(work) == ""


def test_a_document_s_own_sign_counts_first() -> None:
    work = Work(kind=WorkKind.PRESENTATION, title="Nets", url="https://a.edu/x.pdf")
    reading = Reading(evidence=("poster: one page of 2384 by 3370 points, 300 words",))

    assert genre_of(work, reading) == "poster"
