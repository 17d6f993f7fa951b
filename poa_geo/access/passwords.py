"""Passwords: argon2 at rest, random ones for new accounts, the same effort for accounts that do not exist."""

import secrets
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from poa_geo.errors import PasswordTooWeak

LONGEST_PASSWORD = 256
SHORTEST_PASSWORD = 10
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # no i, l, o, 0, 1: people read these out and type them
GROUPS, GROUP_LENGTH = 4, 4  # 16 signs of 31: 79 random bits

_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


def hash_password(password: str) -> str:
    """Return what may be stored of a password."""
    return _hasher.hash(password)


def is_password(password: str, password_hash: str | None) -> bool:
    """Say whether a password fits; without a hash it takes as long and says no."""
    if len(password) > LONGEST_PASSWORD:
        return False
    try:
        return _hasher.verify(password_hash or _nobody(), password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def random_password() -> str:
    """Return a password for a new account, such as ``"k7mw-q2xd-…"``, to be handed over once."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))


def check_strength(password: str, username: str) -> None:
    """Refuse a chosen password that is too short, too long or made of the user name.

    Raises
    ------
    PasswordTooWeak
        If it is.

    """
    fits = SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD
    if not fits or username.casefold() in password.casefold():
        raise PasswordTooWeak(shortest=SHORTEST_PASSWORD, longest=LONGEST_PASSWORD)


@lru_cache(maxsize=1)
def _nobody() -> str:
    return _hasher.hash(secrets.token_urlsafe())
