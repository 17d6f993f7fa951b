"""Charts: horizontal hairlines only, no frame, no legend for one series, the finding as the title."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from poa_geo.texts import current_language, t
from poa_geo.ui import theme
from poa_geo.ui.formatting import day_and_month, number

HEIGHT_PX = 220
MOST_TICKS = 9


def show(figure: go.Figure, key: str) -> None:
    """Put a chart on the page, without plotly's own buttons."""
    st.plotly_chart(figure, key=key, theme=None, config={"displayModeBar": False, "locale": current_language.get()})


def incidents_per_week(weeks: Sequence[tuple[date, int]]) -> go.Figure:
    """Return bars, one per week; the last, unfinished one is paler."""
    paler = [theme.colour("s1")] * (len(weeks) - 1) + [theme.colour("s5")]
    figure = go.Figure(
        go.Bar(
            x=[week for week, _ in weeks],
            y=[count for _, count in weeks],
            marker_color=paler,
            hovertext=[t("Pekan {day}: {count} kejadian", day=day_and_month(w), count=number(n)) for w, n in weeks],
            hoverinfo="text",
        )
    )
    shown = weeks[:: max(1, -(-len(weeks) // MOST_TICKS))]
    figure.update_xaxes(tickvals=[week for week, _ in shown], ticktext=[day_and_month(week) for week, _ in shown])
    return _dressed(figure)


def _dressed(figure: go.Figure) -> go.Figure:
    hairline: dict[str, Any] = {"gridcolor": theme.colour("hairline"), "zeroline": False}
    figure.update_layout(
        height=HEIGHT_PX, margin={"l": 0, "r": 0, "t": 8, "b": 0}, showlegend=False, bargap=0.35,
        separators=",." if current_language.get() == "id" else ".,",
        paper_bgcolor=theme.colour("page"), plot_bgcolor=theme.colour("page"),
        font={"family": "Source Sans, sans-serif", "size": 13, "color": theme.colour("ink2")},
        hoverlabel={"bgcolor": theme.colour("ink"), "font_color": theme.colour("page")}, dragmode=False,
    )  # fmt: skip
    figure.update_yaxes(**hairline, rangemode="tozero", tickformat=",d", nticks=5, automargin=True)
    figure.update_xaxes(showgrid=False, ticks="", fixedrange=True, automargin=True)
    return figure
