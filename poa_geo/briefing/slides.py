"""The briefing as PPTX: native tables and charts to edit, one master that carries heading, footer and logo."""

import io
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from poa_geo.briefing import layout, maps, wording
from poa_geo.briefing.archive import without_clock
from poa_geo.briefing.blocks import (
    BarChart,
    Block,
    FactList,
    Figures,
    Issue,
    Issues,
    Page,
    Paragraph,
    RegionMap,
    Table,
)
from poa_geo.briefing.content import Briefing
from poa_geo.briefing.sections import pages
from poa_geo.briefing.slide_master import furnish, new_presentation
from poa_geo.briefing.slide_shapes import FONT, Slide, box, colour, hairline, picture, px, rule_below, textbox, write
from poa_geo.look import BAND_CLASS, band_name, letter

COVER_TOP, COVER_TITLE_PX = 190, 84


def write_slides(briefing: Briefing) -> bytes:
    """Return the briefing as PPTX."""
    presentation = new_presentation(briefing)
    for number, page in enumerate(layout.slides(pages(briefing))):
        slide = presentation.slides.add_slide(presentation.slide_layouts[0])
        if number == 0:
            furnish(presentation, slide, briefing)
        _cover(slide, page) if page.is_cover else _page(slide, page, briefing)
    written = io.BytesIO()
    presentation.save(written)
    return without_clock(written.getvalue())


def _cover(slide: Slide, page: Page) -> None:
    width = layout.RIGHT - layout.LEFT
    lines = layout.line_count(page.title, width, COVER_TITLE_PX, is_bold=True)
    height = lines * COVER_TITLE_PX * 1.2
    _title(slide, page.title, layout.LEFT, COVER_TOP, width, round(height), COVER_TITLE_PX)
    top = COVER_TOP + height + 24
    for block in page.blocks:
        top = _draw(slide, block, layout.LEFT, top, width)


def _page(slide: Slide, page: Page, briefing: Briefing) -> None:
    size = layout.title_size(page)
    _title(slide, page.title, layout.LEFT, layout.TITLE_TOP, layout.RIGHT - layout.LEFT, 90, size)
    left, top, width = layout.LEFT, float(layout.TOP), layout.block_width(page)
    for block in page.blocks:
        if isinstance(block, RegionMap):
            _map(slide, block, briefing)
            left = layout.SIDE_LEFT
        else:
            top = _draw(slide, block, left, top, width)


def _title(slide: Slide, text: str, left: int, top: int, width: int, height: int, size: int) -> None:
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = px(left), px(top), px(width), px(height)
    frame = title.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    write(frame.paragraphs[0], text, size, is_bold=True)


def _map(slide: Slide, regions: RegionMap, briefing: Briefing) -> None:
    height = layout.BOTTOM - layout.TOP
    content = maps.draw(regions, briefing.ground, layout.MAP_WIDTH, height, "png")
    picture(slide, content, 0, layout.TOP, layout.MAP_WIDTH, height, regions.alt)


def _draw(slide: Slide, block: Block, left: float, top: float, width: float) -> float:
    """Draw a block and return where the next one begins."""
    if isinstance(block, Figures):
        _figures(slide, block, left, top, width)
    elif isinstance(block, Issues):
        _issues(slide, block, left, top, width)
    elif isinstance(block, Table):
        _table(slide, block, left, top, width)
    elif isinstance(block, FactList):
        _facts(slide, block, left, top, width)
    elif isinstance(block, Paragraph):
        ink = "ink2" if block.is_note else "ink"
        textbox(slide, block.text, left, top, width, layout.height_of(block, width), ink=ink)
    elif isinstance(block, BarChart):
        height = layout.SMALLEST_CHART_PX
        _chart(slide, block, left, top, width, height)
    return top + layout.height_of(block, width)


def _figures(slide: Slide, figures: Figures, left: float, top: float, width: float) -> None:
    share = width / len(figures.items)
    for index, figure in enumerate(figures.items):
        at = left + index * share
        textbox(slide, figure.value, at, top - 12, share, 96, size=layout.FIGURE_PX, is_bold=True)
        textbox(slide, figure.label, at, top + 88, share, 40, ink="ink2")
        textbox(slide, figure.note, at, top + 126, share, 40, ink="ink2")
    hairline(slide, left, top + layout.FIGURES_HEIGHT_PX - 12, width, "frame")


def _issues(slide: Slide, issues: Issues, left: float, top: float, width: float) -> None:
    for index, issue in enumerate(issues.items):
        height = layout.issue_height(issue, width)
        if index:
            hairline(slide, left, top - layout.GAP_PX / 2, width, "hairline")
        _issue(slide, issue, left, top, width, height)
        top += height


def _issue(slide: Slide, issue: Issue, left: float, top: float, width: float, height: float) -> None:
    band = BAND_CLASS[issue.band]
    mark = box(slide, left, top + 2, layout.SWATCH_PX, layout.SWATCH_PX, band, f"{band}-line")
    write(mark.text_frame.paragraphs[0], letter(issue.band), 30, is_bold=True, ink=f"{band}-text")
    mark.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
    room = width - layout.SWATCH_PX - 22
    frame = textbox(slide, issue.head, left + layout.SWATCH_PX + 22, top, room, height, is_bold=True).text_frame
    write(frame.add_paragraph(), issue.line, layout.TEXT_PX)
    write(frame.add_paragraph(), issue.note, layout.TEXT_PX, ink="ink2")


def _facts(slide: Slide, facts: FactList, left: float, top: float, width: float) -> None:
    label = layout.FACT_LABEL_PX
    for question, answer in facts.items:
        height = layout.fact_height(answer, width)
        textbox(slide, question, left, top, label - 20, height, ink="ink2")
        textbox(slide, answer, left + label, top, width - label, height)
        top += height


def _table(slide: Slide, table: Table, left: float, top: float, width: float) -> None:
    """Draw a native table: hairlines between rows, numbers on the right, the level as a coloured cell with letter."""
    widths = layout.column_widths(table, width)
    heads = (wording.level_head(), *table.heads) if table.bands else table.heads
    frame = slide.shapes.add_table(len(table.rows) + 1, len(heads), px(left), px(top), px(width), px(60))
    drawn = frame.table
    _plain_style(frame)
    for column, room in zip(drawn.columns, widths, strict=True):
        column.width = px(room)
    shift = 1 if table.bands else 0
    drawn.rows[0].height = px(layout.row_height(table.heads, widths, True))
    for index, head in enumerate(heads):
        _cell(drawn.cell(0, index), head, is_right=index - shift in table.right, is_bold=True, ink="ink2", line="frame")
    for row, cells in enumerate(table.rows, 1):
        is_total = table.has_total and row == len(table.rows)
        drawn.rows[row].height = px(layout.row_height(cells, widths, is_total))
        if table.bands:
            _band_cell(drawn.cell(row, 0), table, row - 1)
        for index, text in enumerate(cells):
            _cell(drawn.cell(row, index + shift), text, is_right=index in table.right, is_bold=is_total)


def _cell(
    cell: Any, text: str, *, is_right: bool, is_bold: bool = False, ink: str = "ink", line: str = "hairline"
) -> None:
    cell.margin_left = cell.margin_right = px(layout.CELL_SIDE_PX)
    cell.margin_top = cell.margin_bottom = px(layout.CELL_PADDING_PX / 2)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if is_right else PP_ALIGN.LEFT
    write(paragraph, text, layout.TEXT_PX, is_bold=is_bold, ink=ink)
    rule_below(cell, line)


def _band_cell(cell: Any, table: Table, row: int) -> None:
    band = table.bands[row]
    text = f"{letter(band)}  {band_name(band)}"
    _cell(cell, text, is_right=False, is_bold=True, ink=f"{BAND_CLASS[band]}-text", line="page")
    cell.fill.solid()
    cell.fill.fore_color.rgb = colour(BAND_CLASS[band])


def _plain_style(frame: Any) -> None:
    properties = frame._element.graphic.graphicData.tbl.tblPr
    properties.set("bandRow", "0")
    properties.find(
        "{http://schemas.openxmlformats.org/drawingml/2006/main}tableStyleId"
    ).text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # "no style, no grid"


def _chart(slide: Slide, chart: BarChart, left: float, top: float, width: float, height: float) -> None:
    data = CategoryChartData(number_format="#,##0")
    data.categories = chart.categories
    data.add_series(chart.series, chart.values)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, px(left), px(top), px(width), px(height), data)
    drawn = frame.chart
    drawn.has_legend, drawn.has_title = False, False
    drawn.font.size, drawn.font.name, drawn.font.color.rgb = Pt(20), FONT, colour("ink")
    drawn.value_axis.visible = drawn.value_axis.has_major_gridlines = False
    drawn.category_axis.format.line.color.rgb = colour("frame")
    plot = drawn.plots[0]
    plot.gap_width, plot.has_data_labels = 60, True
    plot.data_labels.font.size, plot.data_labels.show_value = Pt(20), True
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.rgb = colour("accent")
