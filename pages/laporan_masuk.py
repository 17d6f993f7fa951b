"""Reports coming in: the queue, a pasted chat report, nil reports and who is late."""

import streamlit as st

from poa_geo.texts import mark, t
from poa_geo.ui import nil_report, public_form, report_queue
from poa_geo.ui.page import page
from poa_geo.ui.parts import part_switch

PARTS = {
    "antrean": (mark("Antrean"), "report.triage"),
    "tempel": (mark("Tempel WhatsApp"), "report.triage"),
    "nihil": (mark("Laporan nihil"), "nil_report.write"),
    "diputuskan": (mark("Diputuskan"), "report.triage"),
}

chosen = st.query_params.get("id")
with page("laporan_masuk", refreshes=False) as reader:
    if chosen:
        report_queue.one(reader, chosen)
    else:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.title(t("Laporan masuk"), anchor=False, width="content")
            st.space("stretch")
            public_form.settings(reader)
        part = part_switch(reader, PARTS)
        if part == "antrean":
            report_queue.waiting(reader)
        elif part == "tempel":
            report_queue.paste(reader)
        elif part == "diputuskan":
            report_queue.decided(reader)
        else:
            nil_report.nil_form(reader)
            nil_report.late(reader)
            nil_report.sent_lately(reader)
