"""NCBI's converter of PubMed's and PMC's numbers, and PubMed's summaries."""

from urllib.parse import parse_qsl, quote, unquote

from tests.standin.catalogue import Record, Shelf
from tests.standin.wire import Reply, Request, json_reply

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
MOST_IDS = 200


def converter(request: Request, shelf: Shelf) -> Reply:
    """Answer the converter: `?ids=A,B&format=json`, kinds of ids told from their looks."""
    params = request.params
    names = [name.strip() for name in params.get("ids", "").split(",") if name.strip()]
    if params.get("format", "xml") != "json":
        return Reply(body=b"<pmcids/>", headers={"Content-Type": "text/xml"})
    if not names or len(names) > MOST_IDS:
        text = f"Between 1 and {MOST_IDS} ids may be given"
        return json_reply({"status": "error", "message": text}, status=400)
    misfit = next((name for name in names if _misfits(name, params.get("idtype", ""))), "")
    if misfit:
        text = f"ID type '{params['idtype']}' mismatch for '{misfit}'"
        return json_reply({"status": "error", "message": quote(text)}, status=404)
    records = [_converted(name, params.get("idtype", ""), shelf) for name in names]
    return json_reply(
        {
            "status": "ok",
            "response-date": "2026-11-23 12:00:00",
            "request": {"ids": names, "format": "json", "tool": params.get("tool", "")},
            "records": records,
        }
    )


def _misfits(name: str, kind: str) -> bool:
    return {"doi": "/" not in name, "pmid": not name.isdecimal()}.get(kind, False)


def _converted(name: str, kind: str, shelf: Shelf) -> dict[str, object]:
    numbers = shelf.register("pmc")
    plain = name.upper().removeprefix("PMC").partition(".")[0]
    by_doi = shelf.doi(unquote(name)) if "/" in name else None
    is_pmid = kind == "pmid" or (name.isdecimal() and kind != "pmcid")
    if is_pmid:
        found = next((r for r in numbers.values() if r.pmid == name), None)
    else:
        found = by_doi or numbers.get(plain)
    number = next((n for n, r in numbers.items() if r is found), "")
    if found is None or not number:
        error = "Identifier not found in PMC"
        return {"requested-id": name, "status": "error", "errmsg": error}
    told: dict[str, object] = {
        "pmid": int(found.pmid) if found.pmid else "",
        "pmcid": f"PMC{number}",
        "doi": found.doi,
        "requested-id": name,
    }
    return {key: value for key, value in told.items() if value}


def summaries(request: Request, shelf: Shelf) -> Reply:
    """Answer esummary by GET or by a form: `db=pubmed|pmc&id=A,B&retmode=json`."""
    form = request.body.decode("utf-8", "replace") if request.method == "POST" else ""
    params = dict(parse_qsl(f"{request.query}&{form}"))
    if not request.path.endswith("/esummary.fcgi") or params.get("retmode") != "json":
        return Reply(status=400, body=b"<ERROR/>", headers={"Content-Type": "text/xml"})
    header = {"header": {"type": "esummary", "version": "0.3"}}
    names = [name.strip() for name in params.get("id", "").split(",")]
    invalid = [name for name in names if not name.isdecimal()]
    if invalid:
        told = [f"Invalid uid {name} at position= {names.index(name)}" for name in invalid]
        return json_reply({**header, "esummaryresult": told})
    find = _in_pmc if params.get("db") == "pmc" else _in_pubmed
    found = {name: find(name, shelf) for name in dict.fromkeys(names)}
    summed = {
        name: _summary(name, record, shelf) if record else _unknown(name)
        for name, record in found.items()
    }
    return json_reply({**header, "result": {"uids": list(found), **summed}})


def _in_pubmed(number: str, shelf: Shelf) -> Record | None:
    return next((record for record in shelf.all() if record.pmid == number), None)


def _in_pmc(number: str, shelf: Shelf) -> Record | None:
    return shelf.registered("pmc", number)


def _unknown(name: str) -> dict[str, str]:
    return {"uid": name, "error": "cannot get document summary"}


def _summary(number: str, record: Record, shelf: Shelf) -> dict[str, object]:
    day = record.issued.split("-")
    month = f" {MONTHS[int(day[1]) - 1]}" if len(day) > 1 else ""
    people = [
        f"{name.family} {''.join(part[0] for part in name.given.split())}"
        for name in record.authors
    ]
    in_pmc = next((n for n, r in shelf.register("pmc").items() if r is record), "")
    return {
        "uid": number,
        "pubdate": f"{day[0]}{month}{f' {int(day[2])}' if len(day) > 2 else ''}",
        "source": record.short_venue or record.venue,
        "fulljournalname": record.venue,
        "authors": [{"name": name, "authtype": "Author", "clusterid": ""} for name in people],
        "lastauthor": people[-1] if people else "",
        "title": f"{record.full_title}.",
        "volume": record.volume,
        "issue": record.issue,
        "pages": record.pages,
        "lang": ["eng"],
        "pubtype": ["Journal Article"],
        "articleids": [
            {"idtype": "pubmed", "idtypen": 1, "value": record.pmid},
            {"idtype": "doi", "idtypen": 3, "value": record.doi},
            *([{"idtype": "pmc", "idtypen": 8, "value": f"PMC{in_pmc}"}] if in_pmc else []),
        ],
        "sortpubdate": f"{record.issued.replace('-', '/')} 00:00",
    }
