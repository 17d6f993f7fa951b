"""The reader's own account: who they are, what they may see, and a new password."""

import streamlit as st

from poa_geo.access.roles import role_of
from poa_geo.services import accounts
from poa_geo.texts import current_language, t
from poa_geo.ui import current, tables
from poa_geo.ui.page import page

with page("akun", refreshes=False) as reader:
    st.title(t("Akun saya"), anchor=False)
    scope = ", ".join(current.region_name(code) for code in reader.scope) or t("tidak ada")
    st.html(
        tables.chips(
            [
                (t("Nama"), reader.display_name),
                (t("Peran"), role_of(reader.role).label(current_language.get())),
                (t("Wilayah"), scope),
            ]
        )
    )
    with st.form("password", border=False, width=420):
        st.subheader(t("Ganti kata sandi"), anchor=False)
        before = st.text_input(t("Kata sandi sekarang"), type="password", autocomplete="current-password")
        after = st.text_input(t("Kata sandi baru"), type="password", autocomplete="new-password")
        if st.form_submit_button(t("Ganti kata sandi"), type="primary"):
            accounts.change_own_password(current.office(), reader, before, after)
            st.success(t("Kata sandi diganti. Masuk kembali dengan kata sandi baru."), icon=None)
            st.link_button(t("Masuk kembali"), "masuk")
