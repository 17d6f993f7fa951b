"""Signing in and out, and whose session a token is.

A session is a row; its token is a random value in the browser's cookie, and only the token's hash is stored. A
`SessionBook` keeps answers for a few seconds, so that many requests cost one query, and forgets a session at once when
it is ended in the same process.
"""

import hashlib
import logging
import secrets
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Engine

from poa_geo.access.passwords import is_password
from poa_geo.access.reader import SYSTEM, Reader
from poa_geo.errors import PoaError, TooManyAttempts, WrongPassword
from poa_geo.services.installation import Installation
from poa_geo.store import accounts
from poa_geo.store.engine import reading, writing

SESSION_COOKIE = "poa_sesi"
LONGEST_SESSION = timedelta(hours=12)
LONGEST_IDLE = timedelta(minutes=60)
ANSWER_AGE = timedelta(seconds=3)
"""How long a session found is believed: an account disabled elsewhere is out after that."""

ACTIVITY_STEP = timedelta(minutes=1)
"""Activity is written down at most this often."""

ATTEMPT_WINDOW = timedelta(minutes=15)
TRIES_PER_ACCOUNT = 10
TRIES_PER_ADDRESS = 40  # an office behind one address shares it

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Session:
    """A signed-in reader; `csrf_token` goes into forms that the server renders."""

    reader: Reader
    csrf_token: str
    last_seen_at: datetime
    expires_at: datetime

    def is_over(self, now: datetime) -> bool:
        """Say whether the session has run out, by age or by idleness."""
        return now >= self.expires_at or now - self.last_seen_at >= LONGEST_IDLE


class SessionBook:
    """The sessions of one database as this process last saw them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[str, tuple[datetime, Session]] = {}
        self._clerk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sessions")

    def remembers(self, token: str, now: datetime | None = None) -> bool:
        """Say whether `find` can answer without asking the database."""
        seen_at, _ = self._known.get(hash_token(token), (None, None))
        return seen_at is not None and timedelta(0) <= (now or datetime.now(UTC)) - seen_at < ANSWER_AGE

    def find(self, token: str | None, *, is_activity: bool = True, now: datetime | None = None) -> Session | None:
        """Return the session of a token, or None where it is unknown, over, or its account disabled.

        Parameters
        ----------
        token : str or None
            The value of the cookie `SESSION_COOKIE`.
        is_activity : bool
            Whether a person did something; a screen that refreshes itself does not keep a session alive.

        """
        if not token:
            return None
        now, key = now or datetime.now(UTC), hash_token(token)
        seen_at, session = self._known.get(key, (now, None))
        if session is None or not self.remembers(token, now):
            seen_at, session = now, self._look_up(key, session)
        if session is None or session.is_over(now):
            self._known.pop(key, None)
            return None
        self._known[key] = (seen_at, self._after_activity(key, session, now) if is_activity else session)
        return session

    def forget(self, token: str) -> None:
        """Ask the database again the next time this token comes."""
        self._known.pop(hash_token(token), None)

    def forget_all(self) -> None:
        """Ask the database again for everybody: an account was changed."""
        self._known.clear()

    def _look_up(self, key: str, before: Session | None) -> Session | None:
        with reading(self._engine) as connection:
            row = accounts.find_session(connection, key)
        if row is None:
            return None
        session = _session_of(row)
        seen_here = before.last_seen_at if before else session.last_seen_at
        return replace(session, last_seen_at=max(session.last_seen_at, seen_here))

    def _after_activity(self, key: str, session: Session, now: datetime) -> Session:
        if now - session.last_seen_at < ACTIVITY_STEP:
            return session
        self._clerk.submit(self._write_activity, key, now)  # never waits for a long import to finish writing
        return replace(session, last_seen_at=now)

    def _write_activity(self, key: str, now: datetime) -> None:
        try:
            with writing(self._engine) as connection:
                accounts.touch_session(connection, key, now)
        except PoaError as error:
            log.warning("activity of a session not written: %s", error)


@lru_cache(maxsize=4)
def book_of(engine: Engine) -> SessionBook:
    """Return the one book this process keeps for a database."""
    return SessionBook(engine)


def sign_in(office: Installation, username: str, password: str, *, address: str, now: datetime | None = None) -> str:
    """Start a session and return its token, always a fresh one.

    Raises
    ------
    TooManyAttempts
        If the account or the address tried too often; nothing is checked then.
    WrongPassword
        If name or password are wrong or the account is disabled; it does not say which, and takes as long.

    """
    now, username, address = now or office.now(), normalise_username(username), address[:64]
    _note_attempt(office, username, address, now)
    with office.reading() as connection:
        account = accounts.by_username(connection, username)
    usable = account if account and not account["is_disabled"] else None
    if not is_password(password, usable["password_hash"] if usable else None) or usable is None:
        with office.writing(SYSTEM, "session.refuse") as write:
            write.audit("account", account["id"] if account else None, address=address)
        raise WrongPassword
    token = secrets.token_urlsafe(32)
    with office.writing(reader_of(usable), "session.start") as write:
        accounts.delete_attempts(write.connection, key=_account_key(username))
        accounts.delete_sessions_over(write.connection, now, now - LONGEST_IDLE)
        accounts.insert_session(write.connection, _new_session(token, usable["id"], address, now))
        write.audit("account", usable["id"], address=address)
    return token


def sign_out(office: Installation, token: str, *, address: str) -> None:
    """End a session, here at once and in other processes within `ANSWER_AGE`."""
    session = book_of(office.engine).find(token, is_activity=False)
    if session is None:
        return
    with office.writing(session.reader, "session.end") as write:
        accounts.delete_session(write.connection, hash_token(token))
        write.audit("account", session.reader.account_id, address=address[:64])
    book_of(office.engine).forget(token)


def count_alive(office: Installation) -> int:
    """Return how many sessions are alive."""
    now = office.now()
    with office.reading() as connection:
        return accounts.count_sessions(connection, now, now - LONGEST_IDLE)


def hash_token(token: str) -> str:
    """Return what is stored of a token; it has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def normalise_username(username: str) -> str:
    """Return a user name as it is stored: people do not mind capitals and stray spaces."""
    return username.strip().casefold()


def reader_of(row: Mapping[str, Any]) -> Reader:
    """Return the reader an account row stands for."""
    return Reader(
        account_id=row["id"],
        username=row["username"],
        display_name=row["display_name"],
        role=row["role"],
        agency=row["agency"],
        office=row["office"],
        scope=tuple(row["scope"]),
        language="en" if row["language"] == "en" else "id",
    )


def _session_of(row: Mapping[str, Any]) -> Session:
    return Session(reader_of(row), row["csrf_token"], row["last_seen_at"], row["expires_at"])


def _new_session(token: str, account_id: str, address: str, now: datetime) -> dict[str, Any]:
    return {
        "token_hash": hash_token(token),
        "account_id": account_id,
        "csrf_token": secrets.token_urlsafe(32),
        "created_at": now,
        "last_seen_at": now,
        "expires_at": now + LONGEST_SESSION,
        "address": address,
    }


def _note_attempt(office: Installation, username: str, address: str, now: datetime) -> None:
    """Count the try before checking it, so that tries side by side cannot slip through together."""
    limits = {_account_key(username): TRIES_PER_ACCOUNT, f"address:{address}": TRIES_PER_ADDRESS}
    with writing(office.engine) as connection:
        accounts.delete_attempts(connection, until=now - ATTEMPT_WINDOW)
        for key, limit in limits.items():
            tries = accounts.attempts_since(connection, key, now - ATTEMPT_WINDOW)
            if len(tries) >= limit:
                wait = tries[-limit] + ATTEMPT_WINDOW - now
                raise TooManyAttempts(minutes=int(wait.total_seconds() // 60) + 1)
        accounts.insert_attempts(connection, limits, now)


def _account_key(username: str) -> str:
    """Return the key of an account's tries; a hash, as people type passwords into the wrong field."""
    return "account:" + hashlib.sha256(username.encode()).hexdigest()[:32]
