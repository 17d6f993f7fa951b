"""State machines are what their table says: no other step, no unknown state, a way to an end from everywhere."""

from itertools import product

import pytest

from poa_geo.domain.steps import next_steps, require_step
from poa_geo.errors import StepNotAllowed
from poa_geo.reference import by_code, table

STATES = {"report": "report_states", "action": "action_statuses"}
MACHINES = sorted({row["machine"] for row in table("steps")})


def states_of(machine: str) -> set[str]:
    rows = [row for row in table("steps") if row["machine"] == machine]
    return {row[end] for row in rows for end in ("from_state", "to_state")}


@pytest.mark.parametrize("machine", MACHINES)
def test_only_the_steps_of_the_table_are_possible(machine: str) -> None:
    written = {(row["from_state"], row["to_state"]) for row in table("steps") if row["machine"] == machine}
    for before, after in product(states_of(machine), repeat=2):
        if (before, after) in written:
            require_step(machine, before, after)
        else:
            with pytest.raises(StepNotAllowed):
                require_step(machine, before, after)


@pytest.mark.parametrize(("machine", "vocabulary"), STATES.items())
def test_every_state_has_a_label_and_every_open_one_leads_to_an_end(machine: str, vocabulary: str) -> None:
    rows = by_code(vocabulary)
    assert states_of(machine) == set(rows)
    for state, row in rows.items():
        reached, waiting = {state}, [state]
        while waiting:
            for after in next_steps(machine, waiting.pop()):
                if after not in reached:
                    reached.add(after)
                    waiting.append(after)
        assert row["is_closed"] == "1" or any(rows[one]["is_closed"] == "1" for one in reached)


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_public_reads_what_each_state_of_a_report_means(language: str) -> None:
    assert all(row[f"public_{language}"] for row in table("report_states"))
