"""One request per link, as the README of each client library shows it; usage as JSON."""

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import arxiv
from habanero import Crossref
from pyzotero.zotero import Zotero

from tests.standin.zotero import GROUP_ID, READ_WRITE_KEY


def main(ready: Path, sample: Path) -> None:
    """`sample` is a JSON list of [kind, identifier or address]; kinds: arxiv, doi, page."""
    endpoints = json.loads(ready.read_text())["endpoints"]
    papers = arxiv.Client(delay_seconds=0)
    papers.query_url_format = endpoints["arxiv"] + "?{}"
    registry = Crossref(base_url=endpoints["crossref"])
    library = Zotero(str(GROUP_ID), "group", READ_WRITE_KEY)
    library.endpoint = endpoints["zotero"]
    before, began = _cpu(), time.perf_counter()
    for kind, value in json.loads(sample.read_text()):
        if kind == "arxiv":
            title = next(papers.results(arxiv.Search(id_list=[value]))).title
        elif kind == "doi":
            answer: Any = registry.works(ids=value)
            title = str(answer["message"]["title"][0])
        else:
            title = value
        item_type = "webpage" if kind == "page" else "journalArticle"
        library.create_items([{"itemType": item_type, "title": title}])
    print(json.dumps({"cpu": _cpu() - before, "wall": time.perf_counter() - began}))


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
