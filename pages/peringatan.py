"""Warnings: what is open and what waits, how often warnings were right, and what may come."""

import streamlit as st

from poa_geo.texts import mark, t
from poa_geo.ui import alerts, forecasts, warnings
from poa_geo.ui.page import page
from poa_geo.ui.parts import head, part_switch

PARTS = {
    "terbuka": (mark("Peringatan terbuka"), None),
    "prakiraan": (mark("Prakiraan"), None),
    "buku": (mark("Buku hasil"), None),
}

with page("peringatan") as reader:
    with st.container(horizontal=True, vertical_alignment="center", key="title"):
        st.title(t("Peringatan"), anchor=False, width="content")
        st.space("stretch")
        part = part_switch(reader, PARTS)
    if part == "buku":
        warnings.ledger_part(reader)
    elif part == "prakiraan":
        forecasts.forecast_part(reader)
    else:
        alerts.inbox(reader)
        st.html(head(t("Peringatan terbuka")))
        warnings.open_part(reader)
        alerts.rules(reader)
