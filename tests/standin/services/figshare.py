"""figshare's articles by number, in their newest version."""

import re
from collections.abc import Mapping

from tests.standin.catalogue import Record, Shelf
from tests.standin.wire import Reply, Request, json_reply

ARTICLE = re.compile(r"/v2/articles/(\d+)/?")
VERSION = re.compile(r"\.v(\d+)$")
TYPES: Mapping[str, tuple[int, str]] = {
    "Software": (9, "software"),
    "Dataset": (3, "dataset"),
    "Preprint": (12, "preprint"),
    "Text": (6, "journal contribution"),
    "Dissertation": (8, "thesis"),
}
OTHER = (11, "online resource")


def answer(request: Request, shelf: Shelf) -> Reply:
    """Answer `/v2/articles/N`."""
    asked = ARTICLE.fullmatch(request.path)
    number = asked[1] if asked else ""
    record = shelf.registered("figshare", number)
    if record is None:
        content = {"message": "Entity not found: article", "code": "EntityNotFound"}
        return json_reply(content, status=404)
    return json_reply(_article(int(number), record))


def _article(number: int, record: Record) -> dict[str, object]:
    version = VERSION.search(record.doi)
    kind, name = TYPES.get(record.resource, OTHER)
    supplements = dict(record.relations).get("is-supplement-to", "").removeprefix("doi:")
    return {
        "id": number,
        "title": record.full_title,
        "doi": record.doi,
        "handle": "",
        "url": f"https://api.figshare.com/v2/articles/{number}",
        "url_public_html": f"https://figshare.com/articles/{name}/_/{number}",
        "url_public_api": f"https://api.figshare.com/v2/articles/{number}",
        "published_date": f"{record.issued}T09:30:00Z",
        "created_date": f"{record.issued}T09:30:00Z",
        "modified_date": f"{record.issued}T09:31:00Z",
        "defined_type": kind,
        "defined_type_name": name,
        "resource_title": "",
        "resource_doi": supplements,
        "version": int(version[1]) if version else 1,
        "status": "public",
        "is_public": True,
        "license": {"value": 1, "name": "CC BY 4.0", "url": "https://creativecommons.org"},
        "authors": [
            {"id": place, "full_name": author.spoken, "is_active": True, "orcid_id": ""}
            for place, author in enumerate(record.authors, 1)
        ],
        "description": f"<p>{record.full_title}</p>",
        "tags": [],
        "categories": [],
    }
