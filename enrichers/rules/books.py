"""Rules for ISBNs in the addresses of book shops, libraries and publishers."""

import re
from typing import Final

from enrichers.model import Scheme
from enrichers.rules.model import Rule

_FLAGS = re.IGNORECASE | re.ASCII
_ISBN_10 = r"[0-9]{9}[0-9X]"
_ISBN_13 = r"97[89](?:-?[0-9]){10}"
_ISBN = rf"(?P<id>{_ISBN_13}|(?:[0-9]-?){{9}}[0-9X])(?![0-9])"
_IN_PATH = rf"[^?#]{{0,400}}?(?<![0-9.])(?P<id>{_ISBN_13})(?![0-9])"

_BOOK_HOSTS = """
.abebooks.com .apress.com .barnesandnoble.com .blackwells.co.uk .bol.com .bookfinder.com
.bookdepository.com .bookshop.org .cambridge.org .cengage.com .crcpress.com .degruyter.com
.elsevier.com .goodreads.com .informit.com .isbnsearch.org .librarything.com .macmillan.com
.manning.com .mheducation.com .openlibrary.org .oreilly.com .oup.com .packtpub.com
.palgrave.com .pearson.com .penguinrandomhouse.com .perlego.com .routledge.com
.sciencedirect.com .springer.com .taylorfrancis.com .waterstones.com .wiley.com .worldcat.org
.worldscientific.com hup.harvard.edu mitpress.mit.edu press.princeton.edu press.uchicago.edu
yalebooks.yale.edu
"""
BOOK_HOSTS: Final = tuple(_BOOK_HOSTS.split())

RULES: Final = (
    Rule(
        name="amazon",
        scheme=Scheme.ISBN,
        hosts=("amazon.*", "smile.amazon.*", "m.amazon.*"),
        pattern=re.compile(
            r"/(?:dp|gp/product|gp/aw/d|product-reviews|exec/obidos/(?:ASIN|tg/detail/-)|o/ASIN)/"
            rf"(?:product/)?(?P<id>{_ISBN_10}|{_ISBN_13})(?=[/?#]|$)",
            _FLAGS,
        ),
        examples=(
            (
                "https://www.amazon.com/Deep-Learning-Adaptive/dp/0262035618/ref=sr_1_1",
                "isbn:9780262035613",
            ),
            ("https://www.amazon.co.uk/gp/product/0262035618?ie=UTF8", "isbn:9780262035613"),
        ),
        counter_examples=(
            "https://www.amazon.com/dp/B00ABCDEFG",
            "https://www.amazon.com/dp/0262035619",
        ),
    ),
    Rule(
        name="book-page",
        scheme=Scheme.ISBN,
        hosts=BOOK_HOSTS,
        pattern=re.compile(rf"^(?!.*/10\.[0-9]{{4,9}}/){_IN_PATH}", _FLAGS),
        examples=(
            ("https://mitpress.mit.edu/9780262035613/deep-learning/", "isbn:9780262035613"),
            ("https://www.springer.com/gp/book/9780387310732", "isbn:9780387310732"),
            ("https://link.springer.com/978-0-387-31073-2", "isbn:9780387310732"),
            (
                "https://www.oreilly.com/library/view/deep-learning/9781491924570/",
                "isbn:9781491924570",
            ),
        ),
        counter_examples=(
            "https://link.springer.com/book/10.1007/978-0-387-31073-2",
            "https://mitpress.mit.edu/9780262035614/deep-learning/",
            "https://www.oreilly.com/radar/deep-learning/",
        ),
    ),
)
"""For hosts that deal in books."""

ANYWHERE: Final = (
    Rule(
        name="isbn-parameter",
        scheme=Scheme.ISBN,
        pattern=re.compile(
            rf"[?&](?:(?:isbn(?:_?1[03])?|ean)=|(?:vid|q)=isbn[:+ ]?){_ISBN}(?=[&#]|$)", _FLAGS
        ),
        examples=(
            ("https://shop.example.org/?isbn=978-0-262-03561-3", "isbn:9780262035613"),
            ("https://books.google.com/books?vid=ISBN0262035618&hl=en", "isbn:9780262035613"),
        ),
        counter_examples=(
            "https://shop.example.org/?isbn=9780262035614",
            "https://shop.example.org/?id=9780262035613",
        ),
    ),
    Rule(
        name="isbn-segment",
        scheme=Scheme.ISBN,
        pattern=re.compile(rf"/isbn[/:=]{_ISBN}", _FLAGS),
        examples=(
            ("https://catalogue.example.org/isbn/9780262035613", "isbn:9780262035613"),
            ("https://openlibrary.org/isbn/0262035618", "isbn:9780262035613"),
        ),
        counter_examples=("https://www.worldcat.org/isbn/0262035619",),
    ),
)
"""For all hosts, where the address says that the number is an ISBN."""

LOOK_ALIKES: Final = (
    Rule(
        name="isbn-look-alike",
        scheme=Scheme.ISBN,
        pattern=re.compile(f"^{_IN_PATH}", _FLAGS),
        is_guess=True,
        examples=(("https://books.example.org/9780262035613.html", "isbn:9780262035613"),),
        counter_examples=(
            "https://books.example.org/9780262035614.html",
            "https://books.example.org/19780262035613",
            "https://books.example.org/?id=9780262035613",
        ),
    ),
)
"""For all hosts, where only the check digit speaks for an ISBN."""
