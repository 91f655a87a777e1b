"""What may be searched for as a paper, and what must not."""

import pytest

from enrichers.model import Person, Work, WorkKind
from enrichers.pages.model import Reading
from enrichers.words.clues import clue_of, clue_of_lists
from enrichers.words.hosts import SCHOLARLY, Trait, may_be_paper
from enrichers.words.model import Phrase, Speaker
from seeds.model import Link

TITLE = "Stable Splitting Schemes for Stiff Gradient Flows"
PDF = "https://www.math.example.edu/~doe/papers/x17.pdf"
PAGE = "https://www.example.org/things"


def _link(url: str = PDF, label: str = TITLE, context: str = "") -> Link:
    return Link(url=url, label=label, document="list", line=1, context=context)


def _texts(phrases: tuple[Phrase, ...]) -> list[str]:
    return [phrase.text for phrase in phrases]


@pytest.mark.parametrize(
    "url",
    [
        PDF,
        "https://github.com/somebody/notes/blob/main/x.pdf",
        "https://www.sciencedirect.com/science/article/pii/S0021999118305527",
        "https://doaj.org/article/9d9172e9bf324cc6ac6d48ff8e234a85",
        "https://www.researchgate.net/publication/123_Stable",
        "https://www.semanticscholar.org/paper/Stable/abc",
        "https://dspace.example.edu/handle/1721.1/1234",
        "https://eprints.example.ac.uk/1234/",
        "https://ir.library.example.edu/cgi/viewcontent.cgi?article=2227&context=etd",
    ],
)
def test_a_label_on_documents_and_collections_is_searched_for(url: str) -> None:
    clue = clue_of([_link(url)], None)

    assert _texts(clue.phrases) == [TITLE]
    assert not clue.refusal


@pytest.mark.parametrize(
    "url",
    [
        PAGE,
        "https://somebody.github.io/blog/stable-splitting/",
        "https://medium.com/@somebody/stable-1a2b3c",
        "https://github.com/somebody/stable",
        "https://www.youtube.com/watch?v=xyz",
        "https://www.example.edu/~doe/talks/stable.pdf",
        "https://www.example.edu/course/slides_3.pdf",
        "https://www.example.gov/awards/show?id=1",
        "https://www.researchgate.net/project/Stable-Splitting",
        "https://www.example.edu/event/stable-splitting-schemes",
    ],
)
def test_a_papers_title_on_other_things_is_not_searched_for(url: str) -> None:
    clue = clue_of([_link(url)], None)

    assert clue.phrases == ()
    assert clue.refusal


@pytest.mark.parametrize(
    "label",
    [
        "Mathematics of Deep Learning",
        "Deep Learning",
        "Optimal Transport",
        "course page",
        "Topics course Mathematics of Neural Computation, Spring 18",
        "CS 584 / MATH 789R - Numerical Methods for Stiff Gradient Flows",
        "Workshop on Stable Splitting Schemes and Stiff Gradient Flows",
        "Stable Splitting Schemes and Stiff Gradient Flows Summer School",
        "Lecture notes on stiff gradient flows and splitting schemes",
        "Postdoc position in stiff gradient flows and splitting",
        "Ekaterina Grigoryeva",
        "Jan van der Meulen",
        "NeurIPS 2019",
        "[pdf]",
        "[Slides] " + TITLE,
        "We derive bounds. They are sharp. We prove this. All is well. And so on.",
        "word " * 60,
    ],
)
def test_labels_that_are_no_titles_are_refused(label: str) -> None:
    clue = clue_of([_link(label=label)], None)

    assert clue.phrases == ()
    assert clue.refusal


def test_a_short_title_is_searched_for_with_its_author() -> None:
    clue = clue_of([_link(label="Doe et al. 2018, Stiff Gradient Flows")], None)

    assert _texts(clue.phrases) == ["Stiff Gradient Flows"]
    assert (clue.year, clue.authors) == (2018, (Person(name="Doe"),))


def test_an_abstract_gives_way_to_the_title_at_another_place() -> None:
    clue = clue_of([_link(label="We derive bounds. " * 20), _link()], None)

    assert _texts(clue.phrases) == [TITLE]


def test_a_page_that_is_a_paper_speaks_first_and_on_any_host() -> None:
    work = Work(title=TITLE, authors=(Person(family="Doe", given="J."),), issued="2018-02")
    reading = Reading(work=work, is_paper=True)

    clue = clue_of([_link(url=PAGE, label="this page on splitting of stiff flows")], reading)

    assert clue.phrases[0] == Phrase(text=TITLE, speaker=Speaker.PAGE)
    assert (clue.authors, clue.year) == (work.authors, 2018)


@pytest.mark.parametrize(
    "reading",
    [
        Reading(is_list=True, is_paper=True, work=Work(title=TITLE)),
        Reading(work=Work(kind=WorkKind.PRESENTATION, title=TITLE)),
        Reading(work=Work(kind=WorkKind.BLOG_POST, title=TITLE)),
        Reading(work=Work(kind=WorkKind.SOFTWARE, title=TITLE)),
    ],
)
def test_what_a_page_shows_itself_to_be_counts(reading: Reading) -> None:
    clue = clue_of([_link()], reading)

    assert clue.phrases == ()
    assert clue.refusal


@pytest.mark.parametrize(
    ("context", "text"),
    [
        (f"{TITLE} [pdf] [code]", TITLE),
        (f"J. Doe and K. Roe. “{TITLE}.” ICML 2018. pdf", TITLE),
        (f"{TITLE} | J. Doe | pdf", TITLE),
        ("See here. It is good. I like it. It is about stiff gradient flows. pdf", ""),
    ],
)
def test_the_text_around_a_link_may_be_the_title(context: str, text: str) -> None:
    clue = clue_of([_link(label="pdf", context=context)], None)

    assert clue.phrases == ((Phrase(text=text, speaker=Speaker.TEXT),) if text else ())


def test_what_stands_beside_the_label_supports_it() -> None:
    context = f"{TITLE} - Doe et al., ICML 2018 [pdf]"

    clue = clue_of([_link(context=context)], None)

    assert (clue.year, clue.venue) == (2018, "ICML")


def test_what_stands_beside_the_label_and_is_not_understood_says_nothing() -> None:
    context = f"{TITLE} was the talk of the town in 2018, and much was said"

    assert clue_of([_link(context=context)], None).year is None


def test_a_slug_is_the_last_resort() -> None:
    url = "https://papers.example.org/paper/6857-stable-splitting-schemes-for-stiff-flows.pdf"

    clue = clue_of([_link(url=url, label="")], None)

    expected = Phrase(text="stable splitting schemes for stiff flows", speaker=Speaker.ADDRESS)
    assert clue.phrases == (expected,)


def test_a_talk_announced_in_plain_text_is_not_searched_for() -> None:
    announced = Link(
        url="",
        label=f"{TITLE} Jan Doe, University of Somewhere",
        document="list",
        line=1,
    )

    assert clue_of([announced], None).phrases == ()


@pytest.mark.parametrize("trait", SCHOLARLY, ids=lambda trait: trait.example)
def test_every_trait_fits_its_example(trait: Trait) -> None:
    address = trait.example.removeprefix("https://").removeprefix("www.").lower()

    assert trait.pattern.search(address)
    assert may_be_paper(trait.example)


def test_what_the_lists_say_is_not_what_the_page_says() -> None:
    clue = clue_of_lists([_link(url=PAGE, label=f"Doe et al. 2018, {TITLE}")])

    assert _texts(clue.phrases) == [TITLE]
    assert [str(author) for author in clue.authors] == ["Doe"]


def test_the_heading_over_a_bare_address_is_what_the_list_calls_it() -> None:
    link = Link(url=PDF, topic_path=("Reading", TITLE), document="list", line=1)

    assert _texts(clue_of_lists([link]).phrases) == [TITLE]


@pytest.mark.parametrize("mark", ["code", "supp", "slides", "data"])
def test_what_goes_with_a_work_is_not_called_by_its_title(mark: str) -> None:
    assert clue_of_lists([_link(label=f"{TITLE} [{mark}]")]).phrases == ()


def test_the_cell_beside_the_label_may_name_the_authors() -> None:
    context = f"5 | {TITLE} | Ada Lovelace, Emmy Noether, 2018"

    clue = clue_of([_link(label=TITLE, context=context)], None)

    assert [str(author) for author in clue.authors] == ["Lovelace, Ada", "Noether, Emmy"]
    assert clue.year == 2018


def test_a_single_name_in_another_cell_is_who_presents_it() -> None:
    clue = clue_of([_link(label=TITLE, context=f"5 | {TITLE} | Ada Lovelace")], None)

    assert clue.authors == ()


def test_authors_behind_the_label_support_it_whatever_stands_before() -> None:
    context = f"There is also {TITLE}, Ada Lovelace, Emmy Noether, 2018."

    clue = clue_of([_link(context=context)], None)

    assert [author.family for author in clue.authors] == ["Lovelace", "Noether"]


def test_a_page_that_is_called_so_says_who_wrote_it() -> None:
    reading = Reading(work=Work(title=TITLE, authors=(Person(family="Doe", given="Jane"),)))
    url = "https://www.jstor.org/stable/1"

    assert clue_of([_link(url=url)], reading).authors == reading.work.authors


def test_a_word_of_the_title_is_not_a_label_in_brackets() -> None:
    context = "Tight bounds for the interpolation of noisy kinetic data [pdf] []"

    clue = clue_of([_link(label="", context=context)], None)

    assert _texts(clue.phrases)[0].endswith("kinetic data")


def test_a_reference_in_words_brings_its_authors_and_its_year() -> None:
    context = f"J. Doe, K. Roe, “{TITLE},” ICML, 2018."

    clue = clue_of([_link(url="", label=TITLE, context=context)], None)

    assert _texts(clue.phrases) == [TITLE]
    assert (len(clue.authors), clue.year) == (2, 2018)
