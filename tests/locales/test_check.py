"""Checking: what is not in order fails with a line that says what to do."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from locales import check
from locales.build import TEMPLATE, po_path
from locales.check import EXTRACT, Fault, in_catalog, in_sources, report
from locales.extract import extract_to
from locales.languages import BY_CODE, ENGLISH
from tests.locales.builders import write_catalog


@pytest.fixture
def french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation whose sources say two things, and which is to speak French."""
    monkeypatch.setattr(check, "LANGUAGES", (ENGLISH, BY_CODE["fr"]))
    (tmp_path / "locales").mkdir()
    (tmp_path / "conversations").mkdir()
    (tmp_path / "conversations" / "a.py").write_text(
        '# Translators: answer\nt("Yes")\n# Translators: answer\nt("No")\n'
    )
    extract_to(tmp_path / "locales", root=tmp_path)
    translate(tmp_path, {"Yes": "Oui", "No": "Non"})
    return tmp_path


def translate(root: Path, translations: dict[str, str]) -> None:
    path = po_path("fr", root / "locales")
    text = path.read_text()
    for message, translation in translations.items():
        text = text.replace(
            f'msgid "{message}"\nmsgstr ""', f'msgid "{message}"\nmsgstr "{translation}"'
        )
    path.write_text(text)


def faults(root: Path) -> list[str]:
    found: Iterator[Fault] = check.check(root / "locales", root)
    return [str(fault) for fault in found if "/ar/" not in fault.where]


def test_catalogs_in_order_have_no_faults(french: Path) -> None:
    assert faults(french) == []


def test_a_source_that_says_something_new_asks_to_extract(french: Path) -> None:
    with (french / "conversations" / "a.py").open("a") as source:
        source.write('# Translators: answer\nt("Perhaps")\n')
    found = faults(french)
    assert any(TEMPLATE in line and EXTRACT in line for line in found)
    assert any('"Perhaps" is not in this catalog' in line for line in found)


def test_a_message_that_is_said_no_more_asks_to_extract(french: Path) -> None:
    (french / "conversations" / "a.py").write_text('# Translators: answer\nt("Yes")\n')
    assert any('"No" is said nowhere any more' in line for line in faults(french))


def test_a_text_without_a_word_to_translators_is_a_fault(french: Path) -> None:
    (french / "conversations" / "a.py").write_text('t("Yes")\n# Translators: answer\nt("No")\n')
    assert any('a.py:1: "Yes" lacks a comment' in line for line in faults(french))


def test_a_text_with_wrong_braces_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "conversations").mkdir()
    (tmp_path / "conversations" / "a.py").write_text(
        'from conversations.text import t\n# Translators: x\nt("Hello {0}")\nt(words)\n'
    )
    found = [str(fault) for fault in in_sources(tmp_path)]
    assert any("braces that are not a plain {name}" in line for line in found)
    assert any("a.py:4: t() needs the text itself" in line for line in found)


def test_a_missing_catalog_is_a_fault(french: Path) -> None:
    po_path("fr", french / "locales").unlink()
    assert any("is missing" in line and EXTRACT in line for line in faults(french))


def test_a_gap_in_an_offered_language_is_a_fault_and_in_a_begun_one_not(french: Path) -> None:
    write_catalog(french / "locales", "fr", {"Yes": ""})
    begun = write_catalog(french / "locales", "so", {"Yes": ""})
    path = po_path("fr", french / "locales")
    assert [fault.words for fault in in_catalog(path, "fr")] == ["has no translation"]
    assert list(in_catalog(begun, "so")) == []


@pytest.mark.parametrize(
    "rule", ["nplurals=2; plural=(n > 1);", "nplurals=3; plural=0;", "nplurals=3; plural=(n ?;"]
)
def test_plural_forms_that_are_not_cldrs_are_a_fault(french: Path, rule: str) -> None:
    path = po_path("fr", french / "locales")
    start = path.read_text().index("Plural-Forms: ")
    end = path.read_text().index("\\n", start)
    path.write_text(path.read_text()[:start] + f"Plural-Forms: {rule}" + path.read_text()[end:])
    assert any("Plural-Forms are not CLDR's" in str(fault) for fault in in_catalog(path, "fr"))


def test_a_file_that_cannot_be_read_is_a_fault(french: Path) -> None:
    path = po_path("fr", french / "locales")
    path.write_text(path.read_text() + '\nmsgid "open\n')
    assert any("cannot be read" in line for line in faults(french))


def test_only_serious_faults_fail(capsys: pytest.CaptureFixture[str]) -> None:
    assert report([]) == 0
    assert report([Fault("a.po:3", "Yes", "ends with no mark", serious=False)]) == 0
    assert report([Fault("a.po:3", "Yes", "has no translation")]) == 1
    out = capsys.readouterr().out
    assert 'a.po:3: warning: "Yes" ends with no mark' in out
    assert "catalogs: 1 faults, 0 warnings" in out
