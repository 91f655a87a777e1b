"""Read BibTeX through pybtex: one link or reference per entry."""

import re
from collections.abc import Callable, Iterator, Mapping

from pybtex.database.input.bibtex import LowLevelParser, month_names
from pybtex.exceptions import PybtexError
from pybtex.richtext import Text

from seeds.addresses import arxiv_address, doi_address
from seeds.block import LONGEST_CONTEXT, fold
from seeds.model import BadSeed, Link, LinkKind
