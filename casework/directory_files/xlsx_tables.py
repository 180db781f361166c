"""Rows of an XLSX workbook: its first sheet that can be seen, cells as text.

Numbers and dates are written as the template has them; a formula stays a formula, so that the row
is refused: what it shows may be out of date. Hidden sheets are not read.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from casework.directory_files.documents import Document
from casework.directory_files.limits import MOST_COLUMNS, MOST_ROWS
from casework.directory_files.packages import Package, opened_zip
from casework.directory_files.report import FileRefused, Findings, RemarkKind, Row

# What openpyxl raises for a workbook that is damaged, each met by feeding it broken ones, beside
# its own exception: it is imported with the first workbook, as it takes long and is seldom needed.
DAMAGED = (
    *(BadZipFile, ParseError, zlib.error, EOFError, OSError),
    *(ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError),
    *(NotImplementedError, RecursionError),
)
PROLOG = 4096
BLANK_ROWS = 10_000
"""So many rows without any cell end the sheet: spreadsheets keep formats far below the table."""

Cells = tuple[int, list[str]]


def xlsx_rows(document: Document, findings: Findings) -> Iterator[Cells]:
    """Give header and rows with their numbers, as the sheet shows them; a header is always there.

    Raises FileRefused for a workbook that is damaged, too large, or has no table.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    name = document.name
    with opened_zip(name, document.content) as package:
        _refuse_entities(name, package)
    count = 0
    try:
        book = load_workbook(BytesIO(document.content), read_only=True, keep_links=False)
        for row in _rows(document, list(book.worksheets), findings):
            yield row
            count += 1
        book.close()
    except (*DAMAGED, InvalidFileException) as wrong:
        words = f"a damaged workbook ({wrong}); open it in a spreadsheet and save it again."
        raise FileRefused(name, words) from None
    if not count:
        raise FileRefused(name, "no sheet holds anything; the first line must name the columns.")


def _rows(document: Document, sheets: list[Any], findings: Findings) -> Iterator[Cells]:
    seen = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    for sheet in sheets:
        if sheet not in seen[:1]:
            why = "it is hidden" if sheet not in seen else "only the first sheet is"
            words = f"The sheet {sheet.title[:60]!r} was not read: {why}."
            findings.remark(RemarkKind.NOT_TAKEN, words, Row(document.name, 0))
    for sheet in seen[:1]:
        yield from _rows_of(document.name, sheet)


def _rows_of(name: str, sheet: Any) -> Iterator[Cells]:
    sheet.reset_dimensions()
    blank = taken = 0
    # One column more than the header's, so that a row with too many cells is seen as one.
    rows = sheet.iter_rows(max_col=_width(name, sheet) + 1, values_only=True)
    for number, cells in enumerate(rows, 1):
        texts = [_text(cell) for cell in cells]
        if not any(texts):
            blank += 1
            if blank > BLANK_ROWS:
                return
            continue
        blank = 0
        taken += 1
        if taken > MOST_ROWS:
            raise FileRefused(name, f"it has more than {MOST_ROWS} rows; split it.")
        yield number, texts


def _width(name: str, sheet: Any) -> int:
    """Give the number of columns that the first row with any cell has."""
    head = sheet.iter_rows(max_col=MOST_COLUMNS + 1, max_row=BLANK_ROWS, values_only=True)
    for cells in head:
        used = [place for place, cell in enumerate(cells, 1) if cell not in (None, "")]
        if used and used[-1] > MOST_COLUMNS:
            raise FileRefused(name, f"it has more than {MOST_COLUMNS} columns.")
        if used:
            return used[-1]
    return 0


def _text(cell: object) -> str:
    """Give a cell as the template has it: whole numbers without a point, dates as 2026-11-24."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return "" if isinstance(cell, timedelta) else str(cell)


def _refuse_entities(name: str, package: Package) -> None:
    """Refuse a workbook that declares entities: no spreadsheet does, and they can blow up."""
    for part in package.files:
        if part.endswith((".xml", ".rels")):
            head = package.read(part)[:PROLOG].upper()
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise FileRefused(name, f"{part} in it declares entities, as no spreadsheet does.")
