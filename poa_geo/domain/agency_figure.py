"""A count as an agency publishes it, with its definition, unit, area and day; it is never added to another."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from poa_geo.domain.record import Record

SAME_TIME = timedelta(days=45)
"""Figures further apart than this tell of different times, which explains a difference by itself."""

_PART = re.compile(r"\s*([^,;\d][^,;]*?)\s*[:=]?\s+(\d[\d.]*)\s*")


@dataclass(frozen=True, kw_only=True)
class AgencyFigure(Record):
    """One published count; `parts` is its break-down as published, label → count."""

    definition: str
    unit: str  # orang, izin, permohonan, laporan
    area: str
    as_of: date
    total: int
    parts: Mapping[str, int] | None = None
    remark: str | None = None

    @property
    def gap(self) -> int:
        """What the parts lack to the total; 0 where they add up or none were published."""
        return self.total - sum(self.parts.values()) if self.parts else 0


def read_parts(text: str) -> dict[str, int] | None:
    """Return the parts in a text such as ``"RRC 64; Korsel 18"``; None where something in it is no part."""
    parts: dict[str, int] = {}
    for piece in filter(str.strip, re.split(r"[;,\n]", text)):
        found = _PART.fullmatch(f"{piece.strip()} ")
        if found is None or found[1] in parts:
            return None
        parts[found[1]] = int(found[2].replace(".", ""))
    return parts


def differences(first: AgencyFigure, second: AgencyFigure) -> tuple[str, ...]:
    """Return why two figures need not be equal: of ``unit``, ``definition``, ``area``, ``time`` and ``agency``."""
    reasons = {
        "unit": first.unit != second.unit,
        "definition": first.definition.casefold() != second.definition.casefold(),
        "area": first.area.casefold() != second.area.casefold(),
        "time": abs(first.as_of - second.as_of) > SAME_TIME,
        "agency": first.source_agency != second.source_agency,
    }
    return tuple(name for name, is_so in reasons.items() if is_so)
