"""How many incidents there were, week by week: the line under the situation."""

from collections import Counter
from datetime import date, timedelta

from poa_geo.access.reader import Reader
from poa_geo.domain.filter import Filter
from poa_geo.services.installation import Installation
from poa_geo.services.read_model import read_model_of

WEEK = timedelta(days=7)


def incidents_by_week(office: Installation, reader: Reader, where: Filter) -> list[tuple[date, int]]:
    """Return Monday and number of incidents for every week of a filter, quiet weeks included.

    Raises
    ------
    NotPermitted
        If the role may not see risk, or the region lies outside the scope.

    """
    reader.require("risk.read")
    prefixes = reader.scope_within(where.region)
    if not prefixes:
        reader.require_region(where.region)
    facts = read_model_of(office).facts()
    days = facts.incidents.day[facts.matching(where, prefixes, reader.clearance)]
    counts = Counter(_monday(date.fromordinal(int(day))) for day in days)
    if not counts:
        return []
    first = min([*counts, *([_monday(where.since)] if where.since else [])])
    last = max([*counts, *([_monday(where.until)] if where.until else [])])
    weeks = [first + WEEK * n for n in range((last - first) // WEEK + 1)]
    return [(week, counts[week]) for week in weeks]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
