"""The look that screens and documents share: the colours of `tokens.css`, and letter and words of every level."""

import re
from functools import lru_cache
from importlib import resources
from typing import Literal

from poa_geo.domain.situation import Band
from poa_geo.reference import by_code
from poa_geo.texts import current_language

Scheme = Literal["light", "dark"]

BAND_CLASS: dict[Band, str] = {"merah": "M", "kuning": "K", "hijau": "H", "abu": "A"}
"""Band → the letter its colours carry in `tokens.css`."""


@lru_cache(maxsize=1)
def tokens() -> dict[str, tuple[str, str]]:
    """Return colour name → its light and its dark value."""
    css = (resources.files("poa_geo") / "ui" / "assets" / "tokens.css").read_text(encoding="utf-8")
    found = re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", css)
    return {name: (light, dark) for name, light, dark in found}


def paper(name: str) -> str:
    """Return a colour as it is printed: the light value."""
    return tokens()[name][0]


def letter(band: Band) -> str:
    """Return the letter of a band: M, K, H or a dash."""
    return by_code("band_labels")[band]["letter"]


def band_name(band: Band) -> str:
    """Return the colour's name: `Kuning`."""
    return by_code("band_labels")[band][f"label_{current_language.get()}"]


def band_word(band: Band) -> str:
    """Return what the colour means: `Waspada`."""
    return by_code("band_labels")[band][f"word_{current_language.get()}"]
