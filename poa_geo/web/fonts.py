"""The letters that light pages need, cut out of the installed font: some ten kilobytes a weight."""

import io
from functools import lru_cache
from pathlib import Path

import font_source_sans_pro
from fontTools import subset
from fontTools.ttLib import TTFont

WEIGHTS = {400: "Regular", 600: "Semibold", 700: "Bold"}
LETTERS = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0·×éèáàäöüñç–—’‘“”…→▲▼━◌°"


@lru_cache(maxsize=len(WEIGHTS))
def font(weight: int) -> bytes:
    """Return the letters of a weight as WOFF."""
    path = Path(font_source_sans_pro.font_directory) / f"SourceSansPro-{WEIGHTS[weight]}.ttf"
    options = subset.Options(flavor="woff", layout_features=["kern", "tnum"], hinting=False)
    chosen = TTFont(path)
    cutter = subset.Subsetter(options)
    cutter.populate(text=LETTERS)
    cutter.subset(chosen)
    written = io.BytesIO()
    chosen.flavor = "woff"
    chosen.save(written)
    return written.getvalue()
