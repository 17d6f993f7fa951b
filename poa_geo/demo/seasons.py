"""When the events of the demo fall: a quiet base with peaks around 1 May, in November and in the fasting month."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from random import Random

FASTING_FROM = date(2026, 2, 18)
LUNAR_YEAR_DAYS = 354.36707
FASTING_DAYS = 30
MOST_PER_MONTH = 12
PEAK_WEIGHTS = {5: 1.7, 11: 1.6}
FASTING_WEIGHT = 1.4
SEASON_SHARE = {"buruh": 0.5, "pemilihan": 0.45, "puasa": 0.4}
"""Share of the events of a season that are about it."""

Month = tuple[int, int]


def month_of(day: date) -> Month:
    """Return year and month."""
    return day.year, day.month


def is_fasting(day: date) -> bool:
    """Say whether a day lies in the fasting month, to a day or two: years of twelve mean lunations."""
    return (day - FASTING_FROM).days % LUNAR_YEAR_DAYS < FASTING_DAYS


def season_of(day: date) -> str:
    """Return the season of a day as ``scenarios.csv`` names it, empty outside every season."""
    if is_fasting(day):
        return "puasa"
    if (day.month, day.day) in {(4, 30), (5, 1), (5, 2)}:
        return "buruh"
    return "pemilihan" if day.month == 11 else ""


def spread(count: int, days: Iterable[date], taken: Iterable[date], random: Random) -> list[date]:
    """Spread events over days, so that every month gets what its season deserves and none more than twelve.

    Parameters
    ----------
    count : int
        Events to spread.
    days : iterable of date
        The days that may get one.
    taken : iterable of date
        Days of events that stand already; they count towards their months.
    random : Random

    Returns
    -------
    list of date
        `count` days in order, or fewer if every month is full.

    """
    by_month: dict[Month, list[date]] = {}
    for day in days:
        by_month.setdefault(month_of(day), []).append(day)
    counts = _shares(count, by_month, Counter(map(month_of, taken)), random)
    return sorted(_day_of(by_month[month], random) for month, number in counts.items() for _ in range(number))


def _shares(
    count: int, months: Mapping[Month, list[date]], taken: Mapping[Month, int], random: Random
) -> Counter[Month]:
    """Give each event to the month that is furthest below its weight."""
    weights = {month: _weight(days, random) for month, days in months.items()}
    given: Counter[Month] = Counter()
    for _ in range(count):
        open_months = [month for month in months if given[month] + taken.get(month, 0) < MOST_PER_MONTH]
        if not open_months:
            break
        given[min(open_months, key=lambda month: (given[month] + 1) / weights[month])] += 1
    return given


def _weight(days: list[date], random: Random) -> float:
    length = len(days) / 30
    fasting = sum(map(is_fasting, days)) / len(days)
    peak = PEAK_WEIGHTS.get(days[0].month, 1.0) + fasting * (FASTING_WEIGHT - 1)
    return length * peak * random.uniform(0.8, 1.2)


def _day_of(days: list[date], random: Random) -> date:
    may_day = [day for day in days if season_of(day) == "buruh"]
    if may_day and days[0].month == 5 and random.random() < SEASON_SHARE["buruh"]:
        return random.choice(may_day)
    return random.choice(days)


def days_before(today: date, from_days: int, to_days: int) -> list[date]:
    """Return the days from `from_days` to `to_days` before today, oldest first, both included."""
    return [today - timedelta(days=ago) for ago in range(from_days, to_days - 1, -1)]
