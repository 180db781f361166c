"""Tables of CSV files: rows with the line that each begins on, blank lines left out."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from io import StringIO

from casework.directory_files.cells import taken
from casework.directory_files.limits import MOST_COLUMNS, MOST_ROWS
from casework.directory_files.report import FileRefused, Findings, RefusedReason, Row
from casework.directory_files.text import text_of

LONGEST_FIELD = 1_000_000
SEPARATORS = (",", ";", "\t")
HEAD = 10_000
NAMES = ("name", "alternate_name")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: where it begins (header 1), and its cells that are not empty."""

    row: Row
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Give a cell without blanks around it; empty for a column that is not there."""
        return self.cells.get(column, "")


def read_table(
    name: str, content: bytes, needed: Collection[str], findings: Findings
) -> list[Line]:
    """Read a CSV file with a header; commas, semicolons or tabs part the columns.

    Raises FileRefused when it is not UTF-8, no CSV, or its header lacks a needed column. A row
    with more cells than the header is refused, as is one with a formula; one with fewer cells has
    empty ones at its end.
    """
    rows = csv_rows(name, content)
    header = [each.strip().lower() for each in next(rows)[1]]
    missing = sorted(set(needed) - set(header))
    if missing:
        words = f"the first line must name the columns; missing: {', '.join(missing)}."
        raise FileRefused(name, words)
    lines = []
    for number, cells in rows:
        line = line_of(Row(name, number), header, cells, findings, NAMES)
        if line is not None:
            lines.append(line)
    return lines


def line_of(
    row: Row, header: list[str], cells: list[str], findings: Findings, names: Collection[str]
) -> Line | None:
    """Give a row by its columns, those without a name left out; None when it was refused."""
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        words = f"The row has {len(cells)} cells, the header {len(header)}."
        findings.refuse(row, "", cells[0], RefusedReason.WRONG_SHAPE, words)
        return None
    named = {column: cell for column, cell in zip(header, cells, strict=False) if column}
    kept = taken(named, row, findings, names)
    return None if kept is None else Line(row, kept)


def csv_rows(name: str, content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Give header and rows with the line that each begins on; the header is always there.

    Raises FileRefused for what is not UTF-8, no CSV, empty or too much.
    """
    text = text_of(name, content)
    csv.field_size_limit(LONGEST_FIELD)
    rows = _rows(name, text, _separator(text))
    first = next(rows, None)
    if first is None:
        raise FileRefused(name, "the file is empty; the first line must name the columns.")
    if len(first[1]) > MOST_COLUMNS:
        raise FileRefused(name, f"it has more than {MOST_COLUMNS} columns.")
    yield first
    for count, row in enumerate(rows, 1):
        if count > MOST_ROWS:
            raise FileRefused(name, f"it has more than {MOST_ROWS} rows; split it.")
        yield row


def _separator(text: str) -> str:
    """Give the sign that parts the columns of the first line that is not blank."""
    head = text[:HEAD].lstrip().partition("\n")[0]
    return max(SEPARATORS, key=head.count)


def _rows(name: str, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text, newline=""), strict=True, delimiter=separator)
    line = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as wrong:
            raise FileRefused(name, f"line {line} is no CSV: {wrong}.") from None
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1
