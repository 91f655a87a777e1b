"""Read Org files through orgparse: links, bare addresses, headings."""

import re
from collections.abc import Iterator, Sequence

from orgparse import loadi
from orgparse.node import OrgBaseNode, OrgNode

from seeds.block import Block
from seeds.model import Link
from seeds.outline import Passage, links_in
