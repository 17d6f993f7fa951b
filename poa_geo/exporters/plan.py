"""Rencana Aksi Terpadu of a period as a workbook: one row per action, as offices hand it in."""

from collections.abc import Sequence

from poa_geo.domain.cells import safe_cell
from poa_geo.domain.plan_item import PlanItem
from poa_geo.domain.region import RegionTree
from poa_geo.exporters.heading import Heading
from poa_geo.exporters.workbook import WRAPPED, add_header, as_bytes, new_workbook
from poa_geo.reference import label
from poa_geo.texts import Language, t


def write_plan(
    items: Sequence[PlanItem], year: int, period: str, tree: RegionTree, heading: Heading, language: Language = "id"
) -> bytes:
    """Return a plan as a workbook; the same rows and heading give the same bytes.

    Parameters
    ----------
    items : sequence of PlanItem
        In the order they shall stand.
    year : int
    period : str
        b04, b08 or b12: whose target and progress are told.
    tree : RegionTree
    heading : Heading
    language : {"id", "en"}

    """
    workbook = new_workbook(heading.line(language))
    sheet = workbook.create_sheet(f"{period.upper()} {year}")
    heads = (
        (t("No.", language), 6), (t("Bidang", language), 18), (t("Wilayah", language), 26),
        (t("Aksi", language), 50), (t("Penanggung jawab", language), 28), (t("Instansi terkait", language), 28),
        (t("Kriteria keberhasilan", language), 36), (t("Ukuran {period}", language, period=period.upper()), 30),
        (t("Capaian (%)", language), 14), (t("Data dukung", language), 40),
    )  # fmt: skip
    add_header(sheet, [name for name, _ in heads], [width for _, width in heads])
    for number, item in enumerate(items, 1):
        place = tree[item.region_code].name if item.region_code and item.region_code in tree else "–"
        cells = (
            number, label("plan_stages", item.stage, language), place, item.action, item.responsible,
            item.related_agencies, item.success_criterion, item.target(period), item.progress(period), item.evidence,
        )  # fmt: skip
        sheet.append([safe_cell(cell) if isinstance(cell, str) else cell for cell in cells])
        for cell in sheet[sheet.max_row]:
            cell.alignment = WRAPPED
    sheet.freeze_panes = "A2"
    sheet.oddHeader.center.text = sheet.oddFooter.center.text = heading.line(language).replace("&", "&&")
    about = workbook.create_sheet(t("Keterangan", language))
    about.append([heading.line(language)])
    return as_bytes(workbook)
