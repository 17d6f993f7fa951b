"""What changed since somebody looked: compared with an earlier day, the same all day long."""

from dataclasses import replace
from datetime import timedelta

import pytest
from support import make_incident, make_reader, store_incidents

from poa_geo.access.reader import SYSTEM, Reader
from poa_geo.services import accounts, last_look
from poa_geo.services.accounts import Profile
from poa_geo.services.installation import Installation
from poa_geo.services.summary import summary
from poa_geo.store import last_look as stored

MUARA_BADAK, KUTAI_KARTANEGARA = "64.02.05", "64.02"


@pytest.fixture
def leader(office: Installation) -> Reader:
    profile = Profile(username="kepala", display_name="Kepala", role="pimpinan", agency="kesbangpol", scope=["64"])
    accounts.add(office, SYSTEM, profile)
    [account] = [one for one in accounts.every(office, SYSTEM) if one.reader.username == "kepala"]
    return replace(make_reader("pimpinan"), account_id=account.reader.account_id)


def looked_yesterday(office: Installation, reader: Reader) -> None:
    """Put the last look one day back."""
    with office.writing(SYSTEM, "test.clock") as write:
        row = stored.find(write.connection, str(reader.account_id))
        assert row
        stored.keep(write.connection, str(reader.account_id), row["looked_on"] - timedelta(days=1), row["bands"])
        write.audit()


def test_the_first_look_has_nothing_to_compare_with(office: Installation, leader: Reader) -> None:
    told = summary(office, leader, "64")
    assert last_look.look(office, leader, told) is None
    assert last_look.look(office, leader, told) is None


def test_a_rise_since_another_day_is_told_all_day_long(office: Installation, leader: Reader) -> None:
    last_look.look(office, leader, summary(office, leader, "64"))
    looked_yesterday(office, leader)
    store_incidents(
        office, make_incident(region_code=MUARA_BADAK, event_date=office.today(), form="kerusuhan", deaths=3)
    )
    told = summary(office, leader, "64")
    for _ in range(2):
        seen = last_look.look(office, leader, told)
        assert seen is not None
        assert seen.looked_on == office.today() - timedelta(days=1)
        [change] = seen.changes
        assert (change.code, change.before, change.now) == (KUTAI_KARTANEGARA, "abu", change.now)
        assert change.now in ("kuning", "merah")


def test_the_system_leaves_no_look(office: Installation) -> None:
    assert last_look.look(office, SYSTEM, summary(office, SYSTEM, "64")) is None
