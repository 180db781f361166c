"""Tables of a CSV package: rows with the line that each begins on, blank lines left out."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from casework.directory_files.report import FileRefused, Findings, RefusedReason, Row
from casework.directory_files.text import text_of

LONGEST_FIELD = 1_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: where it begins (header 1), and its cells by column."""

    row: Row
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Give a cell without blanks around it; empty for a column that is not there."""
        return self.cells.get(column, "").strip()


def read_table(path: Path, needed: frozenset[str], findings: Findings) -> list[Line]:
    """Read a CSV file with a header.

    Raises FileRefused when it is not UTF-8, no CSV, or its header lacks a needed column. A row
    with more cells than the header is refused; one with fewer has empty cells at its end.
    """
    text = text_of(path.name, path.read_bytes())
    csv.field_size_limit(LONGEST_FIELD)
    rows = _rows(path.name, text)
    first = next(rows, None)
    if first is None:
        raise FileRefused(path.name, "the file is empty; the first line must name the columns.")
    header = [name.strip().lower() for name in first[1]]
    _check_header(path.name, header, needed)
    lines = []
    for number, cells in rows:
        row = Row(path.name, number)
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            words = f"The row has {len(cells)} cells, the header {len(header)}."
            findings.refuse(row, "", cells[0], RefusedReason.WRONG_SHAPE, words)
        else:
            lines.append(Line(row, dict(zip(header, cells, strict=False))))
    return lines


def _check_header(name: str, header: list[str], needed: frozenset[str]) -> None:
    missing = sorted(needed - set(header))
    if not missing:
        return
    if len(header) == 1 and (";" in header[0] or "\t" in header[0]):
        raise FileRefused(name, "the columns are not parted by commas; save it with commas.")
    words = f"the first line must name the columns; missing: {', '.join(missing)}."
    raise FileRefused(name, words)


def _rows(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(text, newline=""), strict=True)
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
