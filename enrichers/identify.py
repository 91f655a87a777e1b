"""What an address, a text or a notation says it points at."""

import html
import re
from collections.abc import Iterator
from typing import Final

from enrichers.identifiers import grammar, mentions, notation
from enrichers.identifiers.canonical import Address, decoded, split
from enrichers.model import Claim, Scheme
from enrichers.rules import BY_HOST, FOR_ALL
from enrichers.rules.model import Place, Rule, for_host
from enrichers.rules.wrappers import inner, origin

__all__ = ["find", "identify", "is_address", "normalise"]

LONGEST_ADDRESS: Final = 8192
"""Characters; servers refuse longer ones, so there is nothing to read in them."""

WRAPPED_AT_MOST: Final = 3
"""Addresses within addresses that are opened: a redirect to an archive's copy of a page."""

_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|#[0-9]{1,6});")
_SICI_HASH = re.compile(r"(;[0-9]-)#(?=[\s\"]|$)")


def identify(url: str) -> tuple[Claim, ...]:
    """Read what an address says by itself: mostly nothing or one claim.

    An address whose registry has two names for it (a Zenodo record and its DOI) makes one
    claim for each scheme. Never raises, whatever the text.
    """
    return _identify(url, WRAPPED_AT_MOST)


def find(text: str) -> tuple[Claim, ...]:
    """Read the identifiers written in running text, in their order, each once.

    Numbers that only may be identifiers are passed over unless they are the whole text.
    Takes time linear in the length of the text.
    """
    text = mentions.as_meant(text)
    alone = notation.read(text.strip()) if len(text) <= grammar.LONGEST else None
    if alone and alone.candidates[0].scheme is not Scheme.DOI:
        return (alone,)
    places = list(mentions.addresses(text))
    claims = [
        (start, claim)
        for start, _, address in places
        for claim in identify(address)
        if not claim.is_guess
    ]
    bare = mentions.blanked(text, [(start, end) for start, end, _ in places])
    for mention in mentions.outside_addresses(bare):
        claim = grammar.claim(
            mention.scheme, (mention.text,), rule="text", version=mention.version
        )
        if claim:
            claims.append((mention.start, claim))
    claims.sort(key=lambda placed: placed[0])
    return tuple({claim.candidates: claim for _, claim in reversed(claims)}.values())[::-1]


def normalise(text: str, scheme: Scheme | None = None) -> Claim | None:
    """Read a text that is one identifier as a whole, in any notation or as an address.

    With a `scheme` it is read as one of that scheme alone, so that a bare number can be a
    PubMed id.
    """
    if len(text) > LONGEST_ADDRESS:
        return None
    text = mentions.as_meant(decoded(text)).strip()
    if claim := notation.read(text, scheme):
        return claim
    if not text or any(character.isspace() for character in text):
        return None
    return next(
        (
            claim
            for claim in identify(text)
            if not claim.is_guess and notation.is_of(claim, scheme)
        ),
        None,
    )


def is_address(url: str) -> bool:
    """Whether a link leads anywhere by itself: to a host, or by an identifier.

    It does not if it is a mail address, a script, or a place relative to its document.
    """
    return bool(split(url) or identify(url))


def _identify(url: str, depth: int) -> tuple[Claim, ...]:
    if len(url) > LONGEST_ADDRESS:
        return ()
    url = url.strip()
    if "&" in url:
        url = _ENTITY.sub(lambda entity: html.unescape(entity[0]), url)
    if ";" in url:
        url = _SICI_HASH.sub(r"\1%23", url)
    address = split(url, bare=True)
    if not address:
        claim = notation.prefixed(url)
        return (claim,) if claim else ()
    if depth and (wrapped := inner(address)) and (claims := _identify(wrapped, depth - 1)):
        return claims
    return tuple(_claims(_place(address)))


def _place(address: Address) -> Place:
    path = decoded(address.path)
    text = path
    if address.query:
        text += f"?{decoded(address.query)}"
    if address.fragment:
        text += f"#{decoded(address.fragment)}"
    host = origin(address.host.removeprefix("www.")).removeprefix("www.")
    return Place(host=host, path=path, text=text)


def _claims(place: Place) -> Iterator[Claim]:
    """What the rules for the host say, one claim a scheme; else the first for all hosts."""
    seen: set[Scheme] = set()
    for rule in for_host(BY_HOST, place.host):
        if rule.scheme not in seen and (claim := _apply(rule, place)):
            seen.add(rule.scheme)
            yield claim
    if not seen:
        anywhere = (_apply(rule, place) for rule in FOR_ALL)
        yield from (claim for claim in [next((c for c in anywhere if c), None)] if claim)


def _apply(rule: Rule, place: Place) -> Claim | None:
    readings, version = rule.readings(place)
    if not readings:
        return None
    return grammar.claim(
        rule.scheme, readings, rule=rule.name, version=version, is_guess=rule.is_guess
    )
