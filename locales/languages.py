"""The languages Passerelle can speak, and which of them it offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from locales.catalogs import SOURCE, catalogs


@dataclass(frozen=True, slots=True)
class Language:
    """A language by its BCP 47 code, called as it calls itself.

    `formats`: the locale whose dates, numbers and lists are used.
    """

    code: str
    own_name: str
    right_to_left: bool = False
    formats: str = ""

    @property
    def locale(self) -> str:
        """The CLDR locale of its dates, numbers and lists."""
        return self.formats or self.code.replace("-", "_")


LANGUAGES: tuple[Language, ...] = (
    Language(SOURCE, "English", formats="en_GB"),  # the day before the month, as most readers know
    Language("fr", "Français"),
    Language("ar", "العربية", right_to_left=True),
)
BY_CODE: dict[str, Language] = {language.code: language for language in LANGUAGES}
ENGLISH = BY_CODE[SOURCE]


def spoken(code: str) -> Language:
    """Give the language of a code, English for one that is not known (any more)."""
    return BY_CODE.get(code, ENGLISH)


def offered(wanted: Sequence[str] | None = None) -> tuple[Language, ...]:
    """Give the wanted languages in their order, all complete ones for None; always English.

    :raises ValueError: one is unknown, or its catalog is not complete; names all of them.
    """
    if wanted is None:
        return tuple(language for language in LANGUAGES if not _missing(language.code))
    found: dict[str, Language] = {}
    problems: list[str] = []
    for code in wanted:
        language = BY_CODE.get(code.strip().replace("_", "-").casefold())
        if language is None:
            problems.append(f"{code!r} is not a language of Passerelle ({', '.join(BY_CODE)})")
        elif missing := _missing(language.code):
            problems.append(f"{language.code!r} is not complete: {missing}")
        else:
            found[language.code] = language
    if problems:
        raise ValueError("; ".join(problems))
    return tuple((found if SOURCE in found else {SOURCE: ENGLISH, **found}).values())


def _missing(code: str) -> str:
    """Say why a language cannot be offered; "" if it can."""
    if code == SOURCE:
        return ""
    known = catalogs()
    if not known.messages:
        return "the catalogs are not built, run `make catalogs`"
    missing = known.missing(code)
    return f"{len(missing)} of {len(known.messages)} texts have no translation" if missing else ""


def best_match(hint: str | None, offered: Sequence[Language]) -> str | None:
    """Find the offered language that a hint such as "fr-CA" or "ar_EG" means; None if none."""
    wanted = (hint or "").strip().replace("_", "-").casefold()
    while wanted:
        for language in offered:
            if language.code.casefold() == wanted:
                return language.code
        wanted = wanted.rpartition("-")[0]
    return None
