"""Alerts tell each state once, to those it concerns, and what leaves the house says nothing of anybody."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from support import FIRST_DAY, make_incident, make_reader

from poa_geo.access.reader import SYSTEM
from poa_geo.errors import InvalidRecord, NotPermitted
from poa_geo.services import accounts, alerts, channels
from poa_geo.services.daily import run_daily
from poa_geo.services.installation import Installation
from poa_geo.store import alerts as alert_store
from poa_geo.store import channels as channel_store
from poa_geo.store import records

TOLD_DAY = FIRST_DAY + timedelta(days=30)


def instant(day: date, hour: int = 2) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=UTC)


def store_an_incident(office: Installation, day: date, **changes: object) -> None:
    moment = {"recorded_at": instant(day), "known_from": instant(day)}
    with office.writing(SYSTEM, "incident.import") as write:
        records.insert(write.connection, "incident", [vars(make_incident(event_date=day, **moment | changes))])
        write.audit("incident")


def rows(office: Installation) -> list[dict]:
    with office.reading() as connection:
        return alert_store.newest(connection, FIRST_DAY)


@pytest.fixture
def on_the_day(monkeypatch: pytest.MonkeyPatch, office: Installation) -> Installation:
    monkeypatch.setattr(type(office), "now", lambda self: instant(TOLD_DAY))
    return office


def test_a_rise_is_told_once_however_often_the_day_is_run(on_the_day: Installation):
    office = on_the_day
    store_an_incident(office, TOLD_DAY - timedelta(days=1), deaths=12, form="bentrokan_massa")
    run_daily(office)
    first = rows(office)
    assert {(row["kind"], row["region_code"], row["is_urgent"]) for row in first} >= {
        ("band_change", "64.02.05", True), ("band_change", "64.02", True),
    }  # fmt: skip
    run_daily(office)
    run_daily(office, TOLD_DAY + timedelta(days=2))
    again = rows(office)
    assert [row["state"] for row in again if row["kind"] == "band_change"] == [
        row["state"] for row in first if row["kind"] == "band_change"
    ]


def test_days_that_were_caught_up_bring_alerts_for_the_last_two_only(on_the_day: Installation):
    office = on_the_day
    for days, code in ((10, "64.02.05"), (2, "64.71"), (1, "64.72")):
        store_an_incident(office, TOLD_DAY - timedelta(days=days), region_code=code, deaths=12)
    run_daily(office)
    told = {row["region_code"] for row in rows(office) if row["kind"] == "band_change" and row["is_urgent"]}
    assert {"64.71", "64.72"} <= told
    assert "64.02.05" not in told


def test_a_region_that_falls_silent_is_told_once_until_it_reports_again(on_the_day: Installation):
    office = on_the_day
    store_an_incident(office, TOLD_DAY - timedelta(days=20))
    for later in (0, 1, 5):
        run_daily(office, TOLD_DAY + timedelta(days=later))
    silent = [row for row in rows(office) if row["kind"] == "late_reporter" and row["region_code"] == "64.02"]
    assert len(silent) == 1
    store_an_incident(office, TOLD_DAY + timedelta(days=5))
    run_daily(office, TOLD_DAY + timedelta(days=30))
    silent = [row for row in rows(office) if row["kind"] == "late_reporter" and row["region_code"] == "64.02"]
    assert len(silent) == 2


def test_a_rule_that_is_off_for_a_region_keeps_it_and_its_inside_quiet(on_the_day: Installation):
    office, analyst = on_the_day, make_reader()
    alerts.set_rule(office, analyst, "band_change", "64.02", is_on=False)
    for code in ("64.02.05", "64.71.01"):
        store_an_incident(office, TOLD_DAY - timedelta(days=1), region_code=code, deaths=12)
    run_daily(office)
    told = {row["region_code"] for row in rows(office) if row["kind"] == "band_change"}
    assert told == {"64", "64.71", "64.71.01"}
    with pytest.raises(NotPermitted):
        alerts.set_rule(office, make_reader("operator_kecamatan", "64.02.05"), "band_change", "64.02", is_on=True)


def test_an_inbox_holds_the_alerts_of_its_regions_until_somebody_has_seen_them(on_the_day: Installation):
    office = on_the_day
    store_an_incident(office, TOLD_DAY - timedelta(days=1), deaths=12)
    run_daily(office)
    verifier, elsewhere = make_reader("verifikator_kabkota", "64.02"), make_reader("verifikator_kabkota", "64.71")
    waiting = alerts.inbox(office, verifier)
    assert {one.region_code for one in waiting} == {"64.02", "64.02.05"}
    assert alerts.inbox(office, elsewhere) == []
    assert alerts.acknowledge(office, elsewhere, [one.id for one in waiting]) == 0
    assert alerts.acknowledge(office, verifier, [one.id for one in waiting]) == len(waiting)
    assert alerts.inbox(office, verifier) == []
    assert {one.id for one in alerts.inbox(office, verifier, is_open=False)} == {one.id for one in waiting}
    with pytest.raises(NotPermitted):
        alerts.acknowledge(office, make_reader("pimpinan"), [waiting[0].id])


# --- Channels -------------------------------------------------------------------------------------------------------


class Gateway(ThreadingHTTPServer):
    """A webhook on this machine that keeps what it is sent, and can be told to refuse."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.received: list[dict] = []
        self.refuses = False

    @property
    def address(self) -> str:
        return f"json://127.0.0.1:{self.server_port}/"


class _Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self.server.refuses:
            self.server.received.append(json.loads(body))
        self.send_response(503 if self.server.refuses else 200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    server = Gateway()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def add_account(office: Installation, username: str = "siaga", scope: str = "64") -> None:
    profile = accounts.Profile(
        username=username, display_name="Siaga", role="analis_provinsi", agency="kesbangpol", scope=[scope]
    )
    accounts.add(office, SYSTEM, profile)


def test_without_a_channel_nothing_leaves_the_house(on_the_day: Installation):
    store_an_incident(on_the_day, TOLD_DAY - timedelta(days=1), deaths=12)
    run_daily(on_the_day)
    with on_the_day.reading() as connection:
        assert channel_store.deliveries(connection, FIRST_DAY) == []


def test_a_channel_gets_one_digest_a_day_and_a_rise_to_merah_at_once_within_its_budget(
    on_the_day: Installation, gateway: Gateway
):
    office = on_the_day
    add_account(office)
    channels.add(office, SYSTEM, "siaga", "Gerbang", gateway.address, daily_budget=2)
    store_an_incident(office, TOLD_DAY - timedelta(days=1), form="blokade")
    run_daily(office)
    assert len(gateway.received) == 1
    run_daily(office)
    assert len(gateway.received) == 1
    later = instant(TOLD_DAY, 9)
    raise_by_hand(office, "64.71", is_urgent=False)
    channels.send_waiting(office, later)
    assert len(gateway.received) == 1
    raise_by_hand(office, "64.72", is_urgent=True)
    channels.send_waiting(office, later)
    assert len(gateway.received) == 2
    raise_by_hand(office, "64.74", is_urgent=True)
    channels.send_waiting(office, later)
    assert len(gateway.received) == 2  # the budget of the day is spent; the inbox still holds it
    channels.send_waiting(office, later + timedelta(days=1))
    assert len(gateway.received) == 3


def raise_by_hand(office: Installation, code: str, *, is_urgent: bool) -> None:
    row = {
        "id": f"00000000-0000-0000-0000-{code.replace('.', ''):>012}", "kind": "band_change", "region_code": code,
        "subject_id": None, "state": f"band_change:{code}", "is_urgent": is_urgent, "day": TOLD_DAY,
        "facts": {"before": "hijau", "band": "merah"}, "acknowledged_by": None, "acknowledged_at": None,
    }  # fmt: skip
    with office.writing(SYSTEM, "test") as write:
        alert_store.insert(write.connection, [row])
        write.audit("alert")


def test_a_message_says_only_that_something_waits(on_the_day: Installation, gateway: Gateway):
    office = on_the_day
    add_account(office)
    channels.add(office, SYSTEM, "siaga", "Gerbang", gateway.address)
    store_an_incident(office, TOLD_DAY - timedelta(days=1), deaths=12, title="Bentrokan di Muara Badak")
    run_daily(office)
    [message] = gateway.received
    assert (message["title"], message["message"]) == ("POA-Geo", channels.MESSAGE)
    sent = json.dumps(gateway.received)
    for word in ("Muara", "64.02", "merah", "Kutai", "Siaga", "siaga"):
        assert word not in sent


def test_a_dead_channel_is_tried_again_later_each_time_and_reported(on_the_day: Installation, gateway: Gateway):
    office, now = on_the_day, instant(TOLD_DAY, 3)
    add_account(office)
    channels.add(office, SYSTEM, "siaga", "Gerbang", gateway.address)
    raise_by_hand(office, "64.72", is_urgent=True)
    gateway.refuses = True
    assert channels.send_waiting(office, now) == 0
    assert channels.send_waiting(office, now + timedelta(minutes=1)) == 0
    with office.reading() as connection:
        [delivery] = channel_store.deliveries(connection, FIRST_DAY)
    assert (delivery["attempts"], delivery["sent_at"]) == (1, None)
    [channel] = channels.every(office, SYSTEM)
    assert (channel.unsent, channel.problem) == (1, channels.NO_ANSWER)
    assert channels.dead(office, SYSTEM) == 1
    gateway.refuses = False
    assert channels.send_waiting(office, now + timedelta(minutes=6)) == 1
    assert channels.dead(office, SYSTEM) == 0
    assert channels.send_waiting(office, now + timedelta(minutes=20)) == 0
    assert len(gateway.received) == 1
    waits = [channels.wait_after(tries) for tries in range(12)]
    assert waits == sorted(waits)
    assert waits[-1] == channels.LONGEST_WAIT


def test_every_try_stands_in_the_audit_and_the_address_nowhere(on_the_day: Installation, gateway: Gateway):
    office = on_the_day
    add_account(office)
    channels.add(office, SYSTEM, "siaga", "Gerbang", gateway.address)
    raise_by_hand(office, "64.72", is_urgent=True)
    channels.send_waiting(office, instant(TOLD_DAY, 3))
    with office.reading() as connection:
        trail = connection.exec_driver_sql("SELECT action, fields, reason FROM audit ORDER BY seq").all()
        stored = connection.exec_driver_sql("SELECT sealed_address, label FROM channel").one()
    done = [row[0] for row in trail]
    assert done[-3:] == ["delivery.plan", "delivery.try", "delivery.sent"]
    assert gateway.address not in str(trail)
    assert gateway.address.encode() not in bytes(stored[0])


@pytest.mark.parametrize("address", ["", "bukan alamat", "file:///etc/passwd", "dbus://", "json://"])
def test_an_address_nobody_can_send_to_is_refused_in_words(sqlite_office: Installation, address: str):
    add_account(sqlite_office)
    with pytest.raises(InvalidRecord, match="Alamat saluran tidak dikenali"):
        channels.add(sqlite_office, SYSTEM, "siaga", "Gerbang", address)


def test_only_administrators_manage_channels(sqlite_office: Installation):
    with pytest.raises(NotPermitted):
        channels.every(sqlite_office, make_reader())
