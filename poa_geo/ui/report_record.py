"""From a report to a record: the incident form, filled in with what the report seems to say."""

from datetime import date
from typing import Any

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.domain.record import Incident
from poa_geo.domain.report import Report
from poa_geo.errors import PoaError
from poa_geo.services import reports
from poa_geo.texts import explain_error, t
from poa_geo.ui import current, forms
from poa_geo.ui.page import done, sentence
from poa_geo.ui.parts import head

PROPOSED = (
    "event_time", "time_zone", "form", "issue_type", "crowd_band", "deaths", "injured", "injured_seriously",
    "displaced", "title",
)  # fmt: skip


def record_form(reader: Reader, report: Report) -> None:
    """Draw the form; nothing is stored before a person confirms it."""
    st.html(head(t("Catat sebagai kejadian")))
    st.caption(t("Isian di bawah usulan dari naskah. Periksa setiap isian sebelum menyimpan."))
    with st.form("record-form", border=False, width=920):
        values, place = forms.incident_form(reader, proposed(report), current.today())
        if not st.form_submit_button(t("Simpan sebagai kejadian"), type="primary"):
            return
    try:
        made = reports.make_incident(current.office(), reader, report.id, forms.filled(values), place)
    except PoaError as error:
        sentence(explain_error(error))
        return
    done(t("Kejadian dicatat dan menunggu verifikasi."))
    st.query_params.from_dict({"id": report.id})
    st.session_state["recorded"] = made.id
    st.rerun()


def proposed(report: Report) -> Incident:
    """Return an incident that is not stored anywhere: what the form shows at first."""
    told: dict[str, Any] = (
        {name: report.proposal[name] for name in PROPOSED if name in (report.proposal or {})}
        if (report.proposal)
        else {}
    )
    day = report.event_date or _day(report)
    return Incident(
        **{"title": ""} | told,
        id="",
        recorded_at=report.received_at,
        known_from=report.received_at,
        source_agency=report.source_agency,
        region_code=report.region_code,
        event_date=day,
        chronology=report.text,
    )


def _day(report: Report) -> date:
    return report.received_at.astimezone(current.office().settings.time_zone).date()
