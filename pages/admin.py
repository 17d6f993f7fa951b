"""Accounts, channels and boundaries."""

import streamlit as st

from poa_geo.texts import t
from poa_geo.ui import administration, alerts, boundaries, privacy
from poa_geo.ui.page import page

with page("admin", refreshes=False) as reader:
    st.title(t("Administrasi"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(t("Akun"), anchor=False)
        st.space("stretch")
        administration.add_account(reader)
    administration.account_list(reader)
    administration.change_account(reader)
    st.subheader(t("Saluran pemberitahuan"), anchor=False)
    alerts.channel_part(reader)
    st.subheader(t("Batas wilayah resmi"), anchor=False)
    boundaries.replace_boundaries(reader)
    privacy.retention_board(reader)
