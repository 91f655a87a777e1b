"""Small digests to be written and read."""

from dataclasses import replace

from hypothesis import strategies as st

from outputs.report.digest import Change, Digest, Happening, Topic
from tests.outputs.report.listing import NOON

TEXTS = st.text(st.characters(exclude_categories=()), max_size=60) | st.sampled_from(
    [
        *("<script>alert(1)</script>", "]]>", "<!--", "&lt;b&gt;", '"><img src=x onerror=a>'),
        *("](javascript:a)", "`code`", "# heading", "1. one", "- item", "***", "| a |", "\\"),
        *("&amp;", "</title>", "</style>", "a\nb", "\x00", "\ud800", "![x](y)", "http://a b"),
        *("    indented", "> quoted", "+ plus", "===", "---", "~~~", "[x]: y", "1) one"),
    ]
)


def digest(*changes: Change, **changed: object) -> Digest:
    topics = (Topic(document="list.md", path="Flows; Neural", changes=changes),)
    made = Digest(
        run="20260301T120000Z",
        made_at=NOON,
        documents=("list.md",),
        since="20260228T120000Z",
        topics=topics if changes else (),
    )
    return replace(made, **changed)


NEW = Change(
    happening=Happening.NEW, title="On <b>one</b> & more", url="https://a.test/?a=1&b=2"
)
FIRST = digest(
    run="first", since="", counts={"links": 3, "works": 1, "resolved": 2, "not_found": 1}
)
