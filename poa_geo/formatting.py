"""Numbers, dates and times as people here write them: Babel does the work, in the reader's language."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal

from poa_geo.texts import current_language, t

DASH = "–"
ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}


def number(value: float | None, decimals: int = 0) -> str:
    """Return a number with the separators of the reader's language: `1.234`, `38,6`."""
    if value is None:
        return DASH
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, pattern, locale=current_language.get())


def hidden_count(value: int | None) -> str:
    """Return a headcount; None is a cell too small to show."""
    return "< 5" if value is None else number(value)


def day(value: date | None) -> str:
    """Return `20 November 2026`."""
    return format_date(value, "d MMMM y", locale=current_language.get()) if value else DASH


def short_day(value: date | None) -> str:
    """Return `20 Nov 2026`."""
    return format_date(value, "d MMM y", locale=current_language.get()) if value else DASH


def day_and_month(value: date | None) -> str:
    """Return `20 Nov`."""
    return format_date(value, "d MMM", locale=current_language.get()) if value else DASH


def table_day(value: date | None) -> str:
    """Return `20/11/2026`."""
    return format_date(value, "dd/MM/y", locale=current_language.get()) if value else DASH


def period(since: date, until: date) -> str:
    """Return `14–20 November 2026`; months and years are told as often as they differ."""
    if since == until:
        return day(until)
    if (since.year, since.month) == (until.year, until.month):
        return f"{since.day}{DASH}{day(until)}"
    first = day(since) if since.year != until.year else format_date(since, "d MMMM", locale=current_language.get())
    return f"{first} {DASH} {day(until)}"


def weekday(value: date) -> str:
    """Return `Kamis`."""
    return format_date(value, "EEEE", locale=current_language.get())


def moment(value: datetime | None, zone: ZoneInfo) -> str:
    """Return `20 November 2026 pukul 18.00 WITA`; the zone is always named."""
    if value is None:
        return DASH
    local = value.astimezone(zone)
    return t("{day} pukul {time}", day=day(local.date()), time=clock(local, zone))


def short_moment(value: datetime, zone: ZoneInfo) -> str:
    """Return `20 Nov, 18.00`, for lists that name the zone in their heading."""
    local = value.astimezone(zone)
    return f"{day_and_month(local.date())}, {local:%H.%M}"


def clock(value: datetime, zone: ZoneInfo) -> str:
    """Return `18.00 WITA`."""
    return f"{value.astimezone(zone):%H.%M} {zone_name(zone)}"


def zone_name(zone: ZoneInfo) -> str:
    """Return WIB, WITA or WIT; the zone's own name elsewhere."""
    return ZONE_NAMES.get(zone.key, zone.key)


def age(since: datetime, now: datetime) -> str:
    """Return how long ago something was, in the largest unit that says it well."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < 60:
        return t("{count} menit lalu", count=number(minutes))
    if minutes < 48 * 60:
        return t("{count} jam lalu", count=number(minutes // 60))
    return t("{count} hari lalu", count=number(minutes // (24 * 60)))


def short_name(name: str) -> str:
    """Return a region's name without the word for its kind, for labels on a map."""
    return name.removeprefix("Kabupaten ").removeprefix("Kota ")
