"""Names: which centres, towns, countries and organisations a question's words mean.

A centre that the asker may not know of is taken out before anything is compared with a name, so
that it changes nothing in any answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from msgspec.structs import replace

from casework.gazetteer.folding import folded
from casework.look_up.bearing import Known, known_to, organisation_in
from casework.look_up.seen import hidden_from
from casework.workplace import Work
from domain.centres import Centre
from domain.management import Role
from domain.organisations import CentreId, OrganisationId
from domain.requests.looking_up import About, CentresNamed, Meant, MeantBy, Scope

BEST = 6


async def meant_by(work: Work, request: MeantBy) -> Meant:
    """Say what names mean; nothing that the asker may not see is offered, not even by its name."""
    known = known_to(work)
    said = folded(request.names)
    if not said:
        return _with_centres(work, (_everywhere(work),) if request.many else _mine(work))
    organisation, rest = organisation_in(work, said)
    found = () if organisation and not rest else _named(work, known, said)
    if not found and organisation is not None:
        found = _of_organisation(work, known, organisation, rest)
    found = found or _centres(work, known.resembling(said))
    if not found:
        return Meant(closest=_centres(work, known.closest(said)))
    return _with_centres(work, found)


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


def _named(work: Work, known: Known, said: str) -> tuple[About, ...]:
    """Find a country, a town, or the centres that bear what is said in their name."""
    country = known.country(said)
    if country is not None:
        return _area(work, Scope.COUNTRY, country, country)
    towns = known.towns(said)
    if towns:
        areas = (_area(work, Scope.TOWN, town, code) for town, code in towns)
        return tuple(about for area in areas for about in area)
    return _centres(work, known.named(said))


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


# ---------------------------------------------------------------- organisations


def _of_organisation(
    work: Work, known: Known, organisation: OrganisationId, rest: str
) -> tuple[About, ...]:
    """Give the places that are left of the words, cut to where the organisation has a part."""
    places: tuple[About, ...] = (_everywhere(work),)
    if rest:
        places = _named(work, known, rest) or _centres(work, known.resembling(rest))
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
    for centre in _in_scope(work, about):
        if centre.id in hidden:
            continue
        if about.organisation is None or has_part(work, about.organisation, centre):
            yield centre


def _in_scope(work: Work, about: About) -> Iterable[Centre]:
    directory = work.directory
    match about.scope:
        case Scope.CENTRE:
            key = CentreId(about.key)
            return (directory.centre(key),) if directory.has_centre(key) else ()
        case Scope.TOWN:
            return map(directory.centre, known_to(work).area((about.key, about.country)))
        case Scope.COUNTRY:
            return map(directory.centre, known_to(work).area(about.key))
        case Scope.MINE:
            areas = [directory.team(each.team).area for each in work.actor.memberships]
            return (
                each
                for each in directory.centres
                if any(area.covers(each.id, each.country) for area in areas)
            )
        case Scope.EVERYWHERE if about.organisation is not None:
            return directory.centres_with(about.organisation)
        case Scope.EVERYWHERE:
            return directory.centres
        case _:
            assert_never(about.scope)


def _mine(work: Work) -> tuple[About, ...]:
    return _counted(work, About(Scope.MINE)) if work.actor.is_enrolled else ()


def _everywhere(work: Work) -> About:
    return About(Scope.EVERYWHERE, centres=len(work.directory.centres) - len(hidden_from(work)))
