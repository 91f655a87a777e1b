"""Labels are taken apart into a title and what lists write around it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrichers.words.clean import clean

TITLE = "Neural Ordinary Differential Equations"


@pytest.mark.parametrize(
    "label",
    [
        TITLE,
        f"{TITLE} [pdf]",
        f"{TITLE} [pdf, 2.3 MB]",
        f"{TITLE} (PDF)",
        f"{TITLE}.pdf",
        f"{TITLE} | paper | code",
        f"{TITLE} [paper] [code]",
        f"1. {TITLE}",
        f"1.{TITLE}",
        f"(a) {TITLE}",
        f"iv) {TITLE}",
        f"[12] {TITLE}",
        f"#3 {TITLE}",
        f"• {TITLE}",
        f"🔥 {TITLE} ⭐ 4.2k stars",
        f"★★★ {TITLE}",
        f"**{TITLE}**",
        f"`{TITLE}`",
        f"[{TITLE}](https://a.example/x.pdf)",
        f"“{TITLE}”",
        f"《{TITLE}》",
        f"【{TITLE}】",
        f"paper: {TITLE}",
        f"{TITLE} - a survey of continuous depth",
        f"{TITLE}. This paper won an award.",
        f"{TITLE} https://a.example/x",
        f"{TITLE} (12 pages)",
        f"<i>{TITLE}</i> &nbsp;",
        f"{TITLE} (arXiv:1806.07366)",
        f"{TITLE}, arXiv preprint arXiv:1806.07366",
    ],
)
def test_ornaments_come_off(label: str) -> None:
    assert clean(label).title == TITLE


@pytest.mark.parametrize(
    ("label", "year", "venue"),
    [
        (f"{TITLE} (NeurIPS 2018)", 2018, "NeurIPS"),
        (f"{TITLE} (NIPS'18 oral)", 2018, "NIPS"),
        (f"{TITLE} （ICML 2018）", 2018, "ICML"),
        (f"【CVPR2020】{TITLE}", 2020, "CVPR"),
        (f"[ICLR 2019 Spotlight] {TITLE}", 2019, "ICLR"),
        (f"{TITLE}, ICML 2018", 2018, "ICML"),
        (f"{TITLE} - AAAI 98", 1998, "AAAI"),
        (f"{TITLE} ICML 2018", 2018, "ICML"),
        (f"ICML 2018: {TITLE}", 2018, "ICML"),
        (f"{TITLE} (J. Comput. Phys., 2018)", 2018, "J. Comput. Phys."),
        (f"{TITLE} (2018)", 2018, ""),
        (f"2018-06-19: {TITLE}", 2018, ""),
        (f"{TITLE}, June 2018", 2018, ""),
    ],
)
def test_where_and_when_is_kept(label: str, year: int, venue: str) -> None:
    cleaned = clean(label)

    assert (cleaned.title, cleaned.year, cleaned.venue) == (TITLE, year, venue)


@pytest.mark.parametrize(
    ("label", "authors", "year"),
    [
        (f"Chen et al. 2018, {TITLE}", ["Chen"], 2018),
        (f"Chen et al. (2018). {TITLE}.", ["Chen"], 2018),
        (f"[Chen et al., 2018] {TITLE}", ["Chen"], 2018),
        (f"{TITLE} (Chen et al., 2018)", ["Chen"], 2018),
        (f"{TITLE} (Chen and Duvenaud 2018)", ["Chen", "Duvenaud"], 2018),
        (f"Author, A. and Bauthor, B. (2018). {TITLE}", ["Author, A.", "Bauthor, B"], 2018),
        (f"R. Chen & D. Duvenaud, 2018. {TITLE}", ["Chen, R.", "Duvenaud, D."], 2018),
        (f"R. Chen and D. Duvenaud, “{TITLE},” 2018.", ["Chen, R.", "Duvenaud, D."], 2018),
        (f"Chen, R., Duvenaud, D.: {TITLE}", ["Chen, R.", "Duvenaud, D"], None),
        (f"{TITLE} by Ricky Chen and David Duvenaud", ["Chen, Ricky", "Duvenaud, David"], None),
        (f"Duvenaud (2018): {TITLE}", ["Duvenaud"], 2018),
        (f"Ricky F. Chen. {TITLE}. Proceedings of NIPS, 2018. pdf", ["Chen, Ricky F."], 2018),
    ],
)
def test_who_is_kept(label: str, authors: list[str], year: int | None) -> None:
    cleaned = clean(label)

    assert cleaned.title == TITLE
    assert [str(author) for author in cleaned.authors] == authors
    assert cleaned.year == year


def test_authors_follow_the_last_by() -> None:
    title = "Recovery of Sources by Sparse Regularization"

    cleaned = clean(f"{title} by Nico Antonello, Enzo De Sena, Marc Moonen")

    assert cleaned.title == title
    assert [author.family for author in cleaned.authors] == ["Antonello", "De Sena", "Moonen"]


@pytest.mark.parametrize(
    "title",
    [
        "Automatic Differentiation of Convolutional Networks - Lessons from Adjoint Solvers",
        "“Why Should I Trust You?”: Explaining the Predictions of Any Classifier",
        "Proximal Policy Optimization (PPO)",
        "Voxel R-CNN: Towards High Performance 3D Object Detection",
        "Learning by Doing",
        "NeurIPS (2018): What Was New",
        "Learning in 2020",
        "Rice Today, Roti Tomorrow: Diets in Urban Households",
        "LINK: Linguistic Steganalysis with External Knowledge",
        "Dense communities in the web",
        "3D Shapes in the Wild",
        "Machine Learning, 2018. On things",
        "AdaBoost in C++",
        "What is a Workshop?",
        "深度学习",
    ],
)
def test_titles_stay_whole(title: str) -> None:
    assert clean(title).title == title


@pytest.mark.parametrize(
    "label", ["pdf", "[ICML'18]", "NeurIPS19", "(2018)", "🔥", "[pdf] [code]"]
)
def test_what_names_only_place_or_form_has_no_title(label: str) -> None:
    assert clean(label).title == ""


@pytest.mark.parametrize(
    ("label", "is_talk"),
    [
        (f"[Slides] {TITLE}", True),
        (f"{TITLE} (poster)", True),
        (f"Talk: {TITLE}", True),
        (f"{TITLE} [paper] [slides]", False),
        (TITLE, False),
    ],
)
def test_a_talk_says_so(label: str, *, is_talk: bool) -> None:
    assert clean(label).is_talk is is_talk


def test_what_looked_like_a_comment_is_kept() -> None:
    cleaned = clean("Point clouds - a survey of methods")

    assert (cleaned.title, cleaned.note) == ("Point clouds", "a survey of methods")


PIECES = st.sampled_from(
    (
        *(TITLE, "Deep Learning", "[pdf]", "(ICML 2018)", "1. ", "(a) ", "Chen et al. 2018, "),
        *(" - a survey", "“", "”", "《", "》", "[", "]", "(", ")", "【", ": ", ". ", ", 2018"),
        *("**", "`", "🔥", " by A. Author and B. Author", "&amp;", "<b>", "$x$", "\\'e", "…"),
    )
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=8).map("".join)))
def test_cleaning_twice_is_cleaning_once(label: str) -> None:
    title = clean(label).title

    assert clean(title).title == title


@pytest.mark.parametrize(
    "bait", ["(" * 5000, "[a](" * 2000, "A, " * 3000, "“" * 5000, " - a" * 2000, "&amp;" * 3000]
)
def test_a_hostile_label_ends(bait: str) -> None:
    assert len(clean(bait).title) <= len(bait)


@pytest.mark.parametrize(
    ("label", "families"),
    [
        (f"Zoe Mhammedi, Andrew D. Hellicar, and Kim Roe. {TITLE}. 2016", 3),
        (f"{TITLE} - Pan Ji, Mathieu Salzmann, Hongdong Li", 3),
        (f"{TITLE}, Shuaicheng Liu, Yinting Wang, Lu Yuan (2011)", 3),
        (f"{TITLE} by Siddharth Gopal", 1),
        (f"论文：{TITLE}", 0),
    ],
)
def test_full_names_on_either_side_are_authors(label: str, families: int) -> None:
    cleaned = clean(label)

    assert cleaned.title == TITLE
    assert len(cleaned.authors) == families


@pytest.mark.parametrize(
    ("label", "expected"),
    [(f"{TITLE} [supp]", True), (f"{TITLE} - Appendix", True), (f"{TITLE} [pdf]", False)],
)
def test_a_label_says_that_it_is_a_supplement(label: str, expected: bool) -> None:
    assert clean(label).is_supplement is expected
