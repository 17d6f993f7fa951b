"""Hands for DOCX: a plain official page, tables, pictures, and the blocks of a briefing set as text."""

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from poa_geo.briefing import layout, maps, wording
from poa_geo.briefing.archive import without_clock
from poa_geo.briefing.blocks import BarChart, Block, FactList, Figures, Issues, Page, Paragraph, RegionMap, Table
from poa_geo.briefing.content import Briefing
from poa_geo.domain.situation import Band
from poa_geo.formatting import number
from poa_geo.look import BAND_CLASS, band_name, letter, paper
from poa_geo.texts import t

FONT, SIZE_PT, SMALL_PT = "Arial", 11, 9
TEXT_WIDTH_CM = 16.5
TABLE_PT = 9.5
TABLE_WIDTH_PX = TEXT_WIDTH_CM / 2.54 * 72 / TABLE_PT * layout.TEXT_PX  # the page as wide as a slide measures it
CELL_SIDE_TWIPS = 60
MAP_WIDTH_PX, MAP_HEIGHT_PX = 960, 760


def new_paper(briefing: Briefing, title: str) -> Any:
    """Return an empty A4 document whose heading and footer tell classification, office, number and data cut-off."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(SIZE_PT)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(4)
    _line(section.header.paragraphs[0], wording.classification(briefing), is_bold=True, is_centred=True)
    foot = section.footer.paragraphs[0]
    _line(foot, f"{wording.footer(briefing)} · {wording.cutoff(briefing)} · ", size=SMALL_PT)
    _page_number(foot)
    _properties(document, briefing, title)
    return document


def _properties(document: Any, briefing: Briefing, title: str) -> None:
    properties = document.core_properties
    properties.author = properties.last_modified_by = briefing.office
    properties.title = f"{title} ({briefing.reference_number})"
    properties.subject, properties.comments = wording.classification(briefing), wording.cutoff(briefing)
    properties.revision = 1


def _page_number(paragraph: Any) -> None:
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        run.font.size = Pt(SMALL_PT)
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def as_bytes(document: Any) -> bytes:
    """Return a document's bytes without the moment of writing."""
    written = io.BytesIO()
    document.save(written)
    return without_clock(written.getvalue())


def _line(
    paragraph: Any,
    text: str,
    *,
    size: float = SIZE_PT,
    is_bold: bool = False,
    is_centred: bool = False,
    ink: str = "ink",
) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), is_bold
    run.font.color.rgb = RGBColor.from_string(paper(ink)[1:])
    if is_centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def letterhead(document: Any, briefing: Briefing, title: str) -> None:
    """Write the office as letterhead, a rule under it, and the kind of document."""
    head = document.add_paragraph()
    _line(head, briefing.office.upper(), size=14, is_bold=True, is_centred=True)
    border = OxmlElement("w:pBdr")
    rule = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "4"), ("color", paper("ink")[1:])):
        rule.set(qn(f"w:{name}"), value)
    border.append(rule)
    head._p.get_or_add_pPr().append(border)
    kind = document.add_paragraph()
    _line(kind, title, size=13, is_bold=True, is_centred=True)
    kind.paragraph_format.space_before = kind.paragraph_format.space_after = Pt(8)


def heading(document: Any, text: str) -> None:
    """Write the heading of a part."""
    added = document.add_heading(level=2)
    _line(added, text, size=12, is_bold=True)
    for run in added.runs:
        run.font.name = FONT
    added.paragraph_format.space_before, added.paragraph_format.space_after = Pt(10), Pt(3)


def sentence(document: Any, text: str, *, is_note: bool = False) -> None:
    """Write a paragraph."""
    _line(document.add_paragraph(), text, size=SMALL_PT if is_note else SIZE_PT, ink="ink2" if is_note else "ink")


def fields(document: Any, rows: tuple[tuple[str, str], ...]) -> None:
    """Write names and values side by side, as in the head of a letter."""
    widths = (3.2, 0.5, TEXT_WIDTH_CM - 3.7)
    table = document.add_table(rows=0, cols=3)
    _set_columns(table, widths)
    for name, value in rows:
        cells = table.add_row().cells
        for cell, text, width in zip(cells, (name, ":", value), widths, strict=True):
            cell.width = Cm(width)
            _line(cell.paragraphs[0], text)
            cell.paragraphs[0].paragraph_format.space_after = Pt(1)


def page(document: Any, told: Page, briefing: Briefing, *, with_title: bool = True) -> None:
    """Write a page of the briefing: its title as a bold sentence, its blocks below."""
    if with_title:
        added = document.add_paragraph()
        _line(added, told.title, is_bold=True)
        added.paragraph_format.keep_with_next = True
    for block in told.blocks:
        _block(document, block, briefing)


def _block(document: Any, block: Block, briefing: Briefing) -> None:
    if isinstance(block, Paragraph):
        sentence(document, block.text, is_note=block.is_note)
    elif isinstance(block, Figures):
        sentence(document, "; ".join(f"{f.value} {f.label} ({f.note})" for f in block.items) + ".")
    elif isinstance(block, Issues):
        for issue in block.items:
            sentence(document, f"[{letter(issue.band)}] {issue.head}. {issue.line.rstrip('.')}. {issue.note}.")
    elif isinstance(block, FactList):
        fields(document, block.items)
        _gap(document)
    elif isinstance(block, Table):
        _table(document, block)
    elif isinstance(block, BarChart):
        rows = tuple((name, number(value)) for name, value in zip(block.categories, block.values, strict=True))
        heads = (t("Pekan mulai"), block.series)
        _table(document, Table(heads=heads, rows=rows, widths=(1, 1), right=frozenset({1})))
    elif isinstance(block, RegionMap):
        _map(document, block, briefing)


def _map(document: Any, regions: RegionMap, briefing: Briefing) -> None:
    content = maps.draw(regions, briefing.ground, MAP_WIDTH_PX, MAP_HEIGHT_PX, "png")
    added = document.add_picture(io.BytesIO(content), width=Cm(TEXT_WIDTH_CM - 2))
    added._inline.docPr.set("descr", regions.alt)
    document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER


def _table(document: Any, table: Table) -> None:
    heads = (wording.level_head(), *table.heads) if table.bands else table.heads
    widths = [width / TABLE_WIDTH_PX * TEXT_WIDTH_CM for width in layout.column_widths(table, TABLE_WIDTH_PX)]
    right = {column + len(heads) - len(table.heads) for column in table.right}
    drawn = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    _set_columns(drawn, widths)
    _narrow_margins(drawn)
    _row(drawn.rows[0], heads, widths, right, is_bold=True)
    _flag(drawn.rows[0], "w:tblHeader")
    for index, values in enumerate(table.rows):
        is_total = table.has_total and index == len(table.rows) - 1
        row = drawn.add_row()
        band = table.bands[index] if table.bands else None
        _row(row, (f"{letter(band)} {band_name(band)}", *values) if band else values, widths, right, is_bold=is_total)
        if band:
            _colour_band(row.cells[0], band)
    _gap(document)


def _gap(document: Any) -> None:
    spacing = document.add_paragraph().paragraph_format
    spacing.line_spacing, spacing.space_after = Pt(5), Pt(0)


def _set_columns(table: Any, widths: Sequence[float]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)


def _narrow_margins(table: Any) -> None:
    """Give cells the side margins that widths were measured with."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(CELL_SIDE_TWIPS))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.addprevious(margins)  # the schema wants them in this order


def _row(row: Any, values: Sequence[str], widths: Sequence[float], right: set[int], *, is_bold: bool) -> None:
    _flag(row, "w:cantSplit")
    for index, (cell, text, width) in enumerate(zip(row.cells, values, widths, strict=True)):
        cell.width = Cm(width)
        paragraph = cell.paragraphs[0]
        _line(paragraph, text, size=TABLE_PT, is_bold=is_bold)
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        if index in right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _flag(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _colour_band(cell: Any, band: Band) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", paper(BAND_CLASS[band])[1:])):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)
    run = cell.paragraphs[0].runs[0]
    run.bold, run.font.color.rgb = True, RGBColor.from_string(paper(f"{BAND_CLASS[band]}-text")[1:])
