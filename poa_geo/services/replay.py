"""The facts as they were known, day after day: what the office knew then, no more and no less."""

from collections.abc import Iterator
from datetime import date, datetime, time, tzinfo

from sqlalchemy import Connection

from poa_geo.domain.region import RegionTree
from poa_geo.facts import Columns, Facts, IncidentFacts, NilFacts, PresenceFacts
from poa_geo.services.installation import Installation
from poa_geo.services.read_model import assessed_parts, declared_parts
from poa_geo.store.replay import Known, columns_of, versions_in_order

KINDS = ("incident", "assessment", "finding", "organisation", "legal_status", "nil_report")
"""Record kinds that a score, a colour or a coverage rests on; presence records are not among them."""

ASSESSED = frozenset({"assessment", "finding", "organisation"})


def end_of(day: date, office: Installation) -> datetime:
    """Return the last instant of a reporting day: what is known then is what the day was run on."""
    return datetime.combine(day, time.max, tzinfo=office.settings.time_zone)


class KnownThen:
    """Walks forward through time over one reading of the database.

    Parameters
    ----------
    connection : Connection
        Kept open while the walk goes on.
    tree : RegionTree
    zone : tzinfo
        Zone of the reporting day.

    """

    def __init__(self, connection: Connection, tree: RegionTree, zone: tzinfo) -> None:
        self._tree, self._zone = tree, zone
        self._coming: Iterator[Known] = versions_in_order(connection, KINDS)
        self._next: Known | None = next(self._coming, None)
        self._newest: dict[str, dict[str, Known]] = {kind: {} for kind in KINDS}
        self._facts = self._empty()

    def at(self, instant: datetime) -> Facts:
        """Return the facts known at an instant; each call must ask for a later one than the call before."""
        changed: dict[str, set[str]] = {}
        while self._next is not None and self._next.known_at <= instant:
            if self._is_newer(self._next):
                self._newest[self._next.kind][self._next.record_id] = self._next
                changed.setdefault(self._next.kind, set()).add(self._next.record_id)
            self._next = next(self._coming, None)
        self._facts = self._with(changed)
        return self._facts

    def _is_newer(self, version: Known) -> bool:
        known = self._newest[version.kind].get(version.record_id)
        return known is None or known.version < version.version

    def _with(self, changed: dict[str, set[str]]) -> Facts:
        facts = self._facts
        if ids := changed.get("incident"):
            rows = [known.row for known in (self._newest["incident"][one] for one in sorted(ids)) if known.row]
            arrived = IncidentFacts.read(columns_of("incident", rows), self._tree, self._zone)
            facts = facts.changed(incidents=facts.incidents.without(ids).joined(arrived))
        if changed.keys() & ASSESSED:
            facts = facts.changed(**assessed_parts(self._columns, self._tree))
        if "legal_status" in changed:
            facts = facts.changed(floor=declared_parts(self._columns, self._tree)["floor"])
        if "nil_report" in changed:
            facts = facts.changed(nil_reports=NilFacts.read(self._columns("nil_report"), self._tree))
        return facts

    def _columns(self, kind: str) -> Columns:
        known = self._newest.get(kind, {}).values()
        return columns_of(kind, [version.row for version in known if version.row])

    def _empty(self) -> Facts:
        return Facts(
            version=0,
            tree=self._tree,
            incidents=IncidentFacts.read(columns_of("incident", []), self._tree, self._zone),
            nil_reports=NilFacts.read(columns_of("nil_report", []), self._tree),
            presences=PresenceFacts.read(columns_of("presence", []), self._tree),
            **assessed_parts(self._columns, self._tree),
        )
