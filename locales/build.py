"""Building: the catalogs that people edit (.po) become those that are read (.mo).

`python -m locales.build` does it where one is older; it needs nothing but Babel. English gets
one too, from the template: it lists all the messages that a complete language has.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from locales.catalogs import DOMAIN, FOLDER, SOURCE, catalogs, message_fits
from locales.plurals import header

TEMPLATE = f"{DOMAIN}.pot"
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)  # in headers: the same input gives the same file


def po_path(language: str, folder: Path = FOLDER) -> Path:
    """Give the catalog of a language that people edit."""
    return folder / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def po_languages(folder: Path = FOLDER) -> tuple[str, ...]:
    """Give the languages that have a catalog."""
    return tuple(sorted(path.parts[-3] for path in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po")))


def build(folder: Path = FOLDER) -> tuple[Path, ...]:
    """Build what is older than its source; give the files written."""
    sources = {po_path(language, folder): language for language in po_languages(folder)}
    if (folder / TEMPLATE).exists():
        sources = {folder / TEMPLATE: SOURCE, **sources}
    return tuple(
        _built(source, target, language)
        for source, language in sources.items()
        if _older(target := po_path(language, folder).with_suffix(".mo"), source)
    )


def _older(target: Path, source: Path) -> bool:
    return not target.exists() or target.stat().st_mtime <= source.stat().st_mtime


def _built(source: Path, target: Path, language: str) -> Path:
    with source.open("rb") as file:
        read = read_po(file, locale=language)
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_suffix(f".mo.{os.getpid()}")
    with aside.open("wb") as file:
        write_mo(file, usable(read, language))
    aside.replace(target)  # whole at once: somebody may be reading
    return target


def usable(read: Catalog, language: str) -> Catalog:
    """Keep what can be said: translated in every form, not fuzzy, its values named rightly."""
    kept = Catalog(locale=language, creation_date=ALWAYS, revision_date=ALWAYS)
    kept.mime_headers = [("Plural-Forms", header(language))]
    for message in read:
        if not message.id:
            continue
        if language == SOURCE:
            kept.add(message.id, message.id)
        elif not message.fuzzy and message_fits(message):
            kept.add(message.id, message.string)
    return kept


def main() -> int:
    """Build and say what was built."""
    for path in build():
        print(path.relative_to(FOLDER.parent))
    catalogs.cache_clear()
    return 0


if __name__ == "__main__":
    sys.exit(main())
