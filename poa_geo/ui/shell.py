"""The frame around every screen: who is signed in, and the navigation by role. Streamlit runs this file."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from poa_geo.errors import PoaError
from poa_geo.texts import explain_error, t
from poa_geo.ui import current, theme
from poa_geo.ui.page import sentence, tell
from poa_geo.ui.pages import PageRow, pages_for


def main() -> None:
    """Build the navigation for the reader and run the screen they chose."""
    st.set_page_config(page_title="POA-Geo", page_icon=theme.favicon(), layout="wide")
    st.logo(theme.logo(), size="medium")
    try:
        rows = pages_for(current.reader())
        theme.apply()  # after the reader, whose language its few words are in
    except PoaError as error:
        st.navigation([st.Page(_nothing, title="POA-Geo")], position="hidden").run()
        sentence(explain_error(error))
        st.link_button(t("Masuk kembali"), "masuk", type="primary")
        return
    chosen = st.navigation(_grouped(rows), position="top")
    try:
        chosen.run()
    except Exception as error:  # before its frame stands, a screen cannot tell this itself
        tell(chosen.url_path, error)


def _grouped(rows: list[PageRow]) -> dict[str, list[StreamlitPage]]:
    """Return the screens by group; the plain address leads to the first, so that each has an address of its own."""
    groups = {"": [st.Page(lambda: st.switch_page(rows[0].file), title="POA-Geo", default=True, visibility="hidden")]}
    for row in rows:
        page = st.Page(
            row.file, title=t(row.title), url_path=row.name, visibility="visible" if row.is_listed else "hidden"
        )
        groups.setdefault(t(row.group) if row.group else "", []).append(page)
    return groups


def _nothing() -> None:
    """Stand in for the screens while nobody is signed in."""


if __name__ == "__main__":
    main()
