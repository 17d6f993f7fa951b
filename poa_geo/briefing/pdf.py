"""The briefing as PDF/A by typst: as slides or on A4, with its fonts inside."""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import typst

from poa_geo.briefing import layout, maps, wording
from poa_geo.briefing.blocks import Block, Page, RegionMap
from poa_geo.briefing.content import Briefing
from poa_geo.briefing.sections import pages
from poa_geo.domain.situation import BANDS
from poa_geo.look import BAND_CLASS, band_name, letter, paper
from poa_geo.texts import current_language

Paper = Literal["a4", "wide"]
STANDARD: Literal["a-2b"] = "a-2b"
MAP_WIDTH, MAP_HEIGHT = 752, 640  # beside the text of a slide
COLOURS = ("ink", "ink2", "hairline", "frame", "accent")
TEMPLATE = "document.typ"


def write_pdf(briefing: Briefing, paper_size: Paper) -> bytes:
    """Return the briefing as PDF/A-2b; the same briefing gives the same bytes."""
    return _compiled(briefing, paper_size, "pdf")[0]


def write_pictures(briefing: Briefing) -> tuple[str, ...]:
    """Return every slide as an SVG picture: what a screen shows is what the file holds."""
    return tuple(page.decode() for page in _compiled(briefing, "wide", "svg"))


def _compiled(briefing: Briefing, paper_size: Paper, form: Literal["pdf", "svg"]) -> Sequence[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        _prepare(Path(folder), briefing, paper_size)
        written: Any
        document = str(Path(folder) / TEMPLATE)
        if form == "pdf":
            written = typst.compile(document, root=folder, font_paths=_fonts(), format="pdf", pdf_standards=STANDARD)
        else:
            written = typst.compile(document, root=folder, font_paths=_fonts(), format="svg")
    pages: list[bytes] = written if isinstance(written, list) else [written]  # the type hints know one page only
    return pages


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Return our fonts only: a document looks the same whatever else a machine has."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[maps.FONT_FOLDER])


def _prepare(folder: Path, briefing: Briefing, paper_size: Paper) -> None:
    """Put template, data and map pictures where the compiler may read them, and nothing else."""
    template = resources.files(__package__) / "assets" / TEMPLATE
    (folder / TEMPLATE).write_bytes(template.read_bytes())
    told = layout.slides(pages(briefing)) if paper_size == "wide" else pages(briefing)
    content = {
        "paper": paper_size,
        "day": [briefing.until.year, briefing.until.month, briefing.until.day],  # no clock: the same bytes tomorrow
        "language": current_language.get(),
        "title": f"{wording.heading(briefing)} ({briefing.reference_number})",
        "office": briefing.office,
        "classification": wording.classification(briefing),
        "heading": wording.heading(briefing),
        "cutoff": wording.cutoff(briefing),
        "footer": wording.footer(briefing),
        "level-head": wording.level_head(),
        "colours": {name: paper(name) for name in COLOURS},
        "bands": _bands(),
        "pages": [_page(page, briefing, folder) for page in told],
    }
    (folder / "data.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _bands() -> dict[str, dict[str, str]]:
    colours = {"fill": "", "line": "-line", "hatch": "-hatch", "text": "-text"}
    return {
        band: {"letter": letter(band), "name": band_name(band)}
        | {role: paper(BAND_CLASS[band] + suffix) for role, suffix in colours.items()}
        for band in BANDS
    }


def _page(page: Page, briefing: Briefing, folder: Path) -> dict[str, Any]:
    return {
        "title": page.title,
        "title_px": layout.title_size(page),
        "is_cover": page.is_cover,
        "has_map": layout.has_map(page),
        "blocks": [_block(block, briefing, folder) for block in page.blocks],
    }


def _block(block: Block, briefing: Briefing, folder: Path) -> dict[str, Any]:
    content = asdict(block) | {"kind": type(block).__name__}
    if "right" in content:
        content["right"] = sorted(content["right"])
    if isinstance(block, RegionMap):
        (folder / "map.svg").write_bytes(maps.draw(block, briefing.ground, MAP_WIDTH, MAP_HEIGHT, "svg"))
        content["file"] = "map.svg"
    return content
