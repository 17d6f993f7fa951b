"""The first screen in words: what changed, where to look, how sure we are."""

from collections.abc import Sequence
from datetime import date
from html import escape

from poa_geo.domain.summary import Attention, BandChange, Summary
from poa_geo.reference import label
from poa_geo.texts import current_language, mark, t
from poa_geo.ui import tables, theme
from poa_geo.ui.follow_up import due_cell
from poa_geo.ui.formatting import number, short_name

MOST_NAMES = 3
ARROWS = {"naik": "▲", "turun": "▼", "tetap": "━", "belum_lapor": "◌"}
MOVEMENTS = {
    "naik": mark("Naik"),
    "turun": mark("Turun"),
    "tetap": mark("Tetap"),
    "belum_lapor": mark("Belum lapor"),
}
RISES = ("kuning", "merah")


def lead(told: Summary) -> str:
    """Return the one sentence a leader reads: rises first, then what came back."""
    rises = [change for change in told.changes if _is_rise(change)]
    falls = [change for change in told.changes if not _is_rise(change) and change.now != "abu"]
    if not rises and not falls:
        return t("Tidak ada perubahan status dalam {days} hari terakhir.", days=number(told.days))
    sentences = []
    if rises:
        what = _listed([t("{name} naik ke {band}", name=short_name(c.name), band=_band(c)) for c in rises])
        sentences.append(t("{what} dalam {days} hari terakhir.", what=what, days=number(told.days)))
    if falls:
        sentences.append(
            _listed([t("{name} turun ke {band}", name=short_name(c.name), band=_band(c)) for c in falls]) + "."
        )
    return " ".join(sentences)


def second_line(told: Summary) -> str:
    """Return what the colours do not tell: who has not reported."""
    silent = [status for status in told.statuses if not status.is_covered]
    if not silent:
        return t("Semua wilayah sudah melapor dalam 14 hari terakhir.")
    names = _listed([short_name(status.name) for status in silent])
    return t("Belum melapor dalam 14 hari terakhir: {names}. Keadaannya tidak diketahui, bukan aman.", names=names)


def _is_rise(change: BandChange) -> bool:
    return change.now in RISES and not (change.before == "merah" and change.now == "kuning")


def _band(change: BandChange) -> str:
    return theme.band_name(change.now).lower()


def _listed(items: Sequence[str]) -> str:
    """Return `a, b dan c`; a long list ends in how many more there are."""
    shown = list(items[:MOST_NAMES])
    if len(items) > MOST_NAMES:
        shown.append(t("{count} wilayah lain", count=number(len(items) - MOST_NAMES)))
    if len(shown) == 1:
        return shown[0]
    return t("{first} dan {last}", first=", ".join(shown[:-1]), last=shown[-1])


def counts(told: Summary) -> str:
    """Return the number of regions per level now and when the period began, and how sure we are."""
    cells = []
    before = told.counts_before
    for band, count in told.counts_now.items():
        then = escape(t("semula {count}", count=number(before[band])))
        cells.append(
            f'<div>{theme.level(band)}<div class="pair"><span class="big">{number(count)}</span>'
            f'<span class="quiet">{then}</span></div></div>'
        )
    sure = told.confidence
    note = t("{count} kejadian belum terverifikasi, tidak dihitung dalam status.", count=number(sure.unverified))
    cells.append(f'<div><span class="mid">{tables.confidence_line(sure)}<br>{escape(note)}</span></div>')
    return f'<div class="counts">{"".join(cells)}</div>'


def attention(told: Summary) -> str:
    """Return the regions that need a look, with the reason."""
    if not told.attention:
        return f'<p class="mid">{escape(t("Belum ada wilayah yang dapat dinilai."))}</p>'
    heads = [
        t("Wilayah"), t("Perubahan"), t("Alasan"), t("Tindak lanjut dan penanggung jawab"), t("Tenggat"), t("Skor"),
        t("Keyakinan"),
    ]  # fmt: skip
    return tables.table(heads, [_row(row, told.as_of) for row in told.attention], right=(5,), kind="roomy")


def _row(row: Attention, today: date) -> list[str]:
    status = row.status
    name = tables.anchor(short_name(status.name), "peta", wilayah=status.code)
    return [
        f'<span class="lv wrap">{theme.swatch(status.band)}{name}</span>{tables.apart(status)}',
        _movement(row),
        _reason(row),
        _next_step(row),
        _due(row, today),
        number(status.score, 1),
        _sure(row),
    ]


def _movement(row: Attention) -> str:
    arrow, word = ARROWS[row.movement], escape(t(MOVEMENTS[row.movement]))
    from_band = (
        escape(t("dari {band}", band=theme.band_name(row.before).lower())) if row.before != row.status.band else ""
    )
    if row.movement == "belum_lapor" and row.days_silent is not None:
        from_band = escape(t("{days} hari", days=number(row.days_silent)))
    return f'<span class="nowrap">{arrow} {word}</span><br><span class="quiet">{from_band}</span>'


def _reason(row: Attention) -> str:
    if row.reason:
        return tables.anchor(row.reason, "kejadian", id=row.reason_id) if row.reason_id else escape(row.reason)
    if row.status.band == "abu":
        return escape(t("Tidak ada laporan kejadian maupun laporan nihil, sehingga keadaannya tidak diketahui."))
    return escape(t("Tidak ada kejadian terverifikasi yang masih berbobot."))


def _next_step(row: Attention) -> str:
    if row.action is None or row.action_id is None:
        return f'<span class="quiet">{escape(t("Belum direncanakan"))}</span>'
    owner = row.owner or label("agencies", row.agency, current_language.get())
    title = tables.anchor(row.action, "tindak_lanjut", id=row.action_id)
    return f'{title}<br><span class="quiet">{escape(owner)}</span>'


def _due(row: Attention, today: date) -> str:
    return due_cell(row.due_on, row.days_late, today) if row.due_on else ""


def _sure(row: Attention) -> str:
    sure = row.confidence
    level = t(tables.CONFIDENCE.get(sure.level, sure.level)).capitalize()
    told = t(
        "{reports} laporan, {sources} sumber", reports=number(sure.reports), sources=number(sure.independent_sources)
    )
    return f'{escape(level)}<br><span class="quiet">{escape(told)}</span>'
