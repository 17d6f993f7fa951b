"""What a register shows of a person until an unmasking is granted, and which counts are too small to show."""

from dataclasses import dataclass
from datetime import date

from poa_geo.access.reader import Reader
from poa_geo.domain.record import Identity

SMALLEST_SHOWN = 5
"""Counts of persons from 1 to 4 could point at one of them."""

HIDDEN = "••••••"


@dataclass(frozen=True)
class MaskedIdentity:
    """A person as a register shows one: enough to tell two rows apart, not to name anybody."""

    initials: str
    passport: str | None
    birth_year: str | None
    permit: str | None


def mask_identity(identity: Identity) -> MaskedIdentity:
    """Return an identity behind masks; address, birth place and contact are left out altogether."""
    return MaskedIdentity(
        initials=mask_name(identity.full_name),
        passport=mask_number(identity.passport_number),
        birth_year=mask_birth_date(identity.birth_date),
        permit=mask_number(identity.permit_number),
    )


def mask_name(name: str) -> str:
    """Return the initials of a name: ``"Contoh Satu"`` becomes ``"C. S."``."""
    return " ".join(f"{word[0].upper()}." for word in name.split())


def mask_number(number: str | None) -> str | None:
    """Return a passport or permit number with its first sign and its last two: ``"X••••••12"``.

    The number of dots is fixed, so the length does not show; a short number is hidden whole.
    """
    signs = "".join((number or "").split())
    if not signs:
        return None
    return f"{signs[0]}{HIDDEN}{signs[-2:]}" if len(signs) > SMALLEST_SHOWN else HIDDEN


def mask_birth_date(birth_date: date | None) -> str | None:
    """Return the year only."""
    return str(birth_date.year) if birth_date else None


def hide_small(count: int) -> int | None:
    """Return a count of persons, or None where it is too small to show; nobody at all is shown as 0."""
    return None if 0 < count < SMALLEST_SHOWN else count


def round_for_leaders(count: int) -> int | None:
    """Return a count to the nearest five, or None where it is too small to show."""
    shown = hide_small(count)
    return None if shown is None else (shown + 2) // 5 * 5


def shown_count(reader: Reader, count: int) -> int | None:
    """Return a count of persons as a reader sees it: to the nearest five for those who never see the rows behind it."""
    return hide_small(count) if reader.can("presence.read_masked") else round_for_leaders(count)
