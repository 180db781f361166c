"""Checking: the catalogs say what the sources say, in every offered language, and rightly.

`python -m locales.check` prints one line for each fault, with what to do, and exits 1 if there is
any; warnings alone do not fail. It is a step of `make check`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from gettext import c2py
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

from locales import extraction, faults
from locales.build import TEMPLATE, po_languages, po_path
from locales.catalogs import FOLDER, SOURCE, forms, ids
from locales.extract import read, template_written
from locales.faults import DIRECTION_CONTROLS
from locales.languages import LANGUAGES
from locales.plurals import form_index, tags
from locales.templates import names

EXTRACT = "run `python -m locales.extract`"
COUNTS = (*range(202), 1000, 1001, 10**6, 10**6 + 1, 2 * 10**6)

# Texts that are rightly the same in a language as in English.
SAME: dict[str, frozenset[str]] = {
    "fr": frozenset(
        {
            "Messages",
            "Passerelle",
            "Transport",
            "{count} centre",
            "{count} centres",
            "{count} service",
            "{count} services",
            "{number} km",
        }
    ),
    "ar": frozenset({"Passerelle", "Passerelle:"}),
}


@dataclass(frozen=True)
class Fault:
    """Something wrong: where, in which message ("" for the whole file), and what to do."""

    where: str
    message: str
    words: str
    serious: bool = True

    def __str__(self) -> str:
        """Give one line."""
        kind = "" if self.serious else "warning: "
        quoted = f'"{self.message}" ' if self.message else ""
        return f"{self.where}: {kind}{quoted}{self.words}".replace("\n", "\\n")


def check(folder: Path = FOLDER, root: Path = extraction.ROOT) -> Iterator[Fault]:
    """Check the sources' texts, the template and every catalog."""
    pot = template_written(root)
    yield from in_sources(root)
    yield from in_template(folder, pot)
    gathered = read_po(BytesIO(pot))
    offered = tuple(language.code for language in LANGUAGES if language.code != SOURCE)
    for code in dict.fromkeys((*offered, *po_languages(folder))):
        path = po_path(code, folder)
        where = _shown(path)
        if not path.exists():
            yield Fault(where, "", f"is missing: {EXTRACT} and translate it")
            continue
        yield from in_catalog(path, code)
        yield from against_template(where, read_or_none(path, code), gathered)


def in_sources(root: Path) -> Iterator[Fault]:
    """Check what authors wrote: every text stands there in full, with a word to translators."""
    for path, line in extraction.not_literal(root):
        yield Fault(f"{path}:{line}", "", "t() needs the text itself between its brackets")
    texts = list(extraction.texts(root))
    explained = {text.message for text in texts if text.comments}
    for text in texts:
        where, one = f"{text.path}:{text.line}", _english(text.message)
        if text.message not in explained:
            explained.add(text.message)
            yield Fault(where, one, f"lacks a comment “# {extraction.TAG} …” above it")
        for form in (text.message,) if isinstance(text.message, str) else text.message:
            if names(form) is None:
                yield Fault(where, one, "has braces that are not a plain {name}")
            if form != form.strip() or DIRECTION_CONTROLS.search(form):
                yield Fault(where, one, "has blanks at its ends or invisible direction controls")


def in_template(folder: Path, pot: bytes) -> Iterator[Fault]:
    """Check that the committed template is the one of the sources."""
    path = folder / TEMPLATE
    if not path.exists() or path.read_bytes() != pot:
        yield Fault(_shown(path), "", f"is not what the sources say: {EXTRACT}")


def in_catalog(path: Path, language: str, *, complete: bool | None = None) -> Iterator[Fault]:
    """Check one catalog by itself; `complete`: a gap is a fault (default: if it is offered)."""
    where = _shown(path)
    if complete is None:
        complete = any(language == each.code for each in LANGUAGES)
    try:
        catalog = read(path, language)
    except (PoFileError, ValueError) as problem:
        yield Fault(where, "", f"cannot be read: {problem}")
        return
    if not _counts_rightly(catalog, language):
        yield Fault(where, "", f"its Plural-Forms are not CLDR's for {language}: {EXTRACT}")
    for message in catalog:
        if message.id and (complete or any(forms(message))):
            yield from in_message(where, message, language)


def in_message(where: str, message: Message, language: str) -> Iterator[Fault]:
    """Check one message."""
    one, _ = ids(message)
    at = f"{where}:{message.lineno}"
    for words in faults.faults(message, language, SAME.get(language, frozenset())):
        yield Fault(at, one, words)
    for words in faults.warnings(message, language):
        yield Fault(at, one, words, serious=False)


def _counts_rightly(catalog: Catalog, language: str) -> bool:
    """Say whether the header's rule, as gettext evaluates it, is CLDR's."""
    try:
        form = c2py(catalog.plural_expr)
    except ValueError:
        return False
    return catalog.num_plurals == len(tags(language)) and all(
        form(count) == form_index(language, count) for count in COUNTS
    )


def against_template(where: str, catalog: Catalog | None, gathered: Catalog) -> Iterator[Fault]:
    """Check that a catalog has the template's messages, no fewer and no others."""
    if catalog is None:
        return
    there, wanted = ({message.id for message in each} for each in (catalog, gathered))
    for lacking in sorted(_english(each) for each in wanted - there):
        yield Fault(where, lacking, f"is not in this catalog: {EXTRACT}")
    for left in sorted(_english(each) for each in there - wanted):
        yield Fault(where, left, f"is said nowhere any more: {EXTRACT}")


def read_or_none(path: Path, language: str) -> Catalog | None:
    """Read a catalog; None if it cannot be read, which in_catalog reports."""
    try:
        return read(path, language)
    except (PoFileError, ValueError):
        return None


def _english(message: object) -> str:
    return message if isinstance(message, str) else str(message[0])  # type: ignore[index]


def _shown(path: Path) -> str:
    root = extraction.ROOT
    return str(path.relative_to(root) if path.is_relative_to(root) else path)


def report(found: Iterable[Fault]) -> int:
    """Print the faults; 1 if any is serious."""
    shown = list(found)
    for fault in shown:
        print(fault)
    serious = sum(fault.serious for fault in shown)
    if shown:
        print(f"catalogs: {serious} faults, {len(shown) - serious} warnings")
    return 1 if serious else 0


if __name__ == "__main__":
    sys.exit(report(check()))
