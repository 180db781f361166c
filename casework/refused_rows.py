"""All refused rows of a file that was sent, as a table for whoever mends the file."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from casework.directory_files.report import RefusedRow
from casework.documents import Opened
from casework.files import own_file
from casework.import_file import Compared, to_examine
from casework.workplace import Work
from domain.documents import FileId
from domain.requests.files import FileUse

NAME = "refused_rows.csv"
CSV = "text/csv"
HEADER = ("file", "row", "field", "value", "reason", "what is wrong", "what to do")
# A spreadsheet would take these for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


async def refused_rows(work: Work, file: FileId) -> Opened | None:
    """Read a file of one's own again and list what is refused of it; None if it is not there."""
    kept = await own_file(work, file, FileUse.IMPORT)
    if kept is None:
        return None
    found = await (await to_examine(work, kept)).compared()
    rows = found.difference.refused if isinstance(found, Compared) else ()
    return Opened(NAME, CSV, table(rows))


def table(rows: Iterable[RefusedRow]) -> bytes:
    """Write the rows as CSV in UTF-8, with the mark by which spreadsheets know it."""
    written = StringIO()
    writer = csv.writer(written)
    writer.writerow(HEADER)
    for row in rows:
        cells = (row.file, str(row.row), row.field, row.value, row.reason, row.words, row.advice)
        writer.writerow(map(plain, cells))
    return written.getvalue().encode("utf-8-sig")


def plain(cell: str) -> str:
    """Let no cell be a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
