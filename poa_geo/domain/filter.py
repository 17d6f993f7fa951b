"""One filter for map, list, counts, chart and export."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Self

from poa_geo.domain.region import NATION


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What a reader asked to see; empty sets mean "all". Hashable, so it can key a cache.

    Dates are inclusive event dates. A filter changes counts, lists and the incident layer, never the risk of a region.
    """

    region: str = NATION
    since: date | None = None
    until: date | None = None
    stages: frozenset[str] = field(default_factory=frozenset)
    conflict_sources: frozenset[str] = field(default_factory=frozenset)
    issue_types: frozenset[str] = field(default_factory=frozenset)
    forms: frozenset[str] = field(default_factory=frozenset)
    realms: frozenset[str] = field(default_factory=frozenset)
    verifications: frozenset[str] = field(default_factory=frozenset)
    agencies: frozenset[str] = field(default_factory=frozenset)
    unplaced_only: bool = False

    def changed(self, **changes: Any) -> Self:
        """Return a copy with other values."""
        return replace(self, **changes)
