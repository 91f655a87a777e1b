"""A folder stands for the lists in it, and what is no list does not stop them."""

from pathlib import Path

import pytest

from flows.cli import main
from flows.endings import ALL_WELL
from flows.folders import MOST, documents_at, passed_over
from outputs.files import read_links
from seeds.model import BadSeed
from tests.standin.server import StandIn
from tests.walks import Place

LINK = "https://arxiv.org/abs/1312.6120"


def test_a_folder_stands_for_the_documents_in_it(tmp_path: Path) -> None:
    for name in (
        *("b.md", "a.bib", "a.bib.review.csv", "a.bib.answers", ".c.md", "LICENSE", "p.png"),
    ):
        (tmp_path / name).write_text(f"@misc{{a, url = {{{LINK}}}}}")
    (tmp_path / "d.md").mkdir()

    assert documents_at(tmp_path) == [tmp_path / "a.bib", tmp_path / "b.md"]
    assert passed_over([str(tmp_path)], documents_at(tmp_path)) == ()


def test_a_document_without_a_link_is_passed_over_and_named(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(LINK)
    (tmp_path / "new.md").write_text("# To come\n")

    lists = documents_at(tmp_path)

    assert lists == [tmp_path / "a.md"]
    [said] = passed_over([str(tmp_path)], lists)
    assert said.startswith(f"{tmp_path / 'new.md'}: there is no link in it")


def test_many_documents_without_a_link_are_one_remark(tmp_path: Path) -> None:
    for number in range(MOST + 1):
        (tmp_path / f"{number}.md").touch()

    assert passed_over([str(tmp_path)], []) == (
        f"{tmp_path}: 21 documents without a link were passed over",
    )


def test_a_document_that_cannot_be_read_stays_for_reading_to_complain_of(
    tmp_path: Path,
) -> None:
    (tmp_path / "bad.md").write_bytes(b"\xff\xfe\x00")

    assert documents_at(tmp_path) == [tmp_path / "bad.md"]


@pytest.mark.parametrize("text", [None, "only words"], ids=["empty", "no link"])
def test_a_folder_without_a_list_is_one_clear_line(tmp_path: Path, text: str | None) -> None:
    if text:
        (tmp_path / "words.md").write_text(text)

    with pytest.raises(BadSeed, match="there is no list in this folder"):
        documents_at(tmp_path)


def test_exports_among_the_lists_are_no_lists(standin: StandIn, tmp_path: Path) -> None:
    place, lists = Place(folder=tmp_path, endpoints=standin.endpoints), tmp_path / "lists"
    lists.mkdir()
    (lists / "a.md").write_text(LINK)
    (lists / "new.md").write_text("# To come\n")
    settings = str(place.settings_file())
    words = ["enrich", str(lists), "--into", str(lists), "--settings", settings]
    words += ["--quiet", "--plain"]

    codes = [main(words), main(words)]

    assert codes == [ALL_WELL, ALL_WELL]
    assert list(read_links(lists / "links.csv")["document"]) == ["a.md"]
    report = (lists / "report.md").read_text()
    assert "new.md: there is no link in it" in report
    assert "digest.md" not in report
