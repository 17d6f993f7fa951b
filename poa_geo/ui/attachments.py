"""The files beside a record: list, download, add."""

from functools import partial
from html import escape

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.errors import PoaError
from poa_geo.services import attachments
from poa_geo.texts import explain_error, t
from poa_geo.ui import current
from poa_geo.ui.formatting import number, short_moment
from poa_geo.ui.page import done, sentence


def panel(reader: Reader, kind: str, record_id: str) -> None:
    """Draw the attachments of a record, for those who may see them."""
    if not reader.can("attachment.read"):
        return
    office = current.office()
    rows = attachments.attachments(office, reader, kind, record_id)
    st.html(f'<div class="head"><h3>{escape(t("Lampiran"))}</h3><span class="quiet">{number(len(rows))}</span></div>')
    for row in rows:
        name, size = row["file_name"], t("{size} kB", size=number(max(1, row["size"] // 1024)))
        when = short_moment(row["uploaded_at"], office.settings.time_zone)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(f'<p class="mid"><b>{escape(name)}</b> {escape(size)}, {escape(when)}</p>', width="content")
            st.download_button(
                t("Unduh"), partial(attachments.content_of, office, reader, row["id"]), file_name=name,
                mime="application/octet-stream", key=f"get-{row['id']}", type="tertiary",
            )  # fmt: skip
    if reader.can("attachment.write"):
        with st.popover(t("Tambah lampiran")):
            _add(reader, kind, record_id, len(rows))


def _add(reader: Reader, kind: str, record_id: str, count: int) -> None:
    st.caption(t("Foto JPEG atau PNG, PDF, Word, atau Excel tanpa makro."))
    given = st.file_uploader(t("Berkas"), key=f"attach-{record_id}-{count}", label_visibility="collapsed")
    if given is None or not st.button(t("Simpan lampiran"), type="primary", key=f"keep-{record_id}"):
        return
    try:
        attachments.attach(current.office(), reader, kind, record_id, given.name, given.getvalue())
    except PoaError as error:
        sentence(explain_error(error))
        return
    done(t("Lampiran disimpan."))
    st.rerun()
