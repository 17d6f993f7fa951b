"""One region: its score, its way through the colours, and what was done."""

import streamlit as st

from poa_geo.ui import region_page
from poa_geo.ui.page import page

with page("wilayah") as reader:
    own = next((code for code in reader.scope if code), "")
    region_page.region(reader, st.query_params.get("wilayah", own))
