"""An export is there whole or not at all, and replaces nothing by mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from casework.directory_export.files import ExportFormat, export, why_not_there
from casework.directory_files.report import FileRefused, quiet
from domain.directory import Directory
from tests.directory_export.canaries import DIRECTORY, NOW
from tests.directory_export.out import FORMS, written


@pytest.mark.parametrize("name", FORMS)
def test_what_is_there_is_replaced_only_when_that_is_meant(name: str, tmp_path: Path) -> None:
    target = tmp_path / name
    assert why_not_there(FORMS[name], target, force=False) == ""
    written(DIRECTORY, tmp_path, name, NOW)
    assert "--force" in why_not_there(FORMS[name], target, force=False)
    assert why_not_there(FORMS[name], target, force=True) == ""
    written(Directory(), tmp_path, name, NOW)
    assert [each.name for each in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_with_something_else_stays(tmp_path: Path, force: bool) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    assert "something else" in why_not_there(ExportFormat.HSDS, tmp_path, force=force)


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    assert why_not_there(ExportFormat.HSDS, folder, force=False) == ""
    export(ExportFormat.HSDS, folder, DIRECTORY, NOW, quiet)
    assert (folder / "datapackage.json").is_file()


@pytest.mark.parametrize(
    ("kind", "name", "said"),
    [
        (ExportFormat.HSDS, "x.csv", ".zip"),
        (ExportFormat.CSV, "x.zip", "*.csv"),
        (ExportFormat.CSV, "x", "*.csv"),
        (ExportFormat.GEOJSON, "x.csv", "*.geojson"),
    ],
)
def test_a_name_that_misleads_is_refused(
    kind: ExportFormat, name: str, said: str, tmp_path: Path
) -> None:
    assert said in why_not_there(kind, tmp_path / name, force=True)


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="cannot be written"):
        export(ExportFormat.CSV, tmp_path / "none" / "x.csv", DIRECTORY, NOW, quiet)
    assert list(tmp_path.iterdir()) == []
