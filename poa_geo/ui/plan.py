"""Rencana Aksi Terpadu on the screen: rows of a year, targets and progress by period, and the file of a period."""

from functools import partial
from html import escape
from typing import Any

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.domain.plan_item import PlanItem, period_of, periods
from poa_geo.errors import PoaError
from poa_geo.reference import label, table
from poa_geo.services import plan_items
from poa_geo.texts import current_language, explain_error, t
from poa_geo.ui import current, tables
from poa_geo.ui.formatting import number
from poa_geo.ui.forms import region_label
from poa_geo.ui.page import done, sentence
from poa_geo.ui.parts import quiet


def every(reader: Reader) -> None:
    """Draw the plan of a year with targets and progress."""
    office, today = current.office(), current.today()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        year = st.selectbox(t("Tahun"), plan_items.years(office, reader), key="plan-year", width=120)
        period = st.segmented_control(
            t("Periode"), periods(), default=period_of(today), required=True, key="plan-period",
            format_func=lambda code: code.upper(),
        )  # fmt: skip
        st.space("stretch")
        found = plan_items.every(office, reader, year)
        if found and reader.can("export"):
            file = partial(plan_items.export, office, reader, year, str(period))
            name = t("Unduh {period} (XLSX)", period=str(period).upper())
            st.download_button(name, file, f"rencana-aksi-{year}-{period}.xlsx", key="plan-file")
    if not found:
        st.html(quiet(t("Belum ada rencana aksi untuk tahun ini.")))
    else:
        st.html(_table(found, str(period)))
    if reader.can("plan.write"):
        with st.container(horizontal=True):
            with st.popover(t("Tambah aksi"), key="plan-add"):
                _add(reader, year)
            if found:
                with st.popover(t("Isi capaian"), key="plan-progress"):
                    _progress(reader, found, str(period))


def _table(found: list[PlanItem], period: str) -> str:
    heads = [
        t("Bidang"), t("Aksi"), t("Penanggung jawab"), t("Ukuran {period}", period=period.upper()),
        *(code.upper() for code in periods()),
    ]  # fmt: skip
    rows = [
        [
            escape(label("plan_stages", item.stage, current_language.get())),
            _two_lines(item.action, current.region_name(item.region_code or "")),
            _two_lines(item.responsible, item.related_agencies),
            escape(item.target(period) or "–"),
            *(_percent(item.progress(code)) for code in periods()),
        ]
        for item in found
    ]
    return tables.table(heads, rows, right=(4, 5, 6), kind="told2")


def _two_lines(first: str, second: str | None) -> str:
    return escape(first) + (f'<br><span class="quiet">{escape(second)}</span>' if second else "")


def _percent(value: int | None) -> str:
    return "–" if value is None else f"{number(value)}%"


def _progress(reader: Reader, found: list[PlanItem], period: str) -> None:
    names = {item.id: item.action[:90] for item in found}
    chosen = st.selectbox(t("Aksi"), list(names), format_func=names.__getitem__, key="plan-item")
    item = next(one for one in found if one.id == chosen)
    with st.form("plan-progress-form", border=False):
        percent = st.number_input(
            t("Capaian {period} (%)", period=period.upper()), 0, 100, item.progress(period), key=f"p-{chosen}-{period}"
        )
        evidence = st.text_area(t("Data dukung"), item.evidence or "", key=f"e-{chosen}")
        if not st.form_submit_button(t("Simpan capaian")):
            return
    values = {f"progress_{period}": percent, "evidence": evidence.strip()}
    _store(lambda: plan_items.change(current.office(), reader, item.id, values, expected_version=item.version))


def _add(reader: Reader, year: int) -> None:
    tree = current.office().tree
    codes = [one.code for prefix in reader.scope for one in tree.regions[tree.span(prefix)]]
    with st.form("plan-add-form", border=False):
        values: dict[str, Any] = {
            "year": year,
            "stage": st.selectbox(
                t("Bidang"), [row["code"] for row in table("plan_stages")],
                format_func=lambda code: label("plan_stages", code, current_language.get()),
            ),
            "region_code": st.selectbox(t("Wilayah"), codes, format_func=lambda code: region_label(tree[code])),
            "action": st.text_area(t("Aksi"), height=80),
            "responsible": st.text_input(t("Penanggung jawab"), max_chars=160),
            "related_agencies": st.text_input(t("Instansi terkait"), max_chars=300),
            "success_criterion": st.text_input(t("Kriteria keberhasilan"), max_chars=300),
        }  # fmt: skip
        for code in periods():
            values[f"target_{code}"] = st.text_input(t("Ukuran {period}", period=code.upper()), max_chars=200)
        if not st.form_submit_button(t("Simpan aksi")):
            return
    _store(lambda: plan_items.add(current.office(), reader, values))


def _store(task: Any) -> None:
    try:
        task()
    except PoaError as error:
        sentence(explain_error(error))
        return
    done(t("Rencana aksi disimpan."))
    st.rerun()
