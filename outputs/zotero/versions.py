"""Which version of a work its item shows: the preprint or the published one."""

from dataclasses import replace

from enrichers.identifiers.landing import address_of
from enrichers.model import Scheme, Work, WorkKind
from outputs.zotero.entry import Entry

ARXIV_DOI = "10.48550/"
"""The prefix of the DOIs that arXiv gives to preprints."""

PUBLISHED = frozenset({WorkKind.ARTICLE, WorkKind.CHAPTER, WorkKind.CONFERENCE_PAPER})
"""What a preprint becomes."""


def as_preprint(entry: Entry) -> tuple[Entry, str]:
    """A published work as the preprint that it also is, and the DOI that it was published
    under; any other work as it is."""
    work = entry.work
    papers = [known for known in work.ids if known.scheme is Scheme.ARXIV]
    if work.kind not in PUBLISHED or not papers:
        return entry, ""
    ids = {
        known
        for known in work.ids
        if known.scheme is not Scheme.DOI or known.value.startswith(ARXIV_DOI)
    }
    nowhere = dict.fromkeys(("venue", "publisher", "series", "volume", "issue", "pages"), "")
    preprint = replace(
        work,
        ids=frozenset(ids),
        kind=WorkKind.PREPRINT,
        url=address_of(min(papers)),
        edition="",
        issn=(),
        isbn=(),
        **nowhere,
    )
    return replace(entry, work=preprint), doi_of(replace(work, ids=work.ids - ids))


def doi_of(work: Work) -> str:
    """The DOI to show: the published version's before the preprint's."""
    dois = sorted(known.value for known in work.ids if known.scheme is Scheme.DOI)
    return min(dois, key=lambda doi: (doi.startswith(ARXIV_DOI), doi), default="")
