"""Pages that declare nothing, and show identifiers that may be their own or others'."""

from tests.enrichers.pages.pages_in_short import (
    ARTICLE,
    BOXES,
    coins,
    html,
    items,
    ld,
    link,
    page,
)
from tests.enrichers.pages.pages_of_lists import CITED

MENTIONS = (
    page(
        "a post about a paper that it embeds",
        html(
            body=coins(atitle="Waves in boxes", rft_id="info:doi/10.1000/boxes.12"),
            title="What I read today",
        ),
        claims=[],
        is_paper=False,
        title="What I read today",
    ),
    page(
        "a page that shows its newest paper",
        html(ld(ARTICLE), title="Laboratory of Things"),
        claims=[],
        is_paper=False,
        authors=[],
    ),
    page(
        "one doi in the text",
        html(body="<p>DOI: 10.1000/boxes.12</p>", title="Waves"),
        mentions=[BOXES],
        claims=[],
    ),
    page(
        "one doi in a link",
        html(body='<a href="https://doi.org/10.1000/boxes.12">publisher</a>', title="Waves"),
        mentions=[BOXES],
    ),
    page(
        "one doi in a labelled row",
        html(body=items("Authors: Jane Doe", "DOI: 10.1000/boxes.12"), title="Waves"),
        mentions=[BOXES],
    ),
    page(
        "one doi broken by tags",
        html(body="<p>doi: 10.1000/<wbr>boxes<wbr>.12</p>"),
        mentions=[BOXES],
    ),
    page(
        "the same doi three times",
        html(
            body=(
                "<p>10.1000/boxes.12 <a "
                'href="https://doi.org/10.1000/BOXES.12">https://doi.org/10.1000/boxes.12</a>'
                "</p>"
            )
        ),
        mentions=[BOXES],
    ),
    page("two dois", html(body="<p>10.1000/boxes.12 and 10.1000/boxes.13</p>"), mentions=[]),
    page(
        "an arxiv id among dois",
        html(body="<p>See 10.1000/old.1, 10.1000/old.2 and arXiv:1806.07366.</p>"),
        mentions=[],
    ),
    page(
        "one own doi before references",
        html(body=f"<p>doi:10.1000/boxes.12</p><h2>References</h2>{items(*CITED)}"),
        mentions=[BOXES],
        is_list=False,
    ),
    page(
        "references without list items",
        html(body="<p>Text</p><h3>Literatur</h3><p>10.1000/old.1</p><p>10.1000/old.2</p>"),
        mentions=[],
        claims=[],
    ),
    page(
        "references under bold text",
        html(body="<p>Text</p><p><b>References</b></p><p>doi:10.1000/old.1</p>"),
        mentions=[],
    ),
    page(
        "references in chinese",
        html(body="<h2>参考文献</h2><p>doi:10.1000/old.1</p>"),
        mentions=[],
    ),
    page(
        "references by class",
        html(body='<div class="ref-list"><p>doi:10.1000/old.1</p></div>'),
        mentions=[],
    ),
    page(
        "after the references it is the page again",
        html(
            body=(
                "<h2>References</h2><p>10.1000/old.1</p><h2>Record</h2><p>10.1000/boxes.12</p>"
            )
        ),
        mentions=[BOXES],
    ),
    page("a doi in the footer", html(body="<footer>doi:10.1000/site</footer>"), mentions=[]),
    page(
        "a doi in the menu",
        html(body='<nav><a href="https://doi.org/10.1000/site">x</a></nav>'),
        mentions=[],
    ),
    page(
        "a doi cited in a row of a list",
        html(
            body=items(
                "Doe, J. and Roe, R. Old work, Journal of Old Boxes 12 (2001), 1-20, "
                "doi:10.1000/old.1"
            )
        ),
        mentions=[],
    ),
    page("test doi", html(body="<p>10.5555/12345678</p>"), mentions=[]),
    page(
        "alternate bibtex with a doi",
        html(
            link("alternate", "/export?doi=10.1000/boxes.12", "application/x-bibtex"),
            title="Waves",
        ),
        mentions=[BOXES],
    ),
    page(
        "bibtex in a block",
        html(body="<pre>@article{doe, title={Waves}, doi = {10.1000/boxes.12}}</pre>"),
        mentions=[BOXES],
    ),
    page(
        "bibtex with an eprint",
        html(
            body=(
                "<pre><code>@misc{doe,\n title={Waves},\n eprint={1806.07366},\n "
                "archivePrefix={arXiv}}</code></pre>"
            ),
            title="Waves",
        ),
        mentions=["arxiv:1806.07366"],
    ),
    page(
        "two bibtex entries",
        html(body="<pre>@misc{a, eprint={1806.07366}}\n@misc{b, eprint={1806.07367}}</pre>"),
        mentions=[],
    ),
    page(
        "arxiv link in a read-me",
        html(
            body=(
                "<article><h1>Boxes</h1><p>Code for <a "
                'href="https://arxiv.org/abs/1806.07366">our paper</a>.</p></article>'
            ),
            title="Boxes",
        ),
        mentions=["arxiv:1806.07366"],
    ),
    page(
        "arxiv button of a project",
        html(
            body=(
                '<h1>Boxes</h1><a href="https://arxiv.org/abs/1806.07366">arXiv</a> <p>It '
                'extends <a href="https://arxiv.org/abs/1701.00001">that</a> and <a '
                'href="https://arxiv.org/abs/1701.00002">this</a>.</p>'
            ),
            title="Boxes",
        ),
        mentions=["arxiv:1806.07366"],
    ),
    page(
        "pseudo doi of a repository",
        html(
            body=(
                "<p><a "
                'href="https://citeseerx.ist.psu.edu/viewdoc/summary?doi=10.1.1.42.1234">x'
                "</a></p>"
            )
        ),
        mentions=[],
    ),
)
