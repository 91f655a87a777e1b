"""What a link, its list and its page say in words about the work that it points at."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote

from enrichers.items.kinds import host_of, kind_of, split
from enrichers.items.typed import LONGEST_TITLE, NAME_AND_PLACE
from enrichers.model import WorkKind
from enrichers.pages.model import Reading
from enrichers.words.asides import MARK_WORDS, authors_of, is_name_of_person
from enrichers.words.clean import SEVERAL, Cleaned, clean
from enrichers.words.hosts import is_document, may_be_paper
from enrichers.words.judge import ENOUGH_BITS, HARDLY_A_TITLE
from enrichers.words.model import Clue, Phrase, Speaker
from enrichers.words.vocabulary import bits, information, words
from enrichers.writing.text import plain, squeeze
from enrichers.writing.titles import notice, similarity
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
BADGES = re.compile(r"^\s*(?:stars?|code|pdf)\b", re.IGNORECASE)
TRAILING_YEAR = re.compile(r",?\s\(?((?:19|20)\d\d)\)?$")
BETWEEN = " ,.;:()|-–—"
FEWEST_WORDS = 4  # of a title that only the text or the address gives
FEWEST_OF_ANOTHER = 3  # of one that names another work than the address
TELLING = 6.0  # bits of a word that two titles hardly share by chance
ALIKE = 0.9  # but for slips, the page and the list use the same title
ENOUGH_LETTERS = 20  # of a title, by which a page is known to be called as its list calls it
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
    beside = _all_beside(links, said)
    clue = Clue(is_document=is_document(url), host=host_of(split(url)))
    offered = tuple(_offered(links, reading, said))
    clue = _with_support(clue, _speaking(reading, clue, offered), [*said, *beside])
    refusal = _not_a_paper(links, reading, said)
    if refusal:
        return replace(clue, refusal=refusal)
    reasons = {phrase: _no_title(phrase, clue) for phrase in offered}
    phrases = tuple(phrase for phrase, reason in reasons.items() if not reason)
    if not phrases:
        refusal = next(iter(reasons.values()), "") or _without_title(links, said)
    return replace(clue, phrases=phrases, refusal=refusal)


def clue_of_lists(links: Sequence[Link], *, called: str = "") -> Clue:
    """What the lists alone call something, whatever its address and its page say.

    Short titles count if they have no telling word in common with what it is `called`, or if
    that is a notice about them.
    """
    said = [clean(label) for label in _labels(links)]
    if any(one.is_beside_a_work for one in said):
        return Clue()
    clue = _with_support(Clue(), None, [*said, *_all_beside(links, said)])
    offered = dict.fromkeys(_listed(links, said)) or dict.fromkeys(_headings(links))
    phrases = tuple(
        phrase
        for phrase in offered
        if not _no_title(phrase, clue, is_enough=_is_other_title(phrase.text, called))
    )
    return replace(clue, phrases=phrases)


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


def _speaking(reading: Reading | None, clue: Clue, offered: Iterable[Phrase]) -> Reading | None:
    """The reading, if the page says who wrote the work and when: it declares itself a paper, is
    a document, or is called as the list calls it."""
    if reading is None or reading.is_list:
        return None
    title = squeeze(reading.work.title)
    names = (squeeze(phrase.text) for phrase in offered)
    is_called_so = any(
        (title.startswith(name) or name.startswith(title) or similarity(title, name) >= ALIKE)
        for name in names
        if min(len(title), len(name)) >= ENOUGH_LETTERS
    )
    return reading if reading.is_paper or clue.is_document or is_called_so else None


def _with_support(clue: Clue, reading: Reading | None, said: Sequence[Cleaned]) -> Clue:
    """Authors, year and venue: the page's before the label's before the text's."""
    work = reading.work if reading else None
    authors = work.authors if work else ()
    year = work.year if work else None
    venue = work.venue if work else ""
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
    if any(one.is_supplement for one in said):
        return "the label says that it is the supplement of a work"
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
    yield from _listed(links, said)
    is_titled = bool(links[0].url) and any(one.title for one in said)
    if not is_titled and (slug := _slug(links[0].url)):
        yield Phrase(text=slug, speaker=Speaker.ADDRESS)


def _listed(links: Sequence[Link], said: Sequence[Cleaned]) -> Iterator[Phrase]:
    """Possible titles that the lists give: their labels, else the text around them."""
    titled = [one for one in said if one.title] if links[0].url else []
    for one in titled:
        yield from _phrases(one, Speaker.LABEL)
    if titled:
        return
    for link in links:
        if text := _around(link):
            yield from _phrases(text, Speaker.TEXT)


def _headings(links: Sequence[Link]) -> Iterator[Phrase]:
    """The headings over links without words, if they say as much as titles do."""
    for link in links:
        said = clean(link.topic) if link.url and not link.label else Cleaned()
        if _is_title(said.title):
            yield Phrase(text=said.title, speaker=Speaker.TEXT)


def _is_other_title(text: str, called: str) -> bool:
    """Whether a few words look like a title, and like another one than a work is called by."""
    told = words(text)
    if not called or len(told) < FEWEST_OF_ANOTHER:
        return False
    shared = set(told).intersection(words(called))
    return max(map(bits, shared), default=0.0) < TELLING or notice(text) != notice(called)


def _is_title(text: str) -> bool:
    told = words(text)
    return len(told) >= FEWEST_WORDS and information(told) >= ENOUGH_BITS


def _phrases(said: Cleaned, speaker: Speaker) -> Iterator[Phrase]:
    """The title, and the title with what looked like a comment, which may be its subtitle."""
    if said.title:
        yield Phrase(text=said.title, speaker=speaker)
        if said.note:
            yield Phrase(text=f"{said.title} - {said.note}", speaker=speaker)


def _no_title(phrase: Phrase, clue: Clue, *, is_enough: bool = False) -> str:
    """Why a phrase must not be searched for; "" if it may be. Where it `is_enough` that it is
    hardly a title, it need not say as much as titles do."""
    text, told = phrase.text, information(words(phrase.text))
    if is_prose(text):
        return "the words are an abstract or a comment, no title"
    if phrase.speaker in {Speaker.PAGE, Speaker.DOCUMENT}:
        return ""
    if OCCASION.search(text):
        return f"“{text}” names a course, a meeting, a group or an opening"
    if is_name_of_person(text):
        return f"“{text}” is a person's name"
    enough = HARDLY_A_TITLE if clue.authors or clue.year or is_enough else ENOUGH_BITS
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

    Of a table's row it is the first cell that may be one.
    """
    if not link.url:
        return _reference(link)
    for cell in CELL.split(plain(ADDRESS.sub(" ", link.context))):
        said = clean(_without_marks(cell))
        if _is_title(said.title) and not is_prose(cell) and not SENTENCE.search(said.title):
            return said
    return None


def _reference(link: Link) -> Cleaned | None:
    """What a reference without an address says; it must say who, when or where."""
    text = link.context or link.label
    if NAME_AND_PLACE.search(text[: 4 * LONGEST_TITLE]):
        return None
    said = clean(text)
    title = clean(link.label).title or said.title
    is_told = said.authors or said.year or said.venue
    return replace(said, title=title) if is_told and _is_title(title) else None


def _without_marks(text: str) -> str:
    """Without the labels of links that end it, all in brackets or all bare: "Title pdf"."""
    parts = text.split()
    bracketed: set[bool] = set()
    while parts and (parts[-1].lower().strip("[]()|,") or "pdf") in MARK_WORDS:
        bracketed.add(not parts[-1].isalpha())
        if len(bracketed) > 1:
            break
        parts.pop()
    return " ".join(parts)


def _all_beside(links: Sequence[Link], said: Sequence[Cleaned]) -> list[Cleaned]:
    """What stands beside the labels; where these are no titles, beside those in the text."""
    is_titled = bool(links[0].url) and any(one.title for one in said)
    look = _beside if is_titled else _around
    return [found for link in links if (found := look(link))]


def _beside(link: Link) -> Cleaned | None:
    """Authors, year and venue that stand beside the label, if all beside it, or all behind it,
    was understood."""
    words_of_link = plain(link.label)
    if not words_of_link or not link.context:
        return None
    title = squeeze(clean(link.label).title)
    for cell in CELL.split(plain(ADDRESS.sub(" ", link.context))):
        _, label, behind = cell.partition(words_of_link)
        for text in (cell, f"{label}{behind}"):
            around = clean(_without_marks(text))
            is_more = around.authors or around.year or around.venue
            if title and is_more and squeeze(around.title) == title:
                return around
        rest = BADGES.sub("", _without_marks(behind if label else cell)).strip(BETWEEN)
        year = TRAILING_YEAR.search(rest)
        names = authors_of(rest[: year.start()] if year else rest, needs_given=True)
        if len(names) >= (1 if label else SEVERAL):
            return Cleaned(authors=names, year=int(year[1]) if year else None)
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
