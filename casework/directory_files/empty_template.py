"""An empty table after the template, to be filled in: CSV or XLSX, with one example."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from pathlib import PurePath

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from casework.directory_files.report import FileRefused
from casework.directory_files.template_columns import COLUMNS

WIDTH = 18


def empty_template(name: str) -> bytes:
    """Give the bytes of a template; its kind is told by the name's ending.

    The example is marked as a sample, so that it is never shown to people in need. Raises
    FileRefused for another ending.
    """
    match PurePath(name).suffix.lower():
        case ".csv":
            return _csv()
        case ".xlsx":
            return _xlsx()
        case _:
            raise FileRefused(name, "the template is written as .csv or .xlsx; name it so.")


def _rows() -> tuple[list[str], list[str]]:
    example = {each.name: each.example for each in COLUMNS} | {"sample": "yes"}
    return [each.name for each in COLUMNS], list(example.values())


def _csv() -> bytes:
    text = StringIO(newline="")
    csv.writer(text).writerows(_rows())
    return text.getvalue().encode("utf-8-sig")  # the mark tells a spreadsheet that it is UTF-8


def _xlsx() -> bytes:
    book = Workbook()
    sheet = book.active or book.create_sheet()
    sheet.title = "services"
    for row in _rows():
        sheet.append(row)
    for cell, column in zip(sheet[1], COLUMNS, strict=True):
        cell.font = Font(bold=True)
        cell.comment = Comment(column.words, "Passerelle", width=320, height=120)
        sheet.column_dimensions[cell.column_letter].width = WIDTH
    sheet.freeze_panes = "A2"
    for cell in sheet[2]:
        cell.number_format = "@"  # text: codes keep their zeros, telephone numbers their plus
    found = BytesIO()
    book.save(found)
    return found.getvalue()
