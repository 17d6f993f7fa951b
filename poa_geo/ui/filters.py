"""The filter of a screen: read from the address, changed by controls, so that every view has a link."""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import streamlit as st

from poa_geo.domain.filter import Filter
from poa_geo.domain.record import VERIFICATIONS
from poa_geo.domain.region import RegionTree
from poa_geo.reference import label, table
from poa_geo.texts import current_language, mark, t
from poa_geo.ui.formatting import table_day

PERIOD_DAYS = 90
REGION, SINCE, UNTIL, LAYER, DAYS = "wilayah", "dari", "sampai", "lapisan", "hari"
UNPLACED, KNOWN = "tanpa-lokasi", "saat-itu"


@dataclass(frozen=True)
class Choice:
    """A filter by a set of codes: its name in the address, its field, its reference table and its label."""

    name: str
    field: str
    table: str
    label: str


CHOICES = (
    Choice("isu", "issue_types", "issue_types", mark("Isu")),
    Choice("sumber", "conflict_sources", "conflict_sources", mark("Sumber konflik")),
    Choice("bentuk", "forms", "forms", mark("Bentuk")),
    Choice("tahap", "stages", "stages", mark("Tahap")),
    Choice("ranah", "realms", "realms", mark("Ranah")),
    Choice("instansi", "agencies", "agencies", mark("Instansi")),
)
OWN_BUTTON = 3
"""So many choices stand in the row; the others share one button."""

VERIFICATION = Choice("verifikasi", "verifications", "verifications", mark("Verifikasi"))


def read(params: Mapping[str, str], tree: RegionTree, home: str, today: date) -> Filter:
    """Return the filter an address asks for; what it gets wrong falls back to the usual view.

    Parameters
    ----------
    params : mapping
        ``wilayah``, ``dari``, ``sampai`` (ISO dates) and the lists of `CHOICES`, parted by commas.
    home : str
        Region of a reader who asks for none.
    today : date
        Last day of the usual period of 90 days.

    """
    code = params.get(REGION, home)
    until = _day(params.get(UNTIL)) or today
    since = _day(params.get(SINCE)) or until - timedelta(days=PERIOD_DAYS - 1)
    sets: dict[str, Any] = {
        choice.field: _codes(params.get(choice.name), choice.table) for choice in (*CHOICES, VERIFICATION)
    }
    return Filter(
        region=code if code in tree or not code else home,
        since=min(since, until),
        until=until,
        unplaced_only=params.get(UNPLACED) == "1",
        **sets,
    )


def write(params: MutableMapping[str, str], changes: Mapping[str, Any]) -> None:
    """Put changes into an address; an empty value leaves it."""
    for name, value in changes.items():
        text = ",".join(sorted(value)) if isinstance(value, frozenset | set | list | tuple) else str(value or "")
        if text or name == REGION:
            params[name] = text
        else:
            params.pop(name, None)


def link(page: str, **params: str) -> str:
    """Return the address of a page with parameters, relative to the app."""
    query = "&".join(f"{name}={value}" for name, value in params.items())
    return f"{page}?{query}" if query else page


def go(code: str) -> None:
    """Open a region: used by the map, the breadcrumb and the list alike."""
    write(st.query_params, {REGION: code})


def bar(where: Filter, today: date) -> None:
    """Draw the row of filters; each label carries its value."""
    with st.container(horizontal=True, vertical_alignment="center", key="filters", gap="small"):
        _period(where, today)
        for choice in CHOICES[:OWN_BUTTON]:
            with st.popover(f"{t(choice.label)}  **{_value(choice, where)}**", key=f"p-{choice.name}"):
                _select(choice, where)
        with st.popover(f"{t('Lainnya')}  **{_others(where)}**", key="p-others"):
            for choice in CHOICES[OWN_BUTTON:]:
                _select(choice, where)
        _verification(where)
        st.space("stretch")
        st.button(t("Atur ulang"), type="tertiary", on_click=_reset, key="reset")


def _period(where: Filter, today: date) -> None:
    st.session_state["f-period"] = (where.since, where.until)
    with st.popover(f"{t('Periode')}  **{table_day(where.since)} – {table_day(where.until)}**", key="p-period"):
        st.date_input(
            t("Tanggal kejadian"), key="f-period", format="DD/MM/YYYY", max_value=today, on_change=_take_period
        )
        st.caption(t("Status kerawanan dihitung per tanggal akhir."))


def _take_period() -> None:
    days = st.session_state["f-period"]
    if len(days) == 2:
        write(st.query_params, {SINCE: days[0].isoformat(), UNTIL: days[1].isoformat()})


def _select(choice: Choice, where: Filter) -> None:
    key = f"f-{choice.name}"
    st.session_state[key] = sorted(getattr(where, choice.field))
    st.multiselect(
        t(choice.label), _offered(choice), key=key, on_change=_take, args=(choice,), placeholder=t("Semua"),
        format_func=lambda code: label(choice.table, code, current_language.get()),
    )  # fmt: skip


def _value(choice: Choice, where: Filter) -> str:
    chosen = getattr(where, choice.field)
    if not chosen:
        return t("Semua")
    if len(chosen) > 1:
        return t("{count} dipilih", count=len(chosen))
    return label(choice.table, next(iter(chosen)), current_language.get())


def _others(where: Filter) -> str:
    used = [choice for choice in CHOICES[OWN_BUTTON:] if getattr(where, choice.field)]
    return ", ".join(_value(choice, where) for choice in used) or t("Semua")


def _verification(where: Filter) -> None:
    key = f"f-{VERIFICATION.name}"
    st.session_state[key] = sorted(where.verifications, key=VERIFICATIONS.index)
    st.pills(
        t("Verifikasi"), VERIFICATIONS, key=key, selection_mode="multi", label_visibility="collapsed",
        format_func=lambda code: label("verifications", code, current_language.get()), on_change=_take,
        args=(VERIFICATION,),
    )  # fmt: skip


def _take(choice: Choice) -> None:
    write(st.query_params, {choice.name: frozenset(st.session_state[f"f-{choice.name}"])})


def unplaced_switch(where: Filter, count: int) -> None:
    """Draw the button that shows only what has no place, and the one back."""
    if where.unplaced_only:
        st.button(
            t("Semua kejadian"), type="tertiary", key="placed", on_click=write, args=(st.query_params, {UNPLACED: ""})
        )
    elif count:
        name = t("{count} tanpa lokasi", count=count)
        st.button(name, type="tertiary", key="unplaced", on_click=write, args=(st.query_params, {UNPLACED: "1"}))


def _reset() -> None:
    for name in [SINCE, UNTIL, UNPLACED, *(choice.name for choice in (*CHOICES, VERIFICATION))]:
        st.query_params.pop(name, None)


def _offered(choice: Choice) -> list[str]:
    return [row["code"] for row in table(choice.table)]


def _codes(text: str | None, name: str) -> frozenset[str]:
    return frozenset((text or "").split(",")) & {row["code"] for row in table(name)}


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
