"""Open screens learn of new data without asking the tables."""

import time

from sqlalchemy import event
from support import make_incident, store_incidents

from poa_geo.services.installation import Installation
from poa_geo.services.read_model import ReadModel

SECONDS = 10


def model_of(office: Installation) -> ReadModel:
    return ReadModel(office.engine, office.tree, office.settings.time_zone, office.start_day)


def test_the_version_rises_within_ten_seconds_of_a_write(office: Installation):
    model = model_of(office)
    before = model.version()
    store_incidents(office, make_incident())
    deadline = time.monotonic() + SECONDS
    while model.version() == before:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_postgis_announces_so_a_quiet_screen_sends_no_query(postgis_office: Installation):
    model = model_of(postgis_office)
    deadline = time.monotonic() + SECONDS
    while model._listener.may_have_changed() or not model._listener._is_listening:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    queries: list[str] = []
    event.listen(postgis_office.engine, "before_cursor_execute", lambda *args: queries.append(args[2]))
    for _ in range(5):
        model.version()
    assert queries == []
