"""Sentences about nothing, the same for the same seed."""

from itertools import islice
from random import Random

SUBJECTS = (
    "the method", "our estimate", "a layer", "the gradient", "this bound", "the first step",
    "every sample", "the operator", "a smaller network", "the residual", "one iteration",
)  # fmt: skip
VERBS = ("keeps", "improves", "limits", "follows", "replaces", "measures", "needs", "explains")
OBJECTS = (
    "the error", "the whole domain", "a fixed budget", "its own input", "the boundary",
    "the noise", "each coordinate", "the training set", "the usual cost", "a longer horizon",
)  # fmt: skip
ENDS = (
    "in practice", "up to a constant", "on average", "for small data", "without tuning",
    "in two examples", "under mild conditions", "at every scale",
)  # fmt: skip


def sentences(seed: str, count: int) -> str:
    """So many sentences."""
    chance = Random(seed)
    made = (
        f"{chance.choice(SUBJECTS)} {chance.choice(VERBS)} {chance.choice(OBJECTS)} "
        f"{chance.choice(ENDS)}.".capitalize()
        for _ in iter(int, 1)
    )
    return " ".join(islice(made, count))
