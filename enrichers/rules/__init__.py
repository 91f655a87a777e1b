"""The table of rules: what an address says by itself."""

from typing import Final

from enrichers.rules import (
    anywhere,
    books,
    deposits,
    preprints,
    publishers,
    registers,
    societies,
)
from enrichers.rules.model import Rule, by_host

FOR_HOSTS: Final[tuple[Rule, ...]] = (
    *anywhere.RULES,
    *preprints.RULES,
    *registers.RULES,
    *deposits.RULES,
    *publishers.RULES,
    *societies.RULES,
    *books.RULES,
)
"""Rules for hosts that are known; all that apply are heard, one claim for each scheme."""

FOR_ALL: Final[tuple[Rule, ...]] = (
    *anywhere.ANYWHERE,
    *books.ANYWHERE,
    *anywhere.LOOK_ALIKES,
    *books.LOOK_ALIKES,
)
"""Rules for every host, heard where those for hosts are silent; the first that applies wins."""

RULES: Final = (*FOR_HOSTS, *FOR_ALL)
BY_HOST: Final = by_host(FOR_HOSTS)
