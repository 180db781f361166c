"""Empty tables to be filled in, CSV or XLSX: of services with one example, or of management."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO
from pathlib import PurePath

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from casework.directory_files.management_columns import COLUMNS as MANAGEMENT
from casework.directory_files.report import FileRefused
from casework.directory_files.template_columns import COLUMNS, Column

WIDTH = 18


def empty_template(name: str, *, management: bool = False) -> bytes:
    """Give the bytes of a template; its kind is told by the name's ending.

    The example is marked as a sample, so that it is never shown to people in need; a table of
    `management` has none. Raises FileRefused for another ending.
    """
    columns = MANAGEMENT if management else COLUMNS
    match PurePath(name).suffix.lower():
        case ".csv":
            return _csv(columns)
        case ".xlsx":
            return _xlsx(columns)
        case _:
            raise FileRefused(name, "the template is written as .csv or .xlsx; name it so.")


def _rows(columns: Sequence[Column]) -> list[list[str]]:
    names = [each.name for each in columns]
    if "sample" not in names:
        return [names]
    example = {each.name: each.example for each in columns} | {"sample": "yes"}
    return [names, list(example.values())]


def _csv(columns: Sequence[Column]) -> bytes:
    text = StringIO(newline="")
    csv.writer(text).writerows(_rows(columns))
    return text.getvalue().encode("utf-8-sig")  # the mark tells a spreadsheet that it is UTF-8


def _xlsx(columns: Sequence[Column]) -> bytes:
    book = Workbook()
    sheet = book.active or book.create_sheet()
    sheet.title = "facts" if columns is MANAGEMENT else "services"
    for row in _rows(columns):
        sheet.append(row)
    for cell, column in zip(sheet[1], columns, strict=True):
        cell.font = Font(bold=True)
        cell.comment = Comment(column.words, "Passerelle", width=320, height=120)
        sheet.column_dimensions[cell.column_letter].width = WIDTH
    sheet.freeze_panes = "A2"
    for cell in sheet[2] if sheet.max_row > 1 else ():
        cell.number_format = "@"  # text: codes keep their zeros, telephone numbers their plus
    found = BytesIO()
    book.save(found)
    return found.getvalue()
