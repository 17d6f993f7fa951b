"""Roles and their rights, as ``reference/roles.csv`` and ``rights.csv`` say. Data decides: a new role is a row."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from poa_geo.domain.record import CLASSIFICATIONS, Classification
from poa_geo.errors import NotFound, mark
from poa_geo.reference import by_code, label, table

NO_SUCH_ROLE = mark("Peran {role} tidak dikenal. Pilih salah satu: {roles}.")


@dataclass(frozen=True)
class Role:
    """A kind of account: what it may do, and the most closed classification it may read."""

    code: str
    rights: frozenset[str]
    max_classification: Classification

    def label(self, language: str = "id") -> str:
        """Return what people call the role."""
        return label("roles", self.code, language)


@lru_cache(maxsize=1)
def roles() -> Mapping[str, Role]:
    """Return every role an account may have, by code."""
    return {code: Role(code, _rights_of(code), _clearance(row)) for code, row in by_code("roles").items()}


@lru_cache(maxsize=1)
def all_rights() -> frozenset[str]:
    """Return every right some role has; asking for another is a slip of the program."""
    return frozenset(row["right"] for row in table("rights"))


def role_of(code: str) -> Role:
    """Return a role by its code.

    Raises
    ------
    NotFound
        If there is no such role; the sentence lists those there are.

    """
    try:
        return roles()[code]
    except KeyError:
        raise NotFound(NO_SUCH_ROLE, role=code, roles=", ".join(roles())) from None


def _rights_of(role: str) -> frozenset[str]:
    return frozenset(row["right"] for row in table("rights") if row["role"] == role)


def _clearance(row: Mapping[str, str]) -> Classification:
    return next(name for name in CLASSIFICATIONS if name == row["max_classification"])
