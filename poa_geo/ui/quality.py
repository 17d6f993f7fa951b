"""Data quality on the screen: each defect with its count and the place to mend it, and who reports from where."""

from html import escape

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.reference import by_code, label
from poa_geo.services import data_quality
from poa_geo.services.data_quality import CoverageRow, Example, Finding
from poa_geo.texts import current_language, t
from poa_geo.ui import current, tables
from poa_geo.ui.formatting import number
from poa_geo.ui.pages import PAGES
from poa_geo.ui.parts import head


def findings(reader: Reader) -> None:
    """Draw every kind of defect; what is in order is told too."""
    rows = [_finding(reader, found) for found in data_quality.findings(current.office(), reader)]
    st.html(tables.table([t("Yang perlu dibenahi"), t("Jumlah"), t("Contoh")], rows, right=(1,), kind="roomy"))


def _finding(reader: Reader, found: Finding) -> list[str]:
    row, language = by_code("quality_checks")[found.code], current_language.get()
    name = row[f"label_{language}"]
    params = dict(pair.split("=", 1) for pair in row["params"].split("&") if pair)
    shown = (
        tables.anchor(name, row["page"], **params) if found.count and _may_open(reader, row["page"]) else escape(name)
    )
    examples = "; ".join(_example(reader, found.code, example) for example in found.examples[:4])
    more = found.count - min(4, len(found.examples))
    if more > 0:
        examples += escape(t(" dan {count} lainnya", count=number(more)))
    return [
        f'{shown}<br><span class="quiet">{escape(row[f"help_{language}"])}</span>',
        f"<b>{number(found.count)}</b>",
        examples,
    ]


def _example(reader: Reader, code: str, example: Example) -> str:
    text = (
        tables.anchor(example.text, example.page, **example.params)
        if _may_open(reader, example.page)
        else escape(example.text)
    )
    return text + (f' <span class="quiet">{escape(_detail(code, example.detail))}</span>' if example.detail else "")


def _detail(code: str, detail: str) -> str:
    if code in ("late", "overdue") and detail.isdecimal():
        return t("{days} hari", days=number(int(detail)))
    if code == "duplicates":
        return t("{count} catatan", count=detail)
    return detail


def _may_open(reader: Reader, page: str) -> bool:
    row = PAGES.get(page)
    return row is not None and (row.right is None or reader.can(row.right))


def coverage(reader: Reader) -> None:
    """Draw who was heard of in the last two weeks, by region and source."""
    found = data_quality.coverage(current.office(), reader)
    if not found:
        return
    agencies = sorted(
        {code for row in found for code in row.by_agency},
        key=lambda code: -sum(row.by_agency.get(code, 0) for row in found),
    )[:6]
    heads = [
        t("Wilayah"),
        t("Kecamatan melapor"),
        t("Laporan terakhir"),
        t("Nihil"),
        *(label("agencies", code, current_language.get()) for code in agencies),
    ]
    st.html(
        head(t("Cakupan 14 hari terakhir, menurut wilayah dan sumber"))
        + tables.table(heads, [_coverage(row, agencies) for row in found], right=tuple(range(3, 4 + len(agencies))))
    )


def _coverage(row: CoverageRow, agencies: list[str]) -> list[str]:
    share = (
        t("{covered} dari {all}", covered=number(row.covered_below), all=number(row.regions_below))
        if row.regions_below
        else ""
    )
    last = (
        t("belum pernah")
        if row.days_silent is None
        else t("hari ini")
        if row.days_silent == 0
        else t("{days} hari lalu", days=number(row.days_silent))
    )
    return [
        tables.anchor(row.name, "wilayah", wilayah=row.code),
        escape(share if row.is_covered else t("{share} (belum lapor)", share=share).strip()),
        escape(last),
        number(row.nil_reports),
        *(number(row.by_agency.get(code, 0)) for code in agencies),
    ]
