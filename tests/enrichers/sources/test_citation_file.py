import pytest

from enrichers.model import Identifier, Scheme
from enrichers.sources.citation_file import LONGEST, CitationFile, read

DOI = Identifier(Scheme.DOI, "10.5281/zenodo.7")
PAPER = Identifier(Scheme.DOI, "10.1000/paper")
HEAD = "cff-version: 1.2.0\nmessage: cite it\ntitle: It\n"
PREFERRED = "preferred-citation:\n  type: article\n  doi: 10.1000/paper\n"


def test_people_groups_and_particles_are_read() -> None:
    said = read(
        HEAD
        + "authors:\n  - family-names: Berg\n    given-names: Ada\n    name-particle: van der\n"
        "  - name: The Group\n  - alias: nobody\n  - 7\n"
        "license: MIT\ndate-released: 2019-06-01\n"
    )

    assert [str(author) for author in said.authors] == ["van der Berg, Ada", "The Group"]
    assert (said.released, said.rights) == ("2019-06-01", "MIT")


@pytest.mark.parametrize(
    ("content", "own", "preferred"),
    [
        ("doi: 10.5281/ZENODO.7\n", {DOI}, set()),
        ("identifiers:\n  - type: doi\n    value: 10.5281/zenodo.7\n", {DOI}, set()),
        ("doi: 10.5281/zenodo.7\n" + PREFERRED, {DOI}, {PAPER}),
        ("doi: 10.1000/paper\n" + PREFERRED, set(), {PAPER}),
        ("doi: 10.1000/paper\ntype: article\n", set(), set()),
        ("doi: 10.48550/arXiv.1806.07572\n", set(), set()),
        ("doi: [1, 2]\npreferred-citation: none\nidentifiers: {a: b}\n", set(), set()),
    ],
)  # fmt: skip
def test_what_it_wants_cited_is_never_its_own(
    content: str, own: set[Identifier], preferred: set[Identifier]
) -> None:
    said = read(HEAD + content)

    assert (said.own, said.preferred) == (own, preferred)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "404: Not Found",
        "title: no citation file\ndoi: 10.5281/zenodo.7\n",
        "cff-version: [",
        "cff-version: 1\n\tdoi: 10.5281/zenodo.7",
        "? {a: b}\n: cff-version",
        "cff-version: 1\nx: " + "[" * 5_000,
        "&a [*a, *a]",
        "cff-version: 1\ndoi: !!python/object/apply:os.system [x]\n",
        HEAD + "doi: 10.5281/zenodo.7\n" + "#" * LONGEST,
        "cff-version: 1\0",
    ],
)
def test_what_cannot_be_read_says_nothing(content: str) -> None:
    assert read(content) == CitationFile()
