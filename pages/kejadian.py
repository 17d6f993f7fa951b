"""The incident register: list, one incident with its history, adding, changing, verifying."""

import streamlit as st

from poa_geo.texts import t
from poa_geo.ui import register
from poa_geo.ui.page import page

editing = "ubah" in st.query_params or "tambah" in st.query_params
with page("kejadian", refreshes=not editing) as reader:
    chosen = st.query_params.get("id")
    if "tambah" in st.query_params:
        reader.require("incident.write")
        register.add(reader)
    elif chosen and "ubah" in st.query_params:
        register.edit(reader, chosen)
    elif chosen:
        register.one(reader, chosen)
    else:
        st.title(t("Kejadian"), anchor=False)
        register.every(reader)
