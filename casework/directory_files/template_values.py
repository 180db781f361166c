"""What the cells of the template mean, column by column; ValueError for what is no such value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from babel import Locale
from babel.core import get_global

from casework.directory_files.hours_text import hours_from_words
from casework.directory_files.hsds_codecs import day, of, yes_or_no
from casework.directory_files.names import normalised, tidy
from casework.directory_files.native_facts import zone_of
from casework.directory_files.numbers import age_of, places_of
from casework.directory_files.services import admission_of
from domain.accessibility import Wheelchair
from domain.capacity import LONGEST_HOLD_HOURS
from domain.centres import AddressRule, CentreStatus
from domain.organisations import OrganisationKind
from domain.people import Gender
from domain.services import Admission, Group, ServiceStatus

Parse = Callable[[str], Any]
YES = frozenset({"yes", "y", "true", "1", "x", "oui", "vrai", "نعم"})
NO = frozenset({"no", "n", "false", "0", "non", "faux", "لا"})
COUNTRY_NAMES = ("en", "fr", "ar")
NOT_THIS = re.compile(r"(?:no|not|non|sans)[- ](.+)")
GROUPS: Mapping[str, Group] = {
    "women": Group.WOMEN, "woman": Group.WOMEN, "female": Group.WOMEN, "femmes": Group.WOMEN,
    "men": Group.MEN, "man": Group.MEN, "male": Group.MEN, "hommes": Group.MEN,
    "families": Group.FAMILIES, "family": Group.FAMILIES, "familles": Group.FAMILIES,
    "children alone": Group.CHILDREN_ALONE, "unaccompanied children": Group.CHILDREN_ALONE,
    "enfants seuls": Group.CHILDREN_ALONE, "mineurs isolés": Group.CHILDREN_ALONE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a cell names; what it does not name is not said."""

    genders: frozenset[Gender] = frozenset()
    families: bool | None = None
    children_alone: bool | None = None


def listed(text: str) -> tuple[str, ...]:
    """Give the values between commas or semicolons."""
    return tuple(filter(None, (tidy(part) for part in re.split(r"[,;،؛]", text))))


def things(text: str) -> tuple[str, ...]:
    """Give the values between semicolons."""
    return tuple(filter(None, (tidy(part) for part in re.split(r"[;؛]", text))))


def country(text: str) -> str:
    """Give the code of a country, by its code or name in English, French or Arabic."""
    plain = text.strip().upper()
    if plain in get_global("territory_zones") and len(plain) == 2:
        return plain
    found = _countries().get(normalised(text))
    if found is None:
        raise ValueError("is no country; write its two letters, such as GN")
    return found


@cache
def _countries() -> Mapping[str, str]:
    return {
        normalised(name): code
        for language in COUNTRY_NAMES
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and code.isalpha()
    }


def who(text: str) -> Who:
    """Read the groups that a service is for."""
    genders: set[Gender] = set()
    told: dict[Group, bool] = {}
    for part in listed(text):
        plain = normalised(part.replace("_", " "))
        refused = NOT_THIS.fullmatch(plain)
        group = GROUPS.get(refused[1] if refused else plain)
        if group is None or (refused and group in (Group.WOMEN, Group.MEN)):
            raise ValueError("must be of: women, men, families, children_alone")
        if group is Group.WOMEN:
            genders.add(Gender.WOMEN)
        elif group is Group.MEN:
            genders.add(Gender.MEN)
        else:
            told[group] = not refused
    families, alone = told.get(Group.FAMILIES), told.get(Group.CHILDREN_ALONE)
    return Who(frozenset(genders), families, alone)


def flag(text: str) -> bool:
    """Read yes or no, in three languages."""
    plain = normalised(text)
    return plain in YES or (plain not in NO and yes_or_no(plain))


def wheelchair(text: str) -> Wheelchair:
    """Read yes, limited or no."""
    plain = normalised(text)
    if plain in YES or plain == "designated":
        return Wheelchair.YES
    return Wheelchair.NO if plain in NO else _code(Wheelchair)(text)


def counted(text: str) -> datetime:
    """Read an instant, or a day as its beginning in UTC."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("must be a day or an instant with its offset from UTC") from None
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def lasting(text: str) -> timedelta:
    """Read whole hours."""
    if not text.isdecimal() or not 0 < int(text) <= LONGEST_HOLD_HOURS:
        raise ValueError("must be whole hours, such as 12")
    return timedelta(hours=int(text))


def admission(text: str) -> Admission:
    """Read a code, or words about how one gets in."""
    plain = normalised(text).replace(" ", "_").replace("-", "_")
    return Admission(plain) if plain in list(Admission) else admission_of(text)


def only_hours(text: str) -> str:
    """Read hours that must be hours."""
    osm = hours_from_words(text).osm
    if osm is None:
        raise ValueError("must be hours such as Mo-Fr 08:00-16:00")
    return osm


def _code(kind: type[Any]) -> Parse:
    def parse(text: str) -> Any:
        plain = text.strip().lower()
        joined = plain.replace(" ", "_").replace("-", "_")
        return of(kind, joined if any(each.value == joined for each in kind) else plain)

    return parse


def _day(text: str) -> date:
    return day(text)


PARSERS: Mapping[str, Parse] = {
    "organisation kind": _code(OrganisationKind),
    "country": country,
    "address rule": _code(AddressRule),
    "other names": listed,
    "time zone": zone_of,
    "hours": hours_from_words,
    "service hours": hours_from_words,
    "ramadan hours": only_hours,
    "service ramadan hours": only_hours,
    "languages": listed,
    "service languages": listed,
    "interpreters": listed,
    "service interpreters": listed,
    "wheelchair": wheelchair,
    "service wheelchair": wheelchair,
    "who": who,
    "minimum age": age_of,
    "maximum age": age_of,
    "strict": flag,
    "papers needed": flag,
    "bring": things,
    "admission": admission,
    "places": places_of,
    "free": places_of,
    "counted at": counted,
    "count holds": lasting,
    "status": _code(ServiceStatus),
    "centre status": _code(CentreStatus),
    "verified on": _day,
    "service verified on": _day,
    "sample": flag,
}
