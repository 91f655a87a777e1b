"""Titles are compared word by word, and slips of the pen are not other words."""

import pytest

from enrichers.model import Work
from enrichers.words.compare import TitleFit, compare, compare_titles
from enrichers.words.model import Clue, Phrase, Speaker
from enrichers.words.vocabulary import RAREST, bits, information, words
from enrichers.words.weights import WEIGHTS, probabilities
from enrichers.writing.names import person
from tests.bench.fit import AGAINST, FREE

TITLE = "Stable Splitting Schemes for Stiff Gradient Flows"


def _kind(fit: TitleFit) -> str:
    kinds = {"differ": fit.different, "slip": fit.slips, "swap": fit.swaps, "part": fit.is_part}
    return next((kind for kind, value in kinds.items() if value), "same")


@pytest.mark.parametrize(
    ("asked", "title", "kind"),
    [
        (TITLE, TITLE.upper(), "same"),
        ("Pre-training Networks", "Pretraining networks", "same"),
        ("k means clustering", "k-Means Clustering", "same"),
        ("Poincaré Maps", "Poincar{\\'e} maps", "same"),
        (TITLE, f"{TITLE} (ICML 2018)", "same"),
        ("Stabel Splitting of Flows", "Stabl Splitting of Flows", "slip"),
        ("Stable Spliting of Flows", "Stable Splitting of Flows", "slip"),
        ("Learning from Image", "Learning from Images", "swap"),
        ("Learning fo Speech", "Learning for Speech", "swap"),
        ("Linear Flows of Gradients", "Nonlinear Flows of Gradients", "differ"),
        ("Flows in 2D", "Flows in 3D", "differ"),
        ("Flows II", "Flows III", "differ"),
        ("Learning with GAN", "Learning with GAB", "differ"),
        ("Flows of a layered BLSTM", "Flows of a layered LSTM", "differ"),
        ("flows of a layered blstm", "Flows of a layered LSTM", "differ"),
        ("STABLE SPLITING OF FLOWS", "Stable Splitting of Flows", "slip"),
        ("Stiff Gradient Flows", "Stiff Gradient Flows: A Review of Methods", "part"),
        ("Stiff Gradient Flows: A Review of Methods", "Stiff Gradient Flows", "part"),
        ("Stiff Gradient Flows", "Comment on: Stiff Gradient Flows", "differ"),
        ("Deep Learning: Approximation by Composition", "Deep Learning", "differ"),
        ("深度学习的数学", "深度学习的物理", "differ"),
    ],
)
def test_each_difference_has_its_kind(asked: str, title: str, kind: str) -> None:
    assert _kind(compare_titles(asked, title)) == kind


def test_rare_words_tell_more() -> None:
    assert bits("the") < bits("learning") + 1 < bits("ordinary") < bits("xylophone") == RAREST
    assert information(words("Learning learning LEARNING")) == bits("learning")


def test_no_weight_has_the_wrong_sign() -> None:
    wrong = {
        name
        for name, weight in WEIGHTS.items()
        if name not in FREE and (weight > 0) is (name in AGAINST)
    }

    assert wrong == set()


@pytest.mark.parametrize("scores", [(), (0.0,), (9.0, 9.0), (-800.0, 800.0)])
def test_at_most_one_of_several_is_meant(scores: tuple[float, ...]) -> None:
    assert sum(probabilities(scores)) <= 1


@pytest.mark.parametrize(
    ("ours", "theirs", "is_same"),
    [
        ("Jared Bryan", "Jane Bryan", False),
        ("J. Bryan", "Jane Bryan", True),
        ("Alexander Kolmogorov", "Aleksandr Kolmogorov", True),
        ("Bryan", "Jane Bryan", True),
        ("Yann LeCun", "Yan LeCun", True),
        ("Jane Bryan", "Jane Brown", False),
        ("Qi Li", "Qian Li", False),
        ("Q. Li", "Qian Li", True),
        ("Th. Mann", "Thomas Mann", True),
        ("Qi Li", "Qi-Wei Li", True),
        ("Li Wei Chen", "Liwei Chen", True),
    ],
)
def test_a_name_is_the_same_only_if_the_given_names_may_be(
    ours: str, theirs: str, is_same: bool
) -> None:
    clue = Clue(
        phrases=(Phrase(text="Things", speaker=Speaker.LABEL),), authors=(person(ours),)
    )

    compared = compare(clue, "Things", Work(title="Things", authors=(person(theirs),)))

    assert compared.is_first_author is is_same
