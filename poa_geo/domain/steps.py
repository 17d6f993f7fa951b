"""State machines as a table: ``reference/steps.csv`` says which step may follow which; nothing else is possible."""

from functools import lru_cache

from poa_geo.errors import StepNotAllowed
from poa_geo.reference import table


@lru_cache(maxsize=256)
def next_steps(machine: str, state: str) -> tuple[str, ...]:
    """Return the states that may follow a state, in the order of the table."""
    return tuple(row["to_state"] for row in table("steps") if row["machine"] == machine and row["from_state"] == state)


def require_step(machine: str, before: str, after: str) -> None:
    """Stop here unless a step is in the table.

    Raises
    ------
    StepNotAllowed
        If it is not.

    """
    if after not in next_steps(machine, before):
        raise StepNotAllowed(before=before, after=after)
