"""Where an incident came from and what is done about it: its reports, and its follow-up."""

from html import escape

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.domain.record import Incident
from poa_geo.reference import label
from poa_geo.services import actions, reports
from poa_geo.texts import current_language, t
from poa_geo.ui import current, tables
from poa_geo.ui.follow_up import action_table
from poa_geo.ui.formatting import short_moment
from poa_geo.ui.parts import head, quiet


def panel(reader: Reader, found: Incident) -> None:
    """Draw both, each only for those who may see it."""
    _reports(reader, found)
    if not reader.can("action.read"):
        return
    planned = actions.of_subject(current.office(), reader, found.id)
    st.html(head(t("Tindak lanjut"), _add_link(reader, found)))
    st.html(
        action_table(planned, current.today()) if planned else quiet(t("Belum ada tindak lanjut untuk kejadian ini."))
    )


def _add_link(reader: Reader, found: Incident) -> str:
    if not reader.can("action.write"):
        return ""
    link = tables.anchor(t("Tambah"), "tindak_lanjut", tambah="1", kejadian=found.id, wilayah=found.region_code or "")
    return f'<span class="quiet">{link}</span>'


def _reports(reader: Reader, found: Incident) -> None:
    zone, language = current.office().settings.time_zone, current_language.get()
    sent = reports.of_incident(current.office(), reader, found.id)
    if not sent:
        return
    items = "".join(
        f"<li><em>{escape(short_moment(one.received_at, zone))}</em>"
        f"{tables.anchor(label('report_channels', one.channel, language), 'laporan_masuk', id=one.id)}</li>"
        for one in sent
    )
    st.html(head(t("Laporan asal")) + f'<ul class="line">{items}</ul>')
