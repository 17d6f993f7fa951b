"""Taking persons out of a text that people typed: telephone numbers and names, before anybody else reads it.

A rule that takes too much loses a few words; one that takes too little loses a person's trust. So every long run of
digits goes unless it is plainly a date, a time or an amount of money, and every capitalised word after a word that
introduces a person.
"""

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers

from poa_geo.reference import table

NUMBER, NAME = "[nomor]", "[nama]"
REGION = "ID"
SHORTEST_NUMBER, WHOLE_NUMBER = 8, 10
"""Digits of what may be a telephone number, and of what surely is a whole one."""

_RUN = re.compile(r"[+(]?\d(?:[^\w\n]{0,3}\d|_\d){7,}")
_SENTENCE_END = re.compile(r"[.;,]\s")
_DAY = r"(0?[1-9]|[12]\d|3[01])([/.-])(0?[1-9]|1[0-2])\2(19|20)\d{2}|(19|20)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_CLOCK = r"([01]?\d|2[0-3])[.:][0-5]\d"
_HARMLESS = re.compile(rf"(?:{_DAY})(?:[,\s]+{_CLOCK})?|{_CLOCK}\s*[-–]\s*{_CLOCK}")
_MONEY = re.compile(r"rp\.?\s*$", re.IGNORECASE)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")

_INTRODUCES = "|".join(
    [r"a\.?\s?n", *(re.escape(row["word"]) for row in table("person_words") if row["kind"] == "perkenalan")]
)
_WORD = r"[A-Z][\w'’.]*"
_INTRODUCED = re.compile(
    rf"\b((?i:{_INTRODUCES}))\b(\.?\s*[:\-/]?\s*)({_WORD}(?:[ \t]+(?:(?:bin|binti|al|van|de)[ \t]+)?{_WORD}){{0,4}})"
)
_LOWER = re.compile(r"\b((?i:atas nama|a\.\s?n\.?|bernama|sdri?\.?))(\s*:?\s+)([a-z][\w'’]*(?:[ \t]+[a-z][\w'’]*)?)")
_POSTS = frozenset(row["word"] for row in table("person_words") if row["kind"] == "jabatan")
"""Words after an introducing word that name a post, a body or a place, not a person."""


@dataclass(frozen=True)
class Stripped:
    """A text without persons, and how many numbers and names were taken out."""

    text: str
    numbers: int
    names: int


def strip_people(text: str) -> Stripped:
    """Return a text without telephone numbers and without names that are introduced as such."""
    text, numbers = _without_numbers(plain_text(text))
    text, names = _without_names(text)
    return Stripped(text, numbers, names)


def plain_text(text: str) -> str:
    """Return a text in one way of writing: no invisible signs, every digit an ASCII digit, no control characters."""
    composed = unicodedata.normalize("NFKC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(_plain(sign) for sign in composed)


def _plain(sign: str) -> str:
    if sign.isascii():
        return sign if sign.isprintable() or sign == "\n" else " "
    if unicodedata.category(sign) in ("Cf", "Cc", "Cs", "Co", "Cn", "Mn", "Me"):
        return ""
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)


def _without_numbers(text: str) -> tuple[str, int]:
    count = 0

    def replaced(found: re.Match[str]) -> str:
        nonlocal count
        if _is_harmless(found[0], text[: found.start()][-6:]):
            return found[0]
        count += 1
        return NUMBER + _next_sentence(found[0])

    text = _RUN.sub(replaced, text)
    for match in reversed(list(phonenumbers.PhoneNumberMatcher(text, REGION))):
        if not _is_harmless(match.raw_string, text[: match.start][-6:]):
            text, count = text[: match.start] + NUMBER + text[match.end :], count + 1
    return text, count


def _next_sentence(run: str) -> str:
    """Return what follows a whole number after the end of a sentence: "0812 3456 7890. 2 orang" counts people again."""
    for end in _SENTENCE_END.finditer(run):
        before, after = _digits(run[: end.start()]), _digits(run[end.start() :])
        if before >= WHOLE_NUMBER and after < SHORTEST_NUMBER:
            return run[end.start() :]
    return ""


def _digits(text: str) -> int:
    return sum(sign.isdecimal() for sign in text)


def _is_harmless(run: str, before: str) -> bool:
    if _HARMLESS.fullmatch(run):
        return True
    return bool(_GROUPED.fullmatch(run) and _MONEY.search(before))


def _without_names(text: str) -> tuple[str, int]:
    count = 0

    def replaced(found: re.Match[str]) -> str:
        nonlocal count
        first = re.split(r"[\s.]", found[3], maxsplit=1)[0].casefold()
        if first in _POSTS:
            return found[0]
        count += 1
        ending = "." if found[3].endswith(".") else ""
        return f"{found[1]}{found[2]}{NAME}{ending}"

    text = _INTRODUCED.sub(replaced, text)
    text = _LOWER.sub(replaced, text)
    return text, count
