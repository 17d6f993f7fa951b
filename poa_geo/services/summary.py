"""The first screen: what changed in a period, and the regions that need a look."""

from datetime import date, timedelta

from poa_geo.access.reader import Reader
from poa_geo.domain.filter import Filter
from poa_geo.domain.region import NATION
from poa_geo.domain.situation import Band, RegionStatus
from poa_geo.domain.summary import Attention, BandChange, Summary, movement_of
from poa_geo.facts import Facts
from poa_geo.risk.band import BAND_CODES
from poa_geo.services.actions import NextAction, open_for_regions
from poa_geo.services.installation import Installation
from poa_geo.services.read_model import read_model_of
from poa_geo.services.situation import confidence_of, explain, situation

ATTENTION_ROWS = 5
RANK: dict[Band, int] = {"hijau": 0, "abu": 1, "kuning": 2, "merah": 3}
"""How urgently a band wants a look; unknown comes before green."""

LOOK_BACK = timedelta(days=90)
"""Reports that confidence is judged by."""


def summary(
    office: Installation, reader: Reader, region: str = NATION, *, days: int = 7, as_of: date | None = None
) -> Summary:
    """Tell what changed in a region during the last days and what needs a look.

    Parameters
    ----------
    region : str
        The area it speaks of; its regions one level below are told.
    days : int
        Length of the period.

    Raises
    ------
    NotPermitted
        If the role may not see risk, or the region lies outside the scope.

    """
    day = as_of or office.today()
    then = day - timedelta(days=days)
    told = situation(office, reader, Filter(region=region, since=day - LOOK_BACK, until=day), day, list_limit=0)
    model = read_model_of(office)
    state_then = model.risk(then).path.state
    before = {status.code: BAND_CODES[state_then.band[office.tree.index(status.code)]] for status in told.regions}
    changes = [_change(status, before[status.code]) for status in told.regions if before[status.code] != status.band]
    ranked = sorted(told.regions, key=lambda status: _urgency(status, before[status.code]), reverse=True)
    facts, first = model.facts(), ranked[:ATTENTION_ROWS]
    planned = open_for_regions(office, reader, [status.code for status in first])
    return Summary(
        region=region,
        as_of=day,
        days=days,
        cutoff=told.cutoff,
        statuses=told.regions,
        before=before,
        changes=tuple(sorted(changes, key=lambda change: (-RANK[change.now], change.code))),
        attention=tuple(
            _attention(office, reader, facts, status, before[status.code], day, planned[status.code])
            for status in first
        ),
        confidence=told.confidence,
    )


def _change(status: RegionStatus, before: Band) -> BandChange:
    return BandChange(code=status.code, name=status.name, before=before, now=status.band, since=status.since)


def _urgency(status: RegionStatus, before: Band) -> tuple[int, int, float, str]:
    """Order regions: worse bands, then those that moved, then the higher score. Counts of people play no part."""
    return RANK[status.band], int(status.band != before), status.score, status.code


def _attention(
    office: Installation,
    reader: Reader,
    facts: Facts,
    status: RegionStatus,
    before: Band,
    day: date,
    planned: NextAction | None,
) -> Attention:
    pieces = explain(office, reader, status.code, day).pieces
    readable = next((piece for piece in pieces if piece.id is not None), None)
    rows = facts.matching(
        Filter(region=status.code, since=day - LOOK_BACK, until=day), (status.code,), reader.clearance
    )
    return Attention(
        status=status,
        movement=movement_of(before, status.band),
        before=before,
        reason=readable.title if readable else None,
        reason_id=readable.id if readable and readable.kind == "incident" else None,
        confidence=confidence_of(facts, rows, office, day),
        days_silent=_days_silent(facts, status.code, day),
        action=planned.title if planned else None,
        action_id=planned.id if planned else None,
        agency=planned.agency if planned else None,
        owner=planned.owner if planned else None,
        due_on=planned.due_on if planned else None,
        days_late=planned.days_late if planned else 0,
    )


def _days_silent(facts: Facts, code: str, day: date) -> int | None:
    """Return how long ago the last report from inside a region arrived; None where there never was one."""
    span = facts.tree.span(code)
    coverage = facts.coverage
    inside = (coverage.region >= span.start) & (coverage.region < span.stop) & (coverage.day <= day.toordinal())
    return int(day.toordinal() - coverage.day[inside].max()) if inside.any() else None
