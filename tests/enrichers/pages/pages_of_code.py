"""Pages as platforms of code and models build them, and projects for their papers."""

from tests.enrichers.pages.pages_in_short import (
    TITLE,
    html,
    og,
    page,
)

CODE = (
    page(
        "site: Hugging Face paper",
        html(
            og("title=Paper page - Waves in shallow boxes", "type=website"),
            "<h1>Waves in shallow boxes</h1><div>Authors: Jane Doe, Richard Roe</div>"
            '<a href="https://arxiv.org/abs/1806.07366">View arXiv page</a>'
            '<a href="https://arxiv.org/pdf/1806.07366">View PDF</a>'
            "<h2>Abstract</h2><p>Boxes.</p>",
            title="Paper page - Waves in shallow boxes",
        ),
        url="https://huggingface.co/papers/1806.07366",
        title=TITLE,
        mentions=["arxiv:1806.07366"],
    ),
    page(
        "site: Hugging Face model",
        html(
            og("title=jane/boxes-large · Hugging Face", "type=website"),
            '<h1><a href="/jane">jane</a>/<a href="/jane/boxes-large">boxes-large</a></h1>'
            '<a href="/models?other=arxiv:1806.07366">arxiv: 1806.07366</a>'
            "<article><h1>Boxes (large)</h1></article>",
            title="jane/boxes-large · Hugging Face",
        ),
        url="https://huggingface.co/jane/boxes-large",
        title="jane/boxes-large",
        claims=[],
        is_paper=False,
    ),
    page(
        "site: Papers With Code",
        html(
            og("title=Papers with Code - Waves in shallow boxes", "type=article"),
            "<h1>Waves in shallow boxes</h1><p>19 Jun 2018 · Jane Doe, Richard Roe</p>"
            '<a href="https://arxiv.org/pdf/1806.07366v1.pdf">PDF</a>'
            '<a href="https://arxiv.org/abs/1806.07366">Abstract</a>',
            title="Waves in shallow boxes | Papers With Code",
        ),
        url="https://paperswithcode.com/paper/waves-in-shallow-boxes",
        title=TITLE,
        mentions=["arxiv:1806.07366"],
    ),
    page(
        "site: GitHub",
        html(
            og(
                "title=GitHub - jane/boxes: Code for waves in shallow boxes",
                "site_name=GitHub",
                "type=object",
            ),
            "<article><h1>Boxes</h1><p>Paper: https://arxiv.org/abs/1806.07366</p></article>",
            title="GitHub - jane/boxes: Code for waves in shallow boxes",
        ),
        url="https://github.com/jane/boxes",
        title="jane/boxes",
        kind="software",
        is_paper=False,
        claims=[],
    ),
    page(
        "site: GitLab",
        html(
            og(
                "title=Jane Doe / boxes · GitLab",
                "site_name=GitLab",
                "type=object",
                "description=Code for waves in shallow boxes",
            ),
            "<h1>boxes</h1>",
            title="Jane Doe / boxes · GitLab",
        ),
        url="https://gitlab.com/jane/boxes",
        title="jane/boxes",
        kind="software",
        claims=[],
    ),
    page(
        "site: project of a paper",
        html(
            og("title=NeRW: Waves as Neural Fields", "type=website"),
            "<h1 class='title'>NeRW: Waves as Neural Fields</h1><div class='authors'>"
            "<span class='author-block'><a href='https://jane.example.org'>Jane Doe</a>"
            "<sup>1</sup>,</span> <span class='author-block'><a href='#'>Richard Roe</a>"
            "<sup>1,2</sup></span></div><a href='https://arxiv.org/abs/2003.08934'>arXiv</a>"
            "<h2>Related links</h2><p>See <a href='https://arxiv.org/abs/2103.13415'>another"
            "</a></p><pre><code>@article{doe2020, author={Doe, Jane}}</code></pre>",
            title="NeRW: Waves as Neural Fields",
        ),
        url="https://nerw.example.org/",
        title="NeRW: Waves as Neural Fields",
        authors=["Doe, Jane", "Roe, Richard"],
        mentions=["arxiv:2003.08934"],
        claims=[],
        is_paper=False,
        is_list=False,
    ),
    page(
        "site: documentation",
        html(
            body="<h1>Waves<a href='#waves'>¶</a></h1>", title="Waves — boxes 1.2 documentation"
        ),
        url="https://boxes.readthedocs.io/en/latest/waves.html",
        title="Waves",
        kind="software",
    ),
)
