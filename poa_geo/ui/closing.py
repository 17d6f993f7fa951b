"""Closing an issue on the screen: what was done, and what that does to the colour."""

from html import escape

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.errors import PoaError
from poa_geo.services import actions, closing, incidents
from poa_geo.services.closing import Closed, Outlook
from poa_geo.texts import explain_error, t
from poa_geo.ui import current, tables, theme
from poa_geo.ui.follow_up import action_table
from poa_geo.ui.formatting import day, number, short_name
from poa_geo.ui.page import done, sentence
from poa_geo.ui.parts import crumbs, head


def close(reader: Reader, incident_id: str) -> None:
    """Draw an issue with its follow-up, the colour of its region, and the form that closes it."""
    office, today = current.office(), current.today()
    found = incidents.get(office, reader, incident_id)
    back = tables.anchor(t("Tindak lanjut"), "tindak_lanjut")
    st.html(crumbs(back, tables.anchor(found.title, "kejadian", id=found.id)))
    st.title(t("Tutup kejadian"), anchor=False)
    st.html(f'<p class="sub">{escape(found.title)}</p>')
    left, right = st.columns([7, 5], gap="large")
    with right:
        if found.region_code:
            outlook_panel(closing.outlook(office, reader, found.region_code))
    with left:
        planned = actions.of_subject(office, reader, found.id)
        if planned:
            st.html(head(t("Tindak lanjut")) + action_table(planned, today))
        if found.closed_on:
            st.html(f"<p>{escape(t('Ditutup {day}.', day=day(found.closed_on)))}</p>")
            st.html(f'<p class="told">{escape(found.outcome or "")}</p>')
            _told(found.id)
        elif reader.can("incident.verify"):
            _form(reader, found.id, found.version)


def _form(reader: Reader, incident_id: str, version: int) -> None:
    version = st.session_state.setdefault(f"version-{incident_id}", version)
    with st.form("close-form", border=False):
        outcome = st.text_area(t("Apa yang telah dilakukan, dan hasilnya *"), height=140, key="close-outcome")
        closed_on = st.date_input(t("Tanggal ditutup"), current.today(), format="DD/MM/YYYY", key="close-day")
        if not st.form_submit_button(t("Tutup kejadian"), type="primary"):
            return
    try:
        closed = closing.close_issue(
            current.office(), reader, incident_id, closed_on=closed_on, outcome=outcome, expected_version=version
        )
    except PoaError as error:
        sentence(explain_error(error))
        return
    finally:
        st.session_state.pop(f"version-{incident_id}", None)
    st.session_state[f"closed-{incident_id}"] = closed
    done(t("Kejadian ditutup."))
    st.rerun()


def _told(incident_id: str) -> None:
    """Say what closing did, as long as this visit lasts."""
    closed: Closed | None = st.session_state.get(f"closed-{incident_id}")
    if closed is None or closed.outlook is None:
        return
    told = t(
        "Skor sebelum ditutup {before}, sekarang {now}. Bobot kejadian yang ditutup menjadi separuh setiap 10 hari.",
        before=number(closed.score_before, 1),
        now=number(closed.outlook.status.score, 1),
    )
    st.html(f"<p>{escape(told)}</p>")


def outlook_panel(outlook: Outlook) -> None:
    """Draw the score of a region now, what it was, what it will be, and when the colour can fall."""
    status = outlook.status
    rows = (
        (t("Semula, {day}", day=day(outlook.then)), outlook.score_then),
        (t("Sekarang"), status.score),
        (t("{day}, bila tidak ada kejadian baru", day=day(outlook.ahead)), outlook.score_ahead),
    )
    st.html(
        head(t("Skor {name}", name=short_name(status.name)))
        + f"<p>{theme.level(status.band)}</p>"
        + tables.table(
            [t("Keadaan"), t("Skor")], [[escape(name), number(score, 1)] for name, score in rows], right=(1,)
        )
        + f'<p class="mid">{escape(tables.fall_sentence(status))}</p>'
    )
