"""Zenodo's records by number; the number of a concept leads to its newest version."""

import re

from tests.standin.addresses import real_or_mounted
from tests.standin.catalogue import Record, Shelf
from tests.standin.documents.dialects import backwards
from tests.standin.wire import Reply, Request, json_reply

RECORD = re.compile(r"/api/records/(\d+)/?")
PREFIX = "10.5281/zenodo."
TYPES = {
    "Software": {"type": "software", "title": "Software"},
    "Dataset": {"type": "dataset", "title": "Dataset"},
    "Text": {"type": "publication", "subtype": "article", "title": "Journal article"},
    "Audiovisual": {"type": "video", "title": "Video/Audio"},
    "Other": {"type": "other", "title": "Other"},
}
BUDGET = {"X-RateLimit-Limit": "133", "X-RateLimit-Remaining": "132", "Retry-After": "60"}
"""Sent with every answer, the wait too, though there is nothing to wait for."""


def answer(request: Request, shelf: Shelf) -> Reply:
    """Answer `/api/records/N`."""
    asked = RECORD.fullmatch(request.path)
    number = asked[1] if asked else ""
    newest = shelf.versions.get(number)
    if newest:
        place = real_or_mounted(f"https://zenodo.org/api/records/{newest}", request)
        return Reply(status=302, headers={"Location": place, **BUDGET})
    record = shelf.doi(PREFIX + number)
    if record is None:
        text = "The persistent identifier does not exist."
        return json_reply({"status": 404, "message": text}, status=404, headers=BUDGET)
    return json_reply(_content(number, record, shelf), headers=BUDGET)


def _content(number: str, record: Record, shelf: Shelf) -> dict[str, object]:
    concept = next((c for c, n in shelf.versions.items() if n == number), str(int(number) - 1))
    return {
        "created": f"{record.issued}T12:00:00.000000+00:00",
        "modified": "2024-07-18T18:54:12.932791+00:00",
        "id": int(number),
        "conceptrecid": concept,
        "doi": record.doi,
        "conceptdoi": PREFIX + concept,
        "doi_url": f"https://doi.org/{record.doi}",
        "title": record.full_title,
        "metadata": {
            "title": record.full_title,
            "doi": record.doi,
            "publication_date": record.issued,
            "description": f"<p>{record.full_title}</p>",
            "access_right": "open",
            "creators": [
                {"name": backwards(name), "affiliation": None} for name in record.authors
            ],
            "resource_type": TYPES.get(record.resource, TYPES["Other"]),
            "license": {"id": "cc-by-4.0"},
        },
        "links": {"self_html": f"https://zenodo.org/records/{number}"},
    }
