"""Statements made once: what is asked at every message goes straight to the driver.

SQLAlchemy writes the statement and says how values are kept; putting it together, looking its
text up and wrapping its rows again at each execution costs ten times what the database does.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

import sqlalchemy as sql
from msgspec import json
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.sql import visitors
from sqlalchemy.types import TypeDecorator

Process = Callable[[Any], Any]


class Value(NamedTuple):
    """A value of a statement: how it is called, what it becomes for the driver; or a constant."""

    name: str | None
    process: Process | None
    constant: Any


class Several(TypeDecorator[Collection[str]]):
    """Any number of texts as one value: an array on PostgreSQL, JSON on SQLite."""

    impl = sql.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> sql.types.TypeEngine[Any]:
        """Say what the engine has for it."""
        kind = sql.ARRAY(sql.Text) if dialect.name == "postgresql" else sql.Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Collection[str] | None, dialect: Dialect) -> Any:
        """Give the driver a list or its JSON."""
        texts = list(dict.fromkeys(value or ()))
        return texts if dialect.name == "postgresql" else json.encode(texts).decode()


def among(dialect: Dialect, column: sql.ColumnElement[Any], name: str) -> sql.ColumnElement[bool]:
    """Ask whether a text column is one of those given under `name`; one text for any number."""
    given = sql.bindparam(name, type_=Several())
    if dialect.name == "postgresql":
        return column == sql.func.any(given)
    listed = sql.func.json_each(given).table_valued("value")
    return column.in_(sql.select(listed.c.value))


def each_of(
    found: sql.Select[Any], column: sql.ColumnElement[Any], name: str
) -> Callable[[Dialect], sql.Select[Any]]:
    """Select `found` where a text column is one of those given under `name`: any number of texts.

    PostgreSQL looks for one after the other, by all that `found` says. Given an array, and nothing
    told of the table yet, it takes for rare what all rows share, and reads them all.
    """

    def statement(dialect: Dialect) -> sql.Select[Any]:
        if dialect.name != "postgresql":
            return found.where(among(dialect, column, name))
        # Not the values themselves, by whose number it would be planned anew each time.
        values = sql.select(sql.bindparam(name, type_=Several())).scalar_subquery()
        asked = sql.func.unnest(values).table_valued("value").render_derived()
        # OFFSET keeps it a question of its own: it is not planned as one join of whole tables.
        one = found.where(column == asked.c.value).offset(sql.literal_column("0")).lateral()
        return sql.select(*one.c).join_from(asked, one, sql.true())

    return statement


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A statement as one engine takes it.

    `table`: the one that it writes, if any. `tables`: what has to be written before it. `key`:
    which values tell a row that takes the place of another. `insert`: itself, if it is one. `by`:
    the column of text by which it looks for rows, if it sees no others; else "".
    """

    text: str
    values: tuple[Value, ...]
    row: Callable[[Iterable[Any]], Any]
    table: str
    tables: frozenset[str]
    key: tuple[int, ...]
    insert: sql.Insert | None
    dialect: Dialect
    by: str

    def place_of(self, column: str) -> int:
        """Say at which place of its values that of a column stands; ValueError if at none."""
        return [value.name for value in self.values].index(column)

    def bound(self, given: Mapping[str, Any]) -> list[Any]:
        """Put the values in the order of the statement; KeyError if one is missing."""
        return [
            constant if name is None else given[name] if process is None else process(given[name])
            for name, process, constant in self.values
        ]


class Prepared:
    """A statement with its values named by `bindparam`, or by `columns` for what is written.

    Rows have the selected columns as attributes.
    """

    def __init__(
        self, statement: Any, *columns: str, key: Collection[str] = (), by: str = ""
    ) -> None:
        """Mean a statement, or what gives it for a dialect, where the engines differ.

        `columns`: those that an insert or update sets from values. `key`: those by which a row
        takes the place of another. `by`: where a selection is of one table and of the rows with
        one value of this column of text, or with one of several, given under its name and "_": so
        what is still to be written of others is none of its business.
        """
        self._statement = statement
        self._columns = columns
        self._key = key
        self._by = by
        self._forms: dict[str, Form] = {}

    def form(self, dialect: Dialect) -> Form:
        """Give the statement for an engine, made when it is first asked for."""
        made = self._forms.get(dialect.name)
        if made is None:
            made = self._forms[dialect.name] = self._made(dialect)
        return made

    def _made(self, dialect: Dialect) -> Form:
        statement = self._statement(dialect) if callable(self._statement) else self._statement
        compiled = statement.compile(
            dialect=dialect, column_keys=list(self._columns) if self._columns else None
        )
        values = [_value(compiled.binds[name], dialect) for name in compiled.positiontup or ()]
        names = [value.name for value in values]
        table = getattr(statement, "table", None)
        return Form(
            str(compiled),
            tuple(values),
            _row_maker(statement, dialect),
            table.name if table is not None else "",
            _tables(statement, table),
            tuple(names.index(each) for each in self._key),
            statement if isinstance(statement, sql.Insert) else None,
            dialect,
            self._by,
        )


def _tables(statement: Any, written: sql.Table | None) -> frozenset[str]:
    """Name the tables that a statement reads, and those that what it writes refers to."""
    named = {each.name for each in visitors.iterate(statement) if isinstance(each, sql.Table)}
    referred = set() if written is None else {k.column.table.name for k in written.foreign_keys}
    return frozenset(named | referred)


@lru_cache(maxsize=200)
def together(*inserts: Form) -> str:
    """Write inserts, each into a table of its own, as one statement of PostgreSQL's.

    It takes an array for each column, any number of rows long. What refers to a row may come with
    it: that is looked at when all are there.
    """
    each = [
        _many(form.insert, form.values).cte(f"added_{number}")
        for number, form in enumerate(inserts)
        if form.insert is not None
    ]
    whole: sql.Select[Any] = sql.select(sql.literal_column("1")).add_cte(*each)
    return str(whole.compile(dialect=inserts[0].dialect))


def _many(insert: sql.Insert, values: Iterable[Value]) -> sql.Insert:
    columns = [insert.table.c[value.name or ""] for value in values]
    arrays = [sql.bindparam(None, type_=sql.ARRAY(each.type), required=True) for each in columns]
    rows = sql.func.unnest(*arrays).table_valued(*(each.name for each in columns))
    return insert.from_select(columns, sql.select(*rows.render_derived().c))


def _value(bind: sql.BindParameter[Any], dialect: Dialect) -> Value:
    process = bind.type.dialect_impl(dialect).bind_processor(dialect)
    if bind.required or bind.value is None:
        return Value(bind.key, process, None)
    return Value(None, None, process(bind.value) if process else bind.value)


def _row_maker(statement: Any, dialect: Dialect) -> Callable[[Iterable[Any]], Any]:
    columns: Iterable[Any] = getattr(statement, "exported_columns", None) or ()
    names = [column.key.rstrip("_") for column in columns]
    row = NamedTuple("Row", [(name, Any) for name in names])  # type: ignore[misc]
    processes = [c.type.dialect_impl(dialect).result_processor(dialect, None) for c in columns]
    if not any(processes):
        return row._make

    def made(raw: Iterable[Any]) -> Any:
        return row._make(
            value if process is None else process(value)
            for value, process in zip(raw, processes, strict=True)
        )

    return made


class Driver(Protocol):
    """A connection of a driver, inside a transaction; it raises DBAPIError as SQLAlchemy does."""

    async def fetch(self, form: Form, given: Mapping[str, Any]) -> list[Any]:
        """Execute and give all rows."""

    async def write(self, form: Form, given: Mapping[str, Any]) -> int:
        """Execute and give the number of rows that were changed."""

    async def write_later(self, form: Form, given: Mapping[str, Any]) -> None:
        """Execute before the next statement that reads its table, at `written` at the latest.

        All that is written by a statement stays in its order, and new rows come before what changes
        others.
        """

    async def written(self) -> None:
        """Execute what was to be executed later."""
