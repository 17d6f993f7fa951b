"""What stands apart from the computed band: an analyst's colour and a legal status keadaan konflik."""

from datetime import timedelta
from html import escape
from typing import Any

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.domain.filter import Filter
from poa_geo.domain.legal_status import LegalStatus
from poa_geo.domain.override import Override
from poa_geo.domain.situation import Band
from poa_geo.errors import PoaError
from poa_geo.reference import label
from poa_geo.services import legal_statuses, overrides
from poa_geo.services.legal_statuses import Decree
from poa_geo.services.overrides import Proposal
from poa_geo.services.situation import situation
from poa_geo.texts import current_language, explain_error, mark, t
from poa_geo.ui import attachments, current, forms, tables, theme
from poa_geo.ui.formatting import table_day
from poa_geo.ui.page import done, sentence

USUAL_OVERRIDE = timedelta(days=14)
USUAL_STATUS = timedelta(days=89)
COLOURS: tuple[Band, ...] = ("hijau", "kuning", "merah")
STATES = {
    "diajukan": mark("Menunggu pembaca kedua"),
    "akan_berlaku": mark("Akan berlaku"),
    "berlaku": mark("Berlaku"),
    "ditolak": mark("Ditolak"),
    "berakhir": mark("Berakhir"),
}


def links(reader: Reader, code: str) -> None:
    """Draw what an analyst may do about a region as a whole: assess its issue, propose a colour."""
    offered = []
    if code and reader.can("assessment.write"):
        offered.append(tables.anchor(t("Nilai persoalan wilayah"), "athg", tambah="1", wilayah=code))
    if code and reader.can("override"):
        offered.append(tables.anchor(t("Usulkan warna"), "athg", bagian="warna", wilayah=code))
    if offered:
        st.html(f'<p class="mid">{" · ".join(offered)}</p>')


def override_board(reader: Reader) -> None:
    """Draw the overrides of the reader's regions, the decision on those that wait, and the form of a new one."""
    office, today = current.office(), current.today()
    st.html(
        f'<p class="mid">{escape(t("Warna usulan tampil di samping warna hasil hitungan dan tidak mengubahnya."))}</p>'
    )
    if reader.can("override"):
        with st.popover(t("Usulkan warna"), type="primary"):
            _propose(reader)
    rows = overrides.every(office, reader, current.home(reader))
    if not rows:
        st.html(f'<p class="mid">{escape(t("Belum ada usulan warna."))}</p>')
        return
    heads = [t("Wilayah"), t("Hasil hitungan"), t("Usulan"), t("Alasan"), t("Sampai"), t("Keadaan")]
    cells = [
        [
            tables.anchor(current.region_name(row.region_code or ""), "peta", wilayah=row.region_code or ""),
            _computed(reader, row.region_code or ""),
            theme.level(row.band),
            escape(row.reason),
            table_day(row.expires_on),
            escape(t(STATES[row.state(today)])),
        ]
        for row in rows
    ]
    st.html(tables.table(heads, cells))
    if reader.can("override.approve"):
        _decide(reader, [row for row in rows if row.state(today) == "diajukan"])
    if reader.can("override"):
        _end(reader, [row for row in rows if row.state(today) in ("diajukan", "akan_berlaku", "berlaku")])


def _computed(reader: Reader, code: str) -> str:
    focus = situation(current.office(), reader, Filter(region=code), list_limit=0).focus
    return theme.level(focus.band) if focus else ""


def _propose(reader: Reader) -> None:
    with st.form("override-form", border=False):
        code = forms.region_choice(reader, "o-region")
        band = st.selectbox(t("Warna *"), COLOURS, index=1, key="o-band", format_func=theme.band_name)
        reason = st.text_area(t("Alasan *"), key="o-reason", max_chars=1000)
        until = st.date_input(
            t("Berlaku sampai *"), current.today() + USUAL_OVERRIDE, format="DD/MM/YYYY", key="o-until"
        )
        if not st.form_submit_button(t("Ajukan usulan"), type="primary"):
            return
    proposal = Proposal(region_code=code, band=band, reason=reason, expires_on=until)
    if _did(overrides.propose, current.office(), reader, proposal):
        done(t("Usulan menunggu pembaca kedua."))
        st.rerun()


def _choice(rows: list[Override], key: str) -> Override:
    """Draw the choice of one override."""
    names = {row.id: f"{current.region_name(row.region_code or '')}, {theme.band_name(row.band)}" for row in rows}
    chosen = st.selectbox(t("Usulan"), list(names), key=key, format_func=names.__getitem__)
    return next(row for row in rows if row.id == chosen)


def _decide(reader: Reader, rows: list[Override]) -> None:
    """Draw the decision of a second reader."""
    if not rows:
        return
    with st.form("override-decide", border=False, width=620):
        st.html(f'<div class="head"><h3>{escape(t("Putuskan usulan"))}</h3></div>')
        chosen = _choice(rows, "o-chosen")
        reason = st.text_input(t("Alasan bila menolak"), key="o-why", max_chars=300)
        with st.container(horizontal=True):
            is_approved, is_refused = st.form_submit_button(t("Setujui")), st.form_submit_button(t("Tolak"))
    office, given = current.office(), {"expected_version": chosen.version}
    if (is_approved and _did(overrides.approve, office, reader, chosen.id, **given)) or (
        is_refused and _did(overrides.refuse, office, reader, chosen.id, reason=reason, **given)
    ):
        done(t("Usulan warna diperbarui."))
        st.rerun()


def _end(reader: Reader, rows: list[Override]) -> None:
    """Draw the early end of a colour, or of one's own proposal."""
    if not rows:
        return
    with st.popover(t("Akhiri lebih awal")), st.form("override-end", border=False):
        chosen = _choice(rows, "o-ended")
        reason = st.text_input(t("Alasan"), key="o-end-why", max_chars=300)
        if not st.form_submit_button(t("Akhiri usulan")):
            return
    if _did(overrides.end, current.office(), reader, chosen.id, reason=reason, expected_version=chosen.version):
        done(t("Usulan warna diperbarui."))
        st.rerun()


def legal_board(reader: Reader) -> None:
    """Draw the states of conflict of the reader's regions, and what the province role does with them."""
    rows = legal_statuses.every(current.office(), reader, current.home(reader))
    told = t(
        "Status keadaan konflik adalah keputusan hukum (UU 7/2012), terpisah dari skor. "
        "Selama berlaku, warna wilayahnya paling rendah merah."
    )
    st.html(f'<p class="mid">{escape(told)}</p>')
    if reader.can("legal_status.write"):
        with st.popover(t("Catat penetapan"), type="primary"):
            _declare(reader)
    if not rows:
        st.html(f'<p class="mid">{escape(t("Tidak ada status keadaan konflik yang tercatat."))}</p>')
        return
    heads = [t("Wilayah"), t("Skala"), t("Nomor keputusan"), t("Ditetapkan oleh"), t("Masa berlaku"), t("Keadaan")]
    st.html(tables.table(heads, [_legal_row(row) for row in rows]))
    in_force = [row for row in rows if row.is_in_force(current.today())]
    if in_force and reader.can("legal_status.write"):
        _change_status(reader, in_force)
    if in_force:
        attachments.panel(reader, "legal_status", in_force[0].id)


def _legal_row(row: LegalStatus) -> list[str]:
    state = t("Berlaku") if row.is_in_force(current.today()) else t("Berakhir")
    return [
        tables.anchor(current.region_name(row.region_code or ""), "peta", wilayah=row.region_code or ""),
        escape(label("legal_scales", row.scale, current_language.get())),
        escape(row.decree_number),
        escape(row.official),
        f"{table_day(row.declared_on)} – {table_day(row.last_day)}",
        escape(state),
    ]


def _declare(reader: Reader) -> None:
    today = current.today()
    with st.form("legal-form", border=False):
        code = forms.region_choice(reader, "l-region")
        scales = ["kabupaten_kota", "provinsi", "nasional"]
        scale = st.selectbox(
            t("Skala *"),
            scales,
            key="l-scale",
            format_func=lambda one: label("legal_scales", one, current_language.get()),
        )
        number = st.text_input(t("Nomor keputusan *"), key="l-number", max_chars=120)
        official = st.text_input(t("Jabatan yang menetapkan *"), key="l-official", max_chars=160)
        since = st.date_input(t("Tanggal penetapan *"), today, format="DD/MM/YYYY", key="l-since", max_value=today)
        until = st.date_input(t("Berlaku sampai *"), today + USUAL_STATUS, format="DD/MM/YYYY", key="l-until")
        if not st.form_submit_button(t("Simpan penetapan"), type="primary"):
            return
    decree = Decree(
        region_code=code, scale=scale, decree_number=number, official=official, declared_on=since, valid_until=until
    )
    if _did(legal_statuses.declare, current.office(), reader, decree):
        done(t("Penetapan disimpan."))
        st.rerun()


def _change_status(reader: Reader, rows: list[LegalStatus]) -> None:
    names = {row.id: f"{current.region_name(row.region_code or '')}, {row.decree_number}" for row in rows}
    with st.form("legal-change", border=False, width=620):
        st.html(f'<div class="head"><h3>{escape(t("Perpanjang atau cabut"))}</h3></div>')
        chosen = next(
            row for row in rows if row.id == st.selectbox(t("Penetapan"), list(names), format_func=names.__getitem__)
        )
        until = st.date_input(t("Diperpanjang sampai"), chosen.valid_until + timedelta(days=30), format="DD/MM/YYYY")
        reason = st.text_input(t("Dasar, misalnya nomor keputusan"), max_chars=300)
        with st.container(horizontal=True):
            is_longer, is_lifted = st.form_submit_button(t("Perpanjang")), st.form_submit_button(t("Cabut"))
    office, given = current.office(), {"reason": reason, "expected_version": chosen.version}
    is_done = (is_longer and _did(legal_statuses.extend, office, reader, chosen.id, valid_until=until, **given)) or (
        is_lifted and _did(legal_statuses.lift, office, reader, chosen.id, **given)
    )
    if is_done:
        done(t("Status diperbarui."))
        st.rerun()


def _did(task: Any, *given: Any, **named: Any) -> bool:
    """Do a task; what is wrong becomes one sentence, and the form keeps what was typed."""
    try:
        task(*given, **named)
    except PoaError as error:
        sentence(explain_error(error))
        return False
    return True
