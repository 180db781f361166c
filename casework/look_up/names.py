"""Names: which centres, towns, countries and organisations a question's words mean.

A centre that the asker may not know of is taken out before anything is compared with a name, so
that it changes nothing in any answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from casework.gazetteer.folding import folded
from casework.look_up.seen import hidden_from
from casework.places import country_names
from casework.workplace import Work
from domain.centres import Centre
from domain.directory import Directory
from domain.management import Role
from domain.organisations import CentreId, OrganisationId
from domain.requests.looking_up import About, CentresNamed, Meant, MeantBy, Scope

CLOSE_ENOUGH = 80.0
STILL_LIKE = 60.0
BEST = 6
SHORTEST = 4


@dataclass(frozen=True)
class Named:
    """The folded names of centres, of towns, of countries and of organisations."""

    centres: dict[CentreId, tuple[str, ...]]
    towns: dict[str, tuple[tuple[str, str], ...]]
    countries: dict[str, str]
    organisations: dict[str, OrganisationId]


@lru_cache(maxsize=8)
def names_in(directory: Directory, hidden: frozenset[CentreId]) -> Named:
    """Fold every name of a directory, but for what is hidden from the asker."""
    towns: dict[str, set[tuple[str, str]]] = defaultdict(set)
    centres = [each for each in directory.centres if each.id not in hidden]
    for centre in centres:
        for name in (centre.city, *centre.aliases):
            towns[folded(name)].add((centre.city, centre.country))
    return Named(
        {each.id: _names_of(each) for each in centres},
        {name: tuple(sorted(found)) for name, found in towns.items() if name},
        {
            folded(name): code
            for code in {each.country for each in centres}
            for name in country_names(code)
        },
        {
            folded(name): each.id
            for each in directory.organisations
            for name in (each.name, *each.aliases)
        },
    )


def _names_of(centre: Centre) -> tuple[str, ...]:
    return tuple(folded(name) for name in (centre.name, centre.city, *centre.aliases) if name)


async def meant_by(work: Work, request: MeantBy) -> Meant:
    """Say what names mean; nothing that the asker may not see is offered, not even by its name."""
    known = names_in(work.directory, hidden_from(work))
    said = folded(request.names)
    if not said:
        return _with_centres(work, (_everywhere(work),) if request.many else _mine(work))
    found = () if said in known.organisations else _named(work, known, said)
    if not found:
        organisation, rest = _organisation_in(known, said)
        if organisation is not None:
            found = _of_organisation(work, known, organisation, rest)
    found = found or _resembling(work, known, said)
    return _with_centres(work, found) if found else Meant(closest=_closest(work, known, said))


async def centres_named(work: Work, request: CentresNamed) -> tuple[Centre, ...]:
    """Find the single centres that a text names, those of a town or country among them."""
    if not folded(request.text):
        return ()
    meant = await meant_by(work, MeantBy(request.text))
    areas = [each for each in meant.about if each.scope is not Scope.CENTRE]
    keys = [each.key for each in meant.about if each.scope is Scope.CENTRE]
    keys += [str(centre.id) for area in areas for centre in centres_of(work, area)]
    return tuple(work.directory.centre(CentreId(key)) for key in dict.fromkeys(keys))[:BEST]


def _with_centres(work: Work, found: tuple[About, ...]) -> Meant:
    """Add the single centres of the one area that was found."""
    if len(found) != 1 or found[0].scope is Scope.CENTRE:
        return Meant(found)
    here = (_narrowed(found[0], each) for each in centres_of(work, found[0]))
    return Meant(found, centres=tuple(sorted(here, key=lambda each: each.name)[:BEST]))


# ---------------------------------------------------------------- by their names


def _named(work: Work, known: Named, said: str) -> tuple[About, ...]:
    """Find a country, a town, or the centres that bear what is said in their name."""
    country = known.countries.get(said)
    if country is not None:
        return _area(work, Scope.COUNTRY, country, country)
    if said in known.towns:
        areas = (_area(work, Scope.TOWN, town, code) for town, code in known.towns[said])
        return tuple(about for area in areas for about in area)
    exact = [key for key, names in known.centres.items() if said in names]
    return _centres(
        work,
        exact or [key for key, names in known.centres.items() if any(_in(said, n) for n in names)],
    )


def _resembling(work: Work, known: Named, said: str) -> tuple[About, ...]:
    """Find the centres whose names are in what is said, or else are spelled nearly so."""
    within = [
        key
        for key, names in known.centres.items()
        if any(len(name) >= SHORTEST and _in(name, said) for name in names)
    ]
    return _centres(work, within or _alike(known, said))


def _in(part: str, whole: str) -> bool:
    return f" {part} " in f" {whole} "


def _alike(known: Named, said: str) -> list[CentreId]:
    if len(said) < SHORTEST:
        return []
    scores: dict[CentreId, float] = {
        key: max((fuzz.ratio(said, name) for name in names), default=0.0)
        for key, names in known.centres.items()
    }
    best = max(scores.values(), default=0.0)
    return [key for key, score in scores.items() if score >= max(CLOSE_ENOUGH, best - 5)]


def _area(work: Work, scope: Scope, key: str, country: str) -> tuple[About, ...]:
    """Give a town or country with the number of its centres; the one centre where there is one."""
    return _counted(work, About(scope, key, country, key))


def _counted(work: Work, about: About) -> tuple[About, ...]:
    here = list(centres_of(work, about))
    if len(here) == 1:
        return (_narrowed(about, here[0]),)
    return (replace(about, centres=len(here)),) if here else ()


def _centres(work: Work, keys: Iterable[CentreId]) -> tuple[About, ...]:
    return tuple(about_centre(work.directory.centre(key)) for key in keys)[:BEST]


def about_centre(centre: Centre) -> About:
    """Speak about one centre."""
    return _narrowed(About(Scope.CENTRE), centre)


def _narrowed(about: About, centre: Centre) -> About:
    """Speak about the one centre that is meant."""
    return replace(
        about,
        scope=Scope.CENTRE,
        key=str(centre.id),
        country=centre.country,
        name=centre.name,
        centres=1,
    )


def _closest(work: Work, known: Named, said: str) -> tuple[About, ...]:
    """Give the centres with the nearest names, for "did you mean"."""
    names = {key: " ".join(names) for key, names in known.centres.items()}
    near = process.extract(said, names, scorer=fuzz.WRatio, score_cutoff=STILL_LIKE, limit=3)
    return _centres(work, [key for _, _, key in near])


# ---------------------------------------------------------------- organisations


def _organisation_in(known: Named, said: str) -> tuple[OrganisationId | None, str]:
    """Find the longest name of an organisation in the words; give what is left of them."""
    for name in sorted(known.organisations, key=len, reverse=True):
        if name and f" {name} " in f" {said} ":
            return known.organisations[name], f" {said} ".replace(f" {name} ", " ", 1).strip()
    return None, said


def _of_organisation(
    work: Work, known: Named, organisation: OrganisationId, rest: str
) -> tuple[About, ...]:
    """Give the places that are left of the words, cut to where the organisation has a part."""
    places: tuple[About, ...] = (_everywhere(work),)
    if rest:
        places = _named(work, known, rest) or _resembling(work, known, rest)
    name = work.directory.organisation(organisation).name
    found: list[About] = []
    for place in places:
        about = replace(place, organisation=organisation, organisation_name=name)
        found += _counted(work, about)
    return tuple(found)


def has_part(work: Work, organisation: OrganisationId, centre: Centre) -> bool:
    """Say whether an organisation offers something at a centre or has a role there today.

    Who only funds or supports it is for staff to know (Rights of look-up).
    """
    services = work.directory.services_of(centre.id)
    if any(each.provider == organisation and not each.confidential for each in services):
        return True
    roles = tuple(Role) if work.actor.is_enrolled else (Role.MANAGER, Role.CO_MANAGER)
    in_force = work.directory.arrangements_at(centre.id, work.now)
    return any(organisation in each.with_role(*roles) for each in in_force)


# ---------------------------------------------------------------- which centres these are


def centres_of(work: Work, about: About) -> Iterator[Centre]:
    """Give the centres that are meant, of those that the actor may know of."""
    hidden = hidden_from(work)
    for centre in work.directory.centres:
        if centre.id in hidden or not _in_scope(work, about, centre):
            continue
        if about.organisation is None or has_part(work, about.organisation, centre):
            yield centre


def _in_scope(work: Work, about: About, centre: Centre) -> bool:
    match about.scope:
        case Scope.CENTRE:
            return centre.id == about.key
        case Scope.TOWN:
            return (centre.city, centre.country) == (about.key, about.country)
        case Scope.COUNTRY:
            return centre.country == about.key
        case Scope.MINE:
            return any(
                work.directory.team(m.team).area.covers(centre.id, centre.country)
                for m in work.actor.memberships
            )
        case Scope.EVERYWHERE:
            return True


def _mine(work: Work) -> tuple[About, ...]:
    return _counted(work, About(Scope.MINE)) if work.actor.is_enrolled else ()


def _everywhere(work: Work) -> About:
    return About(Scope.EVERYWHERE, centres=len(work.directory.centres) - len(hidden_from(work)))
