"""CSV: one row a service after the template, harmless in a spreadsheet.

A cell that a spreadsheet would take for a formula gets an apostrophe before it, which the import
takes off again. Coordinates stay numbers: they are made here and can be nothing else.
"""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

from casework.directory_export.as_text import harmless
from casework.directory_export.disclosed import Reader, disclosed
from casework.directory_export.template_rows import UNCOUNTED, rows
from casework.directory_files.template_columns import COLUMNS
from domain.directory import Directory

NUMBERS = frozenset({"latitude", "longitude", "area latitude", "area longitude"})


def write_csv(target: Path, directory: Directory, now: datetime) -> None:
    """Write the services of a directory as anybody's spreadsheet reads them.

    UTF-8 with the mark by which a spreadsheet knows it. `now`: an aware instant.
    """
    columns = [each.name for each in COLUMNS if each.name not in UNCOUNTED]
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for cells, _ in rows(disclosed(directory, Reader.PARTNERS, now)):
            writer.writerow([_cell(column, cells.get(column, "")) for column in columns])


def _cell(column: str, text: str) -> str:
    return text if column in NUMBERS else harmless(text)
