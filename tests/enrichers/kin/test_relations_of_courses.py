"""Terms of one course are related, and other courses are not."""

import pytest

from enrichers.kin.relations import MOST_TOGETHER
from enrichers.model import WorkKind
from tests.enrichers.kindred import Row, course, pairs, related, thing


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            course("http://a.edu/~9.520/fall18/", "9.520: Learning Theory, Fall 2018"),
            course("http://a.edu/~9.520/fall19/", "9.520: Learning Theory, Fall 2019"),
        ),
        (
            course("https://b.github.io/Maths-spring18", "Topics course Maths, Spring 18"),
            course("https://b.github.io/Maths-spring19/", "Maths, Spring 2019"),
        ),
        (
            course("http://a.edu/ma721F17.html", "MA 721: Topics in Analysis"),
            course("http://a.edu/ma721S19.html", "MA 721: Topics in Analysis"),
        ),
        (
            course("http://a.edu/x?id=3", "Numerics of Networks, Winter 2018"),
            course("http://a.edu/y?id=9", "Numerics of Networks, Winter 2019"),
        ),
        (
            course("https://c.edu/nn/2019/", "Neural Networks"),
            course("https://c.edu/nn/2020/", "Neural Networks"),
        ),
    ],
)
def test_a_course_in_different_terms(one: Row, other: Row) -> None:
    (found,) = related(one, other)

    assert found.reason.startswith("one course, in ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            course("http://a.edu/~b/teaching/fall18/", "Linear Algebra"),
            course("http://a.edu/~b/teaching/fall19/", "Compilers"),
            id="a teacher's other course",
        ),
        pytest.param(
            course("http://a.edu/ml", "Machine Learning, Fall 2018"),
            course("http://b.edu/ml", "Machine Learning, Fall 2019"),
            id="another school's",
        ),
        pytest.param(
            course("http://a.edu/ml/1", "Machine Learning, Fall 2018"),
            course("http://a.edu/ml/2", "Machine Learning, Fall 2018"),
            id="in one term",
        ),
        pytest.param(
            course("http://a.edu/cs50", "Programming"),
            course("http://a.edu/cs51", "Programming"),
            id="numbers of courses",
        ),
        pytest.param(
            thing("http://a.edu/posts/2018/x", WorkKind.BLOG_POST, "X"),
            thing("http://a.edu/posts/2019/x", WorkKind.BLOG_POST, "X"),
            id="no courses",
        ),
    ],
)
def test_what_is_no_other_term_of_a_course(one: Row, other: Row) -> None:
    assert pairs(one, other) == []


def test_terms_of_a_course_that_are_too_many_are_not_related() -> None:
    terms = [
        course(f"https://c.edu/nn/{year}/", "Neural Networks")
        for year in range(2010, 2010 + MOST_TOGETHER + 1)
    ]

    assert pairs(*terms) == []
    assert len(pairs(*terms[1:])) == MOST_TOGETHER * (MOST_TOGETHER - 1) // 2
