"""Every page, however hostile, ends in a reading; the suite hangs if one does not."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enrichers.pages.html import read_text
from enrichers.pages.json_ld import nodes
from enrichers.pages.parse import without_oversized_tags
from enrichers.pages.written_dates import iso
from tests.enrichers.pages.pages_in_short import ADDRESS, BOXES, HIGHWIRE, html, ld, tags

MANY = 60_000
OWN = tags(*HIGHWIRE)
CLOSING_BRACKETS = " ".join(f"a{n}='>'" for n in range(MANY))
BAITS = {
    "nested tags": "<div>" * MANY,
    "nested formatting": "<b><i><u>" * MANY,
    "paragraphs that reopen formatting": "<p><b>" * MANY,
    "closed and nested headings": ("<h1>" * 100 + "</h1>" * 100) * 300,
    "nested lists": ("<ul><li>" * 100 + "</li></ul>" * 100) * 300,
    "nested tables": "<table><tr><td>" * MANY,
    "attributes on one tag": f"<div {' '.join(f'a{n}=1' for n in range(MANY))}>",
    "attributes that hold closing brackets": f"<div {CLOSING_BRACKETS}>",
    "attributes on many tags": f"<div {' '.join(f'a{n}' for n in range(900))}>" * 300,
    "unclosed tags": "<a " * MANY,
    "unclosed quotation marks": '<a ="' * MANY,
    "unclosed comments": "<!--" * MANY,
    "unclosed scripts": "<script>" * MANY,
    "blanks in a tag": "<a" + " " * 2_000_000,
    "equals signs in a tag": "<a " + "= " * MANY,
    "entities": "&amp;" * MANY,
    "entities of entities": f'<p title="{"&amp;lt;" * 8_000}">' * 20,
    "an entity bomb": "<!DOCTYPE html [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>" + "&b;" * MANY,
    "links": '<a href="https://arxiv.org/abs/1806.07366">x</a>' * 20_000,
    "dois": "10.1000/" * MANY,
    "dois with brackets": "10.1000/" + "(" * MANY,
    "dates": "<p>Date: " + "1/" * MANY,
    "names": "<p>Speaker: " + "A. " * MANY,
    "microdata": "<b itemprop=name itemscope>" * MANY,
    "closed and nested microdata": ("<b itemprop=a>" * 100 + "</b>" * 100) * 300,
    "context objects": '<i class="Z3988" title="rft.au=A&amp;rft.au=B"></i>' * 20_000,
    "a context object of many fields": f'<i class="Z3988" title="{"rft.au=A;" * 1_000}"></i>',
    "a title of separators": f"<title>{' - ' * MANY}</title>",
    "a title of marks": f"<title>{'a' + chr(0x301) * MANY}</title>",
    "many tags": tags("dc.subject=x") * 20_000,
    "many authors": tags("citation_author=Doe, J.") * 20_000,
    "a title of bars": f"<title>{'a b c | ' * MANY}</title>",
    "a title of brackets": f"<title>{'[pdf] ' * MANY}</title>",
    "a title of places": f"<title>{'a on ' * MANY}</title>",
    "a title in quotation marks": f"<title>{'“a” by ' * MANY}</title>",
    "headings of links": "<h1>a<a href='#a'>¶</a></h1>" * 5_000,
    "parts of names": "<b class=given-name>A</b><b class=surname>B</b>" * 5_000,
    "bylines": "<p><b class=author>Ann Poe</b></p>" * 5_000,
    "bylines side by side": "<b class=author>Ann Poe</b>" * 5_000,
    "buttons": "<button>" * 5_000,
    "data of a script": "<script>" + '{"doi":"10.1000/x.1"},' * MANY + "</script>",
    "bait in the data of a script": "<script>"
    + '"doi":"10.' * MANY
    + '"doi" ' * MANY
    + "</script>",
    "lines below a label": "<h2>Authors</h2>" + "<p>Ann Poe</p>" * 5_000,
    "labels": "<p>Authors</p>" * 5_000,
    "terms": "<p>Fall 2019 Fall 2019</p>" * 5_000,
    "bibtex": f"<pre>{'@a{' * MANY}</pre>",
    "bibtex fields": f"<pre>@a{{{'doi = ' * MANY}</pre>",
}


@pytest.mark.parametrize("bait", BAITS.values(), ids=BAITS)
def test_what_a_page_declares_is_read_before_a_bait(bait: str) -> None:
    reading = read_text(f"<head>{OWN}</head><body>{bait}", ADDRESS)

    assert str(reading.claims[0].candidates[0]) == BOXES
    assert reading.work.title == "Waves in shallow boxes"


@pytest.mark.parametrize("bait", BAITS.values(), ids=BAITS)
def test_a_bait_at_the_start_ends_in_a_reading_too(bait: str) -> None:
    assert not read_text(f"{bait}{OWN}", ADDRESS).mentions[1:]


@pytest.mark.parametrize("name", ["citation_title", "description", "og:title"])
def test_a_tag_of_ten_megabytes_is_left_out(name: str) -> None:
    giant = f'<meta name="{name}" content="{"x" * 10_000_000}">'

    reading = read_text(f"{OWN}{giant}", ADDRESS)

    assert reading.work.title == "Waves in shallow boxes"
    assert not reading.work.abstract


BROKEN_SCRIPTS = {
    "nested lists": "[" * 100_000,
    "nested objects": '{"@type":' * 50_000,
    "comments": "/*" * 200_000,
    "quotation marks": '"' * 200_001,
    "escaped quotation marks": '"' + '\\"' * 200_000,
    "commas and blanks": ", " * 200_000,
    "a long number": "9" * 200_000,
    "deep graph": '{"@graph":[' * 400 + "]}" * 400,
}


@pytest.mark.parametrize("script", BROKEN_SCRIPTS.values(), ids=BROKEN_SCRIPTS)
def test_a_broken_script_describes_nothing(script: str) -> None:
    assert nodes([script]) == []
    assert read_text(html(ld(script), title="Boxes"), ADDRESS).work.title == "Boxes"


@pytest.mark.parametrize(
    "page",
    [
        "<p title='a > b'>x</p>",
        '<a href="x">y</a>',
        "<!-- <b> --><i>",
        "<script>'<a'</script><b>",
        "a < b and c > d",
    ],
)
def test_tags_of_ordinary_length_stay(page: str) -> None:
    assert without_oversized_tags(page) == page


def test_only_the_oversized_tag_goes() -> None:
    giant = f'<img src="{"x" * 70_000}" alt=">">'

    assert without_oversized_tags(f"<p>a{giant}b</p>") == "<p>ab</p>"


NAMES = st.sampled_from(
    (
        *("citation_title", "citation_doi", "citation_author", "citation_date", "dc.title"),
        *("citation_firstpage", "dc.type", "dc.identifier", "prism.doi", "eprints.id_number"),
        *("og:title", "og:type", "author", "description", "x"),
    )
)
VALUES = st.text(max_size=30) | st.sampled_from(
    ("10.1000/boxes.12", "2018-06-19", "Doe, Jane", "Waves", "thesis", "1806.07366")
)
METAS = st.tuples(NAMES, VALUES).map("=".join).map(tags)
KEYS = st.sampled_from(
    (
        *("@type", "@graph", "@id", "name", "headline", "author", "identifier", "isPartOf"),
        *("datePublished", "mainEntity", "isbn", "value", "propertyID", "familyName"),
        *("givenName", "publisher"),
    )
)
TYPES = st.sampled_from(("ScholarlyArticle", "Book", "Event", "ItemList", "Person"))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | VALUES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner | TYPES, max_size=5)
    ),
    max_leaves=12,
)
SCRIPTS = JSON.map(json.dumps).map(ld)
PIECES = st.sampled_from(
    (
        *("<h1>", "</h1>", "<li>", "<pre>", "<nav>", "</nav>", "<title>", "<b ", "</div>"),
        *("<h2>References</h2>", "10.1000/boxes.12", "Speaker: ", "<meta", "<!--", "\x00"),
        *('<div itemscope itemtype="https://schema.org/Book">', '<i itemprop="name">'),
        *("<a href='https://arxiv.org/abs/1806.07366'>", "<base href='http://['>"),
        *("<link rel=canonical href='http://['>", "<h1><a href='http://['>"),
    )
)


@settings(max_examples=150, deadline=None)
@given(st.text(), st.text(max_size=60))
def test_no_text_and_no_address_raises(text: str, url: str) -> None:
    assert read_text(text, url).work.ids == frozenset()


@settings(max_examples=250, deadline=None)
@given(st.lists(METAS | SCRIPTS | PIECES | st.text(max_size=20), max_size=25).map("".join))
def test_no_page_raises_and_a_list_claims_nothing(page: str) -> None:
    reading = read_text(page, ADDRESS)

    assert not (reading.is_list and (reading.claims or reading.mentions or reading.is_paper))
    assert not any(claim.is_guess for claim in reading.claims)


@given(st.text(max_size=100))
def test_a_date_is_iso_or_nothing(text: str) -> None:
    said = iso(text)

    assert said == "" or iso(said) == said
