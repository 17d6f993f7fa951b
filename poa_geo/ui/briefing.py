"""Making a briefing: what it is about, what is in it, how it looks, where it goes."""

from collections.abc import Callable, Mapping
from contextvars import copy_context
from dataclasses import replace
from datetime import date, timedelta
from html import escape

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.briefing import address
from poa_geo.briefing.content import Briefing, Request
from poa_geo.briefing.message import LONG, SHORT, write_long, write_short
from poa_geo.briefing.render import DOCUMENTS
from poa_geo.briefing.sections import SECTION_NAMES, SECTIONS
from poa_geo.domain.record import CLASSIFICATIONS
from poa_geo.domain.region import NATION, level_of
from poa_geo.errors import PoaError
from poa_geo.reference import label
from poa_geo.services import briefings
from poa_geo.services.briefings import KeptBriefing
from poa_geo.services.presentations import Presentation, present
from poa_geo.texts import current_language, mark, t
from poa_geo.ui import current, tables
from poa_geo.ui.attempt import attempt
from poa_geo.ui.formatting import moment, number, period, short_moment
from poa_geo.ui.forms import region_label
from poa_geo.ui.parts import head, quiet

SAVED = "simpanan"
FINEST_LEVEL = 2
PLAIN_NAMES = ("salindia", "pdf")
"""Files that need no more than the number of their briefing as name."""

FILES = [name for name, document in DOCUMENTS.items() if document.suffix != ".txt"]


# --- What is asked for ------------------------------------------------------------------------------------------


def asked(reader: Reader) -> Request:
    """Return the request in the address, or the usual one: the reader's region, last month."""
    try:
        request = address.from_params(st.query_params)
    except PoaError:
        return _usual(reader)
    is_known = request.region in current.office().tree or request.region == NATION
    return request if is_known else _usual(reader)


def _usual(reader: Reader) -> Request:
    since, until = last_month(current.today())
    region = reader.home if reader.may_see_region(reader.home) else reader.scope[0]
    office = reader.office or t("Badan Kesbangpol {region}", region=current.region_name(region))
    return Request(region=region, since=since, until=until, office=office)


def last_month(today: date) -> tuple[date, date]:
    """Return first and last day of the month before this one."""
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


PERIODS: Mapping[str, tuple[str, Callable[[date], tuple[date, date]]]] = {
    "bulan_lalu": (mark("Bulan lalu"), last_month),
    "pekan": (mark("7 hari terakhir"), lambda today: (today - timedelta(days=6), today)),
    "bulan": (mark("30 hari terakhir"), lambda today: (today - timedelta(days=29), today)),
}
OWN_PERIOD = "pilih"


def _write(request: Request) -> None:
    """Put a request into the address; a change makes another briefing than the one that was kept."""
    st.query_params.from_dict(address.to_params(request))


def settings(reader: Reader, request: Request) -> None:
    """Draw what a briefing is about; every change goes into the address."""
    _region(reader, request)
    _period(request)
    _classification(reader, request)
    st.session_state["b-office"] = request.office
    st.text_input(
        t("Jabatan atau instansi penyaji"), key="b-office", max_chars=address.LONGEST_OFFICE,
        on_change=lambda: _write(replace(request, office=st.session_state["b-office"])),
    )  # fmt: skip


def _region(reader: Reader, request: Request) -> None:
    tree = current.office().tree
    nation = [NATION] if reader.may_see_region(NATION) else []
    inside = [one.code for prefix in reader.scope for one in tree.regions[tree.span(prefix)]]
    codes = nation + [code for code in inside if level_of(code) <= FINEST_LEVEL or code in reader.scope]
    st.session_state["b-region"] = request.region if request.region in codes else codes[0]
    st.selectbox(
        t("Wilayah"), codes, key="b-region",
        format_func=lambda code: region_label(tree[code]) if code else current.region_name(code),
        on_change=lambda: _write(replace(request, region=st.session_state["b-region"])),
    )  # fmt: skip


def _period(request: Request) -> None:
    today, days = current.today(), (request.since, request.until)
    named = next((name for name, (_, made) in PERIODS.items() if made(today) == days), OWN_PERIOD)
    chosen = st.session_state.get("b-period-open") or named
    st.session_state["b-period"] = chosen
    st.selectbox(
        t("Periode"), [*PERIODS, OWN_PERIOD], key="b-period", on_change=_take_period, args=(request,),
        format_func=lambda name: t(PERIODS[name][0]) if name in PERIODS else t("Pilih tanggal"),
    )  # fmt: skip
    if chosen == OWN_PERIOD:
        st.session_state["b-days"] = days
        st.date_input(
            t("Tanggal awal dan akhir"), key="b-days", format="DD/MM/YYYY", max_value=today, on_change=_take_days,
            args=(request,),
        )  # fmt: skip


def _take_period(request: Request) -> None:
    chosen = st.session_state["b-period"]
    st.session_state["b-period-open"] = OWN_PERIOD if chosen == OWN_PERIOD else None
    if chosen in PERIODS:
        since, until = PERIODS[chosen][1](current.today())
        _write(replace(request, since=since, until=until))


def _take_days(request: Request) -> None:
    days = st.session_state["b-days"]
    if len(days) == 2:
        _write(replace(request, since=days[0], until=days[1]))


def _classification(reader: Reader, request: Request) -> None:
    offered = CLASSIFICATIONS[: reader.clearance + 1]
    st.session_state["b-class"] = request.classification if request.classification in offered else offered[-1]
    st.segmented_control(
        t("Klasifikasi"), offered, key="b-class", required=True,
        format_func=lambda code: label("classifications", code, current_language.get()),
        on_change=lambda: _write(replace(request, classification=st.session_state["b-class"])),
    )  # fmt: skip


def sections(request: Request) -> None:
    """Draw the sections in the order leaders expect: each may be left out or given a remark."""
    remarks = _remarks(request)
    st.html(head(t("Bagian")))
    with st.container(key="sections", gap=None):
        for section in SECTIONS:
            key = f"b-keep-{section.name}"
            st.session_state[key] = section.name in remarks
            st.checkbox(t(section.title), key=key, on_change=_take_sections, args=(request,))
    with st.expander(t("Catatan per bagian")):
        for section in SECTIONS:
            if section.name in remarks:
                key = f"b-remark-{section.name}"
                st.session_state[key] = remarks[section.name]
                st.text_input(
                    t(section.title), key=key, max_chars=address.LONGEST_REMARK, on_change=_take_sections,
                    args=(request,),
                )  # fmt: skip


def _remarks(request: Request) -> Mapping[str, str]:
    return dict.fromkeys(SECTION_NAMES, "") if request.remarks is None else request.remarks


def _take_sections(request: Request) -> None:
    before, state = _remarks(request), st.session_state
    kept = {name: state.get(f"b-remark-{name}", before.get(name, "")) for name in SECTION_NAMES
            if state[f"b-keep-{name}"]}  # fmt: skip
    _write(replace(request, remarks=None if list(kept) == list(SECTION_NAMES) and not any(kept.values()) else kept))


# --- What comes of it -------------------------------------------------------------------------------------------


def result(reader: Reader, request: Request) -> None:
    """Draw the briefing: what can be done with it, and every slide as the files hold it."""
    with st.spinner(t("Menyusun taklimat")):
        made = present(current.office(), reader, request)
    _state_of_saved(reader, made.briefing)
    with st.container(horizontal=True, vertical_alignment="center", key="briefing-actions"):
        st.link_button(t("Tayangkan"), f"/taklimat/tayang?{address.to_query(request)}", type="primary")
        with st.popover(t("Unduh")):
            for name in FILES:
                _download(reader, made.briefing, name)
        with st.popover(t("Pesan")):
            _messages(reader, made.briefing)
        with st.popover(t("Simpan")):
            _save(reader, request)
    st.html(f'<p class="quiet">{escape(_line(made))}</p>')
    st.html(_previews(made, request))


def _line(made: Presentation) -> str:
    briefing = made.briefing
    parts = [
        t("{count} salindia", count=number(len(made.slides))),
        period(briefing.since, briefing.until),
        t("Ref. {number}", number=briefing.reference_number),
    ]
    if briefing.cutoff:
        parts.append(t("data sampai {moment}", moment=moment(briefing.cutoff, briefing.zone)))
    return " · ".join(parts)


def _previews(made: Presentation, request: Request) -> str:
    """Return every slide as a small picture that opens the presentation there."""
    query = escape(address.to_query(request))
    figures = "".join(
        f'<a href="/taklimat/tayang?{query}#s{place}" target="_blank" title="{escape(page.title)}">'
        f'<img src="/taklimat/tayang/{place}.svg?{query}" alt="{escape(f"{place}. {page.title}")}" loading="lazy"></a>'
        for place, page in enumerate(made.slides, 1)
    )
    return f'<div class="slides">{figures}</div>'


def _download(reader: Reader, briefing: Briefing, name: str, told: str = "") -> None:
    """Draw the button of a file; it is written when somebody asks for it, in the language of the screen."""
    document, office, context = DOCUMENTS[name], current.office(), copy_context()
    kind = "" if name in PLAIN_NAMES else f"-{name}"
    st.download_button(
        told or t(document.label),
        data=lambda: context.run(briefings.issue, office, reader, briefing, name),
        file_name=f"{briefing.reference_number}{kind}{document.suffix}",
        mime=document.media_type,
        on_click="ignore",
        type="tertiary",
        key=f"b-file-{name}",
    )


def _messages(reader: Reader, briefing: Briefing) -> None:
    for name, title, text, limit in (
        ("pesan_singkat", t("Pesan singkat"), write_short(briefing), SHORT),
        ("pesan", t("Pesan lengkap"), write_long(briefing), LONG),
    ):
        count = t("{count} dari {limit} huruf", count=number(len(text)), limit=number(limit))
        st.html(head(title, f'<span class="quiet">{escape(count)}</span>'))
        st.code(text, language=None, wrap_lines=True, width=560)
        _download(reader, briefing, name, t("Unduh sebagai berkas teks"))


# --- Kept briefings ---------------------------------------------------------------------------------------------


def _save(reader: Reader, request: Request) -> None:
    title = st.text_input(t("Nama taklimat"), key="b-title", max_chars=160)
    if st.button(t("Simpan taklimat"), key="b-save"):
        kept = attempt(t("Taklimat disimpan."), briefings.save, current.office(), reader, request, title)
        if isinstance(kept, KeptBriefing):
            st.query_params[SAVED] = kept.id
            st.rerun()


def _state_of_saved(reader: Reader, briefing: Briefing) -> None:
    """Say whether the numbers of a kept briefing are still those of the day it was kept on."""
    wanted = st.query_params.get(SAVED)
    kept = next((one for one in briefings.saved(current.office(), reader) if one.id == wanted), None)
    if kept is None:
        return
    when = moment(kept.created_at, current.office().settings.time_zone)
    if kept.numbers_digest == briefing.numbers_digest:
        text = t("Isi taklimat ini sama dengan saat disimpan pada {moment}.", moment=when)
    else:
        text = t("Isi taklimat ini sudah berubah sejak disimpan pada {moment}.", moment=when)
    version = t("versi data {version}", version=number(kept.data_version))
    st.html(f'<p class="mid"><b>{escape(kept.title)}</b><br>{escape(text)} ({escape(version)})</p>')


def saved_list(reader: Reader) -> None:
    """Draw the kept briefings; each can be made again."""
    found = briefings.saved(current.office(), reader)
    st.html(head(t("Taklimat tersimpan")))
    if not found:
        st.html(quiet(t("Belum ada taklimat yang disimpan.")))
        return
    zone = current.office().settings.time_zone
    rows = [
        [
            f'<a href="taklimat?{escape(address.to_query(one.request))}&{SAVED}={one.id}" target="_self">'
            f"{escape(one.title)}</a>",
            escape(period(one.request.since, one.request.until)),
            short_moment(one.created_at, zone),
        ]
        for one in found
    ]
    st.html(tables.table([t("Nama"), t("Periode"), t("Disimpan")], rows))
