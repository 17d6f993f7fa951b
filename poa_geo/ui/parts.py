"""The parts of a screen: their headings, and one row of names kept in the address."""

from collections.abc import Mapping
from html import escape

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.texts import t

PART = "bagian"


def head(text: str, note: str = "") -> str:
    """Return the heading of a part as HTML; `note` is HTML already."""
    return f'<div class="head"><h3>{escape(text)}</h3>{note}</div>'


def crumbs(*steps: str) -> str:
    """Return the way to a screen as HTML: links, then the plain last step."""
    return f'<nav class="crumbs">{"<i>/</i>".join(steps)}</nav>'


def quiet(text: str) -> str:
    """Return a line that says there is nothing, or explains, as HTML."""
    return f'<p class="mid">{escape(text)}</p>'


def part_switch(reader: Reader, parts: Mapping[str, tuple[str, str | None]]) -> str:
    """Draw the switch between the parts a reader may see; return the chosen one.

    Parameters
    ----------
    parts : mapping
        Name in the address → label and the right it needs, in order; the first that is allowed is shown at first.

    """
    offered = [name for name, (_, right) in parts.items() if right is None or reader.can(right)]
    asked = st.query_params.get(PART, "")
    if not offered:
        return ""
    if len(offered) == 1:
        return offered[0]
    st.session_state[PART] = asked if asked in offered else offered[0]
    chosen = st.segmented_control(
        t("Bagian"), offered, key=PART, required=True, label_visibility="collapsed",
        format_func=lambda name: t(parts[name][0]), on_change=_keep,
    )  # fmt: skip
    return str(chosen or offered[0])


def _keep() -> None:
    st.query_params.from_dict({PART: st.session_state[PART]})
