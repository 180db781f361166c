"""The package is valid HSDS 3.0, by its own description and with every column of the standard."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import frictionless
import pytest

from bot.sample import sample_directory
from casework.directory_export.hsds_package import TABLES
from casework.directory_files.reading import read
from domain.directory import Directory
from domain.services import Service
from tests.directory_export.canaries import DIRECTORY
from tests.directory_export.out import FORMS, facts, read_again, written

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
DATA = Path(__file__).parents[1] / "data"


def rows_of(package: Path, name: str) -> list[dict[str, str]]:
    with (package / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def values(package: Path, code: str) -> set[str]:
    """The values of an attribute in a package."""
    terms = {each["id"]: each["code"] for each in rows_of(package, "taxonomy_terms.csv")}
    rows = rows_of(package, "attributes.csv")
    return {each["value"] for each in rows if terms[each["taxonomy_term_id"]] == code}


@pytest.mark.parametrize(
    "directory",
    [
        read([DATA / "hsds_jordan"], Directory(), NOW).directory,
        sample_directory(NOW).directory,
        DIRECTORY,
        Directory(),
    ],
    ids=["jordan", "sample", "canaries", "empty"],
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("name", ["package", "package.zip"])
def test_frictionless_finds_it_valid(directory: Directory, name: str, tmp_path: Path) -> None:
    path = written(directory, tmp_path, name, NOW)
    source = path / "datapackage.json" if path.is_dir() else path
    found = frictionless.validate(str(source), type="package")
    assert found.valid, found.flatten(["rowNumber", "fieldName", "message"])
    assert len(found.tasks) >= 7


@pytest.mark.parametrize("table", [each for each in TABLES if (DATA / "hsds_schema").exists()])
def test_a_table_has_the_columns_of_the_standard_in_their_order(table: str) -> None:
    schema = json.loads((DATA / "hsds_schema" / f"{table}.json").read_text("utf-8"))
    single = [n for n, each in schema["properties"].items() if "$ref" not in each]
    columns = [name for name in single if schema["properties"][name].get("type") != "array"]
    assert [each.name for each in TABLES[table].columns] == columns
    needed = {*schema["required"], *schema.get("tabular_required", ())}
    assert {each.name for each in TABLES[table].columns if each.required} == needed
    for each in TABLES[table].columns:
        enum = each.described(table)["constraints"].get("enum")
        assert enum == schema["properties"][each.name].get("enum")


def test_management_goes_along_as_attributes(tmp_path: Path) -> None:
    package = written(sample_directory(NOW).directory, tmp_path, "package", NOW)
    assert values(package, "model") == {
        "iom_run",
        "partner_run",
        "government_run",
        "jointly_run",
    }
    assert "Ministry of Social Affairs, Guinea" in values(package, "manager")
    assert {"2018-01-01", "2019"} <= values(package, "managed_since")


def test_every_id_is_a_uuid_and_own_ids_come_back(tmp_path: Path) -> None:
    package = written(sample_directory(NOW).directory, tmp_path, "package", NOW)
    assert "gn-conakry" in values(package, "own_id")
    assert "gn-conakry" not in (package / "locations.csv").read_text("utf-8")


@pytest.mark.parametrize("name", FORMS)
def test_names_like_formulas_are_marked_and_come_back(name: str, tmp_path: Path) -> None:
    def named(service: Service) -> Service:
        return replace(service, name="=1+cmd|' /C calc'!A0", confidential=False)

    directory = replace(DIRECTORY, services=(named(DIRECTORY.services[0]),))
    again = read_again(written(directory, tmp_path, name, NOW), Directory(), NOW).directory
    before = replace(directory.services[0], capacity=None)
    assert facts(again, "services")["services"] == {before.id: before}
