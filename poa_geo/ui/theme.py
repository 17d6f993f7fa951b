"""The look: colours from `assets/tokens.css`, one stylesheet, and small pieces of HTML for levels."""

from base64 import b64encode
from functools import lru_cache
from html import escape
from importlib import resources
from pathlib import Path

import streamlit as st

from poa_geo.domain.situation import Band
from poa_geo.look import BAND_CLASS, Scheme, band_name, band_word, letter, tokens
from poa_geo.texts import t

__all__ = [
    "ASSETS",
    "BAND_CLASS",
    "Scheme",
    "apply",
    "asset",
    "band_name",
    "band_word",
    "colour",
    "current_scheme",
    "favicon",
    "letter",
    "level",
    "logo",
    "swatch",
    "tokens",
]

ASSETS = Path(str(resources.files(__package__) / "assets"))

_LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="26" height="26" viewBox="0 0 26 26">'
    '<path d="M13 1.5L24.5 13 13 24.5 1.5 13z" fill="{fill}"/>'
    '<path d="M6.5 13.4L13 7l6.5 6.4M9.2 16.6L13 12.9l3.8 3.7" fill="none" stroke="{line}" stroke-width="2" '
    'stroke-linecap="square"/></svg>'
)


def colour(name: str, scheme: Scheme | None = None) -> str:
    """Return a colour for what CSS cannot reach: charts and the logo."""
    return tokens()[name][(scheme or current_scheme()) == "dark"]


def current_scheme() -> Scheme:
    """Return whether the reader sees the light or the dark look."""
    return "dark" if st.context.theme.type == "dark" else "light"


@lru_cache(maxsize=8)
def asset(name: str) -> str:
    """Return the text of a file in `assets`."""
    return (ASSETS / name).read_text(encoding="utf-8")


def apply() -> None:
    """Put the stylesheet on the page; called once per run, before anything else is drawn."""
    st.html(f"<style>{asset('tokens.css')}{asset('page.css')}:root{{{_words()}}}</style>")


def _words() -> str:
    """Return the texts that replace Streamlit's English ones."""
    limit = t("Paling besar {size} MB", size=st.get_option("server.maxUploadSize"))
    return f'--upload: "{t("Pilih berkas")}"; --upload-limit: "{limit}"'


def logo() -> str:
    """Return the mark as an SVG; the wordmark beside it is text of the page."""
    return _LOGO.format(fill=colour("accent"), line=colour("page"))


def favicon() -> str:
    """Return the mark as an address without a request."""
    return "data:image/svg+xml;base64," + b64encode(_LOGO.format(fill="#1F4E79", line="#FFFFFF").encode()).decode()


def swatch(band: Band) -> str:
    """Return colour, pattern and letter of a band as HTML; its name is read out by screen readers."""
    title = escape(band_name(band))
    return f'<span class="sw sw-{BAND_CLASS[band]}" role="img" aria-label="{title}"><b>{letter(band)}</b></span>'


def level(band: Band) -> str:
    """Return swatch and words of a band as HTML: `[K] Kuning – Waspada`."""
    return f'<span class="lv">{swatch(band)}{escape(band_name(band))} – {escape(band_word(band))}</span>'
