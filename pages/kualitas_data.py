"""What is amiss in the data, each line with the place to mend it, and who reports from where."""

import streamlit as st

from poa_geo.texts import t
from poa_geo.ui import quality
from poa_geo.ui.page import page

with page("kualitas_data") as reader:
    st.title(t("Kualitas data"), anchor=False)
    quality.findings(reader)
    quality.coverage(reader)
