"""The schema goes up, down and up again, and Python and database agree about it."""

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from poa_geo.errors import StoreUnavailable
from poa_geo.store import audit, schema
from poa_geo.store.engine import open_engine, writing


def test_schema_goes_up_checks_down_and_up_again(engine: Engine):
    schema.check(engine)
    schema.downgrade(engine, "base")
    own = set(inspect(engine).get_table_names()) - {"spatial_ref_sys", "alembic_version"}
    assert own == set()
    schema.upgrade(engine)
    schema.check(engine)


def test_there_is_one_newest_revision():
    assert len(schema.heads()) == 1


def test_an_empty_database_names_the_command_to_run(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    with pytest.raises(StoreUnavailable, match="poa-geo init"):
        schema.require_current(engine)


@pytest.mark.parametrize("statement", ["UPDATE audit SET action = 'x'", "DELETE FROM audit"])
def test_the_database_itself_refuses_to_change_the_audit_trail(engine: Engine, statement: str):
    with writing(engine) as connection:
        audit.append(connection, b"key", account_id=None, action="test")
    with pytest.raises(DBAPIError, match="append-only"), writing(engine) as connection:
        connection.execute(text(statement))
