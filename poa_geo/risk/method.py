"""Which version of the method a score was made with."""

import hashlib
from functools import lru_cache

from poa_geo.reference import table

FORMULA = 1
"""Raised by hand when a formula of this package changes; the tables speak for themselves."""

SCORING_COLUMNS: dict[str, tuple[str, ...]] = {
    "forms": ("code", "severity", "half_life_days", "dimension"),
    "stages": ("code", "dimension", "half_life_days"),
    "severity_floors": ("code", "column", "at_least", "severity"),
    "source_grades": ("code", "credibility"),
    "information_grades": ("code", "credibility"),
    "verifications": ("code", "factor"),
    "sources": ("code", "source_grade", "information_grade", "verification", "lag_days", "is_historical"),
    "bands": ("code", "level", "kuning_from", "merah_from"),
    "risk_constants": ("code", "value"),
}
"""What moves a score or a colour; a corrected label is not a new method."""


@lru_cache(maxsize=1)
def method_version() -> str:
    """Return twelve hexadecimal digits that change whenever scores or colours might."""
    digest = hashlib.sha256(f"formula {FORMULA}".encode())
    for name, columns in SCORING_COLUMNS.items():
        digest.update(f"\n[{name}]".encode())
        for row in table(name):
            digest.update(("\n" + "\x1f".join(row[column] for column in columns)).encode())
    return digest.hexdigest()[:12]
