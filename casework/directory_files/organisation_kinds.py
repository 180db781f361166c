"""What an organisation is, by its name: where the name leaves doubt, a partner.

A partner gets personal data only through the gate (B3), so doubt costs nobody their safety. Only
a whole name counts: "Friends of UNHCR" is a partner.
"""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from casework.directory_files.names import normalised
from domain.organisations import OrganisationKind

IOM = frozenset(
    {
        "iom",
        "oim",
        "international organization for migration",
        "international organisation for migration",
        "organisation internationale pour les migrations",
        "un migration",
    }
)
INDEPENDENT = frozenset(
    {
        "fao",
        "icrc",
        "ifrc",
        "ilo",
        "international committee of the red cross",
        "international federation of red cross and red crescent societies",
        "ocha",
        "ohchr",
        "un women",
        "undp",
        "unesco",
        "unfpa",
        "unhcr",
        "unicef",
        "unodc",
        "unops",
        "unrwa",
        "wfp",
        "who",
        "world food programme",
        "world health organization",
    }
)
STATE = re.compile(
    r"(ministry|ministries|ministère|ministere|ministerio|ministério) (of|for|de|des|du)\b"
    r"|ministère de l['’]"
    r"|(government|gouvernement|gobierno) (of|de|du)\b"
    r"|وزارة "
)


def kind_of(name: str) -> OrganisationKind:
    """Say what an organisation of this name is, perhaps with a country's name after it."""
    plain = normalised(name)
    for form in (plain, _without_country(plain)):
        if form in IOM:
            return OrganisationKind.IOM
        if form in INDEPENDENT:
            return OrganisationKind.INTERNATIONAL
    return OrganisationKind.GOVERNMENT if STATE.match(plain) else OrganisationKind.PARTNER


def _without_country(name: str) -> str:
    words = name.split(" ")
    for first in range(1, len(words)):
        if " ".join(words[first:]).strip("-,() ") in _countries():
            return " ".join(words[:first])
    return name


@cache
def _countries() -> frozenset[str]:
    return frozenset(
        normalised(name)
        for language in ("en", "fr", "es", "ar")
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and code.isalpha()
    )
