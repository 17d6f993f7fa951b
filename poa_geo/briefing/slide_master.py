"""The master of the slides: what stands on every slide, and the one place to put an office's logo."""

from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE as RT

from poa_geo.briefing import layout, wording
from poa_geo.briefing.content import Briefing
from poa_geo.briefing.slide_shapes import DRAWING, FONT, Slide, box, colour, px, textbox, without_style, write
from poa_geo.texts import t

TITLE_ONLY = 5  # of the layouts that python-pptx brings
HEAD_PX, HEAD_TOP = 25, 28
LOGO_PX = 44
FOOT_TOP = 858


def new_presentation(briefing: Briefing) -> Any:
    """Return an empty wide presentation with one layout, whose properties hold no clock and no name."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = px(layout.WIDTH), px(layout.HEIGHT)
    kept = presentation.slide_layouts[TITLE_ONLY]
    for other in list(presentation.slide_layouts):
        if other is not kept:
            presentation.slide_layouts.remove(other)
    for shapes in (presentation.slide_master.placeholders, kept.placeholders):
        _keep_title_only(shapes)
    _use_font(presentation)
    properties = presentation.core_properties
    properties.author = properties.last_modified_by = briefing.office
    properties.title = f"{wording.heading(briefing)} ({briefing.reference_number})"
    properties.subject = wording.classification(briefing)
    properties.comments = wording.cutoff(briefing)
    properties.revision = 1
    return presentation


def _keep_title_only(placeholders: Any) -> None:
    for shape in list(placeholders):
        if shape.placeholder_format.idx == 0:
            shape.left, shape.top = px(layout.LEFT), px(layout.TITLE_TOP)
            shape.width, shape.height = px(layout.RIGHT - layout.LEFT), px(90)
            shape.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        else:
            shape._element.getparent().remove(shape._element)


def _use_font(presentation: Any) -> None:
    theme = presentation.slide_master.part.part_related_by(RT.THEME)
    theme._blob = theme.blob.replace(b'typeface="Calibri"', f'typeface="{FONT}"'.encode())
    style = presentation.slide_master._element.find(f".//{{{DRAWING}}}lvl1pPr")
    if style is not None:
        style.set("algn", "l")


def furnish(presentation: Any, slide: Slide, briefing: Briefing) -> None:
    """Draw heading, footer, slide number and logo, and move them from a slide to the master."""
    made = [*_heading(slide, briefing), *_footer(slide, briefing), *_logo(slide)]
    tree = presentation.slide_master.shapes._spTree
    for shape in made:
        tree.append(shape._element)


def _heading(slide: Slide, briefing: Briefing) -> list[Any]:
    level = wording.classification(briefing)
    badge_left = layout.LEFT + LOGO_PX + 16
    badge_width = layout.text_width(level, HEAD_PX, True) + 44
    badge = box(slide, badge_left, HEAD_TOP, badge_width, LOGO_PX, None, "ink")
    write(badge.text_frame.paragraphs[0], level, HEAD_PX, is_bold=True)
    badge.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
    cutoff_text = wording.cutoff(briefing)
    cutoff_width = layout.text_width(cutoff_text, HEAD_PX) * 1.05 + 16  # digits run wider than letters
    left, right = badge_left + badge_width + 22, layout.RIGHT - cutoff_width
    room = right - left - 20
    text = layout.shortened(wording.heading(briefing), room, 1, HEAD_PX)
    heading = textbox(slide, text, left, HEAD_TOP + 6, room, 36, size=HEAD_PX, ink="ink2")
    cutoff = textbox(slide, cutoff_text, right, HEAD_TOP + 6, cutoff_width, 36, size=HEAD_PX, ink="ink2")
    cutoff.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT
    badge.name, heading.name, cutoff.name = t("Klasifikasi"), t("Kepala"), t("Batas data")
    return [badge, heading, cutoff]


def _footer(slide: Slide, briefing: Briefing) -> list[Any]:
    footer = textbox(slide, wording.footer(briefing), layout.LEFT, FOOT_TOP, 1300, 34, size=HEAD_PX - 2, ink="ink2")
    number = textbox(slide, "", layout.RIGHT - 120, FOOT_TOP, 120, 34, size=HEAD_PX - 2, ink="ink2")
    _number_field(number.text_frame.paragraphs[0])
    footer.name, number.name = t("Kaki"), t("Nomor salindia")
    return [footer, number]


def _number_field(paragraph: Any) -> None:
    """Turn the paragraph's run into a field that shows the number of the slide."""
    paragraph.alignment = PP_ALIGN.RIGHT
    run = paragraph.runs[0]._r
    field = etree.Element(f"{{{DRAWING}}}fld", id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum")
    for child in list(run):
        field.append(child)
    field.find(f"{{{DRAWING}}}t").text = "‹#›"
    run.getparent().replace(run, field)


def _logo(slide: Slide) -> list[Any]:
    """Return our mark; an office replaces it by its own, once, in the master."""
    mark = slide.shapes.add_shape(MSO_SHAPE.DIAMOND, px(layout.LEFT), px(HEAD_TOP), px(LOGO_PX), px(LOGO_PX))
    mark.fill.solid()
    mark.fill.fore_color.rgb = colour("accent")
    mark.line.fill.background()
    without_style(mark)
    mark.name = t("Tempat logo")
    mark._element._nvXxPr.cNvPr.set("descr", t("Logo instansi"))
    return [mark]
