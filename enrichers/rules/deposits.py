"""Rules for what people deposit themselves: Zenodo, figshare, and GitHub's repositories."""

import re
from typing import Final

from enrichers.model import Scheme
from enrichers.rules.model import Rule

_FLAGS = re.IGNORECASE | re.ASCII
_END = r"(?=[/?#&]|$)"

GITHUB_PAGES: Final = (
    "about|account|apps|blog|codespaces|collections|contact|customer-stories|dashboard|"
    "enterprise|events|explore|features|gist|issues|join|login|logout|marketplace|mobile|new|"
    "notifications|nonprofit|organizations|orgs|pricing|pulls|readme|resources|search|security|"
    "sessions|settings|showcases|signup|site|solutions|sponsors|stars|team|topics|trending|"
    "users|watching|wiki"
)
"""First segments that are GitHub's own pages, so nobody's account."""

RULES: Final = (
    Rule(
        name="zenodo",
        scheme=Scheme.ZENODO,
        hosts=("zenodo.org",),
        pattern=re.compile(rf"^/(?:api/)?records?/(?P<id>[1-9][0-9]{{0,9}}){_END}", _FLAGS),
        examples=(
            ("https://zenodo.org/record/1234567#.Xabc", "zenodo:1234567"),
            ("https://zenodo.org/records/1234567/files/paper.pdf?download=1", "zenodo:1234567"),
        ),
        counter_examples=(
            "https://zenodo.org/communities/1234567",
            "https://zenodo.org/badge/latestdoi/1234567",
        ),
    ),
    Rule(
        name="figshare-article",
        scheme=Scheme.FIGSHARE,
        hosts=("figshare.com", ".figshare.com"),
        pattern=re.compile(
            r"^/articles/(?:[a-z_]{1,40}/)?(?:[^/?#]{1,300}/)?(?P<id>[1-9][0-9]{3,11})"
            r"(?:/[0-9]{1,3})?/?(?=[?#]|$)",
            _FLAGS,
        ),
        examples=(
            ("https://figshare.com/articles/dataset/Some_data/1234567/2", "figshare:1234567"),
            ("https://monash.figshare.com/articles/thesis/On_it/4567890", "figshare:4567890"),
            ("https://figshare.com/articles/Some_data/1234567", "figshare:1234567"),
        ),
        counter_examples=(
            "https://figshare.com/authors/Jane_Doe/1234567",
            "https://figshare.com/collections/Some_data/1234567",
            "https://figshare.com/articles/dataset/Some_data",
        ),
    ),
    Rule(
        name="github",
        scheme=Scheme.GITHUB,
        hosts=("github.com",),
        pattern=re.compile(
            rf"^/(?!(?:{GITHUB_PAGES})/)(?P<id>[a-z0-9](?:[-_]?[a-z0-9]){{0,38}}/[a-z0-9._-]{{1,100}})"
            r"(?:/(?:releases|tags|tree/[^?#]*|wiki|blob/[^/?#]{1,100}/readme(?:\.[a-z]{2,4})?))?"
            r"/?(?=[?#]|$)",
            _FLAGS,
        ),
        examples=(
            (
                "https://github.com/leiwu1990/course.math_theory_nn",
                "github:leiwu1990/course.math_theory_nn",
            ),
            ("https://github.com/ZichaoLong/PDE-Net.git", "github:zichaolong/pde-net"),
            (
                "https://github.com/IBM/pde-deep-learning/tree/master/src?x=1#readme",
                "github:ibm/pde-deep-learning",
            ),
            (
                "https://github.com/IBM/pde-deep-learning/blob/master/README.md",
                "github:ibm/pde-deep-learning",
            ),
        ),
        counter_examples=(
            "https://github.com/IBM",
            "https://github.com/topics/deep-learning",
            "https://github.com/orgs/IBM/repositories",
            "https://github.com/user/papers/blob/master/paper.pdf",
            "https://github.com/user/repository/issues/12",
            "https://gist.github.com/user/0123456789abcdef",
        ),
    ),
)
