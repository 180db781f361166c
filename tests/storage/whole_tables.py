"""Whole tables: finds statements of ours that read every row of a table that grows.

What costs a little with ten requests costs a crisis with a million. SQLite is asked for the plan of
each statement that any test brings about, once; the answer holds for PostgreSQL as far as an index
exists at all.
"""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from storage import sqlite
from storage.tables import metadata

FOLDER = Path(sqlite.__file__).parent

# These grow with people, requests and messages. All other tables grow with organisations and
# centres, or hold what is settled within a day or so.
GROW = frozenset(
    {
        "addresses",
        "audit",
        "case_messages",
        "case_notes",
        "consents",
        "conversations",
        "feedback_asked",
        "outbox",
        "people",
        "received_files",
        "referral_clocks",
        "referral_events",
        "referral_outcomes",
        "referral_topics",
        "referrals",
        "updates",
    }
)

# Done by hand, once in the life of a database or of a key.
BY_HAND = frozenset({"belonging.py hand_over", "sealing_anew.py rows_of"})

# What many rows share, and the more the longer the program runs: looked for by it alone, they are
# all read, however few are wanted.
SHARED = ({"channel"}, {"holder"})

# Indexes of those rows alone that wait: read from end to end they are what was asked for.
OF_SOME = frozenset(
    str(index.name)
    for table in metadata.tables.values()
    for index in table.indexes
    if "where" in index.info
)

Found = dict[str, str]


@contextmanager
def watched(found: Found) -> Iterator[None]:
    """Note in `found` who reads a whole table, and how, as long as this is open."""
    seen: set[str] = set()

    def look(connection: sqlite3.Connection, statement: str, given: Sequence[Any]) -> None:
        known = re.sub(r"\?(, \?)+", "?", statement)
        if known in seen:
            return
        seen.add(known)
        by = asked_by(sys._getframe(2))
        if by is not None and by not in BY_HAND:
            for step in whole_tables(connection, statement, *given):
                found[by] = f"{step}: {known}"

    rows, on_file = sqlite.Rows.execute, sqlite.OnFile._execute

    def by_sqlalchemy(self: sqlite.Rows, statement: str, *given: Any) -> sqlite.Rows:
        look(self.connection, statement, given)
        return rows(self, statement, *given)

    def prepared(self: sqlite.OnFile, statement: str, values: list[Any]) -> None:
        look(self._cursor.connection, statement, [values])
        on_file(self, statement, values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite.Rows, "execute", by_sqlalchemy)
        patch.setattr(sqlite.OnFile, "_execute", prepared)
        yield


def asked_by(frame: FrameType | None) -> str | None:
    """Name file and function of ours that executes a statement; None if it is not storage's."""
    while frame is not None:
        file = Path(frame.f_code.co_filename)
        if file.parent == FOLDER and file.name not in ("sqlite.py", "database.py", "prepared.py"):
            return f"{file.name} {frame.f_code.co_name}"
        if file.parent.name == "versions" or "tests" in file.parts:
            return None
        frame = frame.f_back
    return None


def whole_tables(connection: sqlite3.Connection, statement: str, *given: Any) -> list[str]:
    """Give the steps of a statement's plan that read every row of a table that grows."""
    if not statement.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE", "INSERT", "WITH")):
        return []
    asked = sqlite3.Cursor(connection)
    steps = [row[3] for row in asked.execute(f"EXPLAIN QUERY PLAN {statement}", *given)]
    if stops_early(statement, steps):
        return []
    names = aliases(statement)
    return [
        step
        for step in steps
        if names.get(step.split()[1], step.split()[1]) in GROW and reads_nearly_all(step)
    ]


def reads_nearly_all(step: str) -> bool:
    """Say whether a step of a plan reads a table without an index, or by what many share."""
    if OF_SOME.intersection(step.split()):
        return False
    by = re.findall(r"(\w+)[=<>]", step)
    return step.startswith("SCAN ") or (step.startswith("SEARCH ") and set(by) in SHARED)


def aliases(statement: str) -> dict[str, str]:
    """Give the table behind each alias of a statement."""
    return {alias: table for table, alias in re.findall(r"(\w+) AS (\w+)", statement)}


def stops_early(statement: str, steps: list[str]) -> bool:
    """Say whether only the first rows are read, as they come."""
    picks = " WHERE " in statement.replace("\n", " ") or any(
        "TEMP B-TREE" in each for each in steps
    )
    return "LIMIT" in statement and not picks
