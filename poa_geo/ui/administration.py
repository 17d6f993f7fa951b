"""The screens of an administrator: accounts and boundaries."""

from html import escape

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.access.roles import roles
from poa_geo.reference import in_force, label
from poa_geo.services import accounts
from poa_geo.texts import LANGUAGES, current_language, t
from poa_geo.ui import current, tables
from poa_geo.ui.formatting import table_day
from poa_geo.ui.page import done


def account_list(reader: Reader) -> None:
    """Draw every account with role, regions and state."""
    language = current_language.get()
    heads = [t("Nama pengguna"), t("Nama"), t("Peran"), t("Instansi"), t("Wilayah"), t("Dibuat"), t("Keadaan")]
    rows = [
        [
            escape(account.reader.username),
            escape(account.reader.display_name),
            escape(label("roles", account.reader.role, language)),
            escape(label("agencies", account.reader.agency, language)),
            escape(_scope(account.reader.scope)),
            table_day(account.created_at.date()),
            escape(t("Dikunci") if account.is_disabled else t("Aktif")),
        ]
        for account in accounts.every(current.office(), reader)
    ]
    st.html(tables.table(heads, rows))


def _scope(scope: tuple[str, ...]) -> str:
    return ", ".join(current.region_name(code) for code in scope) or t("tidak ada")


def add_account(reader: Reader) -> None:
    """Draw the form of a new account; its random password is shown once."""
    with st.popover(t("Tambah akun"), type="primary", key="add-account"), st.form("account", border=False):
        language = current_language.get()
        username = st.text_input(t("Nama pengguna"), autocomplete="off")
        name = st.text_input(t("Nama yang ditampilkan"))
        role = st.selectbox(t("Peran"), list(roles()), format_func=lambda code: label("roles", code, language))
        agencies = [row["code"] for row in in_force("agencies", current.today())]
        agency = st.selectbox(t("Instansi"), agencies, format_func=lambda code: label("agencies", code, language))
        scope = st.text_input(t("Kode wilayah, dipisah koma"), placeholder="64.02, 64.71")
        tongue = st.selectbox(t("Bahasa"), LANGUAGES, format_func=str.upper)
        if not st.form_submit_button(t("Simpan akun"), type="primary"):
            return
        profile = accounts.Profile(
            username=username, display_name=name, role=str(role), agency=str(agency), language=tongue,
            scope=[code.strip() for code in scope.split(",") if code.strip()],
        )  # fmt: skip
        password = accounts.add(current.office(), reader, profile)
    _show_password(username, password)


def _show_password(username: str, password: str) -> None:
    st.success(t("Kata sandi {username} (hanya ditampilkan sekali):", username=username), icon=None)
    st.code(password, language=None)


def change_account(reader: Reader) -> None:
    """Draw what can be done to one account: lock it, let it in again, give it a new password."""
    names = {account.reader.username: account for account in accounts.every(current.office(), reader)}
    others = [name for name in names if name != reader.username]
    if not others:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = str(st.selectbox(t("Akun"), others, key="account-name", width=260))
        is_disabled = names[chosen].is_disabled
        if st.button(t("Buka kunci") if is_disabled else t("Kunci akun"), key="lock"):
            accounts.set_disabled(current.office(), reader, chosen, not is_disabled)
            done(t("Akun {username} diperbarui.", username=chosen))
            st.rerun()
        wants_password = st.button(t("Kata sandi baru"), key="reset-password")
    if wants_password:
        _show_password(chosen, accounts.reset_password(current.office(), reader, chosen))
