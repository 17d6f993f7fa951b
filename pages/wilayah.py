"""One region: its score, its way through the colours, and what was done."""

import streamlit as st

from poa_geo.ui import current, region_page
from poa_geo.ui.page import page

with page("wilayah") as reader:
    region_page.region(reader, st.query_params.get("wilayah") or current.home(reader))
