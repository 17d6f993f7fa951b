"""Whether a text that stays readable says who a person is: sealing is worth nothing beside a name in a remark."""

import re
import unicodedata

from poa_geo.domain.record import Identity

SHORTEST_NAME = 5
"""A single short word such as "Ali" stands in too many other words to be taken for a name."""

FEWEST_DIGITS = 9
_TELEPHONE = re.compile(r"(?:\+\d|\b0|\b62)[\d\s().-]{7,}\d")


def names_person(text: str | None, identity: Identity | None) -> bool:
    """Say whether a text holds the full name, a passport number or a permit number of a person."""
    if not text or identity is None:
        return False
    words, signs = f" {_words(text)} ", _words(text).replace(" ", "")
    name = _words(identity.full_name)
    if len(name) >= SHORTEST_NAME and f" {name} " in words:
        return True
    numbers = (_words(number or "").replace(" ", "") for number in (identity.passport_number, identity.permit_number))
    return any(len(number) >= SHORTEST_NAME and number in signs for number in numbers)


def holds_telephone(text: str | None) -> bool:
    """Say whether a text holds what looks like a telephone number."""
    found = (match.group() for match in _TELEPHONE.finditer(text or ""))
    return any(sum(sign.isdigit() for sign in number) >= FEWEST_DIGITS for number in found)


def _words(text: str) -> str:
    """Return a text in small letters without accents and punctuation, words parted by one blank."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", letters))
