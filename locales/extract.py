"""Extracting: the template passerelle.pot and the messages of every .po follow the sources.

`python -m locales.extract [LANGUAGE…]` keeps translations, drops what is said no more, and gives
new messages an empty translation: nothing is guessed. A LANGUAGE without catalog gets one.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from locales.build import TEMPLATE, po_languages, po_path
from locales.catalogs import FOLDER, SOURCE
from locales.extraction import ROOT, template
from locales.languages import LANGUAGES
from locales.plurals import header, tags

POT_COMMENT = "# Passerelle's messages. Written by `python -m locales.extract`, do not edit.\n"
PO_COMMENT = (
    "# Passerelle's messages in {language}. Translate the msgstr; leave {{values}} as is.\n"
)


def written(catalog: Catalog, language: str | None = None) -> bytes:
    """Write a catalog so that it changes only with its messages: no dates, lines or versions."""
    body = BytesIO()
    write_po(body, catalog, width=0, omit_header=True, include_lineno=False, ignore_obsolete=True)
    fields = {
        "Language": language or "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": header(language or SOURCE),
    }
    comment = catalog.header_comment.rstrip() + "\n"
    lines = "".join(f'"{name}: {value}\\n"\n' for name, value in fields.items())
    return f'{comment}msgid ""\nmsgstr ""\n{lines}\n'.encode() + body.getvalue().strip() + b"\n"


def template_written(root: Path = ROOT) -> bytes:
    """Write the template of the present sources."""
    gathered = template(root)
    gathered.header_comment = POT_COMMENT
    return written(gathered)


def updated(old: Catalog | None, gathered: Catalog, language: str) -> Catalog:
    """Give the messages of the template with the translations that a language has for them."""
    new = Catalog(header_comment=PO_COMMENT.format(language=language))
    if old is not None and old.header_comment:
        new.header_comment = old.header_comment
    new.mime_headers = [("Plural-Forms", header(language))]
    for message in gathered:
        if not message.id:
            continue
        known = old.get(message.id) if old is not None else None
        same = known is not None and known.id == message.id
        empty = ("",) * len(tags(language)) if message.pluralizable else ""
        new.add(
            message.id,
            known.string if known is not None and same else empty,
            locations=message.locations,
            flags=known.flags & {"fuzzy"} if known is not None and same else (),
            auto_comments=message.auto_comments,
            user_comments=known.user_comments if known is not None and same else (),
        )
    return new


def read(path: Path, language: str | None = None) -> Catalog:
    """Read a .po or .pot file; PoFileError with the line where it is none."""
    with path.open("rb") as file:
        return read_po(file, locale=language, ignore_obsolete=True, abort_invalid=True)


def extract_to(
    folder: Path, languages: tuple[str, ...] = (), root: Path = ROOT
) -> tuple[Path, ...]:
    """Write the template and every catalog that changes by it; give the files written."""
    pot = template_written(root)
    contents = {folder / TEMPLATE: pot}
    gathered = read_po(BytesIO(pot))
    offered = tuple(each.code for each in LANGUAGES if each.code != SOURCE)
    for language in dict.fromkeys((*offered, *po_languages(folder), *languages)):
        path = po_path(language, folder)
        old = read(path, language) if path.exists() else None
        contents[path] = written(updated(old, gathered, language), language)
    return tuple(path for path, content in contents.items() if _changed(path, content))


def _changed(path: Path, content: bytes) -> bool:
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True


def main(languages: list[str]) -> int:
    """Extract and say what changed."""
    for path in extract_to(FOLDER, tuple(languages)):
        print(path.relative_to(FOLDER.parent))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
