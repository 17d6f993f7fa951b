"""Days that are known beforehand to bring people together: elections, verdicts, holy days, labour days, local dates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from poa_geo.domain.region import is_within
from poa_geo.reference import Row, in_force, label


@dataclass(frozen=True, order=True)
class KnownDay:
    """A known risk: its first and last day, and its row of ``reference/calendar_days.csv``."""

    first: date
    last: date
    code: str
    kind: str

    def told(self, language: str = "id") -> str:
        """Return its name."""
        return label("calendar_days", self.code, language)


def known_days(region: str, since: date, until: date) -> list[KnownDay]:
    """Return the known risks of a region (and of what holds it, or lies in it) in a period, both ends included."""
    rows = in_force("calendar_days", until)
    mine = [row for row in rows if is_within(region, row["region_code"]) or is_within(row["region_code"], region)]
    found = [day for row in mine for day in _occurrences(row, since, until)]
    return sorted(day for day in found if day.last >= since and day.first <= until)


def _occurrences(row: Row, since: date, until: date) -> Iterator[KnownDay]:
    if row["first_on"]:
        first, last = date.fromisoformat(row["first_on"]), date.fromisoformat(row["last_on"])
        yield KnownDay(first, last, row["code"], row["kind"])
        return
    for year in range(since.year - 1, until.year + 1):
        first = date(year, int(row["month"]), int(row["day"]))
        yield KnownDay(first, first + timedelta(days=int(row["days"]) - 1), row["code"], row["kind"])
