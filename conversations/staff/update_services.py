"""Pausing a service: people do not find it until it is resumed."""

from __future__ import annotations

from conversations.dialogue import Farewell, ask, do
from conversations.questions import Choice, Option
from conversations.staff.update_beds import service_words
from conversations.staff.update_parts import confirmed, left_as_it_was, saved
from conversations.text import Marked, Text, Verbatim, lines, paragraphs, t
from conversations.vocabulary import SERVICE_SIGNS
from domain.requests.updating import CentreToUpdate, PauseService, ServiceToUpdate, Updated
from domain.services import ServiceStatus


async def pause(view: CentreToUpdate) -> Farewell:
    """Pause a service that is offered."""
    offered = [s for s in view.services if s.service.status is not ServiceStatus.CLOSED_FOR_NOW]
    # Translators: question to staff, under the name of a service
    sure = t("People will not find it until you resume it. Shall I pause it?")
    # Translators: a service is not offered for now
    return await switched(view, offered, True, sure, t("Paused: people do not find it now."))


async def resume(view: CentreToUpdate) -> Farewell:
    """Take a service up again."""
    paused = [s for s in view.services if s.service.status is ServiceStatus.CLOSED_FOR_NOW]
    # Translators: question to staff, under the name of a service
    sure = t("People will find it again. Shall I resume it?")
    # Translators: a service is offered again
    return await switched(view, paused, False, sure, t("Resumed: people find it again."))


async def switched(
    view: CentreToUpdate, services: list[ServiceToUpdate], paused: bool, sure: Text, after: Text
) -> Farewell:
    """Ask which service, confirm, and switch it."""
    options = [
        Option(each, str(each.service.id), service_words(each), SERVICE_SIGNS[each.service.type])
        for each in services
    ]
    # Translators: question to staff
    chosen = await ask(Choice("service", t("Which service?"), options))
    sign = SERVICE_SIGNS[chosen.service.type]
    name = lines(Marked("🏢", Verbatim(view.centre.name)), Marked(sign, service_words(chosen)))
    if not await confirmed(paragraphs(name, sure)):
        return left_as_it_was()
    done: Updated = await do(PauseService(chosen.service.id, paused), "saved")
    return saved(done, lines(name, after))
