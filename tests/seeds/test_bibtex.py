import pytest

from seeds.bibtex import read
from seeds.model import LinkKind


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        ("@article{k, doi={10.1000/A_b}, url={http://a.org}}", "https://doi.org/10.1000/A_b"),
        ("@article{k, doi={https://doi.org/10.1000/x}}", "https://doi.org/10.1000/x"),
        (r"@article{k, doi={10.1000/a\_b}}", "https://doi.org/10.1000/a_b"),
        (
            "@misc{k, eprint={1806.07366}, archivePrefix={arXiv}}",
            "https://arxiv.org/abs/1806.07366",
        ),
        (
            '@misc{k, eprint={123456}, archivePrefix={PubMed}, url="http://a.org"}',
            "http://a.org",
        ),
        (
            "@article{k, journal={CoRR}, volume={abs/1806.07366}}",
            "https://arxiv.org/abs/1806.07366",
        ),
        ("@misc{k, journal={arXiv preprint arXiv:1806.07366}}", "arXiv:1806.07366"),
        (r"@misc{k, howpublished={\url{http://a.org/x\%20y}}}", "http://a.org/x%20y"),
        ("@misc{k, note={see http://a.org/~b.}}", "http://a.org/~b"),
        ("@book{k, isbn={978-3-16-148410-0}}", "urn:isbn:978-3-16-148410-0"),
        ("@MISC(k, URL = {http://a.org})", "http://a.org"),
        ("@misc{k, url={http://a.org}, url={http://b.org}}", "http://a.org"),
        ("@string{u={http://a.org}}\n@misc{k, url=u}", "http://a.org"),
        ("words @misc{k, url={http://a.org}}", "http://a.org"),
        ("@misc{k url={http://a.org}}", "http://a.org"),
        ("mail me@a.org (\n@misc{k, url={http://a.org}}", "http://a.org"),
        ("@misc{k, title={{T}, url={http://a.org}\n", "http://a.org"),
    ],
)
def test_an_entry_gives_the_surest_address(entry: str, url: str) -> None:
    assert [link.url for link in read(entry, "list.bib")] == [url]


def test_an_entry_that_is_not_whole_does_not_swallow_the_next() -> None:
    content = "x\n@misc{a, title={T,\n url={http://a.org}\n\n@misc{b, url={http://b.org}}\n"

    links = list(read(content, "list.bib"))

    assert [(link.line, link.url) for link in links] == [
        (2, "http://a.org"),
        (5, "http://b.org"),
    ]


def test_titles_are_read_as_people_read_them() -> None:
    [link] = read(r"@misc{k, title={{\"U}ber {Neural} {ODE}s}, author={A. B}}", "list.bib")

    assert (link.label, link.kind) == ("Über Neural ODEs", LinkKind.REFERENCE)
    assert link.context == "A. B | Über Neural ODEs"
