"""Numbers, dates and times for the screens: the same functions that the documents use."""

from poa_geo.formatting import (
    DASH,
    age,
    clock,
    day,
    day_and_month,
    hidden_count,
    moment,
    number,
    period,
    short_day,
    short_moment,
    short_name,
    table_day,
    weekday,
    zone_name,
)

__all__ = [
    "DASH",
    "age",
    "clock",
    "day",
    "day_and_month",
    "hidden_count",
    "moment",
    "number",
    "period",
    "short_day",
    "short_moment",
    "short_name",
    "table_day",
    "weekday",
    "zone_name",
]
