"""What changed and why, in sentences: the same words on the first screen and on the light page."""

from collections.abc import Sequence
from datetime import date

from poa_geo.domain.situation import Confidence, RegionStatus
from poa_geo.domain.summary import Attention, BandChange, Movement, Summary
from poa_geo.formatting import day, day_and_month, number, short_day, short_name
from poa_geo.look import band_name
from poa_geo.reference import label
from poa_geo.texts import current_language, mark, t

MOST_NAMES = 3
ARROWS: dict[Movement, str] = {"naik": "▲", "turun": "▼", "tetap": "━", "belum_lapor": "◌"}
MOVEMENTS: dict[Movement, str] = {
    "naik": mark("Naik"),
    "turun": mark("Turun"),
    "tetap": mark("Tetap"),
    "belum_lapor": mark("Belum lapor"),
}
CONFIDENCE = {"rendah": mark("rendah"), "sedang": mark("sedang"), "tinggi": mark("tinggi")}
RISES = ("kuning", "merah")


def lead(told: Summary) -> str:
    """Return the one sentence a leader reads: rises first, then what came back."""
    what = _changes(told.changes)
    if not what:
        return t("Tidak ada perubahan status dalam {days} hari terakhir.", days=number(told.days))
    return t("{what} dalam {days} hari terakhir.", what=what[0], days=number(told.days)) + "".join(
        f" {sentence}." for sentence in what[1:]
    )


def since_last_look(changes: Sequence[BandChange], looked_on: date) -> str:
    """Return what changed since a reader looked on an earlier day."""
    what = _changes(changes)
    if not what:
        return t("Tidak ada perubahan status sejak Anda melihat halaman ini pada {day}.", day=day(looked_on))
    return t("Sejak Anda melihat halaman ini pada {day}: {what}.", day=day(looked_on), what="; ".join(what))


def _changes(changes: Sequence[BandChange]) -> list[str]:
    """Return rises and falls, each as one listing; nothing where no band moved."""
    rises = [change for change in changes if _is_rise(change)]
    falls = [change for change in changes if not _is_rise(change) and change.now != "abu"]
    told = []
    if rises:
        told.append(listed([t("{name} naik ke {band}", name=short_name(c.name), band=_band(c)) for c in rises]))
    if falls:
        told.append(listed([t("{name} turun ke {band}", name=short_name(c.name), band=_band(c)) for c in falls]))
    return told


def second_line(told: Summary) -> str:
    """Return what the colours do not tell: who has not reported."""
    silent = [status for status in told.statuses if not status.is_covered]
    if not silent:
        return t("Semua wilayah sudah melapor dalam 14 hari terakhir.")
    names = listed([short_name(status.name) for status in silent])
    return t("Belum melapor dalam 14 hari terakhir: {names}. Keadaannya tidak diketahui, bukan aman.", names=names)


def _is_rise(change: BandChange) -> bool:
    return change.now in RISES and not (change.before == "merah" and change.now == "kuning")


def _band(change: BandChange) -> str:
    return band_name(change.now).lower()


def listed(items: Sequence[str]) -> str:
    """Return `a, b dan c`; a long list ends in how many more there are."""
    shown = list(items[:MOST_NAMES])
    if len(items) > MOST_NAMES:
        shown.append(t("{count} wilayah lain", count=number(len(items) - MOST_NAMES)))
    if len(shown) == 1:
        return shown[0]
    return t("{first} dan {last}", first=", ".join(shown[:-1]), last=shown[-1])


def came_from(row: Attention) -> str:
    """Return where a region's level came from, or how long it has been silent; empty where nothing moved."""
    if row.movement == "belum_lapor":
        return "" if row.days_silent is None else t("{days} hari", days=number(row.days_silent))
    return "" if row.before == row.status.band else t("dari {band}", band=band_name(row.before).lower())


def reason(row: Attention) -> str:
    """Return the weightiest issue of a region, or why none is named."""
    if row.reason:
        return row.reason
    if row.status.band == "abu":
        return t("Tidak ada laporan kejadian maupun laporan nihil, sehingga keadaannya tidak diketahui.")
    return t("Tidak ada kejadian terverifikasi yang masih berbobot.")


def owner(row: Attention) -> str:
    """Return who acts in a region."""
    return row.owner or label("agencies", row.agency, current_language.get())


def due(row: Attention, today: date) -> str:
    """Return by when somebody acts, or how late it is."""
    if row.days_late:
        return t("lewat {days} hari", days=number(row.days_late))
    return t("hari ini") if row.due_on == today else short_day(row.due_on)


def confidence(sure: Confidence) -> tuple[str, str]:
    """Return how sure we are, and what that rests on."""
    rests_on = t(
        "{reports} laporan dari {sources} sumber independen.",
        reports=number(sure.reports),
        sources=number(sure.independent_sources),
    )
    return t(CONFIDENCE.get(sure.level, sure.level)), rests_on


def unverified(sure: Confidence) -> str:
    """Return how many incidents stand outside every level."""
    return t("{count} kejadian belum terverifikasi, tidak dihitung dalam status.", count=number(sure.unverified))


def beside_band(status: RegionStatus) -> str:
    """Return in short what stands beside a computed level: an analyst's colour, a legal status; each until when."""
    told = []
    if status.override_band:
        band, until = band_name(status.override_band).lower(), day_and_month(status.override_until)
        told.append(t("usulan analis: {band} sampai {day}", band=band, day=until))
    if status.legal_until:
        told.append(t("status keadaan konflik sampai {day}", day=day_and_month(status.legal_until)))
    return ", ".join(told)


def warnings_came_to(hits: int, false_alarms: int, misses: int, mean_lead_days: float | None) -> str:
    """Return how often warnings were right, and how early."""
    if not hits + false_alarms + misses:
        return t("Belum ada peringatan yang hasilnya diketahui.")
    told = t(
        "{hits} terbukti, {false_alarms} tidak terbukti, {misses} kejadian luput tanpa peringatan",
        hits=number(hits),
        false_alarms=number(false_alarms),
        misses=number(misses),
    )
    if mean_lead_days is None:
        return f"{told}."
    return t("{told}; rata-rata {days} hari lebih awal.", told=told, days=number(mean_lead_days))
