"""How safe and how useful judging by words is, beside one-line rules: `make bench-matching`.

Works half of which the weights were fitted on are the pool; every question is about the other
half. "Missing" questions are about works whose own record is taken out of the pool, so that
every acceptance is wrong.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial
from random import Random

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from enrichers.words.clues import clue_of_label
from enrichers.words.judge import judge
from enrichers.words.model import Clue, Decision, Judgement
from enrichers.writing.text import squeeze
from tests.bench.fit import supported
from tests.bench.titles import NOISES, Pool, Record, corpus, is_version, sample

SEED = 2
BINS = 10
MOST_WRONG, LEAST_ACCEPTED, MOST_ERROR, LEAST_SPEED = 0.0015, 0.95, 0.05, 100
MAY_BE_ASKED = "no subtitle"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One question and what came of it."""

    record: Record
    label: str
    found: Sequence[Record]
    judgement: Judgement
    seconds: float

    @property
    def is_accepted(self) -> bool:
        return self.judgement.decision is Decision.ACCEPT

    @property
    def is_right(self) -> bool:
        """Whether the likeliest proposal is the record that was meant."""
        proposals = self.judgement.proposals
        return bool(proposals) and proposals[0].work.ids == self.record.work.ids

    @property
    def is_version(self) -> bool:
        """Whether the likeliest proposal is another version of what was meant."""
        first = self.judgement.proposals[0].work.ids
        return any(
            other.work.ids == first and is_version(self.record, other) for other in self.found
        )


def ask(
    record: Record,
    label: str,
    pool: Pool,
    *,
    is_missing: bool = False,
    support: Callable[[Clue], Clue] = lambda clue: clue,
) -> Answer:
    """Clean the label, search the pool and judge; the time is of the processor, without the
    search."""
    start = time.process_time()
    clue = clue_of_label(label)
    cleaned = time.process_time()
    clue = support(clue)
    asked = clue.phrases[0].text if clue.phrases else label
    found = pool.nearest(asked, without=record if is_missing else None)
    works = [other.work for other in found]
    searched = time.process_time()
    judgement = judge(clue, works)
    seconds = time.process_time() - searched + cleaned - start
    return Answer(record=record, label=label, found=found, judgement=judgement, seconds=seconds)


Rule = Callable[[str, Record, Record], bool]
"""Whether a label that was written about the first record is taken to name the second."""


def _words(text: str) -> set[str]:
    return set(text.lower().split())


RIVALS: Mapping[str, Rule] = {
    "token_set >= 95": lambda label, _, r: (
        fuzz.token_set_ratio(label.lower(), r.title.lower()) >= 95
    ),
    "token_set >= 95, a shared surname": lambda label, q, r: (
        fuzz.token_set_ratio(label.lower(), r.title.lower()) >= 95
        and bool(q.families & r.families)
    ),
    "token_sort >= 90": lambda label, _, r: (
        fuzz.token_sort_ratio(label.lower(), r.title.lower()) >= 90
    ),
    "word Jaccard >= .75": lambda label, _, r: (
        len(_words(label) & _words(r.title)) >= 0.75 * len(_words(label) | _words(r.title))
    ),
    "SequenceMatcher >= .85, year +-1": lambda label, q, r: (
        abs(q.year - r.year) <= 1
        and SequenceMatcher(None, label.lower(), r.title.lower()).ratio() >= 0.85
    ),
    "Ratcliff >= .7, first author": lambda label, q, r: (
        q.names[:1] == r.names[:1]
        and SequenceMatcher(None, label.lower(), r.title.lower()).ratio() >= 0.7
    ),
    "Levenshtein <= 4": lambda label, _, r: (
        Levenshtein.distance(label.lower(), r.title.lower(), score_cutoff=4) <= 4
    ),
    "equal letters": lambda label, _, r: squeeze(label) == squeeze(r.title),
}
"""What peers do, as one-line comparisons of the label and the nearest title. Rules that ask for
authors or a year are given the true ones."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.matching", description=__doc__)
    parser.add_argument("--questions", type=int, default=2000, help="per noise: %(default)s")
    parser.add_argument("--missing", type=int, default=10_000, help="default: %(default)s")
    parser.add_argument("--show", type=int, default=5, help="wrong ones shown: %(default)s")
    parser.add_argument("--own", action="store_true", help="ask about the small corpus")
    wanted = parser.parse_args()
    name, records = corpus(is_own=wanted.own)
    held_out = [record for record in records if not record.is_for_fitting]
    pool, chance = Pool(records), Random(SEED)
    print(f"{len(records):,} works ({name} corpus), asked about {len(held_out):,} of them")
    present = {
        noise: _present(noise, held_out, pool, wanted.questions, chance) for noise in NOISES
    }
    missing = _missing(held_out, pool, wanted.missing, chance)
    with_page = _with_page(held_out, records, pool, wanted.missing // 2, chance)
    _print_table(present, missing)
    are_met = _print_figures(present, missing, with_page)
    _print_wrong(present, missing, wanted.show)
    sys.exit(not are_met)


def _present(
    noise: str, records: Sequence[Record], pool: Pool, count: int, chance: Random
) -> list[Answer]:
    answers: list[Answer] = []
    for record in sample(records, 8 * count, chance):
        label = NOISES[noise](record, chance)
        if label:
            answers.append(ask(record, label, pool))
        if len(answers) == count:
            break
    return answers


def _missing(records: Sequence[Record], pool: Pool, count: int, chance: Random) -> list[Answer]:
    answers: list[Answer] = []
    for record in sample(records, count, chance):
        label = NOISES[chance.choice(list(NOISES))](record, chance) or record.title
        answers.append(ask(record, label, pool, is_missing=True))
    return answers


def _with_page(
    held_out: Sequence[Record],
    records: Sequence[Record],
    pool: Pool,
    count: int,
    chance: Random,
) -> list[Answer]:
    """Every noise, half of the records missing, with what pages say, which is seldom wrong."""
    answers: list[Answer] = []
    for record in sample(held_out, count, chance):
        label = NOISES[chance.choice(list(NOISES))](record, chance) or record.title
        page = partial(supported, record=record, records=records, chance=chance)
        is_missing = chance.random() < 1 / 2
        answers.append(ask(record, label, pool, is_missing=is_missing, support=page))
    return answers


def _print_table(present: Mapping[str, Sequence[Answer]], missing: Sequence[Answer]) -> None:
    print(f"\n{'accepted, %':36}" + "".join(f"{noise:>14}" for noise in present) + "   wrongly")
    groups = [*present.values(), missing]
    right = [_share(a.is_accepted and a.is_right for a in group) for group in groups]
    _print_row("judge", right[:-1], _wrong(missing))
    asked = [_share(a.judgement.decision is Decision.ASK for a in group) for group in groups]
    _print_row("  asks a person", asked[:-1], asked[-1])
    wrong = [_share(a.is_accepted and not a.is_right for a in group) for group in groups]
    _print_row("  takes another one", wrong[:-1], wrong[-1])
    for rival, rule in RIVALS.items():
        shares = [
            _share(rule(answer.label, answer.record, answer.record) for answer in answers)
            for answers in present.values()
        ]
        wrong = _share(
            bool(answer.found) and rule(answer.label, answer.record, answer.found[0])
            for answer in missing
        )
        _print_row(rival, shares, wrong)


def _print_row(name: str, shares: Sequence[float], wrong: float | None) -> None:
    told = "" if wrong is None else f"{100 * wrong:10.2f}"
    print(f"{name:36}" + "".join(f"{100 * share:14.1f}" for share in shares) + told)


def _print_figures(
    present: Mapping[str, Sequence[Answer]],
    missing: Sequence[Answer],
    with_page: Sequence[Answer],
) -> bool:
    """Print how we do against each goal; whether all of them are met."""
    everything = [answer for answers in present.values() for answer in answers]
    wrong = [answer for answer in missing if answer.is_accepted]
    versions = sum(answer.is_version for answer in wrong)
    lowest = min(
        _share(answer.is_accepted and answer.is_right for answer in answers)
        for noise, answers in present.items()
        if noise != MAY_BE_ASKED
    )
    error = calibration_error(with_page)
    labels_alone = calibration_error([*everything[:: len(NOISES)], *missing])
    speed = len(everything) / sum(answer.seconds for answer in everything)
    found = _share(answer.record in answer.found for answer in everything)
    accepted = [answer for answer in with_page if answer.is_accepted]
    mistaken = _share(not answer.is_right for answer in accepted)
    print(f"\nthe record is among the {len(everything[0].found)} found: {found:.1%}")
    met = [
        _print_goal("wrongly accepted, record missing", _wrong(missing), MOST_WRONG, "{:.2%}")
    ]
    print(f"  {len(wrong)} of {len(missing):,}, {versions} of them another version of the work")
    met.append(
        _print_goal(
            "accepted under the worst noise", lowest, LEAST_ACCEPTED, "{:.1%}", is_least=True
        )
    )
    met.append(_print_goal("calibration error", error, MOST_ERROR, "{:.4f}"))
    print(f"  on labels alone {labels_alone:.4f}")
    per_second = "decisions a second (of the processor)"
    met.append(_print_goal(per_second, speed, LEAST_SPEED, "{:.0f}", is_least=True))
    print(f"of all accepted, half of the records missing: {mistaken:.2%} wrong")
    return all(met)


def _print_goal(
    name: str, value: float, goal: float, form: str, *, is_least: bool = False
) -> bool:
    is_met = value >= goal if is_least else value <= goal
    bound = "at least" if is_least else "at most"
    told = "met" if is_met else "MISSED"
    print(f"{name}: {form.format(value)} (goal {bound} {form.format(goal)}: {told})")
    return is_met


def _print_wrong(
    present: Mapping[str, Sequence[Answer]], missing: Sequence[Answer], count: int
) -> None:
    everything = [a for answers in present.values() for a in answers if not a.is_right]
    wrong = [answer for answer in [*missing, *everything] if answer.is_accepted]
    for answer in wrong[:count]:
        first = answer.judgement.proposals[0]
        print(f"wrong: {answer.label!r}\n    -> {first.work.title!r} {first.probability:.4f}")


def calibration_error(answers: Sequence[Answer]) -> float:
    """Expected calibration error of the likeliest proposals, in bins of equal width."""
    told = [
        (answer.judgement.proposals[0].probability, answer.is_right)
        for answer in answers
        if answer.judgement.proposals
    ]
    error = 0.0
    for number in range(BINS):
        inside = [pair for pair in told if min(int(pair[0] * BINS), BINS - 1) == number]
        if inside:
            gap = sum(likely for likely, _ in inside) - sum(right for _, right in inside)
            error += abs(gap)
    return error / max(len(told), 1)


def _wrong(answers: Sequence[Answer]) -> float:
    return _share(answer.is_accepted for answer in answers)


def _share(claims: Iterable[bool]) -> float:
    truths = list(claims)
    return sum(truths) / max(len(truths), 1)


if __name__ == "__main__":
    main()
