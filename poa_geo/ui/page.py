"""What every screen opens with: the session, right and language checked again, and no traceback ever shown."""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

import streamlit as st

from poa_geo import __version__
from poa_geo.access.reader import Reader
from poa_geo.access.roles import role_of
from poa_geo.errors import PoaError
from poa_geo.services import accounts
from poa_geo.services.situation import data_cutoff, data_version
from poa_geo.texts import LANGUAGES, current_language, explain_error, mark, t
from poa_geo.ui import current
from poa_geo.ui.formatting import age, day, moment, zone_name
from poa_geo.ui.pages import PAGES

CHECK_SECONDS = 5
"""How often an open screen asks for new data; a refresh follows within ten seconds."""

FAILED = mark("Halaman ini belum dapat ditampilkan. Data tidak berubah. Sampaikan nomor {number} kepada administrator.")

log = logging.getLogger(__name__)


@contextmanager
def page(name: str, *, refreshes: bool = True) -> Iterator[Reader]:
    """Open a screen for the signed-in reader; what goes wrong inside becomes one sentence.

    Parameters
    ----------
    name : str
        Key of `PAGES`. Streamlit can run a file of `pages/` without the shell, so the right is checked here too.
    refreshes : bool
        Whether the screen draws itself anew when data change; not while somebody fills in a long form.

    """
    try:
        reader = _enter(name)
    except Exception as error:
        tell(name, error)
        st.stop()
    try:
        yield reader
        if refreshes:
            st.session_state["seen_version"] = data_version(current.office())
            _watch()
    except Exception as error:
        tell(name, error)
    _foot()


def _enter(name: str) -> Reader:
    reader = current.reader()
    right = PAGES[name].right
    if right is not None:
        reader.require(right)
    _strip(reader)
    return reader


def tell(name: str, error: Exception) -> None:
    """Say what went wrong: the reader gets a sentence, the log the rest, and a number joins them."""
    if isinstance(error, PoaError):
        sentence(explain_error(error))
        return
    number = secrets.token_hex(3).upper()
    log.error("screen %s failed, number %s", name, number, exc_info=error)
    sentence(t(FAILED, number=number))


def sentence(text: str) -> None:
    """Show what went wrong, and what to do."""
    st.error(text, icon=None)


def done(text: str) -> None:
    """Say that something was done, also after the rerun that follows."""
    st.toast(text)


def _strip(reader: Reader) -> None:
    office = current.office()
    if office.is_demo:
        with st.container(key="banner"):
            st.html(f'<div class="banner" role="note"><b>{t("DATA CONTOH")}</b> {escape(_demo_note())}</div>')
    now, zone = office.now(), office.settings.time_zone
    told = _data_age(data_cutoff(office), now, zone)
    opened = t("Dibuka {who}, {moment}", who=_who(reader), moment=moment(now, zone))
    with st.container(key="strip", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(
            f'<div class="strip"><b>{t("TERBATAS")}</b><i></i><span>{escape(told)}</span>'
            f'<span class="end">{escape(opened)}</span></div>'
        )
        other = next(language for language in LANGUAGES if language != current_language.get())
        st.button(
            other.upper(),
            type="tertiary",
            key="language",
            help=t("Ganti bahasa"),
            on_click=_switch,
            args=(reader, other),
        )
        st.html(f'<a class="out" href="keluar" target="_self">{escape(t("Keluar"))}</a>', width="content")


def _data_age(cutoff: datetime | None, now: datetime, zone: ZoneInfo) -> str:
    if cutoff is None:
        return t("Belum ada data")
    return t("Data sampai {day} ({age})", day=day(cutoff.astimezone(zone).date()), age=age(cutoff, now))


def _demo_note() -> str:
    return t("Semua kejadian, nama, dan perusahaan di basis data ini karangan.")


def _who(reader: Reader) -> str:
    return reader.office or f"{reader.display_name}, {role_of(reader.role).label(current_language.get())}"


def _switch(reader: Reader, language: str) -> None:
    accounts.set_language(current.office(), reader, language)


@st.fragment(run_every=CHECK_SECONDS)
def _watch() -> None:
    """Ask for the version of the data now and then; draw the screen anew when it rose."""
    if data_version(current.office()) != st.session_state.get("seen_version"):
        st.rerun()


def _foot() -> None:
    zone = current.office().settings.time_zone
    parts = (
        f"POA-Geo {__version__}",
        t("Waktu dalam {zone}", zone=zone_name(zone)),
        t("Kerawanan menilai wilayah, bukan orang."),
    )
    st.html(f'<div class="foot">{"".join(f"<span>{escape(part)}</span>" for part in parts)}</div>')
