"""The pieces of the map screen: title row, map, explanation, lists."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from html import escape

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.domain.filter import Filter
from poa_geo.domain.region import KECAMATAN, NATION, PROVINSI, is_within, level_of, parent_of
from poa_geo.domain.situation import Explanation, RegionStatus, Situation
from poa_geo.services.geometry import MapFiles, is_schematic, map_files
from poa_geo.services.replay import end_of
from poa_geo.services.situation import situation
from poa_geo.texts import t
from poa_geo.ui import current, filters, tables, theme
from poa_geo.ui.formatting import day as long_day
from poa_geo.ui.layers import LAYERS
from poa_geo.ui.map import MapView, Shapes, discs, risk_map
from poa_geo.ui.pages import PAGES

PERIODS = (7, 30, 90)


def title_row(title: str, where: Filter, reader: Reader) -> None:
    """Draw the title, the way to the region in focus, the search for a region and the switch of layers."""
    with st.container(horizontal=True, vertical_alignment="center", key="title"):
        st.title(title, anchor=False, width="content")
        st.html(tables.breadcrumb(way_to(where.region, reader)), width="content")
        st.space("stretch")
        _layer_switch(reader)


def way_to(code: str, reader: Reader) -> list[tuple[str, str]]:
    """Return code and name from where the reader starts down to a region."""
    start = current.home(reader)
    path = [(region.code, region.name) for region in current.office().tree.path(code) if is_within(region.code, start)]
    return path if start else [("", current.region_name("")), *path]


def _layer_switch(reader: Reader) -> None:
    offered = [name for name in LAYERS if name != "orang-asing" or reader.can("presence.count")]
    st.session_state["layer"] = layer_name() if layer_name() in offered else offered[0]
    st.segmented_control(
        t("Lapisan"), offered, key="layer", required=True, label_visibility="collapsed",
        format_func=lambda name: t(LAYERS[name][0]),
        on_change=lambda: filters.write(st.query_params, {filters.LAYER: st.session_state["layer"]}),
    )  # fmt: skip


def layer_name() -> str:
    """Return the layer the address asks for."""
    name = st.query_params.get(filters.LAYER, "")
    return name if name in LAYERS else next(iter(LAYERS))


def period_switch() -> int:
    """Draw the switch of the period the summary tells of; return its days."""
    asked = st.query_params.get(filters.DAYS, "")
    st.session_state["days"] = int(asked) if asked in map(str, PERIODS) else PERIODS[0]
    chosen = st.segmented_control(
        t("Jangka waktu"), PERIODS, key="days", required=True, label_visibility="collapsed",
        format_func=lambda days: t("{days} hari", days=days),
        on_change=lambda: filters.write(st.query_params, {filters.DAYS: str(st.session_state["days"])}),
    )  # fmt: skip
    return chosen or PERIODS[0]


def small_map(answer: Situation, reader: Reader) -> None:
    """Draw the map of the first screen; a click opens the map screen there."""
    if chosen := st.session_state.pop("open_region", None):
        st.switch_page(PAGES["peta"].file, query_params={filters.REGION: chosen})
    view = replace(_view(answer, reader), discs=(), back=None)
    risk_map(view, "peta-kecil", lambda code: st.session_state.update(open_region=code))


def map_of(answer: Situation, reader: Reader, known: datetime | None = None) -> None:
    """Draw the map of a situation; a kecamatan is shown among its neighbours, with its outline."""
    risk_map(_view(answer, reader, known), "peta", choose)


def _view(answer: Situation, reader: Reader, known: datetime | None = None) -> MapView:
    code = answer.filter.region
    is_finest = level_of(code) == KECAMATAN
    ground = code if not is_finest else parent_of(code)
    shown = answer if not is_finest else _siblings(answer, ground, reader, known)
    files = map_files(current.office())
    drawn = files.drawn_inside(ground, level_of(ground) + 1)
    rows = [(n, row) for n, row in enumerate(answer.incidents[: tables.MOST_ROWS], 1) if tables.inside(answer, row)]
    layer = LAYERS[layer_name()][1](shown)
    return MapView(
        shapes=Shapes(url=drawn.url),
        land=files.land().url,
        context=_context(files, ground),
        bounds=drawn.bounds,
        layer=layer,
        discs=discs(rows) if layer.has_incidents else (),
        counts={region.code: region.incident_count for region in shown.regions},
        selected=code if is_finest else None,
        back=_back(code, reader),
        is_schematic=is_schematic(current.office(), ground),
    )


def choose(code: str) -> None:
    """Act on a click: open a region, or the incident whose mark was clicked."""
    if code.startswith("#"):
        st.session_state["open_incident"] = code[1:]
    else:
        filters.go(code)


def _siblings(answer: Situation, parent: str, reader: Reader, known: datetime | None) -> Situation:
    """Return the colours around a kecamatan; what the legend counts stays what the list counts."""
    where = answer.filter.changed(region=parent)
    around = situation(current.office(), reader, where, answer.as_of, list_limit=0, known_at=known)
    return replace(around, confidence=answer.confidence)


def _context(files: MapFiles, code: str) -> list[Shapes]:
    """Return the land around a region: its siblings, and the provinsi around its own."""
    if not code:
        return []
    siblings = Shapes(url=files.drawn_inside(parent_of(code), level_of(code)).url, without=(code,))
    if level_of(code) == PROVINSI:
        return [siblings]
    return [Shapes(url=files.drawn_inside(NATION, PROVINSI).url, without=(code.split(".", 1)[0],)), siblings]


def _back(code: str, reader: Reader) -> tuple[str, str] | None:
    way = way_to(code, reader)
    return way[-2] if len(way) > 1 else None


def day_slider(where: Filter, today: date) -> None:
    """Draw the control of the day the status is told for."""
    last = where.until or today
    first = min(where.since or today, today - timedelta(days=filters.PERIOD_DAYS))
    st.session_state["day"] = min(last, today)
    st.slider(
        t("Keadaan per tanggal"), min_value=first, max_value=today, key="day", format="DD/MM/YYYY",
        on_change=lambda: filters.write(st.query_params, {filters.UNTIL: st.session_state["day"].isoformat()}),
    )  # fmt: skip
    if last < today:
        st.session_state["as-known"] = is_replay()
        st.toggle(
            t("Seperti diketahui saat itu"), key="as-known",
            help=t("Laporan yang datang atau diperbaiki sesudah hari itu tidak dihitung."),
            on_change=lambda: filters.write(st.query_params, {filters.KNOWN: "1" * st.session_state["as-known"]}),
        )  # fmt: skip
        replayed = t("Keadaan {day} seperti diketahui pada akhir hari itu.", day=long_day(last))
        st.caption(replayed if is_replay() else t("Dihitung dengan semua yang diketahui sekarang."))


def is_replay() -> bool:
    """Say whether the address asks for a past day as it was known then."""
    return st.query_params.get(filters.KNOWN) == "1"


def known_at(day: date | None, today: date) -> datetime | None:
    """Return the instant a replayed day is told as known at; None for today, and for a day in hindsight."""
    return end_of(day, current.office()) if day is not None and day < today and is_replay() else None


def explanation(answer: Situation, why: Explanation | None) -> None:
    """Draw why the region in focus has its level."""
    focus = answer.focus
    if focus is None:
        return
    way = tables.anchor(t("Jalan status dan tindakan"), "wilayah", wilayah=focus.code) if why is not None else ""
    st.html(tables.focus_head(focus) + f'<p class="quiet">{way}</p>')
    if why is not None and tables.leading(why):
        numbers = {row.id: n for n, row in enumerate(answer.incidents[: tables.MOST_ROWS], 1)}
        question = t("Mengapa {band}?", band=theme.band_name(focus.band).lower())
        st.html(
            f'<div class="head"><h3>{escape(question)}</h3></div>'
            + tables.share_bar(why)
            + tables.pieces_table(why, numbers, focus.name)
        )
    st.html(_notes(answer, focus, why))


def _notes(answer: Situation, focus: RegionStatus, why: Explanation | None) -> str:
    lines = [tables.if_dealt_with(why), tables.dimensions_line(why)] if why else []
    lines.append(tables.fall_sentence(focus))
    told = [escape(line) for line in lines if line] + [tables.confidence_line(answer.confidence)]
    return f'<p class="quiet">{"<br>".join(told)}</p>'


def incidents(answer: Situation) -> None:
    """Draw the incidents that pass the filter; the number above them is the map's number."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(tables.count_line(answer), width="content")
        st.space("stretch")
        filters.unplaced_switch(answer.filter, answer.unplaced_count)
    st.html(tables.incident_list(answer))


def regions(rows: Sequence[RegionStatus]) -> None:
    """Draw what the map shows as a list: for the keyboard, for screen readers, for print."""
    if rows:
        st.html(f'<div class="head"><h3>{escape(t("Wilayah"))}</h3></div>' + tables.region_list(rows))
