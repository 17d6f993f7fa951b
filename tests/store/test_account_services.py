"""Accounts, sessions and keys on both databases."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from poa_geo.access import passwords
from poa_geo.access.reader import SYSTEM, Reader
from poa_geo.domain.region import Region, RegionTree
from poa_geo.errors import (
    InvalidRecord,
    NotFound,
    NotPermitted,
    PasswordTooWeak,
    TooManyAttempts,
    UnknownRegion,
    WrongPassword,
)
from poa_geo.services import accounts
from poa_geo.services.accounts import Profile
from poa_geo.services.installation import Installation
from poa_geo.services.keys import create_keys, load_keyring
from poa_geo.services.sessions import (
    ANSWER_AGE,
    ATTEMPT_WINDOW,
    LONGEST_IDLE,
    LONGEST_SESSION,
    TRIES_PER_ACCOUNT,
    TRIES_PER_ADDRESS,
    SessionBook,
    count_alive,
    sign_in,
    sign_out,
)
from poa_geo.settings import load
from poa_geo.store import audit, tables

PASSWORD = "rumah-kayu-ulin"
HERE = "203.0.113.7"
MINUTE = timedelta(minutes=1)
TREE = RegionTree(
    Region(code=code, name=code, level=code.count(".") + 1, type="contoh", lon=117.0, lat=0.0)
    for code in ("64", "64.02", "64.02.05", "64.71")
)


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobody.cache_clear()


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Installation:
    settings = load({"POA_HOME": str(tmp_path)})
    create_keys(settings)
    return Installation(
        settings=settings,
        engine=engine,
        keyring=load_keyring(settings, {}),
        tree=TREE,
        start_day=date(2024, 1, 1),
        is_demo=False,
    )


@pytest.fixture
def book(office: Installation) -> SessionBook:
    """A book of another process: nothing is forgotten in it by hand."""
    return SessionBook(office.engine)


def make_profile(username: str = "operator", **changes: object) -> Profile:
    values = {
        "display_name": "Contoh Operator",
        "role": "operator_kabkota",
        "agency": "kesbangpol",
        "scope": ["64.02"],
    }
    return Profile(username=username, **(values | changes))


@pytest.fixture
def operator(office: Installation) -> str:
    accounts.add(office, SYSTEM, make_profile(), PASSWORD)
    return "operator"


def reader_named(office: Installation, username: str) -> Reader:
    return next(account.reader for account in accounts.every(office, SYSTEM) if account.reader.username == username)


def audit_trail(office: Installation) -> list[tuple[str, str | None]]:
    with office.reading() as connection:
        assert audit.verify(connection, office.keyring.audit_key) == []
        return [
            (row.action, row.fields) for row in connection.execute(tables.audit.select().order_by(tables.audit.c.seq))
        ]


def test_an_account_is_made_with_a_random_password_that_works(office, book):
    password = accounts.add(office, SYSTEM, make_profile(username=" Operator ", scope=["64.02", "64.02.05", "64.71"]))
    session = book.find(sign_in(office, "operator", password, address=HERE))
    assert session.reader.username == "operator"
    assert session.reader.scope == ("64.02", "64.71")
    assert audit_trail(office)[0][0] == "account.add"
    assert "password" not in audit_trail(office)[0][1]


@pytest.mark.parametrize(
    ("changes", "error", "named"),
    [
        ({"username": "x"}, InvalidRecord, "Nama pengguna"),
        ({"username": "a b'; --"}, InvalidRecord, "Nama pengguna"),
        ({"username": "operator"}, InvalidRecord, "sudah dipakai"),
        ({"display_name": "  "}, InvalidRecord, "belum diisi"),
        ({"agency": "kantor_lain"}, InvalidRecord, "kantor_lain"),
        ({"role": "bupati"}, NotFound, "bupati"),
        ({"scope": ["64.99"]}, UnknownRegion, "64.99"),
    ],
)
def test_an_account_that_cannot_be_is_refused_with_the_reason(office, operator, changes, error, named):
    with pytest.raises(error, match=named):
        accounts.add(office, SYSTEM, make_profile(**({"username": "baru"} | changes)))
    assert len(accounts.every(office, SYSTEM)) == 1


def test_a_weak_password_is_refused(office):
    with pytest.raises(PasswordTooWeak):
        accounts.add(office, SYSTEM, make_profile(), "pendek")
    assert accounts.every(office, SYSTEM) == []


def test_only_who_manages_accounts_may(office, operator):
    reader = reader_named(office, "operator")
    for attempt in (
        lambda: accounts.every(office, reader),
        lambda: accounts.add(office, reader, make_profile("baru")),
        lambda: accounts.change(office, reader, make_profile()),
        lambda: accounts.set_disabled(office, reader, "operator", is_disabled=True),
        lambda: accounts.reset_password(office, reader, "operator"),
    ):
        with pytest.raises(NotPermitted):
            attempt()


def test_administrators_cannot_raise_or_lock_out_themselves(office):
    accounts.add(office, SYSTEM, make_profile("admin", role="admin_sistem", scope=[""]))
    admin = reader_named(office, "admin")
    with pytest.raises(NotPermitted, match="sendiri"):
        accounts.change(office, admin, make_profile("admin", role="analis_provinsi"))
    with pytest.raises(NotPermitted, match="sendiri"):
        accounts.set_disabled(office, admin, "admin", is_disabled=True)


def test_a_changed_role_reaches_open_sessions_within_seconds(office, operator, book):
    token, now = sign_in(office, "operator", PASSWORD, address=HERE), office.now()
    assert book.find(token, now=now).reader.role == "operator_kabkota"
    accounts.change(office, SYSTEM, make_profile(role="operator_kecamatan", scope=["64.02.05"]))
    after = book.find(token, now=now + ANSWER_AGE).reader
    assert (after.role, after.scope) == ("operator_kecamatan", ("64.02.05",))
    assert audit_trail(office)[-1] == ("account.change", "role,scope")


def test_a_disabled_account_is_out_within_seconds_and_stays_out_when_enabled_until_it_signs_in(office, operator, book):
    token, now = sign_in(office, "operator", PASSWORD, address=HERE), office.now()
    assert book.find(token, now=now)
    accounts.set_disabled(office, SYSTEM, "operator", is_disabled=True)
    assert book.find(token, now=now + ANSWER_AGE) is None
    with pytest.raises(WrongPassword):
        sign_in(office, "operator", PASSWORD, address=HERE)
    accounts.set_disabled(office, SYSTEM, "operator", is_disabled=False)
    assert book.find(token, now=now + 2 * ANSWER_AGE) is None
    assert book.find(sign_in(office, "operator", PASSWORD, address=HERE))


def test_a_new_password_ends_every_session_of_the_account(office, operator, book):
    token, now = sign_in(office, "operator", PASSWORD, address=HERE), office.now()
    new = accounts.reset_password(office, SYSTEM, "operator")
    assert book.find(token, now=now) is None
    with pytest.raises(WrongPassword):
        sign_in(office, "operator", PASSWORD, address=HERE)
    assert book.find(sign_in(office, "operator", new, address=HERE))


def test_people_change_their_own_password_by_knowing_the_present_one(office, operator, book):
    reader = reader_named(office, "operator")
    with pytest.raises(WrongPassword):
        accounts.change_own_password(office, reader, "salah", "perahu-ketinting")
    with pytest.raises(PasswordTooWeak):
        accounts.change_own_password(office, reader, PASSWORD, "operator-operator")
    accounts.change_own_password(office, reader, PASSWORD, "perahu-ketinting")
    assert book.find(sign_in(office, "operator", "perahu-ketinting", address=HERE))


def test_the_chosen_language_is_kept(office, operator, book):
    token, now = sign_in(office, "operator", PASSWORD, address=HERE), office.now()
    accounts.set_language(office, book.find(token, now=now).reader, "en")
    accounts.set_language(office, book.find(token, now=now).reader, "xx")
    assert book.find(token, now=now + ANSWER_AGE).reader.language == "en"


def test_a_session_ends_when_nobody_uses_it(office, operator, book):
    now = office.now()
    token = sign_in(office, "operator", PASSWORD, address=HERE, now=now)
    assert book.find(token, now=now + LONGEST_IDLE - MINUTE, is_activity=False)
    assert book.find(token, now=now + LONGEST_IDLE) is None


def test_use_keeps_a_session_alive_across_processes_and_a_self_refreshing_screen_does_not(office, operator, book):
    now = office.now()
    token = sign_in(office, "operator", PASSWORD, address=HERE, now=now)
    used_at = now + LONGEST_IDLE - MINUTE
    assert book.find(token, now=used_at)
    book._clerk.submit(int).result()  # what was queued before is written
    assert SessionBook(office.engine).find(token, now=used_at + LONGEST_IDLE - MINUTE, is_activity=False)
    assert book.find(token, now=used_at + LONGEST_IDLE) is None


def test_no_use_keeps_a_session_alive_for_ever(office, operator, book):
    now = office.now()
    token = sign_in(office, "operator", PASSWORD, address=HERE, now=now)
    at, found = now, []
    while at < now + LONGEST_SESSION:
        at += LONGEST_IDLE / 2
        found.append(book.find(token, now=at) is not None)
    assert found == [True] * (len(found) - 1) + [False]


def test_signing_out_ends_the_session_and_only_that_one(office, operator, book):
    tokens, now = [sign_in(office, "operator", PASSWORD, address=HERE) for _ in range(2)], office.now()
    assert count_alive(office) == 2
    sign_out(office, tokens[0], address=HERE)
    sign_out(office, tokens[0], address=HERE)
    assert [book.find(token, now=now) is not None for token in tokens] == [False, True]
    assert [action for action, _ in audit_trail(office)].count("session.end") == 1


@pytest.mark.parametrize("token", [None, "", "x", "x" * 10_000, "\udcff"])
def test_a_token_nobody_was_given_finds_nothing(book, token):
    assert book.find(token) is None


def test_tries_on_one_account_are_slowed_down_from_any_address_and_told_for_how_long(office, operator):
    now = office.now()
    for number in range(TRIES_PER_ACCOUNT):
        with pytest.raises(WrongPassword):
            sign_in(office, "operator", "salah", address=f"203.0.113.{number}", now=now)
    with pytest.raises(TooManyAttempts, match="16 menit"):
        sign_in(office, "operator", PASSWORD, address="198.51.100.1", now=now)
    assert sign_in(office, "operator", PASSWORD, address=HERE, now=now + ATTEMPT_WINDOW)


def test_tries_from_one_address_are_slowed_down_over_all_accounts(office, operator):
    now = office.now()
    for number in range(TRIES_PER_ADDRESS):
        with pytest.raises(WrongPassword):
            sign_in(office, f"orang{number}", "salah", address=HERE, now=now)
    with pytest.raises(TooManyAttempts):
        sign_in(office, "operator", PASSWORD, address=HERE, now=now)
    assert sign_in(office, "operator", PASSWORD, address="198.51.100.1", now=now)


def test_a_success_forgets_the_failures_of_the_account(office, operator):
    for _ in range(2):
        for _ in range(TRIES_PER_ACCOUNT - 1):
            with pytest.raises(WrongPassword):
                sign_in(office, "operator", "salah", address=HERE)
        assert sign_in(office, "operator", PASSWORD, address=HERE)


def test_refusals_are_in_the_audit_trail_without_what_was_typed(office, operator):
    for name in ("operator", "kata sandi saya"):
        with pytest.raises(WrongPassword):
            sign_in(office, name, "salah", address=HERE)
    assert [action for action, _ in audit_trail(office)[-2:]] == ["session.refuse", "session.refuse"]
    with office.reading() as connection:
        kept = str(connection.execute(tables.audit.select()).all())
        kept += str(connection.execute(tables.login_attempt.select()).all())
    assert "kata sandi saya" not in kept
