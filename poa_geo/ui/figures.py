"""Agency figures on the screen: side by side, with what explains a difference. They are never added up."""

from html import escape

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.domain.agency_figure import AgencyFigure, read_parts
from poa_geo.domain.problem import RowProblem
from poa_geo.errors import PoaError
from poa_geo.reference import in_force
from poa_geo.services import agency_figures
from poa_geo.services.agency_figures import Comparison, SideBySide
from poa_geo.services.situation import place_name
from poa_geo.texts import explain_error, mark, t
from poa_geo.ui import current, forms, tables
from poa_geo.ui.attempt import attempt
from poa_geo.ui.formatting import number, table_day
from poa_geo.ui.page import sentence
from poa_geo.ui.parts import head, quiet
from poa_geo.ui.presence import name_of

REASONS = {
    "unit": mark("satuan berbeda"),
    "definition": mark("definisi berbeda"),
    "area": mark("wilayah kerja berbeda"),
    "time": mark("tanggal data berjauhan"),
    "agency": mark("instansi menghitung sendiri-sendiri"),
}
COLUMNS = "kode_wilayah, definisi, satuan, wilayah_kerja, tanggal, jumlah, instansi, rincian, catatan"


def every(reader: Reader) -> None:
    """Draw every region's figures and how they differ."""
    found = agency_figures.side_by_side(current.office(), reader, current.home(reader))
    st.html(quiet(t("Angka setiap instansi berdiri sendiri dan tidak dijumlahkan.")))
    if reader.can("agency_figure.write"):
        with st.container(horizontal=True):
            _add(reader)
            _import(reader)
    if not found:
        st.html(quiet(t("Belum ada angka instansi untuk wilayah ini.")))
    for told in found:
        st.html(head(place_name(current.office().tree, told.region_code)) + _figures(told) + _comparisons(told))


def _figures(told: SideBySide) -> str:
    heads = [
        t("Instansi"),
        t("Definisi"),
        t("Wilayah kerja"),
        t("Tanggal data"),
        t("Jumlah"),
        t("Satuan"),
        t("Rincian"),
    ]
    return tables.table(heads, [_row(figure) for figure in told.figures], right=(4,))


def _row(figure: AgencyFigure) -> list[str]:
    return [
        escape(name_of("agencies", figure.source_agency)),
        escape(figure.definition),
        escape(figure.area),
        escape(table_day(figure.as_of)),
        number(figure.total),
        escape(name_of("figure_units", figure.unit)),
        _parts(figure),
    ]


def _parts(figure: AgencyFigure) -> str:
    parts = escape("; ".join(f"{name} {number(count)}" for name, count in (figure.parts or {}).items()))
    if not figure.gap:
        return parts
    told = t(
        "Rincian berjumlah {parts}, total {total}: selisih {gap}.", parts=number(figure.total - figure.gap),
        total=number(figure.total), gap=number(abs(figure.gap)),
    )  # fmt: skip
    return f"{parts}<br><b>{escape(told)}</b>"


def _comparisons(told: SideBySide) -> str:
    return "".join(f'<p class="mid">{escape(_difference(one))}</p>' for one in told.comparisons)


def _difference(one: Comparison) -> str:
    reasons = ", ".join(t(REASONS[reason]) for reason in one.reasons) or t("belum ada penjelasan")
    return t(
        "{first} {first_total} dan {second} {second_total}: selisih {gap}; {reasons}.",
        first=name_of("agencies", one.first.source_agency),
        first_total=number(one.first.total),
        second=name_of("agencies", one.second.source_agency),
        second_total=number(one.second.total),
        gap=number(abs(one.difference)),
        reasons=reasons,
    )


def _add(reader: Reader) -> None:
    with st.popover(t("Tambah angka"), key="add-figure"), st.form("figure-form", border=False):
        today = current.today()
        agencies = [row["code"] for row in in_force("agencies", today)]
        agency = st.selectbox(
            t("Instansi yang mengumumkan"), agencies, format_func=lambda code: name_of("agencies", code),
            index=agencies.index(reader.agency) if reader.agency in agencies else 0,
        )  # fmt: skip
        definition = st.text_input(t("Definisi *"), max_chars=300, placeholder=t("TKA yang dilaporkan perusahaan"))
        units = [row["code"] for row in in_force("figure_units", today)]
        unit = st.selectbox(t("Satuan"), units, format_func=lambda code: name_of("figure_units", code))
        region = forms.region_choice(reader, "figure-region")
        area = st.text_input(t("Wilayah kerja menurut instansi *"), max_chars=200)
        day = st.date_input(t("Tanggal data"), today, format="DD/MM/YYYY", max_value=today)
        total = st.number_input(t("Jumlah"), 0, step=1)
        text = st.text_area(t("Rincian"), placeholder="RRC 64; Korsel 18", height=70)
        if not st.form_submit_button(t("Simpan angka")):
            return
    values = {
        "source_agency": agency, "definition": definition.strip(), "unit": unit, "area": area.strip(), "as_of": day,
        "total": int(total), "parts": read_parts(text) or None,
    }  # fmt: skip
    noticed = attempt(t("Angka disimpan."), agency_figures.add, current.office(), reader, values, region)
    _tell(noticed if isinstance(noticed, list) else [])


def _import(reader: Reader) -> None:
    with st.popover(t("Impor berkas"), key="import-figures"):
        st.caption(t("CSV atau XLSX dengan kolom: {columns}", columns=COLUMNS))
        file = st.file_uploader(t("Berkas angka instansi"), type=["csv", "xlsx"], key="figures-file")
        if file is None or not st.button(t("Impor"), key="take-figures"):
            return
    try:
        count, noticed = agency_figures.import_figures(current.office(), reader, file.name, file.getvalue())
    except PoaError as error:
        sentence(explain_error(error))
        return
    st.success(t("{count} angka baru disimpan.", count=number(count)), icon=None)
    _tell(noticed)


def _tell(noticed: list[RowProblem]) -> None:
    for problem in noticed:
        st.warning(problem.text(), icon=None)
