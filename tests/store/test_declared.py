"""Overrides and states of conflict: both stand apart from the computed band, and both end by themselves."""

from datetime import timedelta

import pytest
from support import make_reader

from poa_geo.domain.filter import Filter
from poa_geo.errors import InvalidRecord, NotPermitted, StepNotAllowed
from poa_geo.services import legal_statuses, overrides
from poa_geo.services.installation import Installation
from poa_geo.services.legal_statuses import Decree
from poa_geo.services.overrides import Proposal
from poa_geo.services.situation import situation

ANALYST = make_reader(account_id="analis")
SECOND = make_reader(account_id="kedua")
KABUPATEN = "64.02"


def status(office: Installation, days: int = 0, code: str = KABUPATEN):
    return situation(office, ANALYST, Filter(region=code), office.today() + timedelta(days=days)).focus


def proposal(office: Installation, **changes) -> Proposal:
    values = {
        "region_code": KABUPATEN,
        "band": "kuning",
        "reason": "Rencana aksi pekan depan belum tercatat.",
        "expires_on": office.today() + timedelta(days=7),
    }
    return Proposal(**values | changes)


def decree(office: Installation, **changes) -> Decree:
    values = {
        "region_code": KABUPATEN,
        "scale": "kabupaten_kota",
        "decree_number": "300/12/2026",
        "official": "Bupati",
        "declared_on": office.today(),
        "valid_until": office.today() + timedelta(days=30),
    }
    return Decree(**values | changes)


def test_an_override_shows_beside_the_computed_band_and_ends_by_itself(office: Installation):
    before = status(office)
    made = overrides.propose(office, ANALYST, proposal(office))
    assert status(office).override_band is None
    with pytest.raises(NotPermitted, match="orang lain"):
        overrides.approve(office, ANALYST, made.id, expected_version=1)
    overrides.approve(office, SECOND, made.id, expected_version=1)
    now = status(office)
    assert (now.override_band, now.override_until) == ("kuning", made.expires_on)
    assert (now.band, now.score, now.since) == (before.band, before.score, before.since)
    assert status(office, 7).override_band == "kuning"
    assert status(office, 8).override_band is None
    assert status(office, 0, "64.02.05").override_band is None


def test_an_override_can_be_refused_and_ended_early(sqlite_office: Installation):
    office = sqlite_office
    made = overrides.propose(office, ANALYST, proposal(office))
    overrides.refuse(office, SECOND, made.id, reason="Belum ada dasar.", expected_version=1)
    with pytest.raises(StepNotAllowed):
        overrides.approve(office, SECOND, made.id, expected_version=2)
    again = overrides.propose(office, ANALYST, proposal(office, band="merah"))
    overrides.approve(office, SECOND, again.id, expected_version=1)
    overrides.end(office, ANALYST, again.id, reason="Sudah dibahas.", expected_version=2)
    assert status(office).override_band is None
    assert {one.state(office.today()) for one in overrides.every(office, ANALYST)} == {"ditolak", "berakhir"}


@pytest.mark.parametrize("wrong", [{"reason": " "}, {"band": "abu"}, {"days": 0}, {"days": 91}])
def test_an_override_needs_a_reason_a_colour_and_an_end(sqlite_office: Installation, wrong: dict):
    days = wrong.pop("days", 7)
    changes = {"expires_on": sqlite_office.today() + timedelta(days=days)} | wrong
    with pytest.raises(InvalidRecord):
        overrides.propose(sqlite_office, ANALYST, proposal(sqlite_office, **changes))


def test_an_operator_proposes_no_colour(sqlite_office: Installation):
    with pytest.raises(NotPermitted):
        overrides.propose(sqlite_office, make_reader("operator_kabkota"), proposal(sqlite_office))


def test_a_state_of_conflict_holds_its_area_at_merah_and_moves_no_score(office: Installation):
    legal_statuses.declare(office, ANALYST, decree(office))
    now, inside, parent = status(office), status(office, 0, "64.02.05"), status(office, 0, "64")
    assert (now.band, now.score, now.legal_until) == ("merah", 0, office.today() + timedelta(days=30))
    assert (inside.band, inside.legal_until is not None) == ("merah", True)
    assert (parent.band, parent.legal_until) == ("abu", None)
    assert status(office, 31).legal_until is None


def test_only_the_province_role_enters_a_state_of_conflict(sqlite_office: Installation):
    for role in ("verifikator_kabkota", "operator_kabkota", "pimpinan"):
        with pytest.raises(NotPermitted):
            legal_statuses.declare(sqlite_office, make_reader(role), decree(sqlite_office))


@pytest.mark.parametrize(
    "wrong", [{"decree_number": " "}, {"official": ""}, {"scale": "provinsi"}, {"late": 1}, {"days": 91}, {"days": -1}]
)
def test_a_decree_must_be_whole_and_within_the_law(sqlite_office: Installation, wrong: dict):
    today = sqlite_office.today()
    declared = today + timedelta(days=wrong.pop("late", 0))
    dates = {"declared_on": declared, "valid_until": today + timedelta(days=wrong.pop("days", 30))}
    with pytest.raises(InvalidRecord):
        legal_statuses.declare(sqlite_office, ANALYST, decree(sqlite_office, **dates | wrong))


def test_a_state_of_conflict_is_extended_within_the_law_or_lifted(sqlite_office: Installation):
    office = sqlite_office
    made = legal_statuses.declare(office, ANALYST, decree(office))
    with pytest.raises(InvalidRecord):
        legal_statuses.extend(
            office, ANALYST, made.id, valid_until=office.today() + timedelta(days=61), reason="SK", expected_version=1
        )
    until = office.today() + timedelta(days=60)
    legal_statuses.extend(office, ANALYST, made.id, valid_until=until, reason="SK 301", expected_version=1)
    assert status(office).legal_until == until
    legal_statuses.lift(office, ANALYST, made.id, reason="SK 302", expected_version=2)
    assert status(office).legal_until is None
