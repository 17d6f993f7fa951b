"""The audit trail shows whatever was done behind its back."""

import pytest
from sqlalchemy import Engine, text

from poa_geo.store import audit
from poa_geo.store.engine import is_sqlite, reading, writing

KEY = b"audit key of the test"


@pytest.fixture
def chain(engine: Engine) -> Engine:
    """Six rows, and the guards of the database taken away as an intruder would."""
    for number in range(6):
        with writing(engine) as connection:
            audit.append(connection, KEY, account_id=f"account {number}", action="incident.edit", fields=["title"])
    with writing(engine) as connection:
        if is_sqlite(engine):
            connection.execute(text("DROP TRIGGER audit_refuses_update"))
            connection.execute(text("DROP TRIGGER audit_refuses_delete"))
        else:
            connection.execute(text("DROP TRIGGER audit_is_append_only ON audit"))
    return engine


def broken(engine: Engine, head: tuple[int, str] | None = None) -> list[tuple[int, str]]:
    with reading(engine) as connection:
        return [(link.seq, link.problem) for link in audit.verify(connection, KEY, head)]


def tamper(engine: Engine, *statements: str) -> None:
    with writing(engine) as connection:
        for statement in statements:
            connection.execute(text(statement))


def test_an_untouched_chain_is_whole(chain: Engine):
    assert broken(chain) == []


@pytest.mark.parametrize("column", ["action", "account_id", "fields", "subject_id", "reason", "at"])
def test_a_changed_value_is_found(chain: Engine, column: str):
    value = "2020-01-01 00:00:00" if column == "at" else "x"
    tamper(chain, f"UPDATE audit SET {column} = '{value}' WHERE seq = 3")  # noqa: S608
    assert broken(chain)[0][0] == 3


def test_a_missing_row_is_found(chain: Engine):
    tamper(chain, "DELETE FROM audit WHERE seq = 4")
    assert (4, "missing") in broken(chain)


def test_reordered_rows_are_found(chain: Engine):
    tamper(
        chain,
        "UPDATE audit SET seq = 99 WHERE seq = 2",
        "UPDATE audit SET seq = 2 WHERE seq = 5",
        "UPDATE audit SET seq = 5 WHERE seq = 99",
    )
    assert {seq for seq, _ in broken(chain)} >= {2, 5}


def test_a_cut_tail_is_found_by_an_exported_head(chain: Engine):
    with reading(chain) as connection:
        head = audit.head(connection)
    tamper(chain, "DELETE FROM audit WHERE seq > 4")
    assert broken(chain) == []
    assert broken(chain, head) == [(6, "missing")]


def test_a_forged_row_without_the_key_is_found(chain: Engine):
    with writing(chain) as connection:
        audit.append(connection, b"another key", account_id=None, action="account.add")
    assert broken(chain) == [(7, "changed")]
