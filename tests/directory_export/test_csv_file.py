"""The table is harmless in a spreadsheet, and is read again as it was."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.directory_export.as_text import harmless, importable
from casework.directory_export.csv_file import NUMBERS
from casework.directory_files.cells import cleaned, fault_of
from casework.directory_files.template_columns import COLUMNS
from domain.directory import Directory
from domain.geography import Point
from tests.directory_export.canaries import DIRECTORY, NOW
from tests.directory_export.out import read_again, written

SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@pytest.mark.parametrize("sign", SIGNS)
def test_no_cell_begins_like_a_formula(sign: str) -> None:
    assert harmless(f"{sign}1+1") == f"'{sign}1+1"
    assert harmless(f"'{sign}1") == f"''{sign}1"


def test_what_is_no_formula_stays() -> None:
    assert harmless("O'Neill = 1") == "O'Neill = 1"
    assert importable("+000 000 001") == "+000 000 001"


@pytest.mark.parametrize("mark", [harmless, importable])
@given(st.text(st.sampled_from("=+-@'ab ＝"), max_size=6).map(str.strip))
def test_the_import_takes_off_what_the_export_put_before(
    mark: Callable[[str], str], text: str
) -> None:
    out = mark(text)
    assert fault_of(out) is None
    assert cleaned(out) == text


def test_the_columns_are_the_templates(tmp_path: Path) -> None:
    with written(DIRECTORY, tmp_path, "table.csv", NOW).open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    uncounted = {"places", "free", "counted at", "count holds"}
    assert set(rows[0]) == {each.name for each in COLUMNS} - uncounted
    assert [each["id"] for each in rows] == ["beds", "food"]


def test_coordinates_west_and_south_stay_numbers(tmp_path: Path) -> None:
    centre = replace(DIRECTORY.centres[0], point=Point(-9.5, -13.7))
    directory = replace(DIRECTORY, centres=(centre, *DIRECTORY.centres[1:]))
    path = written(directory, tmp_path, "table.csv", NOW)
    with path.open(encoding="utf-8-sig") as file:
        beds = next(csv.DictReader(file))
    assert (float(beds["latitude"]), float(beds["longitude"])) == (-9.5, -13.7)
    assert all(not beds[name].startswith(SIGNS) for name in beds if name not in NUMBERS)
    again = read_again(path, Directory(), NOW).directory
    assert {each.point for each in again.centres} == {Point(-9.5, -13.7), None}
