"""Setting aside: an update that fails every time blocks nobody, and its sender is told."""

from __future__ import annotations

import msgspec
import structlog

from bot.incoming import Incoming, Reply
from bot.kept_replies import KeptReplies
from bot.measures import Outcome
from bot.office import DEFAULT_LANGUAGE, Office
from bot.turn import answered_before
from casework.tell import MESSAGE
from conversations.messages import Message
from conversations.text import t
from locales.languages import best_match
from locales.render import render
from storage import outbox, people, updates
from storage.people import Address

log = structlog.get_logger()

# Translators: something broke inside; nothing is lost
SORRY = t(
    "Something went wrong on our side. Nothing you told me is lost. Please try again in a moment."
)


async def set_aside(
    office: Office, replies: KeptReplies, incoming: Incoming, problem: Exception
) -> Reply:
    """Park an update with the kind of its failure, and give an honest answer, which is committed.

    What was said is not kept: a parked update belongs to nobody who could erase it.
    """
    now = office.clock()
    channel, update = incoming.channel, incoming.update_id
    async with office.database.transaction() as tx:
        handled = await updates.claim(tx, channel, update)
        if handled is not None:
            return answered_before(handled)
        kind = type(incoming.given).__name__.encode()
        await updates.park(tx, channel, update, kind, type(problem).__name__, now)
        log.error("update parked", channel=channel, update=update)
        address = Address(channel, incoming.address)
        known = await people.find_or_add(tx, address, now)
        hint = best_match(incoming.language_hint, office.languages)
        sorry = render(Message(SORRY), known.language or hint or DEFAULT_LANGUAGE, now)
        is_kept = await replies.takes(tx, incoming, now)
        reply = Reply(None if is_kept else sorry)
        await updates.keep_reply(tx, channel, update, known.id, msgspec.json.encode(reply), now)
        if is_kept or channel in outbox.PULLED:
            payload = msgspec.json.encode(sorry)
            await outbox.put(
                tx, person=known.id, address=address, kind=MESSAGE, payload=payload, now=now
            )
    office.measures.came(channel, Outcome.PARKED)
    office.wake.everyone()
    return reply
