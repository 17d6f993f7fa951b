"""Briefings: chosen on the left, seen on the right exactly as they will be shown and sent."""

import streamlit as st

from poa_geo.texts import t
from poa_geo.ui import briefing
from poa_geo.ui.page import page

with page("taklimat", refreshes=False) as reader:
    st.title(t("Taklimat"), anchor=False)
    request = briefing.asked(reader)
    left, right = st.columns([4, 9], gap="large")
    with left:
        briefing.settings(reader, request)
        briefing.sections(request)
        briefing.saved_list(reader)
    with right:
        briefing.result(reader, request)
