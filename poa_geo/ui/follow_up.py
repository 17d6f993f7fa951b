"""Follow-up on the screen: what is overdue, what comes next, what came of it."""

from collections.abc import Sequence
from datetime import date, timedelta
from html import escape
from typing import Any

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.domain.action import MACHINE, Action
from poa_geo.domain.region import is_within
from poa_geo.domain.steps import next_steps
from poa_geo.errors import PoaError
from poa_geo.reference import in_force, label
from poa_geo.services import actions
from poa_geo.texts import current_language, explain_error, t
from poa_geo.ui import current, tables
from poa_geo.ui.formatting import day, number, short_day
from poa_geo.ui.forms import region_label
from poa_geo.ui.page import done, sentence
from poa_geo.ui.parts import crumbs, head, quiet

USUAL_DAYS = timedelta(days=7)
MOST_ROWS = 200
AGENCY = "instansi"


def every(reader: Reader, *, is_open: bool) -> None:
    """Draw follow-up, overdue first, for all agencies or one."""
    office, today = current.office(), current.today()
    region = st.query_params.get("wilayah", "")
    found = [one for one in actions.every(office, reader, is_open=is_open) if is_within(one.region_code, region)]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = _agency_choice(found)
        st.space("stretch")
        if is_open and reader.can("action.write"):
            name = t("Tambah tindak lanjut")
            st.button(name, type="primary", key="add", on_click=_go, kwargs={"tambah": "1", "wilayah": region})
    shown = [one for one in found if chosen in (None, one.agency)]
    late = sum(one.days_late(today) > 0 for one in shown)
    if is_open:
        st.html(f'<p class="mid">{escape(_count_line(len(shown), late))}</p>')
    if not shown:
        st.html(quiet(t("Tidak ada tindak lanjut.")))
        return
    st.html(action_table(shown[:MOST_ROWS], today))


def _count_line(count: int, late: int) -> str:
    if not late:
        return t("{count} tindak lanjut terbuka, semuanya dalam tenggat.", count=number(count))
    return t("{count} tindak lanjut terbuka, {late} lewat tenggat.", count=number(count), late=number(late))


def _agency_choice(found: Sequence[Action]) -> str | None:
    codes = sorted({one.agency for one in found}, key=lambda code: _name("agencies", code))
    return st.selectbox(
        t("Instansi"), codes, index=None, key=AGENCY, placeholder=t("Semua instansi"), width=320,
        format_func=lambda code: _name("agencies", code),
    )  # fmt: skip


def action_table(found: Sequence[Action], today: date) -> str:
    """Return follow-up as a table, in the given order."""
    heads = [t("Tenggat"), t("Tindak lanjut"), t("Penanggung jawab"), t("Wilayah"), t("Status")]
    rows = [
        [
            due_cell(one.due_on, one.days_late(today), today),
            tables.anchor(one.title, "tindak_lanjut", id=one.id),
            f"{escape(one.owner or _name('agencies', one.agency))}"
            + (f'<br><span class="quiet">{escape(_name("agencies", one.agency))}</span>' if one.owner else ""),
            tables.anchor(current.region_name(one.region_code or ""), "wilayah", wilayah=one.region_code or ""),
            escape(_name("action_statuses", one.status)),
        ]
        for one in found
    ]
    return tables.table(heads, rows, kind="told2")


def due_cell(due_on: date, days_late: int, today: date) -> str:
    """Return a due day as leaders read it: late ones in bold, with how late."""
    if days_late:
        told = escape(t("Lewat {days} hari", days=number(days_late)))
        return f'<span class="nowrap"><b>{told}</b><br><span class="quiet">{short_day(due_on)}</span></span>'
    if due_on == today:
        return f"<b>{escape(t('Hari ini'))}</b>"
    return f'<span class="nowrap">{short_day(due_on)}</span>'


def _go(**params: str) -> None:
    st.query_params.from_dict({name: value for name, value in params.items() if value})


def _name(vocabulary: str, code: str) -> str:
    return label(vocabulary, code, current_language.get())


# --- One follow-up --------------------------------------------------------------------------------------------------


def one(reader: Reader, action_id: str) -> None:
    """Draw one follow-up: what, who, by when, what came of it, and the steps it may take."""
    office, today = current.office(), current.today()
    found = actions.get(office, reader, action_id)
    st.html(crumbs(tables.anchor(t("Tindak lanjut"), "tindak_lanjut"), f"<b>{found.id[-8:].upper()}</b>"))
    st.html(f"<h1>{escape(found.title)}</h1>")
    st.html(tables.chips(_chips(found, today)))
    st.html(_links(reader, found))
    for name, text in ((t("Bukti"), found.evidence), (t("Hasil"), found.outcome)):
        if text:
            st.html(head(name) + f'<p class="told">{escape(text)}</p>')
    if reader.can("action.write"):
        _change(reader, found)


def _chips(found: Action, today: date) -> list[tuple[str, str]]:
    late = found.days_late(today)
    chips = [
        (t("Tenggat"), day(found.due_on)),
        (t("Penanggung jawab"), found.owner or _name("agencies", found.agency)),
        (t("Instansi"), _name("agencies", found.agency)),
        (t("Status"), _name("action_statuses", found.status)),
    ]
    if late:
        chips.insert(1, (t("Lewat"), t("{days} hari", days=number(late))))
    if found.meeting_on:
        chips.append((t("Rapat"), day(found.meeting_on)))
    return [*chips, (t("Selesai"), day(found.done_on))] if found.done_on else chips


def _links(reader: Reader, found: Action) -> str:
    links = [tables.anchor(current.region_name(found.region_code or ""), "wilayah", wilayah=found.region_code or "")]
    if found.subject_kind == "incident" and found.subject_id and reader.can("incident.read"):
        links.append(tables.anchor(t("Kejadian yang ditangani"), "kejadian", id=found.subject_id))
        links.append(tables.anchor(t("Tutup kejadian ini"), "tindak_lanjut", tutup=found.subject_id))
    return f"<p>{' · '.join(links)}</p>"


def _change(reader: Reader, found: Action) -> None:
    version = st.session_state.setdefault(f"version-{found.id}", found.version)
    statuses = [found.status, *next_steps(MACHINE, found.status)]
    st.html(head(t("Perbarui")))
    with st.form("action-form", border=False, width=760):
        status = st.segmented_control(
            t("Status"),
            statuses,
            default=found.status,
            required=True,
            format_func=lambda code: _name("action_statuses", code),
        )
        values: dict[str, Any] = {
            "due_on": st.date_input(t("Tenggat"), found.due_on, format="DD/MM/YYYY"),
            "owner": st.text_input(t("Penanggung jawab"), found.owner or "", max_chars=160),
            "evidence": st.text_area(t("Bukti"), found.evidence or "", height=90),
            "outcome": st.text_area(t("Hasil"), found.outcome or "", height=90),
            "status": status,
        }
        if not st.form_submit_button(t("Simpan"), type="primary"):
            return
    try:
        actions.change(current.office(), reader, found.id, values, expected_version=version)
    except PoaError as error:
        sentence(explain_error(error))
        return
    finally:
        st.session_state.pop(f"version-{found.id}", None)
    done(t("Tindak lanjut disimpan."))
    st.rerun()


def add(reader: Reader) -> None:
    """Draw the form of a new follow-up, about a region or an incident."""
    st.html(crumbs(tables.anchor(t("Tindak lanjut"), "tindak_lanjut"), f"<b>{escape(t('Baru'))}</b>"))
    st.title(t("Tambah tindak lanjut"), anchor=False)
    incident_id, tree = st.query_params.get("kejadian"), current.office().tree
    region = st.query_params.get("wilayah", "")
    codes = [one.code for prefix in reader.scope for one in tree.regions[tree.span(prefix)]]
    agencies = [row["code"] for row in in_force("agencies", current.today())]
    with st.form("add-action", border=False, width=760):
        values: dict[str, Any] = {
            "title": st.text_input(t("Tindakan *"), max_chars=300, key="a-title"),
            "agency": st.selectbox(
                t("Instansi *"), agencies, index=None, key="a-agency", placeholder=t("Pilih"),
                format_func=lambda code: _name("agencies", code),
            ),
            "owner": st.text_input(
                t("Penanggung jawab"), max_chars=160, key="a-owner", help=t("Jabatan atau bidang, bukan nama orang"),
            ),
            "due_on": st.date_input(t("Tenggat *"), current.today() + USUAL_DAYS, format="DD/MM/YYYY", key="a-due"),
            "meeting_on": st.date_input(t("Diputuskan dalam rapat"), None, format="DD/MM/YYYY", key="a-meeting"),
            "region_code": st.selectbox(
                t("Wilayah *"), codes, index=codes.index(region) if region in codes else None, key="a-region",
                placeholder=t("Ketik nama wilayah"), format_func=lambda code: region_label(tree[code]),
            ),
        }  # fmt: skip
        if not st.form_submit_button(t("Simpan tindak lanjut"), type="primary"):
            return
    subject = {"subject_kind": "incident", "subject_id": incident_id} if incident_id else {"subject_kind": "region"}
    try:
        stored = actions.add(current.office(), reader, values | subject)
    except PoaError as error:
        sentence(explain_error(error))
        return
    done(t("Tindak lanjut disimpan."))
    st.query_params.from_dict({"id": stored.id})
    st.rerun()
