"""HAL's search interface, in the manner of Solr."""

import re
from collections.abc import Mapping

from tests.standin.catalogue import Record, Shelf, year
from tests.standin.wire import Reply, Request, json_reply

CLAUSE = re.compile(r'(halId_s|doiId_s|arxivId_s):\(?"?([^")]+)"?\)?')
KINDS = {
    "journal-article": "ART",
    "proceedings-article": "COMM",
    "dissertation": "THESE",
    "book-chapter": "COUV",
    "book": "OUV",
    "posted-content": "UNDEFINED",
}
USUAL = ("docid", "label_s", "uri_s")


def answer(request: Request, shelf: Shelf) -> Reply:
    """Answer `/search/?q=FIELD:VALUE&fl=FIELDS&wt=json`; other words search the titles."""
    params = request.params
    held = shelf.register("hal")
    found = _found(params.get("q", "*:*"), held, shelf)
    start, rows = int(params.get("start", "0")), int(params.get("rows", "30"))
    wanted = [name for name in params.get("fl", "").split(",") if name] or list(USUAL)
    docs = [
        {name: value for name, value in _document(number, record).items() if name in wanted}
        for number, record in list(found.items())[start : start + rows]
    ]
    return json_reply({"response": {"numFound": len(found), "start": start, "docs": docs}})


def _found(query: str, held: Mapping[str, Record], shelf: Shelf) -> Mapping[str, Record]:
    clause = CLAUSE.search(query)
    if clause is None:
        names = {record.key: number for number, record in held.items()}
        hits = [hit.record for hit in shelf.search(query.replace("title_t:", " "))]
        return {names[record.key]: record for record in hits if record.key in names}
    field, text = clause[1], clause[2].strip().lower()
    wanted = {value.strip() for value in text.split(" or ")}
    return {
        number: record
        for number, record in held.items()
        if str(_document(number, record).get(field, "")).lower() in wanted
    }


def _document(number: str, record: Record) -> dict[str, object]:
    told: dict[str, object] = {
        "docid": str(record.number),
        "halId_s": number,
        "uri_s": f"https://hal.science/{number}",
        "label_s": f"{', '.join(name.spoken for name in record.authors)}. {record.full_title}.",
        "title_s": [record.full_title],
        "authFullName_s": [name.spoken for name in record.authors],
        "authLastName_s": [name.family for name in record.authors],
        "docType_s": KINDS.get(record.kind, "OTHER"),
        "doiId_s": record.doi,
        "arxivId_s": record.preprint.id if record.preprint else "",
        "journalTitle_s": record.venue,
        "volume_s": record.volume,
        "page_s": record.pages,
        "producedDate_s": record.issued,
        "producedDateY_i": int(year(record) or 0),
        "language_s": [record.language or "en"],
    }
    return {name: value for name, value in told.items() if value}
