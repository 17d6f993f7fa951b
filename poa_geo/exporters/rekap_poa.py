"""Rekap POA: one row per registered foreign national, in the columns offices use.

Persons stand in it, so it leaves the house only under an approval; see `services.person_exports`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from poa_geo.domain.cells import safe_cell
from poa_geo.exporters.heading import Heading
from poa_geo.exporters.workbook import WRAPPED, add_header, as_bytes, new_workbook
from poa_geo.formatting import DASH, table_day
from poa_geo.texts import t


@dataclass(frozen=True, kw_only=True)
class RekapRow:
    """One person as the recapitulation tells; name and passport are masked unless the approval says otherwise."""

    name: str
    sex: str | None
    nationality: str | None
    passport: str | None
    permit: str | None
    permit_ends: date | None
    sponsor: str | None
    position: str | None
    place: str
    since: date | None
    until: date | None
    remark: str


def write_rekap(rows: Iterable[RekapRow], heading: Heading) -> bytes:
    """Return the recapitulation as XLSX; the same rows and heading give the same bytes."""
    workbook = new_workbook(t("Rekap POA"))
    sheet = workbook.create_sheet("Rekap POA")
    names = (
        t("No."), t("Nama"), t("JK"), t("Kebangsaan"), t("No. paspor"), t("Izin tinggal"), t("Masa berlaku"),
        t("Sponsor"), t("Jabatan atau tujuan"), t("Lokasi"), t("Waktu"), t("Keterangan"),
    )  # fmt: skip
    add_header(sheet, names, (6, 28, 6, 18, 16, 24, 14, 28, 28, 30, 26, 28))
    for number, row in enumerate(rows, 1):
        sheet.append([number, *(_cell(text) for text in _texts(row))])
        for cell in sheet[sheet.max_row]:
            cell.alignment = WRAPPED
    sheet.freeze_panes = "C2"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddHeader.center.text = sheet.oddFooter.center.text = heading.line().replace("&", "&&")
    workbook.create_sheet(t("Keterangan")).append([heading.line()])
    return as_bytes(workbook)


def _texts(row: RekapRow) -> tuple[str | None, ...]:
    stay = f"{table_day(row.since)} {DASH} {table_day(row.until)}" if row.until else table_day(row.since)
    return (
        row.name, row.sex, row.nationality, row.passport, row.permit, table_day(row.permit_ends), row.sponsor,
        row.position, row.place, stay, row.remark,
    )  # fmt: skip


def _cell(text: str | None) -> str:
    return safe_cell(ILLEGAL_CHARACTERS_RE.sub("", text)) if text else DASH
