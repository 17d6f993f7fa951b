"""What a list of the register of foreign nationals shows. It is for finding a registration; it feeds no score."""

from dataclasses import dataclass, field
from typing import Literal

from poa_geo.domain.region import NATION

View = Literal["semua", "berakhir", "lewat", "belum_lapor"]
VIEWS: tuple[View, ...] = ("semua", "berakhir", "lewat", "belum_lapor")
"""All; permit or passport ends soon; has ended; nothing reported for a while. The last three: present persons only."""


@dataclass(frozen=True, kw_only=True)
class PresenceFilter:
    """One list; empty sets mean all."""

    region: str = NATION
    view: View = "semua"
    within_days: int = 30
    categories: frozenset[str] = field(default_factory=frozenset)
    nationalities: frozenset[str] = field(default_factory=frozenset)
    sexes: frozenset[str] = field(default_factory=frozenset)
    permit_types: frozenset[str] = field(default_factory=frozenset)
    verifications: frozenset[str] = field(default_factory=frozenset)
