"""The screen of warnings: what waits, what is open, what it came to; and a day as it was known."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import _open
from made_up import Open, make_person, texts

from poa_geo.access.reader import SYSTEM
from poa_geo.domain.region import is_within
from poa_geo.reference import table
from poa_geo.risk.calendar_days import known_days
from poa_geo.risk.flaps import measure_flaps
from poa_geo.risk.watch_list import calm
from poa_geo.services import alerts, warnings
from poa_geo.services.daily import run_daily
from poa_geo.services.installation import Installation
from poa_geo.services.read_model import read_model_of
from poa_geo.services.replay import end_of
from poa_geo.services.situation import scores
from poa_geo.services.warnings import LedgerLine, options
from poa_geo.services.watch_list import watch_list
from poa_geo.ui.warnings import ledger_line


@pytest.fixture(scope="module")
def run_office(full_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The demo after its daily run of two years."""
    home = tmp_path_factory.mktemp("run") / "home"
    shutil.copytree(full_home, home)
    office = _open(home)
    run_daily(office)
    yield office
    office.engine.dispose()


@pytest.mark.parametrize("role", ["analis_provinsi", "pimpinan", "operator_kabkota", "operator_kecamatan"])
@pytest.mark.parametrize("part", ["terbuka", "prakiraan", "buku"])
def test_every_part_of_the_screen_opens_for_who_may_see_risk(
    run_office: Installation, open_screen: Open, role: str, part: str
) -> None:
    app = open_screen(run_office, make_person(role), "peringatan", bagian=part)
    assert [error.value for error in app.error] == []
    assert not app.exception


def test_an_open_warning_tells_why_and_what_can_be_done(run_office: Installation, open_screen: Open) -> None:
    person = make_person()
    found = warnings.open_warnings(run_office, person, level=2)
    assert found
    shown = texts(open_screen(run_office, person, "peringatan"))
    for one in found:
        assert one.region_name in shown
        assert len(one.options) in (2, 3)
    assert any(one.reason and one.reason in shown for one in found)


def test_whoever_is_named_looks_after_a_warning_and_a_leader_names_nobody(
    run_office: Installation, open_screen: Open
) -> None:
    person = make_person()
    warning = warnings.open_warnings(run_office, person, level=2)[0]
    warnings.set_owner(run_office, person, warning.id, "Kesbangpol <Kabupaten>")
    shown = texts(open_screen(run_office, person, "peringatan"))
    assert "Kesbangpol &lt;Kabupaten&gt;" in shown
    app = open_screen(run_office, make_person("pimpinan"), "peringatan")
    assert not [button for button in app.button if button.label == "Simpan penanggung jawab"]


def test_what_was_seen_leaves_the_inbox(run_office: Installation, open_screen: Open) -> None:
    person = make_person()
    assert alerts.waiting(run_office, person)
    app = open_screen(run_office, person, "peringatan")
    app.button(key="acknowledge").click().run()
    assert "0 pemberitahuan baru" in texts(app)
    assert alerts.waiting(run_office, person) == 0


def test_counts_of_permits_below_five_are_hidden_and_no_alert_names_a_person(run_office: Installation) -> None:
    found = [*alerts.inbox(run_office, SYSTEM), *alerts.inbox(run_office, SYSTEM, is_open=False)]
    permits = [one for one in found if one.kind == "permit_expiry"]
    assert permits
    assert all(one.count is None or one.count >= 5 for one in permits)
    assert {name for one in found for name in one.facts} <= {
        "before", "band", "points", "this_week", "mean", "last", "due_on", "classification", "week",
    }  # fmt: skip


def test_the_first_screen_tells_what_warnings_came_to_in_one_line(run_office: Installation, open_screen: Open) -> None:
    line = warnings.ledger_line(run_office, make_person("pimpinan"))
    assert line.hits + line.false_alarms + line.misses > 0
    shown = texts(open_screen(run_office, make_person("pimpinan"), "ringkasan"))
    assert f"{line.hits} terbukti, {line.false_alarms} tidak terbukti, {line.misses} kejadian luput" in shown


def test_a_ledger_without_outcomes_says_so() -> None:
    assert "Belum ada peringatan yang hasilnya diketahui." in ledger_line(LedgerLine(0, 0, 0, None))


def test_a_past_day_can_be_seen_as_it_was_known(run_office: Installation, open_screen: Open) -> None:
    day = run_office.today() - timedelta(days=40)
    app = open_screen(run_office, make_person(), "peta", sampai=day.isoformat(), **{"saat-itu": "1"})
    assert not app.error
    assert "seperti diketahui pada akhir hari itu" in " ".join(caption.value for caption in app.caption)
    known = {one.code: one for one in scores(run_office, SYSTEM, day, region="64", known_at=end_of(day, run_office))}
    assert f"{known['64'].score:.1f}".replace(".", ",") in texts(app)


def test_the_stated_budget_of_restless_colours_is_kept_on_the_demo(run_office: Installation) -> None:
    found = warnings.flaps(run_office, make_person())
    assert found.cells > 0
    assert found.is_kept


def test_flaps_count_every_region_and_month() -> None:
    changes = [("64.02", date(2026, 1, 3)), ("64.02", date(2026, 1, 9)), ("64.71", date(2026, 2, 1))]
    found = measure_flaps(changes, 2, date(2026, 1, 1), date(2026, 2, 28))
    assert (found.cells, found.mean) == (4, 0.75)


def test_the_watch_list_ranks_only_regions_that_were_quiet_for_a_year(run_office: Installation) -> None:
    facts, today = read_model_of(run_office).facts(), run_office.today()
    is_calm = calm(facts.outcomes, run_office.tree, today.toordinal())
    for one in watch_list(run_office, make_person(), level=3):
        index = run_office.tree.index(one.code)
        assert is_calm[index]
        since = (today - timedelta(days=364)).toordinal()
        assert not len(facts.outcomes.inside(run_office.tree, index, since, today.toordinal(), 6.0))


def test_known_days_return_every_year_and_stay_in_their_region() -> None:
    labour = [day.first for day in known_days("", date(2026, 1, 1), date(2028, 1, 1)) if day.code == "hari_buruh"]
    assert labour == [date(2026, 5, 1), date(2027, 5, 1)]
    elsewhere = {day.code for day in known_days("73", date(2026, 1, 1), date(2026, 12, 31))}
    local = {
        row["code"] for row in table("calendar_days") if row["region_code"] and not is_within("73", row["region_code"])
    }
    assert local
    assert not local & elsewhere


def test_there_are_two_or_three_responses_for_every_stage_and_colour(run_office: Installation) -> None:
    for stage in table("stages"):
        for band in ("kuning", "merah"):
            assert len(options(stage["code"], band, run_office.today())) in (2, 3)
