"""Whatever is sent, the group answers, and a refused object leaves no trace."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.standin.test_zotero.client import Client
from tests.standin.zotero import ZoteroGroup
from tests.standin.zotero.schema import ITEM_TYPES

PROPERTIES = (
    "title", "creators", "tags", "collections", "relations", "deleted", "parentItem",
    "dateAdded", "dateModified", "accessDate", "inPublications", "note", "linkMode", "md5",
    "key", "version", "name", "parentCollection", "date", "thesisType", "data", "nonsense",
)  # fmt: skip
PARAMETERS = (
    "limit", "start", "since", "sort", "direction", "q", "tag", "itemKey", "itemType", "format",
)  # fmt: skip
TEXT = st.text(max_size=12) | st.sampled_from(["ABCD2345", "author", "linked_url", "tag", "²"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["creatorType", "firstName", "lastName", "name", "tag", "type"])
            | TEXT,
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
ITEMS = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(PROPERTIES, VALUES)
) | st.fixed_dictionaries(
    {"itemType": st.sampled_from(sorted(ITEM_TYPES))},
    optional=dict.fromkeys(PROPERTIES, VALUES),
)


@given(entry=ITEMS | VALUES, path=st.sampled_from(["/items", "/collections"]))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_object_is_written_or_refused(entry: object, path: str) -> None:
    group = ZoteroGroup()

    answer = Client(group).post(path, [entry])

    held = len(group.items()) + len(group.collections())
    assert answer.status in {200, 400, 500}
    assert held == (len(answer.json["successful"]) if answer.status == 200 else 0)
    group.close()


@given(
    query=st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "limit",
                    "start",
                    "since",
                    "sort",
                    "direction",
                    "q",
                    "tag",
                    "itemKey",
                    "format",
                ]
            ),
            TEXT | st.integers().map(str),
        ),
        max_size=4,
    ).map(lambda pairs: "&".join(f"{name}={value}" for name, value in pairs))
)
@settings(max_examples=200, deadline=None)
def test_any_query_is_answered(query: str) -> None:
    group = ZoteroGroup()
    group.load_foreign(3)

    assert Client(group).get("/items", query).status in {200, 400, 501}
    group.close()
