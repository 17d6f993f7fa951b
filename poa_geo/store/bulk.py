"""Fast inserts of many rows: COPY on PostgreSQL, the driver's executemany on SQLite. The same rows either way."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table

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
        chunk = [
            [_plain(row[name], convert) for name, convert in zip(names, converters, strict=True)]
            for row in rows[start : start + CHUNK_ROWS]
        ]
        write(connection, table.name, names, chunk)


def _plain(value: Any, convert: Converter | None) -> Any:
    if value is None or value == "":
        return None
    return convert(value) if convert else value


def _converter(connection: Connection, column_type: Any) -> Converter | None:
    dialect = connection.dialect
    if is_sqlite(connection):
        processor: Converter | None = column_type.dialect_impl(dialect).bind_processor(dialect)
        return processor
    processor = column_type.dialect_impl(dialect).bind_processor(dialect)
    if column_type.python_type is bytes:
        return lambda value: "\\x" + bytes(value).hex()
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
