"""Files in: upload, verdict per row, past imports."""

import streamlit as st

from poa_geo.texts import t
from poa_geo.ui import intake
from poa_geo.ui.page import page

with page("impor", refreshes=False) as reader:
    st.title(t("Impor"), anchor=False)
    intake.upload(reader)
    intake.history(reader)
