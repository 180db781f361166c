"""A long import shows how far it is: to who sits before it, and not to a pipe."""

from __future__ import annotations

import csv
import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.end_to_end.conftest import Install
from tests.end_to_end.terminal import at_a_terminal

ROWS = 4_000
LINE_ANEW = "\r\x1b[2K"
BAR = re.compile(rf"reading (?P<bar>[━╸]*) *(?P<done>\d+)/{ROWS}\b")

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table that takes a while to read."""
    path = tmp_path_factory.mktemp("table") / "centres.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("centre", "city", "country", "latitude", "longitude", "service"))
        for number in range(ROWS):
            rows.writerow((f"Shelter {number}", "Conakry", "GN", 9.5, -13.7, "shelter"))
    return path


async def test_a_bar_moves_while_a_file_is_read(install: Install, table: Path) -> None:
    said = await at_a_terminal(install(), "directory", "import", table)
    shown = [found for line in said.split(LINE_ANEW) if (found := BAR.match(line))]
    done = [int(each["done"]) for each in shown]
    assert done == sorted(done)
    assert any(0 < each < ROWS for each in done), "it moves before the end"
    assert done[-1] == ROWS
    for before, after in pairwise(shown):
        further = int(after["done"]) > int(before["done"])
        assert (len(after["bar"]) > len(before["bar"])) == further
    assert f"Stored: {2 * ROWS} new" in said


async def test_a_pipe_gets_lines_and_no_control_characters(install: Install, table: Path) -> None:
    said = await install().command("directory", "import", table)
    first, *rest = said.splitlines()
    assert re.fullmatch(BAR, first.rstrip()), "the end of the bar alone"
    assert not any("reading" in line for line in rest)
    assert said.replace("\n", "").isprintable()
