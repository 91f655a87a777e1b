"""Reading feeds of digests as feed readers do."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator

from outputs.report.feed import ATOM


def entries_of(feed: bytes) -> Iterator[tuple[str, str]]:
    """The id and the title of each entry, in their order."""
    for entry in ET.fromstring(feed).findall(f"{{{ATOM}}}entry"):
        yield entry.findtext(f"{{{ATOM}}}id", ""), entry.findtext(f"{{{ATOM}}}title", "")
