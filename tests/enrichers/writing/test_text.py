"""Text as registries and lists send it becomes plain, and stays itself where it is plain."""

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enrichers.writing.text import plain, squeeze, without_note_marks

RECORDED = Path(__file__).parents[4] / "shared" / "payloads"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Communicative &amp; Integrative Biology", "Communicative & Integrative Biology"),
        ("AT&amp;amp;T", "AT&T"),
        ("R&D and AT&T", "R&D and AT&T"),
        ("a page ?x=1&copy=2", "a page ?x=1&copy=2"),
        ("11&nbsp;July &#8211; &#x2014;", "11 July – —"),
        ("&#99999999999; stays", "&#99999999999; stays"),
    ],
)
def test_entities_are_decoded_until_nothing_changes(raw: str, expected: str) -> None:
    assert plain(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Lessons from <i>C. elegans</i>", "Lessons from C. elegans"),
        ("<scp>T</scp>reebase: an<scp>R</scp>package", "Treebase: anRpackage"),
        ("H<sub>2</sub>O and CO<jats:sub>2</jats:sub>", "H2O and CO2"),
        ("&lt;b&gt;Bold&lt;/b&gt; claim", "Bold claim"),
        ("detecting\n      <i>KRAS</i>\n      /\n  <i>NRAS</i>", "detecting KRAS / NRAS"),
        ("<p>One.</p><p>Two.</p>", "One. Two."),
        ("one<br/>two", "one two"),
        ("<jats:title>Abstract</jats:title><jats:p>Twenty-two.</jats:p>", "Twenty-two."),
        ('<a href="https://a.org/?b=1>2">Here</a>', "Here"),
        ("<!-- hidden -->seen<![CDATA[ too]]>", "seen too"),
    ],
)
def test_known_tags_go_without_inventing_blanks(raw: str, expected: str) -> None:
    assert plain(raw) == expected


@pytest.mark.parametrize(
    "text",
    [
        "x < y and y > z",
        "if a<i and j>b",
        "The C++ List<T> class",
        "Windows paths: C:\\Users\\new",
        "It costs $5 and $6",
        "The set {0, 1}^n",
        "On $\\ell_1$-norms and $O(n^2)$",
        "See /~user/page and snake_case",
        "2018上海交通大学深度学习理论前沿研讨会",
        "می\u200cخواهم",
    ],
)
def test_what_only_looks_like_markup_stays(text: str) -> None:
    assert plain(text) == text


def test_a_formula_in_mathml_becomes_its_text() -> None:
    spin = (
        "spin-<mml:math><mml:mrow>\n  <mml:mfrac><mml:mn>1</mml:mn>\n <mml:mn>2</mml:mn>"
        "</mml:mfrac></mml:mrow></mml:math> chains"
    )

    assert plain(spin) == "spin-1/2 chains"


@pytest.mark.parametrize("formula", ['<math alttext="H_2"></math>', '<math alttext="H_2"/>'])
def test_an_empty_formula_falls_back_to_its_alternative_text(formula: str) -> None:
    assert plain(f"about {formula} gas") == "about H_2 gas"


def test_the_tex_twin_of_a_formula_is_dropped() -> None:
    tex = "\\documentclass[12pt]{minimal}\\begin{document}$$\\alpha$$\\end{document}"
    twins = (
        f"<inline-formula><alternatives><tex-math>{tex}</tex-math>"
        "<mml:math><mml:mi>α</mml:mi></mml:math></alternatives></inline-formula>-stable"
    )

    assert plain(twins) == "α-stable"


def test_a_formula_that_is_only_tex_keeps_its_body() -> None:
    tex = "\\documentclass[12pt]{minimal}\\begin{document}$$\\alpha$$\\end{document}"

    assert plain(f"<tex-math>{tex}</tex-math>-stable") == "$\\alpha$-stable"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (r"The Complexity of R\'enyi Entropy", "The Complexity of Rényi Entropy"),
        (r"{\"O}st{\"{u}}n, \c{c}a, Erd\H{o}s, \v{S}", "Östün, ça, Erdős, Š"),
        (r"Stra\ss e of \L ojasiewicz, Garc\'{\i}a", "Straße of Łojasiewicz, García"),
        (r"\textbf{A \emph{nested} title}", "A nested title"),
        (r"{A Title with {PDE}s}", "A Title with PDEs"),
        (r"360\textdegree{} Data \& 50\% more\_or\_less", "360° Data & 50% more_or_less"),
        (r"\emphk-means in Z\(_\mboxp\)", "k-means in Z$_\\mboxp$"),
        ("Navier--Stokes and ``quotes''", "Navier–Stokes and “quotes”"),
        (r"\(\alpha\)-stable, $$x$$", r"$\alpha$-stable, $x$"),
        (r"It\'s \"quoted\"", 'It\'s "quoted"'),
        (r"Results \cite{doe2018} hold", "Results hold"),
    ],
)
def test_latex_in_running_text_is_decoded(raw: str, expected: str) -> None:
    assert plain(raw) == expected


def test_control_and_zero_width_characters_are_dropped() -> None:
    assert plain("a\u00adb\u200bc\ud800 \x07d\ufeff") == "abc d"


@given(st.text(st.characters(exclude_categories=())))
def test_plain_text_is_one_line_in_composed_form(raw: str) -> None:
    text = plain(raw)

    assert text == " ".join(text.split())
    assert unicodedata.is_normalized("NFC", text)
    assert text.encode().decode() == text


@given(st.text(st.characters(categories=["Lu", "Ll", "Nd"], max_codepoint=0x24F)))
def test_letters_and_digits_are_left_alone(word: str) -> None:
    assert plain(word) == unicodedata.normalize("NFC", word)


@given(st.text(alphabet="<>/&;#\\{}$\"'` abiox19=-~^_"))
def test_no_tangle_of_markup_breaks_it(tangle: str) -> None:
    assert len(plain(tangle)) <= 2 * len(tangle)


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "<",
            "<i ",
            "<i a=",
            '<i a="',
            "<math>",
            "<mfrac>",
            "<annotation>",
            "<!--",
            "<![CDATA[",
        ),
        *("&", "&#9", "&amp;", "&lt;i&gt;", '\\"', "\\(", "\\(a\\", "\\c ", "\\cite{", "\\a"),
        *("{", "}", "{{}}", "$", "$a ", "$\\$", "``", "``a", "--", "\\documentclass"),
        *("\\begin{document}", "a\u0301\u0316", "\u0301\u0316", "\u200c", "<jats:title> "),
    ],
)
def test_hostile_repetition_is_read_in_one_go(piece: str) -> None:
    hostile = piece * (60_000 // len(piece))

    text = plain(hostile)

    assert len(text) <= 2 * len(hostile)
    assert len(squeeze(text)) <= len(hostile)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Deep Learning: A Review", "DEEP LEARNING — a review."),
        ("an<scp>R</scp>package", "an R package"),
        ("Schrödinger's Straße", "Schrodingers Strasse"),
        ("On $\\ell_1$-norms", "On ℓ1 norms"),
        ("H₂O in $\\mathbb{R}^3$", "H2O in R3"),
        ("Łojasiewicz øre", "Lojasiewicz ore"),
    ],
)
def test_titles_that_differ_in_dress_only_are_squeezed_alike(one: str, other: str) -> None:
    assert squeeze(plain(one)) == squeeze(plain(other)) != ""


@pytest.mark.parametrize(("one", "other"), [("がく", "かく"), ("हिन्दी", "हन्द"), ("2D", "3D")])
def test_words_that_differ_are_not_squeezed_alike(one: str, other: str) -> None:
    assert squeeze(one) != squeeze(other)


def _recorded_titles() -> Iterator[str]:
    def titles(node: Any) -> Iterator[str]:
        if isinstance(node, dict):
            for key, value in node.items():
                if key == "title" and isinstance(value, str):
                    yield value
                elif key == "title" and isinstance(value, list):
                    yield from (one for one in value if isinstance(one, str))
                else:
                    yield from titles(value)
        elif isinstance(node, list):
            for value in node:
                yield from titles(value)

    for path in sorted(RECORDED.glob("*/*.json")):
        text = path.read_text()
        if text.startswith("{") and "missing_comma" not in path.name:
            yield from titles(json.loads(text))


@pytest.mark.skipif(not RECORDED.is_dir(), reason="the recorded answers are not here")
def test_recorded_titles_come_out_clean() -> None:
    unclean = [
        title
        for title in map(plain, _recorded_titles())
        if "&amp;" in title or "</" in title or "  " in title or "\n" in title
    ]

    assert unclean == []


@pytest.mark.parametrize(
    ("marked", "title"),
    [
        ("Nonlinear random matrix theory for deep learning*", None),
        ("Waves in boxes†", "Waves in boxes"),
        ("Waves in boxes*†", "Waves in boxes"),
        ("Waves in boxes ∗, †", "Waves in boxes"),
        ("Waves in (shallow boxes)*", "Waves in (shallow boxes)"),
        ("WAVES IN SHALLOW BOXES*", "WAVES IN SHALLOW BOXES"),
        ("Waves in boxes$^*$", "Waves in boxes"),
        ("Waves in boxes $^{\\dagger}$", "Waves in boxes"),
        ("Waves in shallow boxes¹", "Waves in shallow boxes"),
        ("深度学习的数学*", "深度学习的数学"),
        ("Wellen in flachen Kästen☆", "Wellen in flachen Kästen"),
    ],
)
def test_the_mark_of_a_footnote_is_no_part_of_a_title(marked: str, title: str | None) -> None:
    assert without_note_marks(marked) == (title or marked.removesuffix("*"))


@pytest.mark.parametrize(
    "title",
    [
        *("The K-theory of C*", "C*", "Planning with A*", "Lazy Theta*", "Informed RRT*"),
        *("INFORMED RRT*", "PLANNING WITH INFORMED RRT*", "LPA*", "Sgr A*", "BIT*", "boxes*"),
        *("Representations of $C^*$", "Convergence in weak*", "Sums in L²", "The law of sin²"),
        *("At a scale of 1 km²", "Is M† normal?", "The adjoint M†", "*", "", "Boxes in H¹"),
        *("$C^*$-algebras", "K-theory of C*-algebras", "Waves in boxes"),
    ],
)
def test_a_star_that_belongs_to_a_name_stays(title: str) -> None:
    assert without_note_marks(title) == title


@given(st.text(alphabet="ab C*†²$^{}\\ ,", max_size=40))
def test_marks_are_dropped_once_and_for_all(title: str) -> None:
    bare = without_note_marks(title)

    assert title.startswith(bare)
    assert without_note_marks(bare) == bare
