"""Small hands for slides: text, boxes, lines and pictures in slide pixels and colours by name."""

import io
from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Emu, Pt

from poa_geo.briefing.layout import LINE_PX, TEXT_PX
from poa_geo.look import paper

FONT = "Arial"  # on every office computer; LibreOffice has one of the same widths
EMU_PER_PX = 7620  # 1600 pixels are 13.33 inches
POINTS_PER_PX = 0.6
PRESENTATION = "http://schemas.openxmlformats.org/presentationml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"

Slide = Any


def px(length: float) -> Emu:
    """Return a length in slide pixels as the file counts it."""
    return Emu(round(length * EMU_PER_PX))


def colour(name: str) -> RGBColor:
    """Return a colour of the tokens."""
    value: RGBColor = RGBColor.from_string(paper(name)[1:])
    return value


def write(paragraph: Any, text: str, size: float, *, is_bold: bool = False, ink: str = "ink") -> None:
    """Write a text into an empty paragraph."""
    run = paragraph.add_run()
    run.text = text
    font = run.font
    font.name, font.size, font.bold = FONT, Pt(size * POINTS_PER_PX), is_bold
    font.color.rgb = colour(ink)
    paragraph.line_spacing = LINE_PX / TEXT_PX / 1.15  # the font's own line is 1.15 of its size
    paragraph.space_before = paragraph.space_after = Pt(0)


def textbox(
    slide: Slide,
    text: str,
    left: float,
    top: float,
    width: float,
    height: float,
    *,
    size: float = TEXT_PX,
    is_bold: bool = False,
    ink: str = "ink",
) -> Any:
    """Add a text without frame, wrapped in its width."""
    shape = slide.shapes.add_textbox(px(left), px(top), px(width), px(height))
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    write(frame.paragraphs[0], text, size, is_bold=is_bold, ink=ink)
    return shape


def box(slide: Slide, left: float, top: float, width: float, height: float, fill: str | None, line: str) -> Any:
    """Add a rectangle for a short text in its middle."""
    shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, px(left), px(top), px(width), px(height))
    if fill:
        shape.fill.solid()
        shape.fill.fore_color.rgb = colour(fill)
    else:
        shape.fill.background()
    shape.line.color.rgb, shape.line.width = colour(line), Pt(1.25)
    without_style(shape)
    frame = shape.text_frame
    frame.vertical_anchor, frame.word_wrap = MSO_ANCHOR.MIDDLE, False
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return shape


def hairline(slide: Slide, left: float, top: float, width: float, ink: str) -> Any:
    """Add a thin level line."""
    line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, px(left), px(top), px(left + width), px(top))
    line.line.color.rgb, line.line.width = colour(ink), Pt(1)
    without_style(line)
    return line


def without_style(shape: Any) -> None:
    """Take the theme's style off a shape: it brings shadows."""
    for style in shape._element.findall(f"{{{PRESENTATION}}}style"):
        shape._element.remove(style)


def picture(slide: Slide, content: bytes, left: float, top: float, width: float, height: float, alt: str) -> None:
    """Add a picture with words for those who do not see it."""
    added = slide.shapes.add_picture(io.BytesIO(content), px(left), px(top), px(width), px(height))
    added._element._nvXxPr.cNvPr.set("descr", alt)


def rule_below(cell: Any, ink: str) -> None:
    """Draw a line under a table cell and none elsewhere."""
    properties = cell._tc.get_or_add_tcPr()
    for side in ("lnL", "lnR", "lnT"):
        line = etree.SubElement(properties, f"{{{DRAWING}}}{side}", w="0")
        etree.SubElement(line, f"{{{DRAWING}}}noFill")
    line = etree.SubElement(properties, f"{{{DRAWING}}}lnB", w="9525")
    solid = etree.SubElement(line, f"{{{DRAWING}}}solidFill")
    etree.SubElement(solid, f"{{{DRAWING}}}srgbClr", val=paper(ink)[1:])
