"""The app. Start it with ``poa-geo run``, or ``streamlit run app.py``."""

import sys
from pathlib import Path

import streamlit as st

from poa_geo.errors import PoaError
from poa_geo.services.geometry import map_files
from poa_geo.texts import explain_error
from poa_geo.ui.current import office
from poa_geo.web.assemble import around_streamlit

try:
    here = office()
except PoaError as error:
    sys.exit(explain_error(error))

web = around_streamlit(here, lambda digest: map_files(here).find(digest))
app = st.App(
    Path(__file__).parent / "poa_geo" / "ui" / "shell.py",
    routes=web.routes,
    middleware=web.middleware,
    exception_handlers=web.exception_handlers,
)
