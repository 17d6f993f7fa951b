"""Sections about regions: cover, overview, map, list of risky regions, appendix."""

from poa_geo.briefing import wording
from poa_geo.briefing.blocks import Figure, Figures, Issue, Issues, Page, Paragraph, RegionMap, Table
from poa_geo.briefing.content import Briefing
from poa_geo.domain.situation import RegionStatus
from poa_geo.domain.summary import Attention
from poa_geo.formatting import hidden_count, number, period, short_name, table_day
from poa_geo.look import band_name
from poa_geo.texts import t

MOST_ISSUES = 3


def cover(briefing: Briefing) -> tuple[Page, ...]:
    """Return the title page: what, for whom, by whom, up to when."""
    blocks = (
        Paragraph(t("Periode {period}", period=period(briefing.since, briefing.until))),
        Paragraph(t("Disampaikan oleh {office}", office=briefing.office)),
        Paragraph(t("Untuk {audience}", audience=wording.audience(briefing))),
        Paragraph(wording.cutoff(briefing), is_note=True),
    )
    title = t("Situasi keamanan {region}", region=briefing.region_name)
    return (Page(section="judul", title=title, blocks=blocks, is_cover=True),)


def overview(briefing: Briefing) -> tuple[Page, ...]:
    """Return one page: the map, three numbers, three regions that need a look."""
    worrying = [row for row in briefing.summary.attention if row.status.band != "hijau"]
    issues = tuple(_issue(briefing, row) for row in worrying[:MOST_ISSUES])
    below = Issues(issues) if issues else Paragraph(t("Tidak ada wilayah yang perlu perhatian khusus."))
    blocks = (region_map(briefing), Figures(_figures(briefing)), below)
    return (Page(section="ringkasan", title=wording.headline(briefing.situation), blocks=blocks),)


def _figures(briefing: Briefing) -> tuple[Figure, ...]:
    told, before = briefing.situation, briefing.summary.counts_before
    return (
        Figure(
            value=number(told.band_counts["merah"]),
            label=t("wilayah merah"),
            note=t("semula {count}", count=number(before["merah"])),
        ),
        Figure(
            value=number(told.incident_count),
            label=t("kejadian"),
            note=t("semula {count}", count=number(briefing.incidents_before)),
        ),
        _detected(briefing) or _reported(briefing),
    )


def _detected(briefing: Briefing) -> Figure | None:
    """Tell how many of the incidents were warned of; None before any was."""
    told = briefing.ledger
    if told is None or not told.hits + told.misses:
        return None
    share = round(100 * told.hits / (told.hits + told.misses))
    return Figure(value=f"{number(share)}%", label=t("terdeteksi dini"), note=t("dalam setahun"))


def _reported(briefing: Briefing) -> Figure:
    regions = briefing.situation.regions
    reported = sum(status.is_covered for status in regions)
    return Figure(value=number(reported), label=t("sudah melapor"), note=t("dari {count}", count=number(len(regions))))


def _issue(briefing: Briefing, row: Attention) -> Issue:
    own = [a for a in briefing.follow_ups if a.done_on is None and (a.region_code or "").startswith(row.status.code)]
    note = (
        f"{wording.responsible(own[0])}, {wording.deadline(own[0], briefing.until)}"
        if own
        else t("Penanggung jawab belum ditetapkan")
    )
    return Issue(band=row.status.band, head=wording.moved_head(briefing, row.status), line=_reason(row), note=note)


def _reason(row: Attention) -> str:
    if row.status.band == "abu":
        if row.days_silent is None:
            return t("Belum pernah melapor. Keadaan tidak diketahui, bukan aman.")
        return t("{days} hari tanpa laporan. Keadaan tidak diketahui.", days=number(row.days_silent))
    return row.reason or t("Tidak ada kejadian terbuka bagi pembaca ini.")


def region_map(briefing: Briefing) -> RegionMap:
    """Return the map of all regions told."""
    regions = tuple((status.code, short_name(status.name), status.band) for status in briefing.situation.regions)
    told = ", ".join(f"{name} {band_name(band).lower()}" for _, name, band in regions)
    return RegionMap(regions=regions, alt=t("Peta kerawanan {region}: {told}", region=briefing.region_name, told=told))


def risk_map(briefing: Briefing) -> tuple[Page, ...]:
    """Return the map beside what changed since the last period."""
    changed = briefing.summary.changes
    rows = tuple((short_name(c.name), f"{band_name(c.before)} → {band_name(c.now)}") for c in changed)
    blocks: tuple[Table | Paragraph, ...]
    if changed:
        title = t("{count} wilayah berubah status", count=wording.numeral(len(changed)).capitalize())
        table = Table(
            heads=(t("Wilayah"), t("Perubahan")), rows=rows, widths=(3, 3), bands=tuple(c.now for c in changed)
        )
        blocks = (table,)
    else:
        title = t("Tidak ada wilayah yang berubah status")
        blocks = (Paragraph(t("Semua wilayah tetap pada status periode lalu.")),)
    return (Page(section="peta", title=title, blocks=(region_map(briefing), *blocks, *_standing(briefing))),)


def _standing(briefing: Briefing) -> tuple[Paragraph, ...]:
    """Tell the region in focus itself, which its parts do not."""
    focus = briefing.situation.focus
    if focus is None:
        return ()
    text = t("{name} secara keseluruhan: {band}, skor {score}.", name=focus.name, band=band_name(focus.band).lower(),
             score=number(focus.score, 1))  # fmt: skip
    return (Paragraph(text),)


def risky_regions(briefing: Briefing) -> tuple[Page, ...]:
    """Return the red and yellow regions with what triggers them, worst first."""
    statuses = _ranked(briefing)
    if not statuses:
        text = t("Tidak ada wilayah merah atau kuning pada periode ini.")
        return (Page(section="wilayah", title=text.rstrip("."), blocks=(_silent(briefing),)),)
    table = Table(
        heads=(t("Wilayah"), t("Skor"), t("Perubahan"), t("Kejadian"), t("Pemicu")),
        rows=tuple(
            (
                short_name(status.name),
                number(status.score, 1),
                wording.movement_text(briefing, status),
                number(status.incident_count),
                briefing.triggers.get(status.code, t("Kejadian tertutup")),
            )
            for status in statuses
        ),
        widths=(24, 9, 19, 12, 46),
        right=frozenset({1, 3}),
        bands=tuple(status.band for status in statuses),
    )
    title = t("{count} wilayah merah atau kuning dan pemicunya", count=wording.numeral(len(statuses)).capitalize())
    return (Page(section="wilayah", title=title, blocks=(table,)),)


def _ranked(briefing: Briefing) -> list[RegionStatus]:
    risky = [status for status in briefing.situation.regions if status.band in wording.RISKY]
    return sorted(risky, key=lambda status: (wording.RISKY.index(status.band), -status.score, status.code))


def _silent(briefing: Briefing) -> Paragraph:
    silent = [short_name(status.name) for status in briefing.situation.regions if not status.is_covered]
    if not silent:
        return Paragraph(t("Semua wilayah sudah melapor dalam 14 hari terakhir."))
    return Paragraph(t("Belum melapor dalam 14 hari terakhir: {names}.", names=", ".join(silent)))


def appendix(briefing: Briefing) -> tuple[Page, ...]:
    """Return the tables behind the numbers: all regions, all incidents of the period, and how to read them."""
    return (_all_regions(briefing), _all_incidents(briefing), _method(briefing))


def _all_regions(briefing: Briefing) -> Page:
    told = briefing.situation
    rows = tuple(
        (
            short_name(status.name),
            number(status.score, 1),
            number(status.incident_count),
            number(status.unverified_count),
            hidden_count(status.presence_count),
            t("ya") if status.is_covered else t("belum"),
        )
        for status in told.regions
    )
    table = Table(
        heads=(
            t("Wilayah"), t("Skor"), t("Kejadian"), t("Belum diverifikasi"), t("Orang asing"), t("Melapor"),
        ),
        rows=rows,
        widths=(34, 12, 14, 20, 16, 12),
        right=frozenset({1, 2, 3, 4}),
        bands=tuple(status.band for status in told.regions),
    )  # fmt: skip
    title = t("Lampiran: {count} wilayah dan angkanya", count=number(len(rows)))
    return Page(section="lampiran", title=title, blocks=(table, *_left_out(briefing)))


def _left_out(briefing: Briefing) -> tuple[Paragraph, ...]:
    told = briefing.situation
    text = t(
        "{total} kejadian: {placed} di peta, {coarse} hanya diketahui tingkat di atasnya, {unplaced} tanpa lokasi.",
        total=number(told.incident_count),
        placed=number(told.placed_count),
        coarse=number(told.coarse_count),
        unplaced=number(told.unplaced_count),
    )
    return (Paragraph(text, is_note=True),)


def _all_incidents(briefing: Briefing) -> Page:
    told = briefing.situation
    if not told.incidents:
        text = t("Tidak ada kejadian pada periode ini.")
        return Page(section="lampiran", title=t("Lampiran: daftar kejadian"), blocks=(Paragraph(text),))
    rows = tuple(
        (table_day(row.event_date), row.title, briefing.place(row.region_code), row.grade) for row in told.incidents
    )
    table = Table(heads=(t("Tanggal"), t("Kejadian"), t("Wilayah"), t("Nilai")), rows=rows, widths=(16, 50, 24, 10))
    title = t("Lampiran: {count} kejadian pada periode ini", count=number(told.incident_count))
    shown = t("Ditampilkan {count} kejadian terbaru.", count=number(len(rows)))
    rest = (Paragraph(shown, is_note=True),) if len(rows) < told.incident_count else ()
    return Page(section="lampiran", title=title, blocks=(table, *rest))


def _method(briefing: Briefing) -> Page:
    sure = briefing.situation.confidence
    blocks = [
        Paragraph(t("Skor menilai wilayah dari kejadian terverifikasi dan penilaian ATHG yang disetujui.")),
        Paragraph(t("Kebangsaan, agama, suku, jenis kelamin, usia, dan jumlah orang asing tidak memengaruhi skor.")),
        Paragraph(t("Abu-abu berarti belum ada laporan dalam 14 hari: keadaan tidak diketahui, bukan aman.")),
        Paragraph(
            t(
                "Keyakinan {level}: {reports} laporan terverifikasi, {sources} sumber, {unverified} belum diperiksa.",
                level=sure.level,
                reports=number(sure.reports),
                sources=number(sure.independent_sources),
                unverified=number(sure.unverified),
            )
        ),
        Paragraph(t("Jumlah orang asing dibulatkan ke lima terdekat; di bawah lima tidak ditampilkan.")),
        Paragraph(t("Status dihitung dengan semua yang diketahui sampai data terakhir."), is_note=True),
    ]
    if briefing.ground.is_schematic:
        blocks.append(Paragraph(t("Batas pada peta adalah batas skematik, bukan batas resmi."), is_note=True))
    return Page(section="lampiran", title=t("Lampiran: cara membaca"), blocks=tuple(blocks))
