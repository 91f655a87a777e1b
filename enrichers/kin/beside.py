"""What the entry of a list offers beside its work: "[slides]", "[code]", "Video: https://..."."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Final

from enrichers.items.naming import SAYS_NOTHING, WORD
from seeds.model import Link


class Form(StrEnum):
    """What a list says that a link leads to, beside the work that its entry is about."""

    CODE = "code"
    PAGE = "project page"
    POSTER = "poster"
    SLIDES = "slides"
    TALK = "talk"
    VIDEO = "video"


_WORDS: Final = {
    Form.CODE: "code codes repo repository github gitlab implementation 代码 源码",
    Form.PAGE: "project website webpage 项目 主页",
    Form.POSTER: "poster 海报",
    Form.SLIDES: "slide slides slidedeck presentation 幻灯片 课件",
    Form.TALK: "talk keynote",
    Form.VIDEO: "video videos recording youtube 视频",
}
FORMS: Final = {word: form for form, said in _WORDS.items() for word in said.split()}
_NEUTRAL: Final = """
    the a our official full page pdf ppt pptx link here download on source pytorch tensorflow
    keras jax torch matlab julia python
"""
NEUTRAL: Final = frozenset(_NEUTRAL.split())
"""Words that may stand by the word for a form and change nothing."""
_PAPER: Final = "paper pdf arxiv preprint article abs abstract html 论文"
PAPER: Final = frozenset(_PAPER.split())
MOST_WORDS: Final = 4  # of a label that only says a form
FARTHEST: Final = 300  # characters between a work and what is offered beside it
LONGEST_BEFORE: Final = 40  # characters before a bare address

_BEFORE = re.compile(rf"(?:^|[\s(\[|,;.])({'|'.join(FORMS)})\s?[:：]\s?[<(\[]?$", re.IGNORECASE)
_ANOTHER = re.compile(
    r"\b(?:see|also|another|related|similar|other|others|unlike|compare[ds]?|cf|based|builds?"
    r"|extends?|follow(?:s|ing|ed)|instead|using|uses|then|by contrast|versus|vs)\b",
    re.IGNORECASE,
)
"""Words by which a text goes on from one work to another."""


def entries(links: Iterable[Link]) -> Iterator[tuple[Link, ...]]:
    """The links that stand together in one paragraph, list item or row, in their order.

    Where its text says nothing but forms ("paper, code"), other entries may read the same:
    then those of one line count.
    """
    together: defaultdict[tuple[object, ...], list[Link]] = defaultdict(list)
    for link in links:
        line = 0 if _says_something(link.context) else link.line
        together[link.document, link.topic_path, link.context, line].append(link)
    return (tuple(sorted(entry, key=lambda link: link.line)) for entry in together.values())


def form_of(link: Link) -> Form | None:
    """The form as which a link is offered: by a label that says nothing else, or by the word
    and the colon before a bare address."""
    if not link.label:
        before, found, _ = link.context.partition(link.url.strip() or "\n")
        match = _BEFORE.search(before[-LONGEST_BEFORE:]) if found else None
        return FORMS[match[1].lower()] if match else None
    said = _words(link.label)
    forms = [FORMS[word] for word in said if word in FORMS]
    is_form = all(word in FORMS or word in NEUTRAL or word.isdigit() for word in said)
    return forms[0] if forms and is_form else None


def is_form_of_paper(link: Link) -> bool:
    """Whether the label says no more than that here is the paper: "[pdf]"."""
    said = _words(link.label)
    return bool(said) and all(word in PAPER or word in NEUTRAL for word in said)


def leads_on(work: Link, other: Link) -> bool:
    """Whether the text from the work's link to the other goes on to something else, or is too
    long to speak of one work."""
    context = work.context
    at = context.find(work.label or work.url)
    start = at + len(work.label or work.url)
    end = context.find(other.label or other.url, start)
    if at < 0 or end < 0:
        return False
    return end - start > FARTHEST or bool(_ANOTHER.search(context, start, end))


def _words(label: str) -> list[str]:
    said = WORD.findall(label[:LONGEST_BEFORE].lower())
    return said if len(said) <= MOST_WORDS and len(label) <= LONGEST_BEFORE else []


def _says_something(context: str) -> bool:
    said = WORD.findall(context.lower())
    return any(
        word not in FORMS and word not in NEUTRAL and word not in SAYS_NOTHING for word in said
    )
