"""OpenReview's two interfaces to its notes, which want to know who asks."""

from tests.standin.catalogue import Record, Shelf
from tests.standin.wire import Reply, Request, json_reply

CHALLENGE = {
    "name": "ChallengeRequiredError",
    "message": "A challenge has to be solved first",
    "status": 403,
    "details": {},
}


def first(request: Request, shelf: Shelf) -> Reply:
    """Answer `/notes?id=` of the first interface: bare values."""
    return _notes(request, shelf, is_second=False)


def second(request: Request, shelf: Shelf) -> Reply:
    """Answer `/notes?id=` of the second interface: each value in an object."""
    return _notes(request, shelf, is_second=True)


def _notes(request: Request, shelf: Shelf, *, is_second: bool) -> Reply:
    if request.path.rstrip("/") != "/notes":
        content = {"name": "NotFoundError", "message": "Not found", "status": 404}
        return json_reply(content, status=404)
    if not request.headers.get("authorization", "").startswith("Bearer "):
        return json_reply(CHALLENGE, status=403)
    name = request.params.get("id") or request.params.get("forum", "")
    record = shelf.registered("openreview", name)
    notes = [_note(name, record, is_second=is_second)] if record else []
    return json_reply({"notes": notes, "count": len(notes)})


def _note(name: str, record: Record, *, is_second: bool) -> dict[str, object]:
    content: dict[str, object] = {
        "title": record.full_title,
        "authors": [author.spoken for author in record.authors],
        "venue": record.venue or "A conference",
        "pdf": f"/pdf?id={name}",
    }
    if is_second:
        content = {key: {"value": value} for key, value in content.items()}
    return {"id": name, "forum": name, "content": content}
