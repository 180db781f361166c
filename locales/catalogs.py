"""The translations, loaded once and never changed: a missing or broken one gives the English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from sys import intern
from types import MappingProxyType

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo

from conversations.text import Text
from locales.plurals import form_index
from locales.templates import fits

SOURCE = "en"
DOMAIN = "passerelle"
FOLDER = Path(__file__).parent
Forms = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Catalogs:
    """All translations: language → message → its forms in CLDR's order.

    `messages`: all messages there are, empty when the catalogs were never built.
    """

    translations: Mapping[str, Mapping[str, Forms]]
    messages: frozenset[str] = frozenset()

    def translated(self, text: Text, language: str) -> str:
        """Give the template for a text in a language, in the form that its count needs."""
        forms = self.translations.get(language, {}).get(text.message)
        if text.plural is None:
            return forms[0] if forms else text.message
        if forms:
            index = form_index(language, text.count)
            if index < len(forms) and forms[index]:
                return forms[index]
        return text.message if form_index(SOURCE, text.count) == 0 else text.plural

    def missing(self, language: str) -> frozenset[str]:
        """Give the messages that have no usable translation."""
        return self.messages - frozenset(self.translations.get(language, {}))


@lru_cache(maxsize=1)
def catalogs() -> Catalogs:
    """Give the catalogs of this installation, read at the first call."""
    return load(FOLDER)


def load(folder: Path) -> Catalogs:
    """Read every built catalog `<language>/LC_MESSAGES/passerelle.mo`; English has all messages."""
    read: dict[str, Mapping[str, Forms]] = {}
    for path in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")):
        with path.open("rb") as file:
            forms = dict(_usable(read_mo(file)))
        read[path.parent.parent.name] = MappingProxyType(forms)
    messages = frozenset(read.pop(SOURCE, {}))
    return Catalogs(MappingProxyType(read), messages)


def _usable(catalog: Catalog) -> Iterator[tuple[str, Forms]]:
    for message in catalog:
        if message.id and message_fits(message):
            yield intern(ids(message)[0]), forms(message)  # one for all languages


def message_fits(message: Message) -> bool:
    """Say whether a message is wholly translated and names its values rightly."""
    one, plural = ids(message)
    translated = forms(message)
    return bool(translated) and all(translated) and fits(one, translated, plural)


def ids(message: Message) -> tuple[str, str | None]:
    """Give a message's English, and its plural if it has one."""
    if isinstance(message.id, str):
        return message.id, None
    return message.id[0], message.id[1]


def forms(message: Message) -> Forms:
    """Give a message's translated forms, one if it has no plural."""
    if isinstance(message.string, str):
        return (message.string,)
    return tuple(form or "" for form in message.string or ())
