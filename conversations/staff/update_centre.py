"""Updating a centre: what is to be changed, one thing at a time, confirmed before it is saved."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from msgspec.structs import replace

from conversations.dialogue import Farewell, ask
from conversations.flow import Start
from conversations.messages import Button, column, entry
from conversations.questions import Choice, Option
from conversations.staff.beds_text import BedsSaid
from conversations.staff.update_beds import count_beds
from conversations.staff.update_closure import close, open_again
from conversations.staff.update_contact import contact
from conversations.staff.update_hours import hours_today
from conversations.staff.update_parts import nothing_here, view_of, which_centre
from conversations.staff.update_services import pause, resume
from conversations.text import Marked, Text, Verbatim, lines, t
from domain.organisations import CentreId
from domain.requests.updating import CentreToUpdate
from domain.services import ServiceStatus


async def update(start: Start) -> Farewell:
    """Ask what changes at a centre that is named by its key or in words."""
    view = await view_of(CentreId(start.argument(0))) if start.argument(0) else None
    if view is None:
        centre = await which_centre(start.argument(0))
        if isinstance(centre, Farewell):
            return centre
        view = await view_of(centre.id)
    if view is None:
        return nothing_here()
    open_to = possible(view)
    what = start.argument(1)
    if what not in open_to:
        options = [Option(code, code, LABELS[code][1], LABELS[code][0]) for code in open_to]
        name = Marked("🏢", Verbatim(view.centre.name))
        # Translators: question to staff: which fact of a centre they want to change
        what = await ask(Choice("what", lines(name, t("What has changed?")), options))
    return with_more(await STEPS[what](view), view.centre.id)


def with_more(done: Farewell, centre: CentreId) -> Farewell:
    """Lead on from what was saved: to the next fact, or to saying that the rest is right."""
    if not done.buttons:
        return done
    more = column(
        # Translators: button of staff who changed one fact of a centre
        Button(Marked("✏️", t("Change something else")), entry("update", str(centre))),
        # Translators: button of staff who changed one fact of a centre: the other facts are right
        Button(Marked("👍", t("Everything else is right")), entry("verify", str(centre))),
    )
    return replace(done, buttons=(*done.buttons, *more))


def possible(view: CentreToUpdate) -> tuple[str, ...]:
    """Say what this reader may change here now."""
    paused = [each.service.status is ServiceStatus.CLOSED_FOR_NOW for each in view.services]
    fits = {
        "beds": any(each.counted for each in view.services),
        "places": any(each.counted for each in view.services),
        "hours": view.whole,
        "close": view.whole and view.closure is None,
        "open": view.whole and view.closure is not None,
        "contact": view.whole,
        "pause": not all(paused),
        "resume": any(paused),
    }
    return tuple(code for code in LABELS if fits[code])


LABELS: dict[str, tuple[str, Text]] = {
    # Translators: button of staff: say how many places are free
    "beds": ("🛏", t("Free places")),
    # Translators: button of staff: how many places there are and cannot be used
    "places": ("🧮", t("Number of places")),
    # Translators: button of staff: other opening hours, for today only
    "hours": ("🕑", t("Hours today")),
    # Translators: button of staff: the centre is shut
    "close": ("🔴", t("Close the centre")),
    # Translators: button of staff: the centre is open again after it was shut
    "open": ("🟢", t("Open again")),
    # Translators: button of staff: telephone, e-mail, web page
    "contact": ("📞", t("Contact")),
    # Translators: button of staff: one kind of help is not offered for now
    "pause": ("⏸️", t("Pause a service")),
    # Translators: button of staff: a kind of help is offered again
    "resume": ("▶️", t("Resume a service")),
}


async def beds_here(view: CentreToUpdate) -> Farewell:
    """Count the free places."""
    return await count_beds(view, BedsSaid())


async def places_here(view: CentreToUpdate) -> Farewell:
    """Say anew how many places there are."""
    return await count_beds(view, BedsSaid(), whole=True)


STEPS: dict[str, Callable[[CentreToUpdate], Awaitable[Farewell]]] = {
    "beds": beds_here,
    "places": places_here,
    "hours": hours_today,
    "close": close,
    "open": open_again,
    "contact": contact,
    "pause": pause,
    "resume": resume,
}
