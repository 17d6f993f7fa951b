"""What is done around one incident: chronology, attachments, assessments, likely duplicates and merges."""

from collections.abc import Sequence
from html import escape
from typing import Any

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.domain.record import Incident
from poa_geo.errors import PoaError
from poa_geo.reference import label
from poa_geo.services import chronology, duplicates, incidents
from poa_geo.services.duplicates import Pair
from poa_geo.texts import current_language, explain_error, t
from poa_geo.ui import athg, current, incident_links, tables
from poa_geo.ui.attachments import panel as attachment_panel
from poa_geo.ui.formatting import number, short_moment, table_day
from poa_geo.ui.page import done, sentence


def sections(reader: Reader, found: Incident) -> None:
    """Draw everything that grows around an incident, each part only for those who may see it."""
    left, right = st.columns([10, 9], gap="large")
    with left:
        _chronology(reader, found)
        if reader.can("incident.merge"):
            _duplicates(reader, found)
    with right:
        incident_links.panel(reader, found)
        athg.panel(reader, "incident", found.id, found.region_code)
        attachment_panel(reader, "incident", found.id)
        _ending(reader, found)


def _head(title: str, note: str = "") -> None:
    st.html(f'<div class="head"><h3>{escape(title)}</h3><span class="quiet">{note}</span></div>')


def _chronology(reader: Reader, found: Incident) -> None:
    _head(t("Kronologi"))
    entries = chronology.entries(current.office(), reader, found.id)
    if entries:
        items = "".join(
            f"<li><em>{escape(_when(entry['happened_at']))}</em>{escape(entry['text'])}</li>" for entry in entries
        )
        st.html(f'<ul class="line">{items}</ul>')
    else:
        st.html(f'<p class="mid">{escape(t("Belum ada perkembangan yang dicatat."))}</p>')
    if reader.can("chronology.write"):
        with st.popover(t("Tambah perkembangan")), st.form("chronology", border=False, clear_on_submit=False):
            day = st.date_input(t("Tanggal"), current.today(), format="DD/MM/YYYY", key="c-day")
            clock = st.time_input(t("Jam"), None, key="c-clock")
            text = st.text_area(t("Yang terjadi, tanpa nama orang"), key="c-text")
            if st.form_submit_button(t("Simpan perkembangan"), type="primary"):
                _do(
                    t("Perkembangan disimpan."), chronology.add, current.office(), reader, found.id,
                    day=day, clock=f"{clock:%H:%M}" if clock else None, text=text,
                )  # fmt: skip


def _when(moment: str) -> str:
    day, _, rest = moment.partition(" ")
    year, month, of_month = day.split("-")
    return f"{of_month}/{month}/{year} {rest.replace(':', '.')}".strip()


def _ending(reader: Reader, found: Incident) -> None:
    """Draw the way to the end of an incident, or back from it."""
    if not reader.can("incident.verify"):
        return
    if found.status != incidents.CLOSED:
        if found.verification == "terverifikasi":
            st.html(f'<p class="mid">{tables.anchor(t("Tutup kejadian"), "tindak_lanjut", tutup=found.id)}</p>')
        return
    with st.popover(t("Buka kembali")), st.form("reopen", border=False):
        reason = st.text_input(t("Alasan"), max_chars=300, key="r-reason")
        if st.form_submit_button(t("Buka kembali kejadian"), type="primary"):
            _do(
                t("Kejadian dibuka kembali."), incidents.reopen, current.office(), reader, found.id, reason=reason,
                expected_version=found.version,
            )  # fmt: skip


def _duplicates(reader: Reader, found: Incident) -> None:
    office = current.office()
    pairs = duplicates.proposed_for(office, reader, found.id)
    merged = duplicates.merges(office, reader, found.id)
    if not (pairs or merged or found.duplicate_group):
        return
    _head(t("Dugaan ganda"))
    if found.duplicate_group:
        st.html(f'<p class="mid">{escape(t("Selama diduga ganda, hanya yang terkuat dari kelompoknya dihitung."))}</p>')
        if st.button(t("Bukan ganda"), key="d-dismiss"):
            _do(t("Tanda dugaan ganda dihapus."), duplicates.dismiss, office, reader, found.id)
    if pairs:
        _pairs(reader, found, pairs)
    for row in merged:
        _merged(reader, row)


def _pairs(reader: Reader, found: Incident, pairs: Sequence[Pair]) -> None:
    others = {one.id: one for pair in pairs for one in (pair.first, pair.second) if one.id != found.id}
    alike = {name: pair.likeness for pair in pairs for name in (pair.first.id, pair.second.id)}
    heads = [t("Tanggal"), t("Kejadian"), t("Instansi"), t("Kemiripan")]
    cells = [
        [
            table_day(one.event_date),
            tables.anchor(one.title, "kejadian", id=one.id),
            escape(label("agencies", one.source_agency, current_language.get())),
            f"{number(alike[one.id])}%",
        ]
        for one in others.values()
    ]
    st.html(tables.table(heads, cells, right=(3,)))
    office = current.office()
    with st.popover(t("Putuskan")), st.form("duplicate", border=False):
        chosen = st.selectbox(
            t("Catatan lain"), list(others), format_func=lambda name: others[name].title, key="d-other"
        )
        reason = st.text_input(t("Mengapa ini kejadian yang sama"), max_chars=300, key="d-reason")
        is_merged = st.form_submit_button(t("Gabungkan ke catatan ini"), type="primary")
        is_suspected = st.form_submit_button(t("Tandai dugaan ganda"))
    if is_merged:
        versions = (found.version, others[str(chosen)].version)
        _do(
            t("Catatan digabungkan. Riwayat keduanya tetap ada."), duplicates.merge, office, reader, found.id, chosen,
            reason=reason, expected_versions=versions,
        )  # fmt: skip
    if is_suspected:
        _do(t("Ditandai sebagai dugaan ganda."), duplicates.suspect, office, reader, found.id, chosen)


def _merged(reader: Reader, row: dict[str, Any]) -> None:
    zone = current.office().settings.time_zone
    told = t("Digabungkan {moment}: {title}", moment=short_moment(row["merged_at"], zone), title=row["title"])
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(f'<p class="mid">{escape(told)}<br>{escape(row["reason"])}</p>', width="content")
        if row["undone_at"]:
            st.html(f'<p class="quiet">{escape(t("sudah dipisahkan"))}</p>', width="content")
        elif st.button(t("Pisahkan lagi"), key=f"undo-{row['id']}"):
            _do(
                t("Catatan dipisahkan lagi."), duplicates.undo, current.office(), reader, row["id"],
                reason=t("Penggabungan dibatalkan"),
            )  # fmt: skip


def _do(told: str, task: Any, *given: Any, **named: Any) -> None:
    """Do a task and draw the screen anew; what is wrong becomes one sentence, and what was typed stays."""
    try:
        task(*given, **named)
    except PoaError as error:
        sentence(explain_error(error))
        return
    done(told)
    st.rerun()
