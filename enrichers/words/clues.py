"""What a link, its list and its page say in words about the work that it points at."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote

from enrichers.kinds import host_of, kind_of, split
from enrichers.model import WorkKind
from enrichers.pages.model import Reading
from enrichers.text import plain, squeeze
from enrichers.typed import LONGEST_TITLE, NAME_AND_PLACE
from enrichers.words.asides import MARK_WORDS, is_name_of_person
from enrichers.words.clean import Cleaned, clean
from enrichers.words.hosts import is_document, may_be_paper
from enrichers.words.judge import ENOUGH_BITS, HARDLY_A_TITLE
from enrichers.words.model import Clue, Phrase, Speaker
from enrichers.words.vocabulary import information, words
from seeds.model import Link

NO_PAPERS = {
    WorkKind.BLOG_POST: "a blog post",
    WorkKind.DATASET: "a data set",
    WorkKind.PRESENTATION: "slides or a talk",
    WorkKind.SOFTWARE: "software",
    WorkKind.VIDEO: "a video",
}
"""What a paper's title may stand on without being the paper."""
MOST_WORDS = 40
"""Of a title; one in ten thousand has more, most abstracts have."""
FEWEST_WORDS = 4  # of a title that only the text or the address gives
SENTENCE = re.compile(r"[a-z)\d]{2}[.!?]\s+[A-Z][a-z]*\s[a-z]")
ADDRESS = re.compile(r"<?\b(?:https?://|www\.)\S+")
CELL = re.compile(r"\s\|\s")
SLUG = re.compile(r"[-_+\s]+")
NUMBER_IN_SLUG = re.compile(r"\d{3,}|(?=[a-f]*\d)[0-9a-f]{8,}|v\d", re.IGNORECASE)
OCCASION = re.compile(
    r"(?i:\b(?:spring|summer|fall|autumn|winter)\s(?:semester\s|term\s)?'?(?:\d\d|\d{4})\b"
    r"|^(?:(?:short\s|online\s|topics\s|crash\s)?course|workshop|seminar|symposium|tutorial"
    r"|conference|lectures?|talk|slides|poster|syllabus|call\sfor\s(?:papers|abstracts))\b"
    r"(?=\s(?:on|at|for|in|notes|page|\d)\b|\s*[:#\d]|$)"
    r"|\b(?:course(?:\s(?:notes|page|materials?|website))?|workshop|seminars?|symposium|school"
    r"|lectures?|lecture\snotes|tutorials?|conference|reading\sgroup|boot\s?camp|meet-?up"
    r"|webinar|syllabus|home\s?page|web\s?(?:page|site)|newsletter|podcast|blog|lab|laboratory"
    r"|research\sgroup)$"
    r"|\b(?:post-?doc(?:toral)?|ph\.?d|faculty|open)\s(?:position|opening|vacancy|fellowship)\b"
    r"|\bcurriculum\svitae\b)"
    r"|^[A-Z]{2,5}[ -]?(?!(?:19|20)\d\d)\d{3,4}[A-Z]?\s*[:/–-]"
)
"""How courses, meetings, groups and openings are named, and papers hardly ever."""


PUBLISHED = frozenset({WorkKind.ARTICLE, WorkKind.CHAPTER, WorkKind.CONFERENCE_PAPER})


def clue_of(links: Sequence[Link], reading: Reading | None) -> Clue:
    """Gather what all occurrences of one address, and its page if it was read, say.

    A clue that must not be searched for has its `refusal` and no phrases.
    """
    url = links[0].url.strip()
    said = [clean(label) for label in _labels(links)]
    beside = [found for link in links if (found := _beside(link))]
    clue = Clue(is_document=is_document(url), host=host_of(split(url)))
    clue = _with_support(clue, reading, [*said, *beside])
    refusal = _not_a_paper(links, reading, said)
    if refusal:
        return replace(clue, refusal=refusal)
    reasons = {phrase: _no_title(phrase, clue) for phrase in _offered(links, reading, said)}
    phrases = tuple(phrase for phrase, reason in reasons.items() if not reason)
    if not phrases:
        refusal = next(iter(reasons.values()), "") or _without_title(links, said)
    return replace(clue, phrases=phrases, refusal=refusal)


def clue_of_label(label: str) -> Clue:
    """What a label alone says, whatever it is the label of; no phrases if it names no title."""
    said = clean(label)
    return Clue(
        phrases=tuple(_phrases(said, Speaker.LABEL)),
        authors=said.authors,
        year=said.year,
        venue=said.venue,
    )


def _labels(links: Iterable[Link]) -> Iterator[str]:
    """Labels that may be a title, each once."""
    labels = dict.fromkeys(link.label for link in links)
    return (label for label in labels if label.strip() and not is_prose(label))


def is_prose(text: str) -> bool:
    """Whether a text is an abstract or several sentences, which no title is."""
    if len(text) > 4 * LONGEST_TITLE:
        return True
    shown = plain(text)
    return len(shown.split()) > MOST_WORDS or (
        len(shown) > LONGEST_TITLE or len(SENTENCE.findall(shown)) > 1
    )


def _with_support(clue: Clue, reading: Reading | None, said: Sequence[Cleaned]) -> Clue:
    """Authors, year and venue: the page's before the label's before the text's."""
    work = reading.work if reading and not reading.is_list else None
    speaks = work is not None and (reading is None or reading.is_paper or clue.is_document)
    authors = work.authors if work and speaks else ()
    year = work.year if work and speaks else None
    venue = work.venue if work and speaks else ""
    is_published = bool(
        reading and reading.is_paper and venue and reading.work.kind in PUBLISHED
    )
    for one in said:
        authors = authors or one.authors
        year = year or one.year
        venue = venue or one.venue
    return replace(clue, authors=authors, year=year, venue=venue, is_published=is_published)


def _not_a_paper(
    links: Sequence[Link], reading: Reading | None, said: Sequence[Cleaned]
) -> str:
    """Why nothing at this address may be searched for, whatever it is called."""
    url = links[0].url.strip()
    if reading and reading.is_list:
        return "the page is about many works"
    shown = NO_PAPERS.get(reading.work.kind) if reading and reading.work.kind else None
    if shown:
        return f"the page shows that it is {shown}"
    if any(one.is_talk for one in said):
        return f"the label says that it is {NO_PAPERS[WorkKind.PRESENTATION]}"
    if reading and reading.is_paper:
        return ""
    kind = kind_of(url, " ".join(link.label for link in links))
    if kind in NO_PAPERS:
        return f"the address shows that it is {NO_PAPERS[kind]}"
    if url and not may_be_paper(url):
        return "neither the page nor its address says that it is a paper"
    return ""


def _offered(
    links: Sequence[Link], reading: Reading | None, said: Sequence[Cleaned]
) -> Iterator[Phrase]:
    """Possible titles, the best first."""
    if reading and reading.is_paper and reading.work.title:
        speaker = Speaker.DOCUMENT if is_document(links[0].url) else Speaker.PAGE
        yield Phrase(text=reading.work.title, speaker=speaker)
    titled = [one for one in said if one.title] if links[0].url else []
    for one in titled:
        yield from _phrases(one, Speaker.LABEL)
    if titled:
        return
    for link in links:
        if text := _around(link):
            yield from _phrases(text, Speaker.TEXT)
    if slug := _slug(links[0].url):
        yield Phrase(text=slug, speaker=Speaker.ADDRESS)


def _phrases(said: Cleaned, speaker: Speaker) -> Iterator[Phrase]:
    """The title, and the title with what looked like a comment, which may be its subtitle."""
    if said.title:
        yield Phrase(text=said.title, speaker=speaker)
        if said.note:
            yield Phrase(text=f"{said.title} - {said.note}", speaker=speaker)


def _no_title(phrase: Phrase, clue: Clue) -> str:
    """Why a phrase must not be searched for; "" if it may be."""
    text, told = phrase.text, information(words(phrase.text))
    if is_prose(text):
        return "the words are an abstract or a comment, no title"
    if phrase.speaker in {Speaker.PAGE, Speaker.DOCUMENT}:
        return ""
    if OCCASION.search(text):
        return f"“{text}” names a course, a meeting, a group or an opening"
    if is_name_of_person(text):
        return f"“{text}” is a person's name"
    enough = HARDLY_A_TITLE if clue.authors or clue.year else ENOUGH_BITS
    if told < enough:
        return f"“{text}” is too general to be searched for"
    return ""


def _without_title(links: Sequence[Link], said: Sequence[Cleaned]) -> str:
    if any(one.venue for one in said):
        return "the label names only where it appeared"
    if any(link.label.strip() and is_prose(link.label) for link in links):
        return "the label is an abstract or a comment, no title"
    return "there are no words that may be a title"


def _around(link: Link) -> Cleaned | None:
    """The title that the text around a link gives, if it is a title and nothing else.

    Of a table's row it is the first cell that may be one. Of a reference without an address
    it must say who, when or where.
    """
    context = link.context if link.url else (link.label or link.context)
    if not link.url and NAME_AND_PLACE.search(context[: 4 * LONGEST_TITLE]):
        return None
    for cell in CELL.split(plain(ADDRESS.sub(" ", context))):
        said = clean(_without_marks(cell))
        is_title = (
            len(words(said.title)) >= FEWEST_WORDS
            and not is_prose(cell)
            and not SENTENCE.search(said.title)
            and information(words(said.title)) >= ENOUGH_BITS
        )
        if is_title and (link.url or said.authors or said.year or said.venue):
            return said
    return None


def _without_marks(text: str) -> str:
    """Without the labels of links that end it: "Title pdf code"."""
    parts = text.split()
    while parts and parts[-1].lower().strip("[]()|,") in MARK_WORDS:
        parts.pop()
    return " ".join(parts)


def _beside(link: Link) -> Cleaned | None:
    """Authors, year and venue that stand beside the label, if all beside it was understood."""
    if not link.label or not link.context:
        return None
    title = squeeze(clean(link.label).title)
    for cell in CELL.split(plain(ADDRESS.sub(" ", link.context))):
        around = clean(_without_marks(cell))
        if title and squeeze(around.title) == title:
            return around
    return None


def _slug(url: str) -> str:
    """The words of the path's last part; "" if they are no title's."""
    path = unquote(split(url).path).rstrip("/")
    stem = re.sub(r"\.[A-Za-z]{1,5}$", "", path.rpartition("/")[2])
    parts = [part for part in SLUG.split(stem) if part and not NUMBER_IN_SLUG.fullmatch(part)]
    while parts and parts[-1].lower() in MARK_WORDS:
        parts.pop()
    text = " ".join(parts)
    is_title = len(parts) >= FEWEST_WORDS and information(words(text)) >= ENOUGH_BITS
    return text if is_title else ""
