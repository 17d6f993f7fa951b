"""A region's page: where it stands, the way it came, and what was done in between."""

from collections.abc import Sequence
from datetime import timedelta
from html import escape

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.domain.region import NATION, level_of
from poa_geo.services import actions, closing
from poa_geo.services.region_path import Step, region_path
from poa_geo.services.replay_day import stored_paths
from poa_geo.texts import mark, t
from poa_geo.ui import charts, current, tables, theme
from poa_geo.ui.closing import outlook_panel
from poa_geo.ui.follow_up import action_table
from poa_geo.ui.formatting import number, short_day
from poa_geo.ui.parts import head, quiet

DAYS = 180
MOST_STEPS = 80
KINDS = {"kejadian": mark("Kejadian"), "ditutup": mark("Ditutup"), "tindakan": mark("Tindakan")}
OPENS = {"kejadian": "kejadian", "ditutup": "kejadian", "tindakan": "tindak_lanjut"}


def region(reader: Reader, code: str) -> None:
    """Draw a region of the reader's scope."""
    office, today = current.office(), current.today()
    if not code:
        _choose()
        return
    outlook = closing.outlook(office, reader, code)
    st.html(_crumbs(code))
    st.html(tables.focus_head(outlook.status))
    left, right = st.columns([8, 5], gap="large")
    with left:
        steps = region_path(office, reader, code, since=today - timedelta(days=DAYS))
        _stored_colours(reader, code)
        st.html(head(t("Jalan status dan tindakan, {days} hari terakhir", days=number(DAYS))))
        st.html(path_list(steps[-MOST_STEPS:]))
        st.caption(t("Warna dihitung dari semua yang diketahui sekarang."))
    with right:
        outlook_panel(outlook)
        waiting = actions.every(office, reader, region=code, is_open=True) if reader.can("action.read") else []
        st.html(head(t("Tindak lanjut terbuka")))
        st.html(action_table(waiting[:10], today) if waiting else quiet(t("Belum ada tindak lanjut.")))
        st.html(f"<p>{_links(reader, code)}</p>")


def _choose() -> None:
    st.title(t("Wilayah"), anchor=False)
    links = [tables.anchor(one.name, "wilayah", wilayah=one.code) for one in current.office().tree.children(NATION)]
    st.html(f"<p>{' · '.join(links)}</p>")


def _stored_colours(reader: Reader, code: str) -> None:
    """Draw the colours as they were shown day by day; two lines where the method has changed since."""
    paths = stored_paths(current.office(), reader, code, since=current.today() - timedelta(days=DAYS))
    if not paths:
        return
    st.html(head(t("Warna seperti diketahui pada harinya")))
    names = [t("Metode kini"), *(t("Metode {version}", version=path.method[:6]) for path in paths[1:])]
    charts.show(charts.band_steps([(name, path.steps) for name, path in zip(names, paths, strict=True)]), key="colours")


def _crumbs(code: str) -> str:
    path = current.office().tree.path(code)
    parts = [tables.anchor(one.name, "wilayah", wilayah=one.code) for one in path[:-1] if level_of(one.code)]
    return f'<nav class="crumbs">{"<i>/</i>".join([*parts, f"<b>{escape(path[-1].name)}</b>"])}</nav>'


def _links(reader: Reader, code: str) -> str:
    links = [tables.anchor(t("Buka di peta"), "peta", wilayah=code)]
    if reader.can("incident.read"):
        links.append(tables.anchor(t("Daftar kejadian"), "kejadian", wilayah=code))
    if reader.can("action.write"):
        links.append(tables.anchor(t("Tambah tindak lanjut"), "tindak_lanjut", tambah="1", wilayah=code))
    return " · ".join(links)


def path_list(steps: Sequence[Step]) -> str:
    """Return the way of a region as a list, oldest first."""
    if not steps:
        return quiet(t("Tidak ada perubahan dan tidak ada kejadian."))
    items = "".join(f"<li><em>{short_day(step.day)}</em>{_told(step)}</li>" for step in steps)
    return f'<ul class="line">{items}</ul>'


def _told(step: Step) -> str:
    if step.kind == "warna" and step.after:
        before = t("dari {band}", band=theme.band_name(step.before).lower()) if step.before else ""
        return f'{theme.level(step.after)} <span class="quiet">{escape(before)}</span>'
    title = tables.anchor(step.title, OPENS[step.kind], id=step.id) if step.id else escape(step.title)
    detail = f'<span class="quiet under">{escape(step.detail)}</span>' if step.detail else ""
    return f"{escape(t(KINDS[step.kind]))}: {title}{detail}"
