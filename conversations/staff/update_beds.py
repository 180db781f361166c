"""Beds: how many places are free, asked one thing at a time, confirmed, and undone for a while."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.dialogue import Farewell, ask, do, forget, recall, say
from conversations.flow import Start
from conversations.free_places import GROUPS
from conversations.questions import Choice, Number, Option
from conversations.staff.beds_text import BedsSaid, read_beds
from conversations.staff.update_parts import nothing_here, saved, view_of, which_centre
from conversations.text import Amount, Marked, Verbatim, Words, beside, lines, paragraphs, t
from conversations.vocabulary import SERVICE_SIGNS, SERVICES
from domain.capacity import MOST_PLACES, Numbers
from domain.requests.updating import CentreToUpdate, SaveCount, ServiceToUpdate, Updated
from domain.services import Group, ServiceStatus

ANEW = "anew"
ALL = "all"


async def beds(start: Start) -> Farewell:
    """Take "/beds Conakry 12 women", asking only for what is missing."""
    said = read_beds(start.argument(0))
    centre = await which_centre(said.centre)
    if isinstance(centre, Farewell):
        return centre
    view = await view_of(centre.id)
    return await count_beds(view, said) if view else nothing_here()


async def count_beds(view: CentreToUpdate, said: BedsSaid, *, whole: bool = False) -> Farewell:
    """Ask for the count and keep it; `whole`: also how many places there are and out of use."""
    counted = [each for each in view.services if each.counted]
    if not counted:
        # Translators: to staff: nothing at this centre has places that are counted
        return Farewell(t("No service of this centre is counted in places."))
    service = counted[0] if len(counted) == 1 else await which_service(counted)
    if service.service.status is ServiceStatus.CLOSED_FOR_NOW:
        # Translators: to staff who count the places of a service that is not offered now
        await say(t("This service is paused: people do not find it."))
    group = said.group or await which_group(service)
    known = numbers_of(service, group)
    places = known.places if known and not whole else await ask_places(group)
    blocked = known.blocked if known and not whole else 0
    if whole:
        blocked = await ask_blocked(places)
    free = await ask_free(places - blocked, said.number)
    words = told(view, service, group, (places, blocked, free), known.held if known else 0)
    if not await right(words):
        await forget("right", "free", "places", "blocked", remember={ANEW: True})
    command = SaveCount(service.service.id, group, places, blocked, free)
    done: Updated = await do(command, "saved")
    # Translators: staff counted the places; {free} of {places} are free
    words = t("{free} of {places} places free", free=Amount(free), places=Amount(places))
    return saved(done, beside(Verbatim(view.centre.name), words))


async def which_service(counted: Sequence[ServiceToUpdate]) -> ServiceToUpdate:
    """Ask which service was counted."""
    options = [
        Option(each, str(each.service.id), service_words(each), SERVICE_SIGNS[each.service.type])
        for each in counted
    ]
    # Translators: question to staff who count places
    return await ask(Choice("service", t("Which places did you count?"), options))


def service_words(each: ServiceToUpdate) -> Words:
    """Name a service by its kind and its own name."""
    kind = SERVICES[each.service.type]
    return beside(kind, Verbatim(each.service.name)) if each.service.name else kind


async def which_group(service: ServiceToUpdate) -> Group | None:
    """Ask for whom, where places are counted apart."""
    groups = [group for group, _ in service.places.groups] if service.places else []
    if not groups:
        return None
    options: list[Option[Group | None]] = [Option(g, g.value, GROUPS[g]) for g in groups]
    # Translators: button: places counted together, not for one group
    options.append(Option(None, ALL, t("All places together")))
    # Translators: question to staff who count places
    return await ask(Choice("group", t("For whom are these places?"), options))


def numbers_of(service: ServiceToUpdate, group: Group | None) -> Numbers | None:
    """Give what was counted before for the same places."""
    if service.places is None:
        return None
    return dict(service.places.groups).get(group) if group else service.places.numbers


async def ask_places(group: Group | None) -> int:
    """Ask how many places there are."""
    # Translators: question to staff: all places of a service, free or not
    words: Words = t("How many places are there in all, free or not?")
    if group is not None:
        words = beside(GROUPS[group], words)
    return await ask(Number("places", words, 1, MOST_PLACES, buttons_up_to=0))


async def ask_blocked(places: int) -> int:
    """Ask how many cannot be used."""
    # Translators: question to staff: places out of use, for repair for example
    words = t("How many of them cannot be used now?")
    return await ask(Number("blocked", words, 0, places))


async def ask_free(most: int, said: int | None) -> int:
    """Take the number that was said if it can be, else ask."""
    anew = await recall(ANEW)
    if said is not None and not anew:
        if 0 <= said <= most:
            return said
        # Translators: the number of free places that staff wrote cannot be; {most} is the limit
        await say(
            t("{number} cannot be: the number goes from 0 to {most}.", number=said, most=most)
        )
    words = lines(
        # Translators: question to staff
        t("How many places are free now?"),
        # Translators: how to count: promised places that are still empty count as free here
        t("Count all that are empty, also those kept for people who are expected."),
    )
    return await ask(Number("free", words, 0, most))


def told(
    view: CentreToUpdate,
    service: ServiceToUpdate,
    group: Group | None,
    numbers: tuple[int, int, int],
    held: int,
) -> Words:
    """Repeat what will be kept."""
    places, blocked, free = numbers
    return paragraphs(
        lines(
            Marked("🏢", Verbatim(view.centre.name)),
            Marked(SERVICE_SIGNS[service.service.type], SERVICES[service.service.type]),
            GROUPS[group] if group else None,
            t("{free} of {places} places free", free=Amount(free), places=Amount(places)),
            # Translators: places that cannot be used now; {count} is a number
            t("out of use: {count}", count=Amount(blocked)) if blocked else None,
            # Translators: places promised to people who have not come yet; {count} is a number
            t("kept for people who are expected: {count}", count=Amount(held)) if held else None,
        ),
    )


async def right(words: Words) -> bool:
    """Ask whether to save it."""
    options = [
        # Translators: button of staff: keep what is shown
        Option(True, "save", t("Save"), "✅"),
        # Translators: button of staff: another number
        Option(False, "change", t("Change"), "✏️"),
    ]
    # Translators: question to staff, under what will be kept
    return await ask(Choice("right", paragraphs(words, t("Shall I save this?")), options, a_row=2))
