"""Plural forms by CLDR, for the catalogs' headers and for choosing a form.

Babel's own table for .po files is wrong for some languages: Arabic's "many" would hold 0 to 2
where it must hold 11 to 99, and French lacks CLDR's "many" (un million de personnes). So the
rules come from CLDR itself, written for whole numbers: French has three forms, Arabic six.
"""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale
from babel.plural import to_gettext

from locales.cldr import locale

# CLDR's operands that a whole number never has: decimals, and the exponent of "1M".
_NOT_WHOLE = re.compile(r"\b[cevwft]\b")
ORDER = ("zero", "one", "two", "few", "many", "other")


@lru_cache(maxsize=64)
def tags(language: str) -> tuple[str, ...]:
    """Give the names of a language's forms in the order in which a catalog holds them."""
    used = _locale(language).plural_form.tags | {"other"}
    return tuple(tag for tag in ORDER if tag in used)


@lru_cache(maxsize=4096)
def form_index(language: str, count: int) -> int:
    """Give the place of the form that a count needs."""
    return tags(language).index(_locale(language).plural_form(abs(count)))


@lru_cache(maxsize=64)
def header(language: str) -> str:
    """Give a catalog's Plural-Forms, as gettext reads them."""
    return _NOT_WHOLE.sub("0", to_gettext(_locale(language).plural_form)).rstrip(";") + ";"


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    return locale(language.replace("-", "_"))
