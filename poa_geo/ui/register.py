"""The screens of the incident register."""

from collections.abc import Sequence
from html import escape

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from poa_geo.access.reader import Reader
from poa_geo.domain.record import Incident
from poa_geo.domain.situation import IncidentRow
from poa_geo.errors import Conflict, PoaError
from poa_geo.services import incidents, typed
from poa_geo.services.situation import explain, situation
from poa_geo.texts import explain_error, t
from poa_geo.ui import current, filters, forms, incident, incident_work, tables
from poa_geo.ui.page import done, sentence


def every(reader: Reader) -> None:
    """Draw the register: filters, count, table; a chosen row opens."""
    office, today = current.office(), current.today()
    where = filters.read(st.query_params, office.tree, current.home(reader), today)
    filters.bar(where, today)
    answer = situation(office, reader, where, where.until)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(tables.count_line(answer), width="content")
        filters.unplaced_switch(where, answer.unplaced_count)
        st.space("stretch")
        if reader.can("incident.write"):
            st.button(t("Tambah kejadian"), type="primary", key="add", on_click=_go, kwargs={"tambah": "1"})
    if not answer.incidents:
        st.html(f'<p class="mid">{escape(tables.empty_sentence(answer))}</p>')
        return
    event = st.dataframe(
        _frame(answer.incidents), hide_index=True, key="register", on_select="rerun", selection_mode="single-row",
        height=min(640, 36 + 35 * len(answer.incidents)), column_config=_columns(),
    )  # fmt: skip
    if rows := event["selection"]["rows"]:
        _go(id=answer.incidents[rows[0]].id)
        st.rerun()
    if answer.incident_count > len(answer.incidents):
        st.caption(
            t(
                "Ditampilkan {count} kejadian terbaru. Persempit saringan untuk melihat yang lain.",
                count=len(answer.incidents),
            )
        )


def _frame(rows: Sequence[IncidentRow]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            t("Tanggal"): [row.event_date for row in rows],
            t("Kejadian"): [row.title for row in rows],
            t("Tempat"): [row.place for row in rows],
            t("Tahap"): [incident.name_of("stages", row.stage) for row in rows],
            t("Bentuk"): [incident.name_of("forms", row.form) for row in rows],
            t("Verifikasi"): [incident.name_of("verifications", row.verification) for row in rows],
            t("Nilai"): [row.grade for row in rows],
            t("Status"): [incident.name_of("incident_statuses", row.status) for row in rows],
            t("Meninggal"): [row.deaths for row in rows],
            t("Luka"): [row.injured for row in rows],
        }
    )


def _columns() -> dict[str, ColumnConfig]:
    return {
        t("Tanggal"): st.column_config.DateColumn(format="DD/MM/YYYY", width="small"),
        t("Kejadian"): st.column_config.TextColumn(width="large"),
        t("Nilai"): st.column_config.TextColumn(width="small"),
    }


def _go(**params: str) -> None:
    st.query_params.from_dict(params)


def one(reader: Reader, incident_id: str) -> None:
    """Draw one incident."""
    office = current.office()
    found = incidents.get(office, reader, incident_id)
    for name in ("base", "version"):  # of an earlier visit to the form
        st.session_state.pop(f"{name}-{incident_id}", None)
    crumbs = f"<b>{escape(found.source_id or found.id[-8:].upper())}</b>"
    st.html(f'<nav class="crumbs">{tables.anchor(t("Kejadian"), "kejadian")}<i>/</i>{crumbs}</nav>')
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(found.title, anchor=False, width="content")
        st.space("stretch")
        _actions(reader, found)
    st.html(incident.head_chips(found))
    left, right = st.columns([10, 9], gap="large")
    with left:
        st.html(f'<div class="head"><h3>{escape(t("Fakta"))}</h3></div>' + incident.facts(found) + incident.harm(found))
    with right:
        st.html(f'<div class="head"><h3>{escape(t("Nilai sumber dan informasi"))}</h3></div>' + incident.grade(found))
        st.html(f'<p class="mid">{escape(_share(reader, found))}</p>')
        versions = incidents.timeline(office, reader, incident_id)
        st.html(f'<div class="head"><h3>{escape(t("Riwayat"))}</h3></div>' + incident.timeline(versions))
        if found.outcome or found.efforts:
            st.html(_follow_up(found))
    incident_work.sections(reader, found)


def _share(reader: Reader, found: Incident) -> str:
    if not found.region_code or not reader.may_see_region(found.region_code):
        return ""
    why = explain(current.office(), reader, found.region_code)
    piece = next((piece for piece in why.pieces if piece.id == found.id), None)
    if piece is None:
        return t("Kejadian ini tidak dihitung dalam skor.")
    return incident.share_line(piece.share, why.score, current.region_name(found.region_code))


def _follow_up(found: Incident) -> str:
    parts = [(t("Upaya"), found.efforts), (t("Hasil"), found.outcome)]
    told = "".join(f"<p><b>{escape(name)}:</b> {escape(text)}</p>" for name, text in parts if text)
    return f'<div class="head"><h3>{escape(t("Upaya dan hasil"))}</h3></div>{told}'


def _actions(reader: Reader, found: Incident) -> None:
    if reader.can("incident.write"):
        st.button(t("Ubah catatan"), key="edit", on_click=_go, kwargs={"id": found.id, "ubah": "1"})
    if reader.can("incident.verify"):
        with st.popover(
            t("Verifikasi"), type="primary" if found.verification == "belum" else "secondary", key="verify"
        ):
            _verify(reader, found)


def _verify(reader: Reader, found: Incident) -> None:
    with st.form("verify-form", border=False):
        is_true = st.radio(
            t("Hasil verifikasi"), [True, False], horizontal=True,
            format_func=lambda value: t("Terverifikasi") if value else t("Tidak terbukti"),
        )  # fmt: skip
        source, information = forms.grade_fields(found)
        reason = st.text_input(t("Dasar penilaian"), max_chars=300)
        if not st.form_submit_button(t("Simpan verifikasi"), type="primary"):
            return
    incidents.verify(
        current.office(), reader, found.id, is_true=is_true, source_grade=source, information_grade=information,
        expected_version=found.version, reason=reason or None,
    )  # fmt: skip
    done(t("Verifikasi disimpan."))
    st.rerun()


def add(reader: Reader) -> None:
    """Draw the form of a new incident."""
    st.html(f'<nav class="crumbs">{tables.anchor(t("Kejadian"), "kejadian")}<i>/</i><b>{escape(t("Baru"))}</b></nav>')
    st.title(t("Tambah kejadian"), anchor=False)
    with st.form("add-form", border=False, width=920):
        values, place = forms.incident_form(reader, None, current.today())
        if not st.form_submit_button(t("Simpan kejadian"), type="primary"):
            return
    try:
        stored = typed.add_incident(current.office(), reader, forms.filled(values), place)
    except PoaError as error:
        sentence(explain_error(error))
        return
    done(t("Kejadian disimpan. Andil pada skor dihitung setelah diverifikasi."))
    _go(id=stored.id)
    st.rerun()


def edit(reader: Reader, incident_id: str) -> None:
    """Draw the form of an incident that is there; what was typed stays when saving fails.

    Only what was changed here is saved, so that what somebody else changed meanwhile stays as well.
    """
    newest = incidents.get(current.office(), reader, incident_id)
    base = st.session_state.setdefault(f"base-{incident_id}", newest)
    version = st.session_state.setdefault(f"version-{incident_id}", newest.version)
    back = tables.anchor(newest.title, "kejadian", id=incident_id)
    st.html(f'<nav class="crumbs">{tables.anchor(t("Kejadian"), "kejadian")}<i>/</i>{back}</nav>')
    st.title(t("Ubah kejadian"), anchor=False)
    with st.form("edit-form", border=False, width=920):
        values, place = forms.incident_form(reader, base, current.today())
        if not st.form_submit_button(t("Simpan perubahan"), type="primary"):
            return
    typed_values = {name: value for name, value in forms.filled(values).items() if value != getattr(base, name)}
    where = forms.place_of(newest) if place == forms.place_of(base) else place
    try:
        typed.edit_incident(current.office(), reader, incident_id, typed_values, where, expected_version=version)
    except PoaError as error:
        if isinstance(error, Conflict):  # now that they know what changed, saving again is their decision
            st.session_state[f"version-{incident_id}"] = newest.version
        sentence(explain_error(error))
        st.html(incident.differences(base, newest))
        return
    done(t("Perubahan disimpan."))
    _go(id=incident_id)
    st.rerun()
