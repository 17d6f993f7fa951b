"""The first screen in words: what changed, where to look, how sure we are."""

from datetime import date
from html import escape

from poa_geo import headlines
from poa_geo.domain.summary import Attention, Summary
from poa_geo.texts import t
from poa_geo.ui import tables, theme
from poa_geo.ui.follow_up import due_cell
from poa_geo.ui.formatting import number, short_name


def opening(told: Summary, since_look: str) -> str:
    """Return the sentence a leader reads first, and what stands under it."""
    second = " ".join(filter(None, (since_look, headlines.second_line(told))))
    return f'<h1 class="lead">{escape(headlines.lead(told))}</h1><p class="sub">{escape(second)}</p>'


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
    note = headlines.unverified(sure)
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
    return tables.table(heads, [_row(row, told.as_of) for row in told.attention], right=(5,), kind="roomy attention")


def _row(row: Attention, today: date) -> list[str]:
    status = row.status
    name = tables.anchor(short_name(status.name), "peta", wilayah=status.code)
    return [
        f'<span class="lv wrap">{theme.swatch(status.band)}{name}</span>{_apart(row)}',
        _movement(row),
        tables.anchor(headlines.reason(row), "kejadian", id=row.reason_id)
        if row.reason_id
        else escape(headlines.reason(row)),
        _next_step(row),
        due_cell(row.due_on, row.days_late, today) if row.due_on else "",
        number(status.score, 1),
        _sure(row),
    ]


def _apart(row: Attention) -> str:
    told = headlines.beside_band(row.status)
    return f'<div class="quiet apart">{escape(told)}</div>' if told else ""


def _movement(row: Attention) -> str:
    arrow, word = headlines.ARROWS[row.movement], escape(t(headlines.MOVEMENTS[row.movement]))
    note = escape(headlines.came_from(row))
    return f'<span class="nowrap">{arrow} {word}</span><br><span class="quiet">{note}</span>'


def _next_step(row: Attention) -> str:
    if row.action is None or row.action_id is None:
        return f'<span class="quiet">{escape(t("Belum direncanakan"))}</span>'
    title = tables.anchor(row.action, "tindak_lanjut", id=row.action_id)
    return f'{title}<br><span class="quiet">{escape(headlines.owner(row))}</span>'


def _sure(row: Attention) -> str:
    level, rests_on = headlines.confidence(row.confidence)
    return f'<span title="{escape(rests_on)}">{escape(level.capitalize())}</span>'
