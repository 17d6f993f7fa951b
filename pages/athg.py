"""ATHG: the matrix, what is due for review, one assessment, a new one; colours and states that stand apart."""

import streamlit as st

from poa_geo.texts import mark, t
from poa_geo.ui import athg, athg_form, declared
from poa_geo.ui.page import page
from poa_geo.ui.parts import part_switch

PARTS = {
    "penilaian": (mark("Penilaian"), None),
    "warna": (mark("Usulan warna"), None),
    "status": (mark("Status keadaan konflik"), "legal_status.read"),
}

with page("athg", refreshes="tambah" not in st.query_params and "id" not in st.query_params) as reader:
    if "tambah" in st.query_params:
        athg_form.new(reader)
    elif "id" in st.query_params:
        athg_form.one(reader, st.query_params["id"])
    elif athg.SUBJECT in st.query_params:
        athg.of_subject(reader, st.query_params[athg.SUBJECT])
    else:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.title("ATHG", anchor=False, width="content")
            part = part_switch(reader, PARTS)
            st.space("stretch")
            if part == "penilaian" and reader.can("assessment.write"):
                st.button(
                    t("Penilaian baru"), type="primary", on_click=st.query_params.from_dict, args=({"tambah": "1"},)
                )
        {"penilaian": athg.board, "warna": declared.override_board, "status": declared.legal_board}[part](reader)
