"""Mapping columns by hand: what the file calls them, and what they mean here."""

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.domain.sheet import Column
from poa_geo.services import mappings
from poa_geo.texts import current_language, mark, t
from poa_geo.ui import current
from poa_geo.ui.parts import quiet

FORMS = {
    "manpower": mark("Daftar TKA Dinas Tenaga Kerja"),
    "lodging": mark("Laporan penginapan"),
    "presence_sheet": mark("Orang asing"),
    "incident_sheet": mark("Kejadian"),
    "nil_report_sheet": mark("Laporan nihil"),
    "action_sheet": mark("Tindak lanjut"),
}

Chosen = tuple[str, dict[str, str]]


def chosen_mapping(file_id: str) -> Chosen | None:
    """Return format and mapping that somebody chose for a file on the screen."""
    kept: Chosen | None = st.session_state.get("mapping", {}).get(file_id)
    return kept


def map_columns(reader: Reader, name: str, data: bytes, file_id: str) -> None:
    """Draw one row per column of the file; the answer is kept until the file leaves the screen."""
    offered = mappings.mappable(reader)
    if not offered:
        return
    st.html(quiet(t("Sebutkan isi berkas, lalu cocokkan kolomnya. Pilihan diingat untuk instansi Anda.")))
    form = st.selectbox(t("Isi berkas"), offered, key="columns-form", width=420, format_func=lambda one: t(FORMS[one]))
    proposal = mappings.propose(current.office(), reader, name, data, form)
    fields = {column.field: column for column in mappings.fields_of(form)}
    with st.form("columns", border=False, width=620):
        answers = {
            header: st.selectbox(
                header or "–", [None, *fields], index=_index(field, list(fields)), key=f"columns-{form}-{place}",
                format_func=lambda one: _label(fields[one]) if one else t("tidak dipakai"),
            )
            for place, (header, field) in enumerate(proposal.fields.items())
        }  # fmt: skip
        if not st.form_submit_button(t("Periksa berkas"), type="primary"):
            return
    mapping = {header: field for header, field in answers.items() if field}
    st.session_state["mapping"] = {file_id: (form, mapping)}
    st.session_state.pop("judged", None)
    st.rerun()


def _index(field: str | None, fields: list[str]) -> int:
    return fields.index(field) + 1 if field in fields else 0


def _label(column: Column) -> str:
    text = column.label_en if current_language.get() == "en" else column.name.replace("_", " ").capitalize()
    return f"{text} *" if column.is_required else text
