"""Fast inserts of many rows: COPY on PostgreSQL, the driver's executemany on SQLite. The same rows either way."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import JSON, Connection, Table

from poa_geo.store.engine import is_sqlite

Converter = Callable[[Any], Any]
CHUNK_ROWS = 20_000


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all have the same columns; an empty text is stored as NULL on both databases.

    Parameters
    ----------
    connection : Connection
        Inside the caller's transaction.
    table : Table
    rows : sequence of mappings, length n
        Column name → Python value. Columns that the first row lacks take their server default.

    """
    if not rows:
        return
    columns = [column for column in table.columns if column.name in rows[0]]
    names = [column.name for column in columns]
    converters = [_converter(connection, column.type) for column in columns]
    write = _execute_many if is_sqlite(connection) else _copy
    for start in range(0, len(rows), CHUNK_ROWS):
        chunk = rows[start : start + CHUNK_ROWS]
        values = [
            _plain([row[name] for row in chunk], convert) for name, convert in zip(names, converters, strict=True)
        ]
        write(connection, table.name, names, list(zip(*values, strict=True)))


def _plain(values: Sequence[Any], convert: Converter | None) -> list[Any]:
    """Return one column as the driver takes it; whole columns at a time, because most of them convert nothing."""
    if convert is None:
        return [None if value == "" else value for value in values]
    if not all(value is None or isinstance(value, date) for value in values):
        return [None if value is None or value == "" else convert(value) for value in values]
    known = {value: convert(value) for value in set(values) - {None}}  # days and moments repeat
    return [None if value is None else known[value] for value in values]


def _converter(connection: Connection, column_type: Any) -> Converter | None:
    dialect = connection.dialect
    if is_sqlite(connection):
        processor: Converter | None = column_type.dialect_impl(dialect).bind_processor(dialect)
        return processor
    processor = column_type.dialect_impl(dialect).bind_processor(dialect)
    if column_type.python_type is bytes:
        return lambda value: "\\x" + bytes(value).hex()
    if isinstance(column_type, JSON):
        return json.dumps  # the driver's own wrapper is no text, and COPY takes text only
    return processor


def _execute_many(connection: Connection, table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    cursor = connection.connection.cursor()
    columns, places = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    cursor.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({places})', rows)  # noqa: S608 — our own names


def _copy(connection: Connection, table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    columns = ", ".join(f'"{name}"' for name in names)
    cursor: Any = connection.connection.cursor()
    with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN WITH (FORMAT csv)') as copy:
        copy.write(buffer.getvalue())
