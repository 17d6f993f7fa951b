"""The briefing as a text for WhatsApp, in two lengths. No names of persons, no place finer than the regions told."""

from collections.abc import Sequence

from poa_geo.briefing import wording
from poa_geo.briefing.content import Briefing
from poa_geo.domain.situation import RegionStatus
from poa_geo.formatting import number, period, short_name
from poa_geo.look import band_name
from poa_geo.reference import by_code
from poa_geo.texts import current_language, t

SHORT, LONG = 700, 4096
"""Most characters of a text that is read at a glance, and of one WhatsApp message."""


def write_short(briefing: Briefing) -> str:
    """Return the state in at most 700 characters."""
    told = briefing.situation
    lines = [
        f"*{wording.classification(briefing)}*",
        _subject(briefing),
        f"{wording.headline(told)}.",
        t(
            "{count} kejadian, periode sebelumnya {before}.",
            count=number(told.incident_count),
            before=number(briefing.incidents_before),
        ),
    ]
    return _fitting(lines, _region_lines(briefing), _ending(briefing), SHORT)


def write_long(briefing: Briefing) -> str:
    """Return the report in the order offices use, in at most 4,096 characters."""
    lines = [
        f"*{wording.classification(briefing)}*",
        t("Kepada Yth. : {audience}", audience=wording.audience(briefing)),
        t("Dari : {office}", office=briefing.office),
        t("Perihal : {subject}", subject=_subject(briefing)),
        "",
        t("Mohon izin melaporkan situasi {region} sebagai berikut.", region=briefing.region_name),
        "",
        t("*A. Fakta*"),
        *_facts(briefing),
    ]
    ending = [
        "",
        t("*B. Upaya*"),
        *_efforts(briefing),
        "",
        t("*C. Situasi saat ini*"),
        _state(briefing),
        "",
        t("*D. Prediksi*"),
        *_outlook(briefing),
        "",
        t("*E. Saran*"),
        *_advice(briefing),
        "",
        t("Demikian dilaporkan, mohon arahan lebih lanjut. Perkembangan akan kami laporkan."),
        *_ending(briefing),
    ]
    return _fitting(lines, _region_lines(briefing), ending, LONG)


def _fitting(head: Sequence[str], regions: Sequence[str], ending: Sequence[str], limit: int) -> str:
    """Return the lines as one text; the last regions are counted instead of named where the limit asks for it."""
    for kept in range(len(regions), -1, -1):
        left_out = len(regions) - kept
        rest = [t("dan {count} wilayah lain", count=number(left_out))] if left_out else []
        text = "\n".join([*head, *regions[:kept], *rest, *ending])
        if len(text) <= limit:
            return text
    return text[: limit - 1] + "…"


def _subject(briefing: Briefing) -> str:
    return t("Situasi {region}, {period}", region=briefing.region_name, period=period(briefing.since, briefing.until))


def _facts(briefing: Briefing) -> list[str]:
    told = briefing.situation
    return [
        f"{wording.headline(told)}.",
        t(
            "{count} kejadian ({unverified} belum diverifikasi), periode sebelumnya {before}.",
            count=number(told.incident_count),
            unverified=number(told.confidence.unverified),
            before=number(briefing.incidents_before),
        ),
    ]


def _region_lines(briefing: Briefing) -> list[str]:
    """Return one line per region that is not green, worst first."""
    order = {"merah": 0, "kuning": 1, "abu": 2}
    wanted = [status for status in briefing.situation.regions if status.band in order]
    wanted.sort(key=lambda status: (order[status.band], -status.score, status.code))
    return [_region_line(briefing, status) for status in wanted]


def _region_line(briefing: Briefing, status: RegionStatus) -> str:
    name = short_name(status.name)
    if status.band == "abu":
        return t("- {name}: belum lapor, keadaan tidak diketahui", name=name)
    return t(
        "- {name}: *{band}*, skor {score}, {count} kejadian ({movement})",
        name=name,
        band=band_name(status.band).upper(),
        score=number(status.score, 1),
        count=number(status.incident_count),
        movement=wording.movement_text(briefing, status),
    )


def _efforts(briefing: Briefing) -> list[str]:
    done = sum(action.done_on is not None for action in briefing.follow_ups)
    waiting = len(briefing.follow_ups) - done
    if not briefing.follow_ups:
        return [t("Belum ada tindak lanjut yang dicatat.")]
    return [t("{done} tindak lanjut selesai, {waiting} berjalan.", done=number(done), waiting=number(waiting))]


def _state(briefing: Briefing) -> str:
    focus = briefing.situation.focus
    if focus is None:
        return f"{wording.headline(briefing.situation)}."
    return t(
        "Status {region}: *{band}*, skor {score}.",
        region=briefing.region_name,
        band=band_name(focus.band).upper(),
        score=number(focus.score, 1),
    )


def _outlook(briefing: Briefing) -> list[str]:
    count = len(briefing.potentials)
    if not count:
        return [t("Tidak ada potensi terbuka yang dicatat.")]
    return [t("{count} potensi masih terbuka dan dipantau.", count=number(count))]


def _advice(briefing: Briefing) -> list[str]:
    """Return the standing measure of every level that regions have."""
    counts = briefing.situation.band_counts
    measure = f"help_{current_language.get()}"
    bands = [band for band in wording.RISKY if counts[band]] or ["hijau"]
    return [f"- {band_name(band)}: {by_code('band_labels')[band][measure]}." for band in bands]


def _ending(briefing: Briefing) -> list[str]:
    parts = [wording.cutoff(briefing), t("Ref. {number}", number=briefing.reference_number)]
    return [*parts, t("DATA CONTOH")] if briefing.is_demo else parts
