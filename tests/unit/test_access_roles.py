"""Who may do what: the rights that the roles have, and what each may see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poa_geo.access.reader import SYSTEM, Reader, widest_first
from poa_geo.access.roles import all_rights, role_of, roles
from poa_geo.domain.record import CLASSIFICATIONS
from poa_geo.domain.region import NATION
from poa_geo.errors import NotFound, NotPermitted
from poa_geo.reference import table

CODES = st.sampled_from([NATION, "64", "64.02", "64.02.05", "64.71", "64.71.01", "73", "73.01", "6", "64.0"])


def make_reader(role: str = "analis_provinsi", *scope: str) -> Reader:
    return Reader(
        account_id="a1", username="contoh", display_name="Contoh", role=role, agency="kesbangpol", scope=scope
    )


def test_every_right_belongs_to_a_role_that_exists_and_stands_once():
    rows = [(row["role"], row["right"]) for row in table("rights")]
    assert {role for role, _ in rows} == set(roles())
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("role", ["pimpinan", "admin_sistem", "auditor", "operator_kecamatan", "mitra"])
def test_rows_of_persons_are_closed_to_those_who_need_only_counts_or_nothing(role):
    reader = make_reader(role)
    assert not any(reader.can(right) for right in ("presence.read_masked", "presence.unmask", "presence.write"))


def test_administrators_run_the_system_and_see_no_report():
    assert role_of("admin_sistem").rights == {
        "account.manage", "boundary.import", "reference.edit", "retention.run", "key.rotate",
        "channel.manage",
    }  # fmt: skip
    assert role_of("auditor").rights == {"audit.read"}


def test_only_verifier_and_analyst_verify_and_nobody_manages_accounts_but_the_administrator():
    assert {code for code, role in roles().items() if "incident.verify" in role.rights} == {
        "analis_provinsi",
        "verifikator_kabkota",
    }
    assert {code for code, role in roles().items() if "account.manage" in role.rights} == {"admin_sistem"}


def test_a_missing_right_is_refused_and_a_misspelt_one_is_a_slip_of_the_program():
    with pytest.raises(NotPermitted):
        make_reader("pimpinan").require("incident.write")
    with pytest.raises(ValueError, match=r"incident\.wirte"):
        make_reader().can("incident.wirte")


def test_an_unknown_role_is_named_with_those_that_exist():
    with pytest.raises(NotFound, match=r"bupati.*pimpinan"):
        make_reader("bupati").can("export")


def test_the_system_may_do_and_see_everything():
    assert all(SYSTEM.can(right) for right in all_rights())
    assert SYSTEM.may_see_region("94.05.01")
    assert SYSTEM.may_see_region(None)
    assert all(SYSTEM.may_see_classification(name) for name in CLASSIFICATIONS)


@pytest.mark.parametrize(
    ("code", "is_seen"),
    [("64.02", True), ("64.02.05", True), ("64.02.05.2001", True), ("64", False), ("64.03", False), ("64.021", False)],
)
def test_scope_reaches_the_region_and_everything_inside_it_and_nothing_else(code, is_seen):
    reader = make_reader("operator_kabkota", "64.02")
    assert reader.may_see_region(code) is is_seen
    if not is_seen:
        with pytest.raises(NotPermitted, match=code):
            reader.require_region(code)


def test_a_record_without_a_place_is_for_those_who_watch_a_whole_provinsi():
    assert make_reader("analis_provinsi", "64").may_see_region(None)
    assert make_reader("analis_provinsi", NATION).may_see_region(None)
    assert not make_reader("verifikator_kabkota", "64.02", "64.71").may_see_region(None)


def test_an_account_without_scope_sees_no_region():
    assert not make_reader("mitra").may_see_region("64")
    assert not make_reader("mitra").may_see_region(None)


def test_a_question_about_a_provinsi_is_cut_to_the_parts_in_scope():
    reader = make_reader("mitra", "64.02", "64.71")
    assert reader.scope_within("64") == ("64.02", "64.71")
    assert reader.scope_within("64.02.05") == ("64.02.05",)
    assert reader.scope_within("73") == ()


@given(st.lists(CODES), CODES)
def test_a_scope_without_repetition_reaches_exactly_as_far(scope, code):
    short, long = make_reader("mitra", *widest_first(scope)), make_reader("mitra", *scope)
    assert short.may_see_region(code) == long.may_see_region(code)
    assert len(short.scope) <= len(set(scope))


@given(st.lists(CODES), CODES, CODES)
def test_an_answer_reaches_what_lies_in_the_scope_and_in_the_question(scope, asked, code):
    reader, question = make_reader("mitra", *scope), make_reader("mitra", asked)
    answer = make_reader("mitra", *reader.scope_within(asked))
    assert answer.may_see_region(code) == (reader.may_see_region(code) and question.may_see_region(code))


def test_clearance_opens_its_own_classification_and_the_more_open_ones():
    seen = {name for name in CLASSIFICATIONS if make_reader("operator_kabkota").may_see_classification(name)}
    assert seen == {"biasa", "terbatas"}
    assert make_reader("analis_provinsi").clearance == 2
    assert not make_reader("analis_provinsi").may_see_classification("sangat rahasia")
