"""Reads generated pages of ordinary size, and prints time, memory and the fields it found."""

import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from html import unescape
from random import Random
from typing import Final

from enrichers.pages.html import read_text
from enrichers.pages.model import Reading
from tests.bench.peer import compared
from tests.enrichers.pages.pages_in_conflict import CONFLICTS
from tests.enrichers.pages.pages_in_core import CORE_PAGES
from tests.enrichers.pages.pages_in_highwire import HIGHWIRE_PAGES
from tests.enrichers.pages.pages_in_schema_org import STRUCTURED_PAGES
from tests.enrichers.pages.pages_in_short import HIGHWIRE, Page, html, items, ld, tags
from tests.enrichers.pages.pages_of_archives import ARCHIVES
from tests.enrichers.pages.pages_of_code import CODE
from tests.enrichers.pages.pages_of_papers import PAPERS
from tests.enrichers.pages.pages_of_platforms import PLATFORMS
from tests.enrichers.pages.pages_of_publishers import PUBLISHERS
from tests.enrichers.pages.pages_of_sites import SITES
from tests.enrichers.pages.pages_of_things import THINGS
from tests.enrichers.pages.pages_with_mentions import MENTIONS
from tests.enrichers.pages.test_html_hostile import BAITS

PAGES: Final = 100
SIZE: Final = 120_000
SEED: Final = 1
MOST_CPU: Final = 30.0  # milliseconds a page
MOST_MEMORY: Final = 200.0  # MB
TEXT: Final = (
    "the box of shallow waves was measured with a small error and compared to models which "
    "were trained on many samples from deep basins by methods that need no gradients"
)
WORDS: Final = TEXT.split()


def main() -> None:
    """Print the figures; the process fails if a limit is passed, if a page's own identifier is
    missed, or if translation-server finds a field that is not found here."""
    pages = list(generated(Random(SEED)))
    for page in pages[:5]:
        read_text(page, "https://press.example.org/view/1")
    began = time.process_time()
    readings = [read_text(page, "https://press.example.org/view/1") for page in pages]
    cpu = (time.process_time() - began) / len(pages) * 1000
    size = sum(map(len, pages)) / len(pages) / 1000
    own = sum(len(reading.claims) == 1 for reading in readings)
    print(f"HTML: {len(pages)} pages of {size:.0f} kB")
    print(f"  CPU a page     {cpu:6.1f} ms  (at most {MOST_CPU:.0f})")
    print(f"  peak memory    {memory():6.0f} MB  (at most {MOST_MEMORY:.0f})")
    print(f"  own identifier {own:6} of {len(pages)}, 60 references on each")
    hostile()
    fields()
    is_ahead = compared()
    if cpu > MOST_CPU or memory() > MOST_MEMORY:
        sys.exit("a page took more time or memory than is allowed")
    if not is_ahead or own < len(pages):
        sys.exit("a field that should be found was not")


def memory() -> float:
    """Megabytes at the peak so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def generated(random: Random) -> Iterator[str]:
    """Article pages with menus, scripts, text, a reference list and a footer."""
    for number in range(PAGES):
        own = [pair.replace("boxes.12", f"boxes.{number}") for pair in HIGHWIRE]
        head = tags(*own) + ld({"@type": "WebSite", "name": "Box Press"})
        menu = items(*(f'<a href="/m/{n}">{_words(random, 2)}</a>' for n in range(80)))
        script = f"<script>{'var a=b<c?d:e; ' * 2_000}</script>"
        references = items(
            *(
                f'<span class="x">{_words(random, 12)}</span> '
                f'<a href="https://doi.org/10.1000/old.{n}">doi:10.1000/old.{n}</a>'
                for n in range(60)
            )
        )
        page = html(head, f"<nav>{menu}</nav>{script}<h1>Waves in shallow boxes</h1>")
        end = f"<h2>References</h2>{references}<footer>{_words(random, 50)}</footer>"
        text: list[str] = []
        room = SIZE - len(page) - len(end)
        while room > 0:
            text.append(
                f'<div class="p"><p id="p{room}">{_words(random, 60)} '
                f'<a class="ref" href="#r{room}">[{room}]</a> {_words(random, 20)}</p></div>'
            )
            room -= len(text[-1])
        yield page.replace("</body>", "") + "".join(text) + end


def hostile() -> None:
    """Time and memory of the worst of the hostile pages."""
    slowest, name = 0.0, ""
    for bait, page in BAITS.items():
        began = time.process_time()
        read_text(page, "https://press.example.org/view/1")
        if (took := time.process_time() - began) > slowest:
            slowest, name = took, bait
    print(f"  hostile        {len(BAITS):6} pages, slowest {slowest:.1f} s ({name}), ", end="")
    print(f"peak memory {memory():.0f} MB")


def _words(random: Random, count: int) -> str:
    return " ".join(random.choices(WORDS, k=count))


def fields() -> None:
    """How many of the fields that the test pages hold are found, beside a plain reader."""
    print("Fields found on the project's own test pages")
    print(f"  {'convention':<34}{'here':>8}{'plain':>8}{'of':>8}")
    groups = {
        "citation_*": HIGHWIRE_PAGES,
        "Dublin Core, PRISM, EPrints": CORE_PAGES,
        "JSON-LD, microdata, COinS": STRUCTURED_PAGES,
        "several in conflict": CONFLICTS,
        "text, links, BibTeX": MENTIONS,
        "talks, courses, people, code": THINGS,
        "as publishers build them": (*PUBLISHERS, *PAPERS),
        "as archives and platforms do": (*ARCHIVES, *CODE, *SITES, *PLATFORMS),
    }
    for name, pages in groups.items():
        counts = Counter[str]()
        for page in pages:
            counts.update(_counted(page))
        print(f"  {name:<34}{counts['here']:>8}{counts['plain']:>8}{counts['of']:>8}")


def _counted(page: Page) -> Counter[str]:
    reading = read_text(page.html, page.url)
    plain = plainly_read(page.html)
    counted = Counter[str]()
    for name, wanted in page.wants.items():
        if not wanted or name not in {*plain, "claims", "mentions"}:
            continue
        counted["of"] += 1
        counted["here"] += _here(reading, name) == wanted
        counted["plain"] += plain.get(name) == wanted
    return counted


def _here(reading: Reading, name: str) -> object:
    if name in {"claims", "mentions"}:
        return [str(claim.candidates[0]) for claim in getattr(reading, name)]
    value = getattr(reading.work, name)
    return list(map(str, value)) if name == "authors" else value


def plainly_read(page: str) -> dict[str, object]:
    """A few regular expressions: `citation_*` as it is mostly written, and the title."""
    head = page.partition("</head>")[0]
    said = re.findall(r'<meta name="(citation_\w+)" content="([^"]*)"', head)
    first = dict(reversed([(name, unescape(value)) for name, value in said]))
    title = re.search(r"<title>([^<]*)</title>", page)
    identifiers = [f"doi:{first['citation_doi'].lower()}"] if "citation_doi" in first else []
    return {
        "title": first.get("citation_title") or (unescape(title[1]) if title else ""),
        "authors": [unescape(value) for name, value in said if name == "citation_author"],
        "issued": first.get("citation_publication_date", "").replace("/", "-"),
        "venue": first.get("citation_journal_title", ""),
        "volume": first.get("citation_volume", ""),
        "issue": first.get("citation_issue", ""),
        "claims": identifiers,
        "mentions": list[str](),
    }


if __name__ == "__main__":
    main()
