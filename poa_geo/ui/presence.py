"""The register of foreign nationals on the screen: masked lists, exact search, lists of deadlines."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.domain.presence_filter import PresenceFilter
from poa_geo.reference import in_force, label, table
from poa_geo.services import presences
from poa_geo.services.presences import Register, Registered
from poa_geo.services.situation import place_name
from poa_geo.texts import current_language, mark, t
from poa_geo.ui import current, tables
from poa_geo.ui.formatting import DASH, number, table_day
from poa_geo.ui.parts import head, quiet

PAGE = "orang_asing"
SHOWN = 100
FILTERS = (
    ("categories", "presence_categories", mark("Kategori")),
    ("permit_types", "permit_types", mark("Izin")),
    ("nationalities", "countries", mark("Kewarganegaraan")),
    ("sexes", "sexes", mark("Jenis kelamin")),
    ("verifications", "verifications", mark("Verifikasi")),
)


def every(reader: Reader) -> None:
    """Draw the search, the filters and the list."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            t("Cari nama lengkap atau nomor paspor"), key="p-search", width=380, autocomplete="off",
            help=t("Hanya nama atau nomor yang persis sama yang ditemukan, karena identitas disimpan tersegel."),
        )  # fmt: skip
        chosen = _filters()
        st.space("stretch")
        if reader.can("presence.write"):
            st.button(t("Daftarkan orang asing"), type="primary", key="add-person", on_click=go, kwargs={"tambah": "1"})
    if text.strip():
        st.html(quiet(t("Hanya nama lengkap atau nomor paspor yang persis sama yang ditemukan.")))
        _list(_searched(reader, text))
        return
    where = PresenceFilter(region=current.home(reader), **chosen)
    _list(presences.register(current.office(), reader, where, SHOWN))


def _searched(reader: Reader, text: str) -> Register:
    """Search once per text: every search stands in the audit trail."""
    kept = st.session_state.get("p-found")
    if kept is None or kept[0] != text:
        kept = text, presences.search(current.office(), reader, text)
        st.session_state["p-found"] = kept
    found: Register = kept[1]
    return found


def _filters() -> dict[str, Any]:
    chosen: dict[str, Any] = {}
    with st.popover(t("Saringan"), key="p-filters"):
        for name, vocabulary, text in FILTERS:
            codes = [row["code"] for row in table(vocabulary) if not row.get("parent_code")]
            kept = st.multiselect(
                t(text), codes, key=f"p-{name}", placeholder=t("Semua"),
                format_func=partial(name_of, vocabulary),
            )  # fmt: skip
            chosen[name] = frozenset(kept)
        st.caption(t("Saringan ini hanya untuk mencari data. Tidak satu pun menjadi masukan skor."))
    return chosen


def deadlines(reader: Reader) -> None:
    """Draw who runs out of time: ending within 30, 60 or 90 days, over, or unreported."""
    windows = [row for row in in_force("presence_deadlines", current.today()) if row["code"].startswith("berakhir")]
    offered = [row["code"] for row in windows] + ["lewat", "belum_lapor"]
    names = {code: name_of("presence_deadlines", code) for code in offered}
    chosen = st.segmented_control(
        t("Daftar"), offered, key="p-deadline", required=True, default=offered[0], label_visibility="collapsed",
        format_func=names.__getitem__,
    )  # fmt: skip
    days = {row["code"]: int(row["days"]) for row in windows}
    where = PresenceFilter(region=current.home(reader))
    if chosen in days:
        where = PresenceFilter(region=where.region, view="berakhir", within_days=days[str(chosen)])
    else:
        where = PresenceFilter(region=where.region, view="lewat" if chosen == "lewat" else "belum_lapor")
    st.html(quiet(t("Izin tinggal atau paspor orang yang masih tercatat berada di wilayah ini.")))
    _list(presences.register(current.office(), reader, where, SHOWN))


def _list(found: Register) -> None:
    if not found.rows:
        st.html(quiet(t("Tidak ada data untuk pilihan ini.")))
        return
    note = ""
    if found.count > len(found.rows):
        note = f'<span class="quiet">{escape(t("ditampilkan {shown}", shown=number(len(found.rows))))}</span>'
    st.html(head(t("{count} orang", count=number(found.count)), note) + _table(found.rows, current.today()))


def _table(rows: Sequence[Registered], today: date) -> str:
    heads = [
        t("Inisial"), t("Paspor"), t("Kategori"), t("Tempat"), t("Izin"), t("Izin sampai"), t("Paspor sampai"),
        t("Pemberi kerja atau penjamin"), t("Verifikasi"),
    ]  # fmt: skip
    return tables.table(heads, [_row(row, today) for row in rows])


def _row(row: Registered, today: date) -> list[str]:
    record, identity = row.record, row.identity
    initials = identity.initials if identity and identity.initials else t("terhapus") if identity is None else DASH
    return [
        tables.anchor(initials, PAGE, id=record.id),
        escape(identity.passport or DASH) if identity else DASH,
        escape(name_of("presence_categories", record.category)),
        escape(place_name(current.office().tree, record.region_code)),
        escape(name_of("permit_types", record.permit_type)),
        _deadline(record.permit_expires_on, today),
        _deadline(record.passport_expires_on, today),
        escape(record.employer or record.sponsor or DASH),
        escape(name_of("verifications", record.verification)),
    ]


def _deadline(day: date | None, today: date) -> str:
    text = escape(table_day(day))
    return f"<b>{text}</b> {escape(t('(lewat)'))}" if day and day < today else text


def go(**params: str) -> None:
    """Open another part of the screen."""
    st.query_params.from_dict(params)


def name_of(vocabulary: str, code: str | None) -> str:
    """Return what people call a code, in the reader's language."""
    return label(vocabulary, code, current_language.get())
