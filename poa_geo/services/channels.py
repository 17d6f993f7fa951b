"""Channels outside the app: who gets a message, when, and what became of it.

A message says only that something waits in the app: nothing of a person, a region or an incident leaves the house.
There is one digest a day for each channel; a rise to merah does not wait for it. A message that does not go out is
tried again, later each time, and the app says so.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import apprise
from uuid_utils import uuid7

from poa_geo.access.reader import SYSTEM, Reader
from poa_geo.access.sealing import seal_alone, unseal_alone
from poa_geo.domain.problem import RowProblem
from poa_geo.errors import InvalidRecord, NotFound, mark
from poa_geo.services.alerts import may_see
from poa_geo.services.installation import Installation, Write
from poa_geo.services.sessions import normalise_username, reader_of
from poa_geo.store import accounts
from poa_geo.store import alerts as alert_store
from poa_geo.store import channels as store
from poa_geo.texts import t

TITLE = mark("POA-Geo")
MESSAGE = mark("Ada pemberitahuan yang menunggu di POA-Geo. Buka aplikasi untuk membacanya.")

SCHEMES = (
    "mailto", "mailtos", "tgram", "json", "jsons", "form", "forms", "xml", "xmls", "whatsapp", "signal", "signals",
)  # fmt: skip
"""Ways a message may take: e-mail, Telegram, webhooks, and gateways to WhatsApp and Signal by address."""

SEAL = "channel"
USUAL_BUDGET, LARGEST_BUDGET = 3, 20
LOOK_BACK = timedelta(days=3)
"""An alert that could not be told within this time stays in the app."""

FIRST_WAIT, LONGEST_WAIT, MOST_TRIES = timedelta(minutes=5), timedelta(hours=12), 8

NO_ANSWER = mark("Saluran tidak menjawab atau menolak pesan.")
NO_ADDRESS = mark("Alamat saluran tidak dapat dibuka dengan kunci yang ada.")
UNKNOWN_SCHEME = mark("Alamat saluran tidak dikenali. Gunakan bentuk seperti mailtos://…, tgram://… atau jsons://…")
LABEL_MISSING = mark("Nama saluran belum diisi.")
BUDGET_WRONG = mark("Jatah pesan per hari harus 1 sampai {largest}.")

log = logging.getLogger(__name__)
logging.getLogger("apprise").setLevel(logging.CRITICAL)  # its own lines name addresses


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A channel as administrators see it: the address itself is never shown again.

    `unsent` counts messages of the last three days that wait for another try, `problem` says why the newest does.
    """

    id: str
    label: str
    username: str
    is_on: bool
    daily_budget: int
    last_sent_at: datetime | None
    unsent: int
    problem: str | None


def add(
    office: Installation, reader: Reader, username: str, label: str, address: str, daily_budget: int = USUAL_BUDGET
) -> str:
    """Give an account a channel; return its id. The address is sealed.

    Raises
    ------
    NotPermitted
        Without the right ``channel.manage``.
    InvalidRecord, NotFound
        If name, address or budget cannot be used, or there is no such account.

    """
    reader.require("channel.manage")
    problems = _problems(label, address, daily_budget)
    if problems:
        raise InvalidRecord(problems)
    channel_id = str(uuid7())
    with office.writing(reader, "channel.add") as write:
        account = accounts.by_username(write.connection, normalise_username(username))
        if account is None:
            raise NotFound(kind="akun")
        row = {
            "id": channel_id,
            "account_id": account["id"],
            "label": label.strip()[:80],
            "sealed_address": seal_alone({"address": address.strip()}, channel_id, office.keyring, kind=SEAL),
            "is_on": True,
            "daily_budget": daily_budget,
            "created_at": write.now,
        }
        store.insert(write.connection, row)
        write.audit("channel", channel_id, fields=row.keys() - {"sealed_address"})
    return channel_id


def _problems(label: str, address: str, daily_budget: int) -> list[RowProblem]:
    scheme = address.strip().partition("://")[0].lower()
    found = []
    if not label.strip():
        found.append(_problem("label", LABEL_MISSING))
    if scheme not in SCHEMES or not apprise.Apprise().add(address.strip()):
        found.append(_problem("address", UNKNOWN_SCHEME))
    if not 1 <= daily_budget <= LARGEST_BUDGET:
        found.append(_problem("daily_budget", BUDGET_WRONG, largest=LARGEST_BUDGET))
    return found


def set_on(office: Installation, reader: Reader, channel_id: str, is_on: bool) -> None:
    """Switch a channel on or off; needs the right ``channel.manage``."""
    reader.require("channel.manage")
    with office.writing(reader, "channel.on" if is_on else "channel.off") as write:
        store.set_on(write.connection, channel_id, is_on)
        write.audit("channel", channel_id, fields=["is_on"])


def every(office: Installation, reader: Reader) -> list[Channel]:
    """Return all channels and how they fare; needs the right ``channel.manage``."""
    reader.require("channel.manage")
    with office.reading() as connection:
        rows, sent = store.every(connection), store.deliveries(connection, office.today() - timedelta(days=30))
    return [_told(row, [one for one in sent if one["channel_id"] == row["id"]]) for row in rows]


def dead(office: Installation, reader: Reader) -> int:
    """Return how many of the reader's own channels (all, for an administrator) do not get their messages."""
    with office.reading() as connection:
        rows, sent = store.every(connection), store.deliveries(connection, office.today() - LOOK_BACK)
    own = [row for row in rows if reader.can("channel.manage") or row["account_id"] == reader.account_id]
    failing = {one["channel_id"] for one in sent if one["problem"] and one["sent_at"] is None}
    return sum(row["is_on"] and row["id"] in failing for row in own)


def _told(row: Mapping[str, Any], sent: Sequence[Mapping[str, Any]]) -> Channel:
    unsent = [one for one in sent if one["sent_at"] is None and one["attempts"]]
    return Channel(
        id=row["id"],
        label=row["label"],
        username=row["username"],
        is_on=row["is_on"],
        daily_budget=row["daily_budget"],
        last_sent_at=max((one["sent_at"] for one in sent if one["sent_at"]), default=None),
        unsent=len(unsent),
        problem=unsent[-1]["problem"] if unsent else None,
    )


# --- Sending --------------------------------------------------------------------------------------------------------


def send_waiting(office: Installation, now: datetime | None = None) -> int:
    """Plan the messages of today and send what is due; return how many went out.

    Safe to run often and in two processes: a message is planned once, and taken by one process for each try.
    """
    now = now or office.now()
    day = now.astimezone(office.settings.time_zone).date()
    with office.reading() as connection:
        if not any(_is_usable(row) for row in store.every(connection)):
            return 0
    _plan(office, day)
    with office.reading() as connection:
        by_id = {row["id"]: row for row in store.every(connection) if _is_usable(row)}
        waiting = [one for one in store.deliveries(connection, day - LOOK_BACK) if _is_due(one, now)]
    return sum(_try(office, by_id[one["channel_id"]], one, now) for one in waiting if one["channel_id"] in by_id)


def _is_usable(row: Mapping[str, Any]) -> bool:
    return row["is_on"] and not row["is_disabled"]


def _is_due(row: Mapping[str, Any], now: datetime) -> bool:
    is_time = row["next_try_at"] is None or row["next_try_at"] <= now
    return row["sent_at"] is None and row["attempts"] < MOST_TRIES and is_time


def _plan(office: Installation, day: date) -> None:
    with office.reading() as connection:
        rows = _planned(connection, day)
    if not rows:
        return
    with office.writing(SYSTEM, "delivery.plan") as write:
        for row in _planned(write.connection, day):
            store.insert_delivery(write.connection, row)
            write.audit("delivery", row["id"], fields=["digest" if row["is_digest"] else "urgent"])
        if not write.audited:  # another process planned them meanwhile
            write.audit("delivery", day.isoformat())


def _planned(connection: Any, day: date) -> list[dict[str, Any]]:
    """Return the messages that are still to be planned: what each channel has not told, within its owner's budget."""
    alerts = [row for row in alert_store.newest(connection, day - LOOK_BACK) if row["acknowledged_at"] is None]
    before = store.deliveries(connection, day - 2 * LOOK_BACK)
    today = [one for one in before if one["day"] == day]
    planned: list[dict[str, Any]] = []
    for channel in filter(_is_usable, store.every(connection)):
        told = {alert_id for one in before if one["channel_id"] == channel["id"] for alert_id in one["alerts"]}
        mine = [row for row in alerts if row["id"] not in told and may_see(_owner(channel), row)]
        for is_digest, ids in _messages(mine, channel, today):
            own = _of_account(connection, channel["account_id"], [*today, *planned])
            if own < channel["daily_budget"]:
                planned.append(_delivery(channel["id"], day, ids, is_digest))
    return planned


def _messages(
    mine: Sequence[Mapping[str, Any]], channel: Mapping[str, Any], today: Iterable[Mapping[str, Any]]
) -> list[tuple[bool, list[str]]]:
    """Return the messages a channel is due: the day's digest of everything, or what cannot wait for the next one."""
    had_digest = any(one["channel_id"] == channel["id"] and one["is_digest"] for one in today)
    urgent = [row["id"] for row in mine if row["is_urgent"]]
    if mine and not had_digest:
        return [(True, [row["id"] for row in mine])]
    return [(False, urgent)] if urgent else []


def _of_account(connection: Any, account_id: str, deliveries: Iterable[Mapping[str, Any]]) -> int:
    own = {row["id"] for row in store.every(connection) if row["account_id"] == account_id}
    return sum(one["channel_id"] in own for one in deliveries)


def _owner(channel: Mapping[str, Any]) -> Reader:
    return reader_of(dict(channel) | {"id": channel["account_id"]})


def _delivery(channel_id: str, day: date, alert_ids: list[str], is_digest: bool) -> dict[str, Any]:
    return {
        "id": str(uuid7()),
        "channel_id": channel_id,
        "day": day,
        "alerts": alert_ids,
        "is_digest": is_digest,
        "attempts": 0,
        "next_try_at": None,
        "sent_at": None,
        "problem": None,
    }


def _try(office: Installation, channel: Mapping[str, Any], delivery: Mapping[str, Any], now: datetime) -> bool:
    """Send one message; the try is written down before, its end after, so a crash never sends in a loop."""
    with office.writing(SYSTEM, "delivery.try") as write:
        if not store.claim(write.connection, delivery, now + wait_after(delivery["attempts"])):
            write.audit("delivery", delivery["id"], reason="taken")
            return False
        write.audit("delivery", delivery["id"], fields=["attempts"])
    problem = _send(office, channel)
    with office.writing(SYSTEM, "delivery.fail" if problem else "delivery.sent") as write:
        _note(write, delivery["id"], problem)
    return problem is None


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after a number of tries: twice as long each time, half a day at most."""
    return min(FIRST_WAIT * float(2**attempts), LONGEST_WAIT)


def _note(write: Write, delivery_id: str, problem: str | None) -> None:
    if problem is None:
        store.note_sent(write.connection, delivery_id, write.now)
    else:
        store.note_problem(write.connection, delivery_id, problem)
    write.audit("delivery", delivery_id, fields=["sent_at"] if problem is None else ["problem"])


def _send(office: Installation, channel: Mapping[str, Any]) -> str | None:
    """Send the one message there is; return what went wrong."""
    try:
        address = unseal_alone(channel["sealed_address"], channel["id"], office.keyring, kind=SEAL)["address"]
    except Exception:
        return NO_ADDRESS
    sender = apprise.Apprise()
    sender.add(address)
    try:
        is_sent = bool(sender.notify(body=t(MESSAGE), title=t(TITLE)))
    except Exception as error:
        log.warning("channel %s failed: %s", channel["id"], type(error).__name__)
        is_sent = False
    return None if is_sent else NO_ANSWER


def _problem(field: str, message: str, **facts: Any) -> RowProblem:
    return RowProblem(column=field, value="", rule=f"channel_{field}", message=message, facts=facts)
