from collections import Counter

import pytest

from enrichers.identifiers.canonical import split
from enrichers.identify import identify
from enrichers.rules import RULES
from enrichers.rules.model import Rule, Wrapper
from enrichers.rules.wrappers import WRAPPERS, origin

EXAMPLES = [(rule, address, expected) for rule in RULES for address, expected in rule.examples]
COUNTER_EXAMPLES = [(rule, address) for rule in RULES for address in rule.counter_examples]
WRAPPED = [(wrapper, outer, inner) for wrapper in WRAPPERS for outer, inner in wrapper.examples]
UNWRAPPED = [(wrapper, address) for wrapper in WRAPPERS for address in wrapper.counter_examples]


@pytest.mark.parametrize(("rule", "address", "expected"), EXAMPLES)
def test_a_rule_reads_its_examples(rule: Rule, address: str, expected: str) -> None:
    claims = [claim for claim in identify(address) if claim.rule == rule.name]

    assert [str(claim.candidates[0]) for claim in claims] == [expected]
    assert [claim.is_guess for claim in claims] == [rule.is_guess]


@pytest.mark.parametrize(("rule", "address"), COUNTER_EXAMPLES)
def test_a_rule_keeps_silent_on_its_counter_examples(rule: Rule, address: str) -> None:
    assert rule.name not in {claim.rule for claim in identify(address)}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_examples_of_both_kinds(rule: Rule) -> None:
    assert rule.examples
    assert rule.counter_examples


def test_no_two_rules_share_a_name() -> None:
    assert Counter(rule.name for rule in RULES).most_common(1)[0][1] == 1


@pytest.mark.parametrize(("wrapper", "outer", "inner"), WRAPPED)
def test_a_wrapper_gives_up_the_address_inside(
    wrapper: Wrapper, outer: str, inner: str
) -> None:
    address = split(outer)

    assert address
    assert wrapper.inner(address) == inner


@pytest.mark.parametrize(("wrapper", "plain"), UNWRAPPED)
def test_a_wrapper_sees_nothing_inside_its_counter_examples(
    wrapper: Wrapper, plain: str
) -> None:
    address = split(plain)

    assert address
    assert wrapper.inner(address) == ""


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("doi.org.proxy.univ.edu", "doi.org"),
        ("www-nature-com.ezproxy.univ.edu", "www.nature.com"),
        ("some--site-org.libproxy2.univ.ac.uk", "some-site.org"),
        ("arxiv-org.translate.goog", "arxiv.org"),
        ("arxiv.org", "arxiv.org"),
        ("www.sciencedirect.com", "www.sciencedirect.com"),
        ("proxy.univ.edu", "proxy.univ.edu"),
    ],
)
def test_a_proxy_is_seen_through(host: str, expected: str) -> None:
    assert origin(host) == expected
