"""Foreign nationals and organisations: masked registers, deadlines, findings, agency figures, fixed tables."""

import streamlit as st

from poa_geo.texts import mark, t
from poa_geo.ui import figures, findings, organisations, presence, presence_form, privacy, registration
from poa_geo.ui.page import page
from poa_geo.ui.parts import part_switch

PARTS = {
    "register": (mark("Register"), "presence.read_masked"),
    "tenggat": (mark("Habis berlaku"), "presence.read_masked"),
    "temuan": (mark("Temuan dan rujukan"), "finding.read"),
    "rujukan": (mark("Rujukan instansi"), "referral.answer"),
    "bulanan": (mark("Tabel bulanan"), "monthly_tables.read"),
    "ormas": (mark("Ormas asing"), "organisation.read"),
    "angka": (mark("Angka instansi"), "agency_figure.read"),
    "koreksi": (mark("Permintaan koreksi"), "correction.write"),
}
SCREENS = {
    "register": presence.every,
    "tenggat": presence.deadlines,
    "temuan": findings.every,
    "rujukan": findings.own_referrals,
    "bulanan": privacy.monthly,
    "ormas": organisations.every,
    "angka": figures.every,
    "koreksi": privacy.correction_desk,
}

asked = st.query_params
with page("orang_asing", refreshes=False) as reader:
    if asked.get("tambah") == "ormas":
        organisations.form(reader, None)
    elif "tambah" in asked:
        presence_form.add(reader)
    elif "ormas" in asked and "ubah" in asked:
        organisations.form(reader, asked["ormas"])
    elif "ormas" in asked:
        organisations.one(reader, asked["ormas"])
    elif "temuan" in asked:
        findings.one(reader, asked["temuan"])
    elif "id" in asked and "ubah" in asked:
        presence_form.edit(reader, asked["id"])
    elif "id" in asked:
        registration.one(reader, asked["id"])
    else:
        st.title(t("Orang asing"), anchor=False)
        SCREENS[part_switch(reader, PARTS)](reader)
