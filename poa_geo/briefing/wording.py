"""Sentences and words that several sections and documents share."""

from datetime import date

from poa_geo.briefing.content import Briefing, FollowUp
from poa_geo.domain.region import KECAMATAN
from poa_geo.domain.situation import Band, RegionStatus, Situation
from poa_geo.domain.summary import Movement, movement_of
from poa_geo.formatting import clock, day, day_and_month, number, period, short_day, short_name
from poa_geo.look import band_name
from poa_geo.reference import label
from poa_geo.texts import current_language, mark, t

NUMERALS = (
    mark("nol"), mark("satu"), mark("dua"), mark("tiga"), mark("empat"), mark("lima"), mark("enam"), mark("tujuh"),
    mark("delapan"), mark("sembilan"),
)  # fmt: skip
ARROWS: dict[Movement, str] = {"naik": "▲", "turun": "▼", "tetap": "–", "belum_lapor": "○"}
RISKY: tuple[Band, ...] = ("merah", "kuning")


def numeral(count: int) -> str:
    """Return a small number as a word, a larger one in digits."""
    return t(NUMERALS[count]) if count < len(NUMERALS) else number(count)


def headline(situation: Situation) -> str:
    """Return the state of all regions as one sentence: `Satu wilayah merah, dua kuning, satu belum lapor`."""
    counts = situation.band_counts
    parts = [f"{numeral(counts[band])} {band_name(band).lower()}" for band in RISKY if counts[band]]
    if counts["abu"]:
        parts.append(t("{count} belum lapor", count=numeral(counts["abu"])))
    if not parts:
        return t("Semua wilayah hijau") if counts["hijau"] else t("Belum ada wilayah yang dapat dinilai")
    first, _, rest = parts[0].partition(" ")
    parts[0] = t("{count} wilayah {state}", count=first, state=rest)
    return _capital(", ".join(parts))


def movement(briefing: Briefing, status: RegionStatus) -> Movement:
    """Say which way a region went since the day before the period."""
    return movement_of(briefing.summary.before.get(status.code, status.band), status.band)


def movement_text(briefing: Briefing, status: RegionStatus) -> str:
    """Return `▲ dari hijau`, `– tetap`."""
    moved, before = movement(briefing, status), briefing.summary.before.get(status.code, status.band)
    if moved in ("naik", "turun"):
        return f"{ARROWS[moved]} " + t("dari {band}", band=band_name(before).lower())
    words = {"tetap": t("tetap"), "belum_lapor": t("belum lapor")}
    return f"{ARROWS[moved]} {words[moved]}"


def moved_head(briefing: Briefing, status: RegionStatus) -> str:
    """Return `Kutai Barat naik ke merah`."""
    name, band = short_name(status.name), band_name(status.band).lower()
    moved = movement(briefing, status)
    if moved == "naik":
        return t("{name} naik ke {band}", name=name, band=band)
    if moved == "turun":
        return t("{name} turun ke {band}", name=name, band=band)
    if moved == "belum_lapor":
        return t("{name} belum lapor", name=name)
    return t("{name} tetap {band}", name=name, band=band)


def deadline(action: FollowUp, as_of: date) -> str:
    """Return until when an action is due, or when it was done."""
    if action.done_on:
        return t("selesai {day}", day=_near_day(action.done_on, as_of))
    late = (as_of - action.due_on).days
    return t("lewat {days} hari", days=number(late)) if late > 0 else _near_day(action.due_on, as_of)


def _near_day(value: date, today: date) -> str:
    """Return a day without its year where that is the year of today."""
    return day_and_month(value) if value.year == today.year else short_day(value)


def responsible(action: FollowUp) -> str:
    """Return who acts: the owner's office, else the agency."""
    return action.owner or label("agencies", action.agency, current_language.get())


def audience(briefing: Briefing) -> str:
    """Return whom the briefing is for."""
    if briefing.region is None:
        return t("Pimpinan nasional")
    if briefing.region.level == KECAMATAN:
        return t("Forkopimcam {region}", region=briefing.region_name)
    return t("Forkopimda {region}", region=briefing.region_name)


def heading(briefing: Briefing) -> str:
    """Return whom and which period a page speaks of: the line above its title."""
    return f"{audience(briefing)}, {period(briefing.since, briefing.until)}"


def cutoff(briefing: Briefing) -> str:
    """Return up to when the data reach: `Data 20 Nov 2026, 18.00 WITA`."""
    if briefing.cutoff is None:
        return t("Belum ada data")
    told = briefing.cutoff.astimezone(briefing.zone)
    return t("Data {day}, {time}", day=short_day(told.date()), time=clock(told, briefing.zone))


def classification(briefing: Briefing) -> str:
    """Return the classification as it stands on paper: `TERBATAS`."""
    return label("classifications", briefing.classification, current_language.get()).upper()


def footer(briefing: Briefing) -> str:
    """Return who issues the document and under which number; made-up data are named as such."""
    parts = [briefing.office, briefing.reference_number]
    return " · ".join([*parts, t("DATA CONTOH")] if briefing.is_demo else parts)


def on_day(briefing: Briefing) -> str:
    """Return the day that risk is told for."""
    return day(briefing.until)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def level_head() -> str:
    """Return the head of the column that shows levels."""
    return t("Status")
