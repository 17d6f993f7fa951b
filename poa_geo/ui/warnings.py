"""Warnings on the screen: what is open and what can be done, and how often warnings were right."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.headlines import warnings_came_to
from poa_geo.reference import label
from poa_geo.risk.flaps import Flaps
from poa_geo.services import warnings
from poa_geo.services.warnings import LedgerLine, OpenWarning, SkillRow
from poa_geo.texts import current_language, mark, t
from poa_geo.ui import current, tables, theme
from poa_geo.ui.formatting import DASH, number, short_day
from poa_geo.ui.page import done
from poa_geo.ui.parts import head, quiet

LEVELS = {1: mark("Provinsi"), 2: mark("Kabupaten/kota"), 3: mark("Kecamatan")}
MOST_DOTS = 20


def open_part(reader: Reader) -> None:
    """Draw the open warnings of one level, with what can be done, and the form that names an owner."""
    level = _level_switch(reader)
    found = warnings.open_warnings(current.office(), reader, level=level)
    if not found:
        st.html(quiet(t("Tidak ada peringatan terbuka pada tingkat ini.")))
        return
    st.html(warning_table(found))
    if reader.can("warning.write"):
        _owner_form(reader, found)


def _level_switch(reader: Reader) -> int:
    st.session_state.setdefault("warning-level", warnings.told_level(reader))
    chosen = st.segmented_control(
        t("Tingkat"), list(LEVELS), key="warning-level", required=True, label_visibility="collapsed",
        format_func=lambda level: t(LEVELS[level]),
    )  # fmt: skip
    return int(chosen or 2)


def warning_table(found: Sequence[OpenWarning]) -> str:
    """Return warnings as a table: where, why, who, and what can be done."""
    heads = [t("Wilayah"), t("Sejak"), t("Sebab"), t("Alasan"), t("Penanggung jawab"), t("Pilihan tanggapan")]
    return tables.table(heads, [_row(one) for one in found])


def _row(one: OpenWarning) -> list[str]:
    language = current_language.get()
    name = tables.anchor(one.region_name, "wilayah", wilayah=one.region_code)
    until = t("berlaku sampai {day}", day=short_day(one.window_until))
    reason = tables.anchor(one.reason, "kejadian", id=one.reason_id) if one.reason and one.reason_id else ""
    options = "".join(f"<li>{escape(label('response_options', code, language))}</li>" for code in one.options)
    return [
        f'<span class="lv wrap">{theme.swatch(one.band)}{name}</span>',
        f'<span class="nowrap">{short_day(one.day)}</span><br><span class="quiet">{escape(until)}</span>',
        escape(label("warning_kinds", one.kind, language)),
        reason or f'<span class="quiet">{escape(t("Tidak ada kejadian yang dapat Anda baca"))}</span>',
        escape(one.owner) if one.owner else f'<span class="quiet">{escape(t("Belum ditunjuk"))}</span>',
        f'<ul class="plain">{options}</ul>',
    ]


def _owner_form(reader: Reader, found: Sequence[OpenWarning]) -> None:
    names = {one.id: _named(one) for one in found}
    with st.popover(t("Tunjuk penanggung jawab"), key="own"), st.form("owner", border=False, clear_on_submit=True):
        chosen = st.selectbox(t("Peringatan"), list(names), format_func=lambda one: names[one])
        owner = st.text_input(t("Penanggung jawab"), max_chars=160, help=t("Jabatan atau instansi, bukan nama orang"))
        if st.form_submit_button(t("Simpan penanggung jawab"), type="primary"):
            warnings.set_owner(current.office(), reader, str(chosen), owner)
            done(t("Penanggung jawab disimpan."))
            st.rerun()


def _named(one: OpenWarning) -> str:
    kind = label("warning_kinds", one.kind, current_language.get())
    return f"{one.region_name}, {short_day(one.day)}, {kind}"


# --- The ledger -----------------------------------------------------------------------------------------------------


def ledger_line(line: LedgerLine, *, has_link: bool = True) -> str:
    """Return what warnings came to in twelve months as one line: dots, numbers, and the way to the details."""
    more = tables.anchor(t("Rincian peringatan"), "peringatan", bagian="buku") if has_link else ""
    return (
        f'<div class="ledger"><b>{escape(t("Peringatan 12 bulan terakhir"))}</b>{_dots(line)}'
        f"<span>{_in_words(line)}</span>{more}</div>"
    )


def _dots(line: LedgerLine) -> str:
    counts = (line.hits, line.false_alarms, line.misses)
    scale = max(1.0, sum(counts) / MOST_DOTS)
    marks = ("●", "○", "×")
    parts = [sign * max(1, round(count / scale)) for sign, count in zip(marks, counts, strict=True) if count]
    return f'<span class="dots" aria-hidden="true">{" ".join(parts)}</span>' if parts else ""


def _in_words(line: LedgerLine) -> str:
    return escape(warnings_came_to(line.hits, line.false_alarms, line.misses, line.mean_lead_days))


def ledger_part(reader: Reader) -> None:
    """Draw how often warnings were right, per level and period, and how restless colours are."""
    office = current.office()
    st.html(ledger_line(warnings.ledger_line(office, reader), has_link=False))
    rows = warnings.skill_table(office, reader)
    st.html(head(t("Mutu peringatan per tingkat dan masa")))
    if rows:
        st.html(skill_html(rows))
        st.html(_how_counted())
    else:
        st.html(quiet(t("Belum ada jangka 30 hari yang hasilnya sudah tetap.")))
    st.html(head(t("Kegelisahan warna")) + flap_line(warnings.flaps(office, reader)))


def skill_html(rows: Sequence[SkillRow]) -> str:
    """Return the table of skill scores."""
    heads = [
        t("Masa"), t("Tingkat"), t("Warna"), t("Terbukti"), t("Tidak terbukti"), t("Luput"),
        "POD", "FAR", "Peirce", "CSI", t("Lebih awal (hari)"),
    ]  # fmt: skip
    return tables.table(heads, [_skill_row(row) for row in rows], right=tuple(range(3, 11)))


def _skill_row(row: SkillRow) -> list[str]:
    found = row.skill
    return [
        f'<span class="nowrap">{short_day(row.since)} {DASH} {short_day(row.until)}</span>',
        escape(t(LEVELS[row.level])),
        escape(theme.band_name(row.band)),
        *(number(count) for count in (found.hits, found.false_alarms, found.misses)),
        *(number(value, 2) for value in (found.pod, found.far, found.peirce, found.csi)),
        number(found.lead_days, 1),
    ]


def _how_counted() -> str:
    lines = (
        t("Satuan hitung: wilayah × jangka tetap 30 hari; hasil menjadi tetap 30 hari sesudah jangkanya berakhir."),
        t("POD: bagian kejadian yang didahului peringatan. FAR: bagian peringatan yang tidak terbukti."),
        t("Peirce: 0 sama dengan menebak, 1 selalu benar. CSI: terbukti dibanding semua peringatan dan kejadian."),
    )
    return f'<p class="quiet">{"<br>".join(escape(line) for line in lines)}</p>'


def flap_line(found: Flaps) -> str:
    """Return how often colours change against the budget, in one sentence."""
    if not found.cells:
        return quiet(t("Belum ada wilayah yang melapor."))
    told = t(
        "Rata-rata {mean} perubahan warna per kabupaten/kota dan bulan, persentil 95 sebanyak {p95}; batasnya "
        "{budget_mean} dan {budget_p95}.",
        mean=number(found.mean, 2), p95=number(found.p95, 1), budget_mean=number(found.budget_mean, 1),
        budget_p95=number(found.budget_p95, 1),
    )  # fmt: skip
    verdict = t("Batas terpenuhi.") if found.is_kept else t("Batas terlampaui.")
    return f'<p class="mid">{escape(told)} <b>{escape(verdict)}</b></p>'
