"""Of what a list, a page and an address call a thing, the name that says most counts."""

import pytest

from enrichers.items.naming import is_generic, said_title

PAGE = "https://a.edu/things"


@pytest.mark.parametrize(
    ("listed", "page", "title"),
    [
        ("", "Why Nets Learn", "Why Nets Learn"),
        ("Why Nets Learn", "", "Why Nets Learn"),
        ("a post by Ada", "Why Nets Learn", "Why Nets Learn"),
        ("WHY NETS LEARN", "Why nets learn", "Why nets learn"),
        ("Why Nets Learn", "WHY NETS LEARN", "Why Nets Learn"),
        ("Why Nets Learn, Spring 2019", "Why Nets Learn", "Why Nets Learn, Spring 2019"),
        ("Why Nets Learn", "Why Nets Learn: A Theory", "Why Nets Learn: A Theory"),
        (
            "Why All Wide Nets Learn",
            "Awards: 12 - Why All Wide Nets Learn",
            "Why All Wide Nets Learn",
        ),
        ("Why Nets Learn", "Home", "Why Nets Learn"),
        ("Why Nets Learn", "things.pdf", "Why Nets Learn"),
        ("Why Nets Learn", "Lecture 3", "Why Nets Learn"),
        ("", "Teaching", "Teaching (a.edu/things)"),
        ("", "Home page", ""),
    ],
)
def test_of_two_titles_the_one_that_says_more_counts(
    listed: str, page: str, title: str
) -> None:
    assert said_title(listed, page, PAGE, is_document=False) == title


@pytest.mark.parametrize(
    ("title", "url", "generic"),
    [
        ("Publications", PAGE, True),
        ("Index of /~berg/papers", PAGE, True),
        ("Department of Applied Mathematics", PAGE, True),
        ("paper_final.pdf", PAGE, True),
        ("Things Weekly", "https://thingsweekly.org/2019/nets", True),
        ("Things Weekly", "https://thingsweekly.org/", False),
        ("NETT", PAGE, False),
        ("Publications of Ada Berg", PAGE, False),
        ("Deep learning", PAGE, False),
        ("INSPIRE", "https://inspirehep.net/literature/123", True),
        ("INSPIRE", "https://inspirehep.net/", False),
        ("PowerPoint Presentation", PAGE, True),
        ("Microsoft Word - nets.doc", PAGE, True),
        ("Slide 1", PAGE, True),
        ("Log in", PAGE, True),
        ("Access denied", PAGE, True),
        ("Untitled", PAGE, True),
        ("Document", PAGE, True),
        ("Error bounds for nets", PAGE, False),
        ("Presentation of Lie algebras", PAGE, False),
        ("Documents of the church", PAGE, False),
    ],
)
def test_a_generic_title_is_told_from_a_name(title: str, url: str, generic: bool) -> None:
    assert is_generic(title, url) is generic
