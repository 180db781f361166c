"""Builders: small catalogs for tests, written, built and loaded as the real ones are."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from babel.messages.catalog import Catalog

from locales.build import TEMPLATE, build, po_path
from locales.catalogs import Catalogs, load
from locales.extract import written
from locales.plurals import header

Translations = Mapping[str | tuple[str, str], str | tuple[str, ...]]


def write_catalog(folder: Path, language: str, translations: Translations) -> Path:
    """Write a .po with these translations, and the template of their messages."""
    po, pot = Catalog(), Catalog()
    po.mime_headers = [("Plural-Forms", header(language))]
    for message, translation in translations.items():
        po.add(message, translation, auto_comments=["for tests"])
        pot.add(message, auto_comments=["for tests"])
    path = po_path(language, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(written(po, language))
    (folder / TEMPLATE).write_bytes(written(pot))
    return path


def loaded(folder: Path, language: str, translations: Translations) -> Catalogs:
    """Write, build and load a catalog."""
    write_catalog(folder, language, translations)
    build(folder)
    return load(folder)
