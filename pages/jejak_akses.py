"""For the auditor: who was shown whose data, why, and what went to which agency."""

import streamlit as st

from poa_geo.texts import t
from poa_geo.ui import privacy
from poa_geo.ui.page import page

with page("jejak_akses") as reader:
    st.title(t("Jejak akses data orang"), anchor=False)
    privacy.access_log(reader)
