"""Extracting: catalogs follow the sources, and translations stay."""

from pathlib import Path

from babel.messages.catalog import Catalog

from locales.extract import extract_to, read, template_written, updated, written
from tests.locales.builders import write_catalog


def gathered(*messages: str | tuple[str, str]) -> Catalog:
    catalog = Catalog()
    for message in messages:
        catalog.add(message, locations=[("a.py", 0)], auto_comments=["why"])
    return catalog


def test_translations_stay_new_messages_are_empty_and_old_ones_go(tmp_path: Path) -> None:
    path = write_catalog(
        tmp_path, "ar", {"Yes": "نعم", "Gone": "ذهب", ("{count} bed", "{count} bedz"): ("س",) * 6}
    )
    new = updated(read(path, "ar"), gathered("Yes", "Yes!", ("{count} bed", "{count} beds")), "ar")
    strings = {message.id: message.string for message in new if message.id}
    assert strings == {"Yes": "نعم", "Yes!": "", ("{count} bed", "{count} beds"): ("",) * 6}


def test_what_a_translator_noted_stays(tmp_path: Path) -> None:
    path = write_catalog(tmp_path, "fr", {"Yes": "Oui"})
    path.write_text(
        "# Reviewed by two speakers.\n" + path.read_text().replace("#. for", "# to a child\n#. for")
    )
    text = written(updated(read(path, "fr"), gathered("Yes"), "fr"), "fr").decode()
    assert text.startswith("# Reviewed by two speakers.\n")
    assert "# to a child\n" in text


def test_a_catalog_holds_nothing_that_changes_by_itself(tmp_path: Path) -> None:
    text = written(updated(None, gathered("Yes"), "fr"), "fr").decode()
    assert '"Language: fr\\n"' in text
    assert "#. why\n#: a.py\nmsgid" in text
    assert "nplurals=3" in text
    assert "Date" not in text
    assert "Generated" not in text
    assert template_written() == template_written()


def test_extracting_twice_changes_nothing(tmp_path: Path) -> None:
    first = extract_to(tmp_path, ("so",))
    assert {path.name for path in first} == {"passerelle.pot", "passerelle.po"}
    assert (tmp_path / "so" / "LC_MESSAGES" / "passerelle.po") in first
    assert extract_to(tmp_path) == ()
