"""The risk map: one map for every level, why a region has its colour, and the incidents behind it."""

import streamlit as st

from poa_geo.services.situation import explain, situation
from poa_geo.texts import t
from poa_geo.ui import current, declared, filters, panels
from poa_geo.ui.page import page
from poa_geo.ui.pages import PAGES

with page("peta") as reader:
    office, today = current.office(), current.today()
    where = filters.read(st.query_params, office.tree, current.home(reader), today)
    if chosen := st.session_state.pop("open_incident", None):
        st.switch_page(PAGES["kejadian"].file, query_params={"id": chosen})
    known = panels.known_at(where.until, today)
    answer = situation(office, reader, where, where.until, known_at=known)
    panels.title_row(t("Peta kerawanan"), where, reader)
    filters.bar(where, today)
    left, right = st.columns([8, 5], gap="large")
    with left:
        panels.map_of(answer, reader, known)
        panels.day_slider(where, today)
        panels.regions(answer.regions)
    with right:
        is_open = reader.may_see_region(where.region or None)
        panels.explanation(
            answer,
            explain(office, reader, where.region, where.until, known_at=known) if where.region and is_open else None,
        )
        declared.links(reader, where.region)
        panels.incidents(answer)
