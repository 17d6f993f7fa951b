"""Accounts: who may sign in, as what, and for which regions."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from uuid_utils import uuid7

from poa_geo.access.passwords import check_strength, hash_password, is_password, random_password
from poa_geo.access.reader import Reader, widest_first
from poa_geo.access.roles import role_of
from poa_geo.domain.problem import RowProblem
from poa_geo.domain.region import NATION
from poa_geo.errors import InvalidRecord, NotFound, NotPermitted, UnknownRegion, WrongPassword, mark
from poa_geo.reference import by_code
from poa_geo.services.installation import Installation
from poa_geo.services.sessions import book_of, normalise_username, reader_of
from poa_geo.store import accounts
from poa_geo.store.engine import writing
from poa_geo.texts import LANGUAGES, Language

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")

USERNAME_FORM = mark("Nama pengguna 3 sampai 40 karakter: huruf kecil, angka, titik, garis bawah, atau tanda hubung.")
USERNAME_TAKEN = mark("Nama pengguna {username} sudah dipakai.")
NAME_MISSING = mark("Nama yang ditampilkan belum diisi.")
AGENCY_UNKNOWN = mark("Instansi {agency} tidak dikenal.")
NOT_ONESELF = mark("Akun yang sedang Anda pakai tidak dapat Anda ubah sendiri. Mintalah administrator lain.")
NO_ACCOUNT = mark("Akun {username} tidak ditemukan.")


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What an administrator fills in; `scope` holds region codes, the empty code being the whole country."""

    username: str
    display_name: str
    role: str
    agency: str
    scope: Iterable[str]
    office: str | None = None
    language: Language = "id"


@dataclass(frozen=True)
class Account:
    """An account as the administrator sees it."""

    reader: Reader
    is_disabled: bool
    created_at: datetime


def every(office: Installation, reader: Reader) -> list[Account]:
    """Return all accounts by user name; needs the right ``account.manage``."""
    reader.require("account.manage")
    with office.reading() as connection:
        return [Account(reader_of(row), row["is_disabled"], row["created_at"]) for row in accounts.every(connection)]


def add(
    office: Installation,
    reader: Reader,
    profile: Profile,
    password: str | None = None,
    *,
    account_id: str | None = None,
) -> str:
    """Make an account and return its password, a random one unless one is given.

    Made-up accounts bring their id, because the made-up records name it.

    Raises
    ------
    NotPermitted
        Without the right ``account.manage``.
    InvalidRecord, NotFound, UnknownRegion, PasswordTooWeak
        If user name, name or agency, role, scope or password cannot be used.

    """
    reader.require("account.manage")
    row = _checked(office, profile)
    if password is not None:
        check_strength(password, row["username"])
    password = password or random_password()
    row |= {"id": account_id or str(uuid7()), "is_disabled": False, "created_at": office.now()}
    row["password_hash"] = hash_password(password)
    with office.writing(reader, "account.add") as write:
        if accounts.by_username(write.connection, row["username"]):
            raise InvalidRecord([_problem("username", row["username"], USERNAME_TAKEN, username=row["username"])])
        accounts.insert(write.connection, row)
        write.audit("account", row["id"], fields=row.keys() - {"password_hash"})
    return password


def change(office: Installation, reader: Reader, profile: Profile) -> None:
    """Give the account of that user name another role, scope or office; its open sessions follow at once."""
    reader.require("account.manage")
    new = _checked(office, profile)
    with office.writing(reader, "account.change") as write:
        old = _other_account(write.connection, reader, profile.username)
        accounts.update(write.connection, old["id"], **new)
        write.audit("account", old["id"], fields=[name for name in new if old[name] != new[name]])
    book_of(office.engine).forget_all()


def set_disabled(office: Installation, reader: Reader, username: str, is_disabled: bool) -> None:
    """Lock an account out, with all its sessions, or let it in again."""
    reader.require("account.manage")
    with office.writing(reader, "account.disable" if is_disabled else "account.enable") as write:
        row = _other_account(write.connection, reader, username)
        accounts.update(write.connection, row["id"], is_disabled=is_disabled)
        accounts.delete_sessions_of(write.connection, row["id"])
        write.audit("account", row["id"], fields=["is_disabled"])
    book_of(office.engine).forget_all()


def reset_password(office: Installation, reader: Reader, username: str) -> str:
    """Give an account a new random password, return it, and end the account's sessions."""
    reader.require("account.manage")
    password = random_password()
    _store_password(office, reader, username, password)
    book_of(office.engine).forget_all()
    return password


def change_own_password(office: Installation, reader: Reader, current: str, new: str) -> None:
    """Let a person choose a password; every session of the account ends, so they sign in again.

    Raises
    ------
    WrongPassword
        If the present password is wrong.
    PasswordTooWeak
        If the new one cannot be used.

    """
    check_strength(new, reader.username)
    with office.reading() as connection:
        row = _account(connection, reader.username)
    if not is_password(current, row["password_hash"]):
        raise WrongPassword
    _store_password(office, reader, reader.username, new)
    book_of(office.engine).forget_all()


def set_language(office: Installation, reader: Reader, language: str) -> None:
    """Keep the language a reader chose; no audit row, as it changes nobody's data."""
    if language not in LANGUAGES or reader.account_id is None:
        return
    with writing(office.engine) as connection:
        accounts.update(connection, reader.account_id, language=language)
    book_of(office.engine).forget_all()


def _checked(office: Installation, profile: Profile) -> dict[str, Any]:
    """Return the columns of a profile whose role, regions, name and agency all exist."""
    role_of(profile.role)
    scope = widest_first(profile.scope)
    for code in scope:
        if code != NATION and code not in office.tree:
            raise UnknownRegion(code=code)
    username, display_name = normalise_username(profile.username), profile.display_name.strip()
    problems = []
    if not USERNAME.fullmatch(username):
        problems.append(_problem("username", username, USERNAME_FORM))
    if not display_name:
        problems.append(_problem("display_name", display_name, NAME_MISSING))
    if profile.agency not in by_code("agencies"):
        problems.append(_problem("agency", profile.agency, AGENCY_UNKNOWN, agency=profile.agency))
    if problems:
        raise InvalidRecord(problems)
    return {
        "username": username,
        "display_name": display_name,
        "role": profile.role,
        "agency": profile.agency,
        "office": (profile.office or "").strip() or None,
        "scope": list(scope),
        "language": profile.language,
    }


def _problem(column: str, value: str, message: str, **facts: str) -> RowProblem:
    return RowProblem(column=column, value=value, rule=f"account_{column}", message=message, facts=facts)


def _account(connection: Connection, username: str) -> Mapping[str, Any]:
    row = accounts.by_username(connection, normalise_username(username))
    if row is None:
        raise NotFound(NO_ACCOUNT, username=username)
    return row


def _other_account(connection: Connection, reader: Reader, username: str) -> Mapping[str, Any]:
    """Nobody locks themselves out or raises their own rights."""
    row = _account(connection, username)
    if row["id"] == reader.account_id:
        raise NotPermitted(NOT_ONESELF)
    return row


def _store_password(office: Installation, reader: Reader, username: str, password: str) -> None:
    password_hash = hash_password(password)
    with office.writing(reader, "account.password") as write:
        row = _account(write.connection, username)
        accounts.update(write.connection, row["id"], password_hash=password_hash)
        accounts.delete_sessions_of(write.connection, row["id"])
        write.audit("account", row["id"], fields=["password_hash"])
