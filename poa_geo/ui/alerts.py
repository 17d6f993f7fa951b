"""Alerts on the screen: the inbox, the rules of a region, and the channels of an administrator."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

import streamlit as st

from poa_geo.access.reader import Reader
from poa_geo.errors import PoaError
from poa_geo.reference import by_code, label
from poa_geo.services import accounts, alerts, channels
from poa_geo.services.alerts import Alert
from poa_geo.services.channels import Channel
from poa_geo.texts import current_language, explain_error, t
from poa_geo.ui import current, tables, theme
from poa_geo.ui.formatting import hidden_count, number, period, short_day, short_moment
from poa_geo.ui.page import done, sentence
from poa_geo.ui.parts import head, quiet


def inbox(reader: Reader) -> None:
    """Draw what waits for the reader's regions; one button says that all of it was seen."""
    if not reader.can("alert.read"):
        return
    office = current.office()
    if count := channels.dead(office, reader):
        sentence(t("{count} saluran tidak dapat dihubungi; pesan dicoba lagi otomatis.", count=number(count)))
    waiting = alerts.inbox(office, reader)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(head(t("{count} pemberitahuan baru", count=number(len(waiting)))), width="content")
        st.space("stretch")
        if waiting and reader.can("alert.acknowledge"):
            st.button(t("Tandai semua sudah dilihat"), key="acknowledge", on_click=_acknowledge, args=(reader, waiting))
    st.html(alert_table(waiting) if waiting else quiet(t("Tidak ada yang menunggu.")))
    seen = alerts.inbox(office, reader, is_open=False)
    if seen:
        with st.expander(t("Sudah dilihat")):
            st.html(alert_table(seen))


def _acknowledge(reader: Reader, waiting: Sequence[Alert]) -> None:
    alerts.acknowledge(current.office(), reader, [one.id for one in waiting])


def alert_table(found: Sequence[Alert]) -> str:
    """Return alerts as a table, in the given order."""
    rows = [
        [
            f'<span class="nowrap">{short_day(one.day)}</span>',
            tables.anchor(current.region_name(one.region_code), "wilayah", wilayah=one.region_code),
            escape(label("alert_rules", one.kind, current_language.get())),
            _what(one),
        ]
        for one in found
    ]
    return tables.table([t("Tanggal"), t("Wilayah"), t("Perihal"), t("Keterangan")], rows)


def _what(one: Alert) -> str:
    """Return what an alert tells, as HTML."""
    facts = one.facts
    if one.kind == "band_change":
        before = t("dari {band}", band=theme.band_name(facts["before"]).lower())
        return f'{theme.level(facts["band"])} <span class="quiet">{escape(before)}</span>'
    if one.kind == "overdue_action":
        due = t("Tenggat {day}", day=short_day(date.fromisoformat(facts["due_on"])))
        return tables.anchor(due, "tindak_lanjut", id=one.subject_id) if one.subject_id else escape(due)
    return escape(_sentence(one, facts))


def _sentence(one: Alert, facts: Mapping[str, Any]) -> str:
    if one.kind == "score_jump":
        return t("Naik {points} poin dalam satu hari", points=number(facts["points"], 1))
    if one.kind == "count_surge":
        week, mean = number(facts["this_week"]), number(facts["mean"], 1)
        return t("{week} kejadian pekan ini, rata-rata {mean} per pekan", week=week, mean=mean)
    if one.kind == "late_reporter":
        return t("Laporan terakhir {day}", day=short_day(date.fromisoformat(facts["last"])))
    if one.kind == "permit_expiry":
        monday = date.fromisoformat(facts["week"])
        days = period(monday, date.fromordinal(monday.toordinal() + 6))
        return t("{count} izin berakhir {days}", count=hidden_count(one.count), days=days)
    return ""


# --- Rules ----------------------------------------------------------------------------------------------------------


def rules(reader: Reader) -> None:
    """Draw the rules of the reader's region, for those who may set them."""
    if not reader.can("warning.write"):
        return
    office, code = current.office(), current.home(reader)
    if not reader.may_see_region(code):
        code = reader.scope[0]
    with st.expander(t("Aturan pemberitahuan {region}", region=current.region_name(code))):
        for rule in alerts.rules_of(office, reader, code):
            _rule(reader, code, rule)


def _rule(reader: Reader, code: str, rule: alerts.Rule) -> None:
    row, language = by_code("alert_rules")[rule.kind], current_language.get()
    with st.container(horizontal=True, vertical_alignment="center"):
        is_on = st.toggle(
            label("alert_rules", rule.kind, language), value=rule.is_on, key=f"rule-{rule.kind}",
            help=row[f"help_{language}"], width=320,
        )  # fmt: skip
        value = rule.threshold
        if row["unit"]:
            value = st.number_input(
                row["unit"].capitalize(), min_value=1.0, value=rule.threshold, step=1.0, format="%g",
                key=f"limit-{rule.kind}", width=160,
            )  # fmt: skip
    if (is_on, value) != (rule.is_on, rule.threshold):
        alerts.set_rule(current.office(), reader, rule.kind, code, is_on=is_on, threshold=value)
        done(t("Aturan disimpan."))


# --- Channels -------------------------------------------------------------------------------------------------------


def channel_part(reader: Reader) -> None:
    """Draw the channels outside the app: none until an administrator adds one."""
    found = channels.every(current.office(), reader)
    st.caption(
        t("Pesan hanya mengatakan bahwa ada pemberitahuan di aplikasi: satu ringkasan sehari, merah langsung dikirim.")
    )
    st.html(channel_table(found) if found else quiet(t("Belum ada saluran. Tidak ada yang dikirim ke luar aplikasi.")))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _add_channel(reader)
        if found:
            _switch_channel(reader, found)


def channel_table(found: Sequence[Channel]) -> str:
    """Return channels as a table: whose, how many a day, and how they fare."""
    zone = current.office().settings.time_zone
    rows = [
        [
            escape(one.label),
            escape(one.username),
            escape(t("Aktif") if one.is_on else t("Mati")),
            number(one.daily_budget),
            escape(short_moment(one.last_sent_at, zone)) if one.last_sent_at else t("belum pernah"),
            f"<b>{escape(t('{count} tertunda', count=number(one.unsent)))}</b>: {escape(t(one.problem or ''))}"
            if one.unsent
            else "",
        ]
        for one in found
    ]
    heads = [t("Saluran"), t("Akun"), t("Keadaan"), t("Jatah sehari"), t("Terkirim terakhir"), t("Gangguan")]
    return tables.table(heads, rows, right=(3,))


def _add_channel(reader: Reader) -> None:
    office = current.office()
    with st.popover(t("Tambah saluran"), key="add-channel"), st.form("channel", border=False):
        names = [one.reader.username for one in accounts.every(office, reader) if not one.is_disabled]
        username = st.selectbox(t("Akun"), names)
        name = st.text_input(t("Nama saluran"), max_chars=80)
        address = st.text_input(
            t("Alamat"), type="password", autocomplete="off", help="mailtos://…, tgram://…, jsons://…, whatsapp://…"
        )
        budget = st.number_input(
            t("Pesan paling banyak sehari"), 1, channels.LARGEST_BUDGET, channels.USUAL_BUDGET, step=1
        )
        if not st.form_submit_button(t("Simpan saluran")):
            return
        try:
            channels.add(office, reader, str(username), name, address, int(budget))
        except PoaError as error:
            sentence(explain_error(error))
            return
    done(t("Saluran ditambahkan."))
    st.rerun()


def _switch_channel(reader: Reader, found: Sequence[Channel]) -> None:
    names = {one.id: one for one in found}
    chosen = names[
        str(st.selectbox(t("Saluran"), list(names), key="channel", format_func=lambda one: names[one].label, width=260))
    ]
    if st.button(t("Matikan") if chosen.is_on else t("Nyalakan"), key="channel-switch"):
        channels.set_on(current.office(), reader, chosen.id, not chosen.is_on)
        st.rerun()
