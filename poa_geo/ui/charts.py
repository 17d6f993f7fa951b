"""Charts: horizontal hairlines only, no frame, no legend for one series, the finding as the title."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from poa_geo.domain.situation import Band
from poa_geo.texts import current_language, t
from poa_geo.ui import theme
from poa_geo.ui.formatting import day_and_month, number

HEIGHT_PX = 220
MOST_TICKS = 9


def show(figure: go.Figure, key: str) -> None:
    """Put a chart on the page, without plotly's own buttons."""
    st.plotly_chart(figure, key=key, theme=None, config={"displayModeBar": False, "locale": current_language.get()})


def incidents_per_week(weeks: Sequence[tuple[date, int]], known: Sequence[tuple[date, str]] = ()) -> go.Figure:
    """Return bars, one per week; the last, unfinished one is paler. `known` marks days everybody knew of before."""
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
    if known:
        figure.add_trace(_known_days(known))
    return _dressed(figure)


def _known_days(known: Sequence[tuple[date, str]]) -> go.Scatter:
    return go.Scatter(
        x=[day for day, _ in known], y=[0] * len(known), mode="markers", hovertext=[text for _, text in known],
        hoverinfo="text", marker={"symbol": "triangle-up", "size": 9, "color": theme.colour("ink2")}, cliponaxis=False,
    )  # fmt: skip


def lines(days: Sequence[date], series: Sequence[tuple[str, Sequence[float | None], str]]) -> go.Figure:
    """Return lines over days: name, values, name of its colour."""
    figure = go.Figure()
    for name, values, tone in series:
        hover = [f"{name}, {day_and_month(d)}: {number(v, 4)}" for d, v in zip(days, values, strict=True)]
        line = {"color": theme.colour(tone), "width": 2}
        figure.add_trace(
            go.Scatter(x=list(days), y=list(values), name=name, line=line, hovertext=hover, hoverinfo="text")
        )
    dressed = _dressed(figure)
    dressed.update_yaxes(tickformat=".3f")
    dressed.update_xaxes(**_ticks(list(days)[:: max(1, -(-len(days) // MOST_TICKS))]))
    dressed.update_layout(showlegend=True, legend={"orientation": "h", "y": 1.15})
    return dressed


def _ticks(days: Sequence[date]) -> dict[str, Any]:
    """Return where an axis of days is named, in the reader's language."""
    return {"tickvals": list(days), "ticktext": [day_and_month(day) for day in days]}


def _months(first: date, last: date) -> list[date]:
    """Return the first day of every month after the first day."""
    firsts = [date(first.year + (first.month + n) // 12, (first.month + n) % 12 + 1, 1) for n in range(24)]
    return [day for day in firsts if day <= last]


def reliability(bins: Sequence[tuple[float, float, int]]) -> go.Figure:
    """Return what was told against what came true; on the diagonal both are the same.

    Parameters
    ----------
    bins : sequence of (told, observed, count)

    """
    figure = go.Figure(
        go.Scatter(
            x=[0, 1], y=[0, 1], mode="lines", line={"color": theme.colour("frame"), "dash": "dot"}, hoverinfo="skip"
        )
    )
    told = [t("dikatakan {told} %, terjadi {seen} % dari {count}", told=number(100 * a, 1), seen=number(100 * b, 1),
              count=number(n)) for a, b, n in bins]  # fmt: skip
    figure.add_trace(
        go.Scatter(
            x=[a for a, _, _ in bins], y=[b for _, b, _ in bins], mode="lines+markers", hovertext=told,
            hoverinfo="text", line={"color": theme.colour("s1")}, marker={"size": 8},
        )
    )  # fmt: skip
    dressed = _dressed(figure)
    dressed.update_yaxes(tickformat=".0%", range=[0, 1], rangemode="normal")
    dressed.update_xaxes(tickformat=".0%", range=[0, 1], zeroline=False)
    return dressed


BAND_HEIGHTS: dict[Band, int] = {"abu": 0, "hijau": 1, "kuning": 2, "merah": 3}


def band_steps(paths: Sequence[tuple[str, Sequence[tuple[date, Band]]]]) -> go.Figure:
    """Return the colours of a region as steps, one line for each version of the method: name, then day and band."""
    figure = go.Figure()
    for place, (name, steps) in enumerate(paths):
        tone, dash = ("s4", "dot") if place else ("s1", "solid")
        figure.add_trace(
            go.Scatter(
                x=[day for day, _ in steps],
                y=[BAND_HEIGHTS[band] for _, band in steps],
                name=name,
                mode="lines",
                hovertext=[f"{day_and_month(day)}: {theme.band_name(band)}" for day, band in steps],
                hoverinfo="text",
                line={"shape": "hv", "color": theme.colour(tone), "dash": dash},
            )
        )
    dressed = _dressed(figure)
    dressed.update_yaxes(
        tickvals=list(BAND_HEIGHTS.values()),
        ticktext=[theme.band_name(band) for band in BAND_HEIGHTS],
        range=[-0.2, 3.2],
    )
    days = [day for _, steps in paths for day, _ in steps]
    dressed.update_xaxes(**_ticks(_months(min(days), max(days))))
    dressed.update_layout(showlegend=len(paths) > 1, legend={"orientation": "h", "y": 1.15})
    return dressed


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
