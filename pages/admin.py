"""Accounts and boundaries."""

import streamlit as st

from poa_geo.texts import t
from poa_geo.ui import administration
from poa_geo.ui.page import page

with page("admin", refreshes=False) as reader:
    st.title(t("Administrasi"), anchor=False)
    st.subheader(t("Akun"), anchor=False)
    administration.add_account(reader)
    administration.account_list(reader)
    administration.change_account(reader)
