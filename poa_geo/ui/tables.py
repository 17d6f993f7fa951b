"""Tables and panels as HTML: real table heads, readable by screen readers, printable. Every text is escaped."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from poa_geo.domain.region import is_within
from poa_geo.domain.situation import Band, Confidence, Explanation, IncidentRow, RegionStatus, Share, Situation
from poa_geo.reference import label
from poa_geo.texts import current_language, mark, t
from poa_geo.ui import theme
from poa_geo.ui.filters import link
from poa_geo.ui.formatting import day, day_and_month, number, short_name

MOST_PIECES = 5
MOST_ROWS = 25
LEAST_SHARE = 0.05
CONFIDENCE = {"rendah": mark("rendah"), "sedang": mark("sedang"), "tinggi": mark("tinggi")}
LEVEL_NAMES = {0: mark("negara"), 1: mark("provinsi"), 2: mark("kabupaten"), 3: mark("kecamatan")}


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = (), kind: str = "") -> str:
    """Return a table; heads are plain text, cells are HTML already, columns in `right` hold numbers."""
    css = [' class="num"' if column in right else "" for column in range(len(heads))]
    head = "".join(f'<th scope="col"{css[i]}>{escape(text)}</th>' for i, text in enumerate(heads))
    body = "".join("<tr>" + "".join(f"<td{css[i]}>{cell}</td>" for i, cell in enumerate(row)) + "</tr>" for row in rows)
    return (
        f'<div class="scroll"><table class="t {kind}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def anchor(text: str, page: str, **params: str) -> str:
    """Return a link inside the app."""
    return f'<a href="{escape(link(page, **params))}" target="_self">{escape(text)}</a>'


def breadcrumb(path: Sequence[tuple[str, str]]) -> str:
    """Return the way to the region in focus: pairs of code and name, the last one without a link."""
    parts = [anchor(short_name(name), "peta", wilayah=code) for code, name in path[:-1]]
    parts.append(f"<b>{escape(short_name(path[-1][1]))}</b>")
    return f'<nav class="crumbs" aria-label="{escape(t("Jalur wilayah"))}">{"<i>/</i>".join(parts)}</nav>'


def focus_head(region: RegionStatus) -> str:
    """Return name, level, since when, and score of the region in focus."""
    return (
        f'<div class="focus"><div><h2>{escape(region.name)}</h2><div class="row">{theme.level(region.band)}'
        f'<span class="mid">{escape(_since(region))}</span></div>{apart(region)}</div>'
        f'<div class="num"><div class="score">{number(region.score, 1)}</div>'
        f'<div class="quiet">{escape(t("skor 0–100"))}</div></div></div>'
    )


def apart(region: RegionStatus) -> str:
    """Return what stands beside the computed level: an analyst's colour and a legal status, each until when."""
    told = ""
    if region.override_band:
        until = t("usulan analis sampai {day}", day=day(region.override_until))
        told += f'<div class="row">{theme.level(region.override_band)}<span class="mid">{escape(until)}</span></div>'
    if region.legal_until:
        until = t("berlaku sampai {day}", day=day(region.legal_until))
        told += f'<div class="mid"><b>{escape(t("Status keadaan konflik"))}</b> {escape(until)}</div>'
    return told


def _since(region: RegionStatus) -> str:
    if region.band == "abu":
        return t("Keadaan tidak diketahui, bukan aman.")
    if region.since is None:
        return ""
    before = region.previous_band or region.band
    if before == region.band:
        return t("sejak {day}", day=day(region.since))
    return t("dari {band} sejak {day}", band=theme.band_name(before).lower(), day=day(region.since))


def fall_sentence(region: RegionStatus) -> str:
    """Return when the level may fall, and whether it is held by missing reports."""
    if region.band in ("hijau", "abu"):
        return ""
    if not region.is_covered:
        return t("Status bertahan karena wilayah ini belum melapor dalam 14 hari terakhir.")
    if region.earliest_fall is None:
        return ""
    return t("Status turun paling cepat {day} bila tidak ada kejadian baru.", day=day(region.earliest_fall))


def share_bar(why: Explanation) -> str:
    """Return the score as one bar of shares with the borders of the bands."""
    widths = [*(piece.share for piece in leading(why)), _rest(why)]
    parts = "".join(
        f'<span class="s{i}" style="width:{width:.2f}%"></span>' for i, width in enumerate(widths, 1) if width > 0
    )
    ticks = _tick(why.threshold_kuning, t("Kuning mulai {score}", score=number(why.threshold_kuning, 1)))
    ticks += _tick(why.threshold_merah, t("Merah mulai {score}", score=number(why.threshold_merah, 1)))
    title = escape(t("Skor {score} dari 100", score=number(why.score, 1)))
    return (
        f'<div class="bar" role="img" aria-label="{title}"><div class="track">{parts}</div>{ticks}'
        f'<div class="now" style="left:{why.score:.2f}%"></div><span class="end" style="left:0">0</span>'
        '<span class="end" style="right:0">100</span></div>'
    )


def _tick(score: float, text: str) -> str:
    return f'<div class="tick" style="left:{score:.2f}%"><span>{escape(text)}</span></div>'


def leading(why: Explanation) -> Sequence[Share]:
    """Return the pieces worth a line of their own: the strongest that do not read 0,0."""
    return [piece for piece in why.pieces[:MOST_PIECES] if piece.share >= LEAST_SHARE]


def _rest(why: Explanation) -> float:
    return sum(piece.share for piece in why.pieces[len(leading(why)) :])


def pieces_table(why: Explanation, numbers: Mapping[str, int], name: str) -> str:
    """Return the evidence behind a score, strongest first, ending in the score itself.

    `numbers` is incident id → its number in the list beside.
    """
    shown = leading(why)
    rows = [_piece(place, piece, numbers) for place, piece in enumerate(shown, 1)]
    if len(why.pieces) > len(shown):
        text = t("{count} bukti lain", count=number(len(why.pieces) - len(shown)))
        rows.append(("", f'<span class="share s6"></span>{escape(text)}', "", f"<b>{number(_rest(why), 1)}</b>"))
    body = "".join(
        f'<tr><td class="quiet">{first}</td><td>{what}</td><td class="quiet num">{note}</td>'
        f'<td class="num">{share}</td></tr>'
        for first, what, note, share in rows
    )
    total = escape(t("Skor {name}", name=short_name(name)))
    return (
        f'<div class="scroll"><table class="t"><tbody>{body}<tr class="total"><td colspan="3">{total}</td>'
        f'<td class="num">{number(why.score, 1)}</td></tr></tbody></table></div>'
    )


def _piece(place: int, piece: Share, numbers: Mapping[str, int]) -> tuple[str, str, str, str]:
    page, name = ("kejadian", "id") if piece.kind == "incident" else ("athg", "isu")
    title = anchor(piece.title, page, **{name: piece.id}) if piece.id else escape(t("1 kejadian tertutup"))
    told = [day_and_month(piece.event_date) if piece.event_date else "", escape(piece.grade or "")]
    first = str(numbers.get(piece.id or "", "")) or escape(piece.dimension or "")
    mark = f'<span class="share s{place}"></span>'
    return first, mark + title, " · ".join(filter(None, told)), f"<b>{number(piece.share, 1)}</b>"


def dimensions_line(why: Explanation) -> str:
    """Return the score parted by Ancaman, Tantangan, Hambatan and Gangguan."""
    parts = [
        f"{label('dimensions', code, current_language.get())} {number(share, 1)}"
        for code, share in sorted(why.by_dimension.items(), key=lambda item: -item[1])
        if share >= LEAST_SHARE
    ]
    return " · ".join(parts)


def if_dealt_with(why: Explanation) -> str:
    """Return what the score becomes when the strongest piece is dealt with."""
    if not leading(why):
        return ""
    without = why.pieces[0].without
    band: Band = "merah" if without >= why.threshold_merah else "kuning" if without >= why.threshold_kuning else "hijau"
    return t(
        "Bila yang terkuat selesai ditangani, skor menjadi {score} ({band}).",
        score=number(without, 1),
        band=theme.band_name(band).lower(),
    )


def confidence_line(confidence: Confidence) -> str:
    """Return how sure we are, as HTML."""
    text = t(
        "{reports} laporan dari {sources} sumber independen.",
        reports=number(confidence.reports),
        sources=number(confidence.independent_sources),
    )
    level = escape(t(CONFIDENCE.get(confidence.level, confidence.level)))
    return f"{escape(t('Keyakinan'))} <b>{level}</b>: {escape(text)}"


def count_line(situation: Situation) -> str:
    """Return how many incidents there are and what the map leaves out."""
    count = number(situation.incident_count)
    notes = [t("{count} di peta", count=number(situation.placed_count))]
    if situation.coarse_count:
        level = t(LEVEL_NAMES[situation.focus.level if situation.focus else 0])
        notes.append(t("{count} hanya diketahui tingkat {level}", count=number(situation.coarse_count), level=level))
    if situation.unplaced_count:
        notes.append(t("{count} tanpa lokasi", count=number(situation.unplaced_count)))
    note = escape(", ".join(notes)) if situation.incident_count else ""
    return f'<div class="head"><h3>{count} {escape(t("kejadian"))}</h3><span class="quiet">{note}</span></div>'


def incident_list(situation: Situation) -> str:
    """Return the incidents beside the map, numbered as on it."""
    if not situation.incidents:
        return f'<p class="mid">{escape(empty_sentence(situation))}</p>'
    heads = [t("No."), t("Tanggal"), t("Kejadian"), t("Tempat"), t("Nilai"), t("Andil")]
    rows = [_incident(place, row) for place, row in enumerate(situation.incidents[:MOST_ROWS], 1)]
    hidden = situation.incident_count - len(rows)
    more = f'<p class="quiet">{escape(t("{count} kejadian lain ada di halaman Kejadian.", count=number(hidden)))}</p>'
    return table(heads, rows, right=(5,), kind="list") + (more if hidden > 0 else "")


def _incident(place: int, row: IncidentRow) -> list[str]:
    kind = "no open" if row.verification == "belum" else "no"
    return [
        f'<span class="{kind}">{place}</span>',
        f'<span class="mid">{day_and_month(row.event_date)}</span>',
        anchor(row.title, "kejadian", id=row.id),
        escape(row.place),
        escape(row.grade),
        number(row.share, 1) if row.share else "0",
    ]


def empty_sentence(situation: Situation) -> str:
    """Say what is missing, and whether that is good news."""
    regions = len(situation.regions)
    covered = sum(region.is_covered for region in situation.regions)
    text = t("Tidak ada kejadian pada periode ini.")
    if not regions:
        return text
    told = t("{covered} dari {regions} wilayah sudah melapor.", covered=number(covered), regions=number(regions))
    return f"{text} {told}"


def region_list(regions: Sequence[RegionStatus], page: str = "peta") -> str:
    """Return regions worst first: what the map shows, for those who do not use it."""
    heads = [t("Wilayah"), t("Status"), t("Skor"), t("Kejadian"), t("Belum terverifikasi")]
    order = {"merah": 0, "kuning": 1, "hijau": 2, "abu": 3}
    ranked = sorted(regions, key=lambda region: (order[region.band], -region.score, region.name))
    rows = [
        [
            anchor(region.name, page, wilayah=region.code),
            theme.level(region.band) + apart(region),
            number(region.score, 1),
            number(region.incident_count),
            number(region.unverified_count),
        ]
        for region in ranked
    ]
    return table(heads, rows, right=(2, 3, 4))


def chips(pairs: Iterable[tuple[str, str]]) -> str:
    """Return small labels: name and value."""
    items = "".join(f'<span class="chip">{escape(name)} <b>{escape(value)}</b></span>' for name, value in pairs)
    return f'<div class="chips">{items}</div>'


def inside(situation: Situation, row: IncidentRow) -> bool:
    """Say whether the map can draw an incident: it is known more finely than the region in focus."""
    focus = situation.filter.region
    is_finest = situation.focus is not None and situation.focus.level == 3
    return row.region_code is not None and is_within(row.region_code, focus) and (is_finest or row.region_code != focus)
