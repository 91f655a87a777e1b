"""Items of other people, as a group that is in use is full of them."""

import random
from collections.abc import Iterator

from tests.standin.zotero.access import ANNA
from tests.standin.zotero.keys import new_key
from tests.standin.zotero.records import Item

TYPES = ("journalArticle", "conferencePaper", "preprint", "book", "webpage")
SUBJECTS = ("Spectral", "Stochastic", "Convex", "Bayesian", "Topological", "Sparse", "Robust")
OBJECTS = ("gradient flows", "estimators", "operators", "kernels", "manifolds", "games")
FAMILIES = ("Okafor", "Lindqvist", "Moreau", "Tanaka", "Petrov", "Silva", "Haddad", "Nguyen")


def foreign_items(chance: random.Random, added: str) -> Iterator[Item]:
    """Works without end, each with keys, titles and DOIs of its own; not of one's seed list."""
    seen: set[str] = set()
    number = 0
    while True:
        number += 1
        key = new_key(chance)
        if key in seen:
            continue
        seen.add(key)
        title = f"{chance.choice(SUBJECTS)} {chance.choice(OBJECTS)}, part {number}"
        yield Item(
            key=key,
            version=0,
            item_type=TYPES[number % len(TYPES)],
            fields={
                "title": title,
                "date": str(1970 + number % 55),
                "DOI": f"10.5555/foreign.{number}",
                "url": f"https://example.org/foreign/{number}",
            },
            creators=(
                {
                    "creatorType": "author",
                    "firstName": chance.choice("ABCDEFGH"),
                    "lastName": chance.choice(FAMILIES),
                },
            ),
            tags=({"tag": f"shelf {number % 40}"},),
            added=added,
            modified=added,
            created_by=ANNA.id,
            modified_by=ANNA.id,
        )
