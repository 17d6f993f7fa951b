"""The first screen: what changed, the regions that need a look, how old the data are."""

from datetime import timedelta
from html import escape

import streamlit as st

from poa_geo import headlines
from poa_geo.domain.filter import Filter
from poa_geo.services.last_look import look
from poa_geo.services.situation import situation
from poa_geo.services.summary import summary
from poa_geo.services.trend import incidents_by_week
from poa_geo.services.warnings import ledger_line
from poa_geo.texts import t
from poa_geo.ui import briefs, charts, current, forecasts, panels, warnings
from poa_geo.ui.page import page

TREND_DAYS = 180

with page("ringkasan") as reader:
    office, today = current.office(), current.today()
    region = current.home(reader)
    head, choice = st.columns([10, 3], gap="large")
    with choice, st.container(horizontal=True, horizontal_alignment="right"):
        days = panels.period_switch()
    told = summary(office, reader, region, days=days)
    seen = look(office, reader, told)
    head.html(briefs.opening(told, headlines.since_last_look(seen.changes, seen.looked_on) if seen else ""))
    st.html(briefs.counts(told))
    left, right = st.columns([8, 4], gap="large")
    with left:
        st.html(
            f'<div class="head"><h3>{escape(t("Lima wilayah yang perlu perhatian"))}</h3></div>'
            + briefs.attention(told)
        )
    with right:
        st.html(
            f'<div class="head"><h3>{escape(t("Peta status"))}</h3>'
            f'<a href="kilas" target="_self">{escape(t("Halaman ringan untuk ponsel dan cetak"))}</a></div>'
        )
        panels.small_map(situation(office, reader, Filter(region=region), today, list_limit=0), reader)
        st.html(warnings.ledger_line(ledger_line(office, reader)))
    if reader.can("incident.write"):  # leaders read one screen without scrolling
        weeks = incidents_by_week(
            office, reader, Filter(region=region, since=today - timedelta(days=TREND_DAYS), until=today)
        )
        if weeks:
            st.html(f'<div class="head"><h3>{escape(t("Kejadian per pekan, enam bulan terakhir"))}</h3></div>')
            known = forecasts.chart_days(region, weeks[0][0], today)
            charts.show(charts.incidents_per_week(weeks, known), key="weeks")
