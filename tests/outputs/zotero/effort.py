"""How much the tests that could go on for ever do: ZOTLIST_TESTS=thorough for all of it."""

import os

IS_THOROUGH = os.environ.get("ZOTLIST_TESTS") == "thorough"
