"""The screen of official boundaries: a file is looked at first, then put in force with every incident placed again."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.regions.crosswalk import SCHEMES
from poa_geo.regions.identify import Columns
from poa_geo.regions.official import BoundaryReport
from poa_geo.services import boundaries
from poa_geo.services.boundaries import BoundarySource
from poa_geo.texts import mark, t
from poa_geo.ui import current, tables
from poa_geo.ui.formatting import number

LEVELS = {3: mark("Kecamatan"), 2: mark("Kabupaten/kota"), 1: mark("Provinsi")}
FILE_TYPES = ["geojson", "json", "gpkg", "zip", "parquet", "gz"]
SHOWN_FINDINGS = 20
REPLACED = mark(
    "Batas diganti: {regions} wilayah. Kejadian berpindah wilayah: {relocated}, dipastikan: {confirmed}, "
    "tanpa wilayah: {unplaced}, perlu diperiksa: {doubtful}."
)


def replace_boundaries(reader: Reader) -> None:
    """Draw the upload of a boundary file, what it holds, and the button that puts it in force."""
    told = t("GeoJSON, GPKG, Shapefile dalam ZIP, atau GeoParquet; segala sistem koordinat.")
    st.html(f'<p class="mid">{escape(told)}</p>')
    file = st.file_uploader(t("Berkas batas wilayah"), type=FILE_TYPES, key="boundary-file")
    level, columns, allow_missing = _statements()
    if file is None:
        return
    asked = file.file_id, level, columns, allow_missing
    if st.button(t("Periksa berkas"), key="check-boundaries"):
        with _on_disk(file.name, file.getvalue()) as path, st.status(t("Memeriksa berkas")) as state:
            source = BoundarySource(path, level, columns, allow_missing=allow_missing)
            report = boundaries.preview(current.office(), reader, source, lambda step: state.update(label=step))
        st.session_state["checked-boundaries"] = asked, report
    known, checked = st.session_state.get("checked-boundaries") or (None, None)
    if checked is None or known != asked:  # what was checked is no longer what would be put in force
        return
    st.html(_told(checked))
    if st.button(t("Ganti batas"), key="replace-boundaries", type="primary"):
        _replace(reader, checked)


def _replace(reader: Reader, report: BoundaryReport) -> None:
    office = current.office()
    with st.status(t("Mengganti batas")) as state:

        def tell(step: str) -> None:
            state.update(label=step)

        result = boundaries.put_in_force(office, reader, boundaries.prepare(office, report, tell), tell)
    st.session_state.pop("checked-boundaries")
    counts: dict[str, Any] = {name: number(count) for name, count in result.counts.items()}
    st.success(t(REPLACED, **counts), icon=None)


def _statements() -> tuple[int, Columns, bool]:
    """Draw what only the user can say about a file; empty means it is looked for and proven."""
    cells = st.columns(4)
    level = cells[0].selectbox(t("Tingkat"), list(LEVELS), format_func=lambda code: t(LEVELS[code]))
    code = cells[1].text_input(t("Kolom kode"), placeholder=t("dicari"))
    scheme = cells[2].selectbox(t("Skema kode"), SCHEMES, index=None, placeholder=t("dibuktikan dari nama dan tempat"))
    name = cells[3].text_input(t("Kolom nama"), placeholder=t("dicari"))
    allow_missing = st.checkbox(t("Wilayah yang tidak ada di berkas memakai batas yang sekarang"))
    return level, Columns(code=code or None, scheme=scheme, name=name or None), allow_missing


@contextmanager
def _on_disk(name: str, data: bytes) -> Iterator[Path]:
    """Lay an upload down for the readers of geodata, which want a file, and take it away again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(data)
        yield path


def _told(report: BoundaryReport) -> str:
    pairs = [(t("Wilayah"), number(len(report.outlines))), (t("Temuan"), number(len(report.findings)))]
    rows = [[escape(finding.value), escape(finding.text())] for finding in report.findings[:SHOWN_FINDINGS]]
    findings = tables.table([t("Kode"), t("Temuan")], rows) if rows else ""
    return tables.chips(pairs) + findings
