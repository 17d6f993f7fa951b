"""Follow-up by due day, Rencana Aksi with its periods, and closing an issue."""

import streamlit as st

from poa_geo.texts import mark, t
from poa_geo.ui import closing, follow_up, plan
from poa_geo.ui.page import page
from poa_geo.ui.parts import part_switch

PARTS = {
    "terbuka": (mark("Terbuka"), "action.read"),
    "selesai": (mark("Selesai"), "action.read"),
    "rencana": (mark("Rencana Aksi"), "plan.read"),
}

asked = st.query_params
with page("tindak_lanjut", refreshes=False) as reader:
    if "tambah" in asked:
        reader.require("action.write")
        follow_up.add(reader)
    elif "tutup" in asked:
        closing.close(reader, asked["tutup"])
    elif "id" in asked:
        follow_up.one(reader, asked["id"])
    else:
        st.title(t("Tindak lanjut"), anchor=False)
        part = part_switch(reader, PARTS)
        if part == "rencana":
            plan.every(reader)
        else:
            follow_up.every(reader, is_open=part == "terbuka")
