"""The settings of the public form, and the poster that leads to it."""

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.errors import PoaError
from poa_geo.services import public_reports
from poa_geo.services.public_reports import MODES, PublicForm
from poa_geo.texts import explain_error, mark, t
from poa_geo.ui import current, tables
from poa_geo.ui.page import done, sentence

MODE_NAMES = {
    "tutup": mark("Ditutup; halaman memberi tahu cara melapor lain"),
    "bernama": mark("Dibuka; pelapor wajib meninggalkan kontak"),
    "anonim": mark("Dibuka; pelapor boleh tanpa nama"),
}


def settings(reader: Reader) -> None:
    """Draw how the public form is set, and a link to the poster."""
    region = current.home(reader)
    if reader.can("report.triage"):
        poster = tables.anchor(t("Poster QR (A4)"), "poster", wilayah=region)
        st.html(f'<p class="mid">{poster}</p>', width="content")
    if reader.can("public_form.manage"):
        with st.popover(t("Formulir publik"), key="public"):
            _form(reader, region)


def _form(reader: Reader, region: str) -> None:
    form = public_reports.public_form(current.office())
    with st.form("public-form", border=False):
        mode = st.radio(t("Keadaan"), MODES, index=MODES.index(form.mode), format_func=lambda one: t(MODE_NAMES[one]))
        note = st.text_area(t("Keterangan di halaman formulir"), form.note, max_chars=public_reports.MAX_NOTE)
        if not st.form_submit_button(t("Simpan")):
            return
    try:
        public_reports.set_public_form(current.office(), reader, PublicForm(mode, form.region or region, note.strip()))
    except PoaError as error:
        sentence(explain_error(error))
        return
    done(t("Formulir publik disimpan."))
    st.rerun()
