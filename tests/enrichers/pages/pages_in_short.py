"""Pages in a few words, and what is to be read from them."""

import json
from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import urlencode

ADDRESS = "https://press.example.org/view/12"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page and all that a test wants of it; what is not named is not looked at."""

    name: str
    html: str
    url: str = ADDRESS
    wants: dict[str, Any] = field(default_factory=dict[str, Any])


def page(name: str, html: str, *, url: str = ADDRESS, **wants: Any) -> Page:
    return Page(name=name, html=html, url=url, wants=wants)


def tags(*pairs: str, by: str = "name") -> str:
    """`meta` elements out of "name=content"."""
    split = (pair.partition("=") for pair in pairs)
    return "".join(f'<meta {by}="{name}" content="{escape(said)}">' for name, _, said in split)


def og(*pairs: str) -> str:
    """Open Graph `meta` elements, "og:" before the names that stand in no other space."""
    named = (pair if ":" in pair.partition("=")[0] else f"og:{pair}" for pair in pairs)
    return tags(*named, by="property")


def html(head: str = "", body: str = "", *, title: str = "", lang: str = "") -> str:
    window = f"<title>{title}</title>" if title else ""
    return f'<!DOCTYPE html><html lang="{lang}"><head>{window}{head}</head><body>{body}</body>'


def ld(value: Any) -> str:
    """A JSON-LD script; a text goes in as it stands."""
    script = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f'<script type="application/ld+json">{script}</script>'


def coins(**fields: str | list[str]) -> str:
    """A COinS span; `rft_id` and the like as they are, the others under "rft."."""
    named = {
        key if key.startswith("rft") else f"rft.{key}": said for key, said in fields.items()
    }
    query = urlencode({"ctx_ver": "Z39.88-2004"} | named, doseq=True)
    return f'<span class="Z3988" title="{escape(query)}"></span>'


def link(rel: str, href: str, media_type: str = "") -> str:
    return f'<link rel="{rel}" href="{escape(href)}" type="{media_type}">'


def items(*texts: str) -> str:
    return "<ul>" + "".join(f"<li>{text}</li>" for text in texts) + "</ul>"


TITLE = "Waves in shallow boxes"
HIGHWIRE = (
    "citation_title=Waves in shallow boxes",
    "citation_author=Doe, Jane",
    "citation_author=Roe, Richard",
    "citation_author=Poe, Ann",
    "citation_journal_title=Journal of Boxes",
    "citation_publication_date=2018/06/19",
    "citation_volume=12",
    "citation_issue=3",
    "citation_firstpage=101",
    "citation_lastpage=120",
    "citation_doi=10.1000/boxes.12",
)
THREE = ["Doe, Jane", "Roe, Richard", "Poe, Ann"]
ARTICLE = {
    "@context": "https://schema.org",
    "@type": "ScholarlyArticle",
    "headline": "Waves in shallow boxes",
    "author": [{"@type": "Person", "name": "Jane Doe"}, {"@type": "Person", "name": "Ann Poe"}],
    "datePublished": "2018-06-19",
    "identifier": "https://doi.org/10.1000/boxes.12",
    "isPartOf": {
        "@type": "PublicationIssue",
        "issueNumber": 3,
        "isPartOf": {
            "@type": "PublicationVolume",
            "volumeNumber": "12",
            "isPartOf": {
                "@type": "Periodical",
                "name": "Journal of Boxes",
                "issn": "1234-5679",
            },
        },
    },
}
BOXES = "doi:10.1000/boxes.12"
