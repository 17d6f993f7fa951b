"""The message catalogue: Indonesian is the source language, English a translation in `locale/en`.

A sentence stands once, in Indonesian, where it is used: ``t("Tidak ada kejadian pada periode ini.")``. Its English is
looked up by that sentence. Facts are named: ``t("{count} kejadian", count=7)``.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

from babel.messages.pofile import read_po

from poa_geo.errors import PoaError, mark

Language = Literal["id", "en"]
LANGUAGES: tuple[Language, ...] = ("id", "en")

current_language: ContextVar[Language] = ContextVar("current_language", default="id")

__all__ = ["LANGUAGES", "Language", "current_language", "explain_error", "mark", "t"]


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: Language) -> Mapping[str, str]:
    """Return source sentence → translation for a language; empty for Indonesian."""
    if language == "id":
        return {}
    path = resources.files("poa_geo") / "locale" / language / "LC_MESSAGES" / "poa_geo.po"
    if not path.is_file():  # not translated yet: the source sentences stand in
        return {}
    with path.open("rb") as file:
        messages = read_po(file, locale=language)
    return {str(message.id): str(message.string) for message in messages if message.id and message.string}


def t(message: str, /, language: Language | None = None, **facts: Any) -> str:
    """Return `message` in the reader's language with its facts filled in.

    Parameters
    ----------
    message : str
        The Indonesian sentence, with named places in braces.
    language : {"id", "en"}, optional
        Defaults to the language of the current reader.
    **facts
        Values for the places; already formatted for reading.

    """
    text = catalogue(language or current_language.get()).get(message, message)
    return text.format(**facts) if facts else text


def explain_error(error: PoaError, language: Language | None = None) -> str:
    """Return the sentence of an error in the reader's language."""
    return t(error.message, language, **error.facts) if error.facts else t(error.message, language)
