"""The app. Start it with ``streamlit run app.py``, or ``poa-geo run``."""

from pathlib import Path

import streamlit as st

from poa_geo.ui.current import office
from poa_geo.web.assemble import around_streamlit

web = around_streamlit(office(), lambda _: None)
app = st.App(
    Path(__file__).parent / "poa_geo" / "ui" / "shell.py",
    routes=web.routes,
    middleware=web.middleware,
    exception_handlers=web.exception_handlers,
)
