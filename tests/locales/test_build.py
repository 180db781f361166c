"""Building: from what is edited to what is read, only where needed."""

import os
from pathlib import Path

from locales.build import build, po_languages, po_path
from locales.catalogs import load
from tests.locales.builders import write_catalog


def test_a_catalog_is_built_once_and_again_when_it_changes(tmp_path: Path) -> None:
    path = write_catalog(tmp_path, "fr", {"Yes": "Oui"})
    assert {each.parts[-3] for each in build(tmp_path)} == {"en", "fr"}
    assert build(tmp_path) == ()
    later = path.stat().st_mtime + 10
    os.utime(path, (later, later))
    assert [each.parts[-3] for each in build(tmp_path)] == ["fr"]


def test_the_same_source_gives_the_same_file(tmp_path: Path) -> None:
    write_catalog(tmp_path, "fr", {"Yes": "Oui"})
    built = po_path("fr", tmp_path).with_suffix(".mo")
    build(tmp_path)
    first = built.read_bytes()
    built.unlink()
    build(tmp_path)
    assert built.read_bytes() == first


def test_what_is_fuzzy_is_not_said(tmp_path: Path) -> None:
    path = write_catalog(tmp_path, "fr", {"Yes": "Oui", "No": "Non"})
    path.write_text(path.read_text().replace('msgid "No"', '#, fuzzy\nmsgid "No"'))
    build(tmp_path)
    catalogs = load(tmp_path)
    assert catalogs.translations["fr"] == {"Yes": ("Oui",)}
    assert catalogs.messages == {"Yes", "No"}


def test_nothing_half_built_is_left(tmp_path: Path) -> None:
    write_catalog(tmp_path, "fr", {"Yes": "Oui"})
    build(tmp_path)
    assert not list(tmp_path.rglob("*.new"))
    assert po_languages(tmp_path) == ("fr",)
