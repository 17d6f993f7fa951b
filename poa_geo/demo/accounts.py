"""Accounts of the demo: one for each role, and a second analyst, because grave assessments need another reader."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from poa_geo.demo.chance import moment_on, new_id, stream, table
from poa_geo.domain.region import NATION


@dataclass(frozen=True)
class DemoAccount:
    """An account without a password: whoever creates it draws one and prints it once."""

    id: str
    username: str
    display_name: str
    role: str
    scope: tuple[str, ...]
    office: str
    agency: str


def make_accounts(first_day: date, seed: int) -> Iterator[DemoAccount]:
    """Yield the accounts; they are older than every record of the demo."""
    random = stream(seed, "accounts")
    moment = moment_on(first_day - timedelta(days=1), random)
    for row in table("accounts"):
        scope = (row["scope"] or NATION,)
        yield DemoAccount(
            new_id(moment, random),
            row["username"],
            row["display_name"],
            row["role"],
            scope,
            row["office"],
            row["agency"],
        )
