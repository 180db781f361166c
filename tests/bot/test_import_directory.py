"""`passerelle directory import` and `template`: what is stored, what is told, what never is."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import app
from domain.cannot_go_on import CannotGoOn
from tests.directory_files.making import ROW, as_csv


class Desk:
    """A fresh installation, and its command line, in this process."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.run("migrate")

    def run(self, *arguments: str, code: int = 0) -> str:
        done = CliRunner().invoke(app, arguments)
        if code:
            assert isinstance(done.exception, CannotGoOn), done.output
            return done.output + str(done.exception)
        assert done.exit_code == 0, done.output
        return done.output

    def imported(self, *options: str, **rows: dict[str, object]) -> str:
        content = as_csv([ROW | {"id": key} | row for key, row in rows.items()]).content
        (self.home / "table.csv").write_bytes(content)
        return self.run("directory", "import", "table.csv", *options)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PASSERELLE_HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    return Desk(tmp_path)


def test_the_difference_is_shown_and_stored_and_the_second_time_there_is_none(desk: Desk) -> None:
    tried = desk.imported("--dry-run", a={}, b={"service": "Meals"})
    assert "New: 1 organisations, 1 centres, 2 services" in tried
    assert "Nothing was stored (--dry-run)." in tried
    assert "Stored: 4 new, 0 changed, 0 as before." in desk.imported(a={}, b={"service": "Meals"})
    again = desk.imported(a={}, b={"service": "Meals"})
    assert "Stored: 0 new, 0 changed, 4 as before." in again
    changed = desk.imported(a={"status": "inactive"})
    assert "Changed: 1 services\n  Beds (a): status" in changed
    assert "Gone: 1 services\n  Meals (b)" in changed
    assert "Stored: 0 new, 2 changed" not in changed
    ended = desk.imported("--remove-gone", a={"status": "inactive"})
    assert "Stored: 0 new, 1 changed" in ended
    assert "Gone: nothing" in desk.imported(a={"status": "inactive"})


def test_refused_rows_are_left_out_or_with_strict_stop_everything(desk: Desk) -> None:
    rows: dict[str, dict[str, object]] = {"a": {}, "b": {"status": "?"}}
    strict = desk.imported("--strict", **rows)
    assert "Nothing was stored: rows were refused (--strict)" in strict
    assert "table.csv, row 3, status = '?'" in strict
    assert "Stored: 3 new, 0 changed, 0 as before." in desk.imported(**rows)


def test_a_file_that_cannot_be_read_is_one_sentence_and_stores_nothing(desk: Desk) -> None:
    (desk.home / "bad.csv").write_bytes(b"\xff\xfe")
    (desk.home / "good.csv").write_bytes(as_csv([ROW]).content)
    said = desk.run("directory", "import", "good.csv", "bad.csv", code=2)
    assert said.strip().splitlines()[-1].startswith("bad.csv: the file is UTF-16")
    assert "New: 1 organisations, 1 centres, 1 services" in desk.run(
        "directory", "import", "good.csv"
    )


def test_a_template_is_written_once_and_can_be_imported(desk: Desk) -> None:
    for name in ("t.csv", "t.xlsx"):
        desk.run("directory", "template", name)
        assert "there is such a file already" in desk.run("directory", "template", name, code=2)
        assert "Refused rows: 0" in desk.run("directory", "import", "--dry-run", name)
    assert "name it so" in desk.run("directory", "template", "t.ods", code=2)
    long = f"{'long' * 100}.csv"
    assert "File name too long" in desk.run("directory", "template", long, code=2)


def test_a_table_of_management_is_imported_whole_or_not_at_all(desk: Desk) -> None:
    desk.imported(s1={"organisation kind": "iom"})
    desk.run("directory", "template", "empty.csv", "--management")
    assert "Refused rows: 0" in desk.run("directory", "import", "empty.csv")
    good = {"fact": "arrangement", "centre": "House of the Sea", "organisation": "Harbour"}
    rows = [good | {"first day": "2027-01-01"}, good | {"first day": "someday"}]
    (desk.home / "facts.csv").write_bytes(as_csv(rows).content)
    told = desk.run("directory", "import", "facts.csv")
    assert "facts.csv, row 3, first day = 'someday'" in told
    assert "Stored: 0 new, 0 changed" in told
    (desk.home / "facts.csv").write_bytes(as_csv(rows[:1]).content)
    assert "Stored: 1 new, 0 changed" in desk.run("directory", "import", "facts.csv")
    assert "Stored: 0 new, 0 changed" in desk.run("directory", "import", "facts.csv")
