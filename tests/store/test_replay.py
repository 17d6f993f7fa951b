"""A replayed day is the day as it was: late and corrected reports change today, never the past."""

from datetime import date, timedelta

import pytest
from support import FIRST_DAY, make_incident, make_reader
from test_daily import DAYS, instant, store_a_history

from poa_geo.access.reader import SYSTEM
from poa_geo.domain.filter import Filter
from poa_geo.risk.method import method_version
from poa_geo.services import daily, replay_day
from poa_geo.services.daily import run_daily
from poa_geo.services.installation import Installation
from poa_geo.services.replay import end_of
from poa_geo.services.replay_day import stored_paths
from poa_geo.services.situation import explain, scores, situation
from poa_geo.store import ledger, records

LAST = FIRST_DAY + timedelta(days=DAYS)


@pytest.fixture
def walked(office: Installation) -> Installation:
    store_a_history(office, 5, LAST)
    run_daily(office, LAST)
    return office


def stored_bands(office: Installation, day: date) -> dict[str, str]:
    with office.reading() as connection:
        rows = ledger.band_days(connection, method_version(), until=day)
    return {row["region_code"]: row["band"] for row in rows}


def test_replaying_a_day_gives_the_bands_and_scores_that_were_stored_on_it(walked: Installation):
    with walked.reading() as connection:
        changes = [row for row in ledger.band_days(connection, method_version()) if row["day"] >= FIRST_DAY]
    assert changes
    for day in sorted({row["day"] for row in changes}):
        told = {one.code: one for one in scores(walked, SYSTEM, day, known_at=end_of(day, walked))}
        stored = stored_bands(walked, day)
        assert {code: one.band for code, one in told.items() if one.band != "abu"} == {
            code: band for code, band in stored.items() if band != "abu"
        }
        for row in changes:
            if row["day"] == day:
                assert told[row["region_code"]].score == row["score"]


def test_a_late_report_changes_what_we_know_of_a_day_but_not_what_we_knew(walked: Installation):
    day, reader = FIRST_DAY + timedelta(days=60), make_reader()
    where = Filter(region="64.74", since=FIRST_DAY, until=day)
    before = situation(walked, reader, where, day, known_at=end_of(day, walked))
    with walked.writing(SYSTEM, "incident.import") as write:
        late = make_incident(
            event_date=day, region_code="64.74.01", deaths=12, recorded_at=instant(LAST), known_from=instant(day)
        )
        records.insert(write.connection, "incident", [vars(late)])
        write.audit("incident")
    replay_day._stored_day.cache_clear()
    after = situation(walked, reader, where, day, known_at=end_of(day, walked))
    assert (after.focus, after.incident_count, after.incidents) == (
        before.focus,
        before.incident_count,
        before.incidents,
    )
    in_hindsight = situation(walked, reader, where, day)
    assert in_hindsight.focus.score > after.focus.score
    assert in_hindsight.incident_count == after.incident_count + 1


def test_a_correction_is_not_in_the_list_of_the_day_before_it(walked: Installation):
    day, reader = FIRST_DAY + timedelta(days=90), make_reader()
    first = make_incident(
        event_date=day, region_code="64.74.01", title="Judul pertama", recorded_at=instant(day), known_from=instant(day)
    )
    second = first.changed(version=2, title="Judul kedua", recorded_at=instant(LAST), known_from=instant(LAST))
    with walked.writing(SYSTEM, "incident.import") as write:
        records.insert(write.connection, "incident", [vars(first)])
        records.replace_rows(write.connection, "incident", [vars(second)])
        write.audit("incident")
    replay_day._stored_day.cache_clear()
    where = Filter(region="64.74", since=day, until=day)
    then = situation(walked, reader, where, day, known_at=end_of(day, walked))
    assert [one.title for one in then.incidents] == ["Judul pertama"]
    assert [one.title for one in situation(walked, reader, where, day).incidents] == ["Judul kedua"]


def test_the_shares_of_a_replayed_day_add_up_to_its_score(walked: Installation):
    day = FIRST_DAY + timedelta(days=70)
    told = explain(walked, make_reader(), "64.02", day, known_at=end_of(day, walked))
    assert told.score > 0
    assert sum(piece.share for piece in told.pieces) == pytest.approx(told.score)


def test_a_new_method_walks_anew_and_both_lines_are_shown(walked: Installation, monkeypatch: pytest.MonkeyPatch):
    reader, old = make_reader(), method_version()
    [line] = stored_paths(walked, reader, "64.02", since=FIRST_DAY)
    monkeypatch.setattr(daily, "method_version", lambda: "metode-baru")
    run_daily(walked, LAST)
    both = stored_paths(walked, reader, "64.02", since=FIRST_DAY)
    assert [path.method for path in both] == ["metode-baru", old]
    assert both[1] == line
    assert both[0].steps == line.steps  # the made-up method differs in name only
