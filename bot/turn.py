"""The path of one message: in one transaction, and nothing is sent before it has committed.

bot/rounds.py begins, reads what is kept of the sender, and commits; in between, here:
  handled before → the stored reply, nothing twice
  replay the dialogue; casework performs what it awaits, in this transaction
  save conversation, reply and outbox
COMMIT → the reply is sent now; everything else by the outbox
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec

from bot.incoming import Incoming, MemberMenu, Reply
from bot.kept_replies import KeptReplies, goes_first
from bot.left_open import LeftOpen, Waiting
from bot.office import DEFAULT_LANGUAGE, Office
from casework.perform import perform
from casework.tell import MESSAGE
from casework.workplace import Work
from conversations.exchange import Conversation, Exchange, Left, Setting, exchange
from conversations.flows import FLOWS
from domain.access import Actor
from domain.requests import Command, Lookup
from domain.requests.afterwards import SayFeedback
from domain.requests.complaining import Complain
from domain.requests.corresponding import CorrespondenceOf, Write
from domain.requests.mine import AnswerQuestion, ForgetMe, MyReferrals, SpeakLanguage
from domain.requests.team import GoAway, SetRota
from domain.requests.working import CaseOf, GoOnDuty, Join
from locales.languages import best_match
from locales.render import Rendered, render, speak
from storage import conversations, members, outbox, people, updates
from storage.arrivals import Arrival
from storage.database import Transaction
from storage.people import Address, Known

SAID = "said"
TURNS_BEGIN_BELOW = 1_000_000
CHANGES_MEMBERSHIP = (Join, GoOnDuty, GoAway, SetRota)
CHANGES_MENU = (Join, SpeakLanguage)
# After these an answer may hold what somebody wrote in a case, and goes with that case.
HOLDS_WORDS = (CaseOf, CorrespondenceOf, Write, AnswerQuestion)


def answered_before(handled: updates.Handled) -> Reply:
    """Give the stored reply of an update that came again; nothing if it was erased since."""
    if handled.reply is None:
        return Reply(None)
    return msgspec.json.decode(handled.reply, type=Reply)


def is_anonymous(request: Lookup | Command) -> bool:
    """Say whether what the person just said may be kept nowhere, not even in their own chat."""
    return isinstance(request, SayFeedback) or (isinstance(request, Complain) and not request.named)


def case_with_words(request: Lookup | Command, result: Any) -> str | None:
    """Give the reference of the case whose words an answer may hold after a request, if any.

    Of several in a list it is the newest.
    """
    if isinstance(request, MyReferrals):
        told = (each for each in result if each.question or each.instructions or each.address)
        return next((each.reference for each in told), None)
    return request.reference if isinstance(request, HOLDS_WORDS) else None


class Turn:
    """One message inside its transaction. `heard_by`: the dialogue and step that heard it."""

    def __init__(
        self,
        office: Office,
        left_open: LeftOpen,
        kept: KeptReplies,
        tx: Transaction,
        incoming: Incoming,
        arrival: Arrival,
        known: Known,
        now: datetime,
    ) -> None:
        self.office = office
        self.left_open = left_open
        self.kept = kept
        self.tx = tx
        self.incoming = incoming
        self.arrival = arrival
        self.known = known
        self.now = now
        self.address = Address(incoming.channel, incoming.address)
        self.forgotten = False
        self.menu_changed = False
        self.unsaid = False
        self.words_of: str | None = None
        self.heard_by = ("", "")

    async def take(self) -> Reply:
        if self.known.unreachable:
            await people.mark_unreachable(self.tx, self.known.id, unreachable=False, now=self.now)
        self.work: Work = await self.office.work_of(
            self.tx, self.known.id, self.known, is_member=self.arrival.is_member, now=self.now
        )
        before, left = self.conversation()
        after = await exchange(before, self.incoming.given, self.setting(left))
        self.heard_by = (after.dialogue, after.step)
        if not self.forgotten:
            await self.save(after)
        return await self.answer(after)

    def conversation(self) -> tuple[Conversation, Left | None]:
        """Give what is kept of the conversation, and its dialogue if that waits in memory."""
        waiting = self.left_open.take(self.address, self.work.directory, self.now)
        sealed = self.arrival.state
        if sealed is None:
            # Buttons of a conversation that was forgotten are never taken for this one's.
            begins = secrets.randbelow(TURNS_BEGIN_BELOW)
            return Conversation(language=self.known.language, turn=begins), None
        if waiting is not None and waiting.sealed == sealed.token:
            return msgspec.json.decode(waiting.state, type=Conversation), waiting.left
        return msgspec.json.decode(sealed.open(), type=Conversation), None

    def setting(self, left: Left | None) -> Setting:
        hint = best_match(self.incoming.language_hint, self.office.languages)
        return Setting(FLOWS, self.perform, self.speak_in, self.office.codes, hint, left)

    def speak_in(self, language: str) -> Any:
        return lambda words: speak(words, language, self.now)

    async def perform(self, request: Lookup | Command) -> Any:
        result = await perform(self.work, request)
        if isinstance(request, CHANGES_MEMBERSHIP):
            memberships = await members.memberships_of(self.tx, self.known.id)
            self.work = replace(self.work, actor=Actor(self.known.id, memberships))
        elif isinstance(request, ForgetMe):
            self.forgotten = True
        elif is_anonymous(request):
            self.unsaid = True
        self.words_of = case_with_words(request, result) or self.words_of
        if isinstance(request, CHANGES_MENU) and self.work.actor.is_enrolled:
            self.menu_changed = True
        return result

    async def save(self, after: Exchange) -> None:
        """Keep the conversation, and in memory the dialogue to go on with.

        Never of members, whose rights may end meanwhile.
        """
        state = msgspec.json.encode(after.conversation)
        sealed = await conversations.save(
            self.tx, self.known.id, self.incoming.channel, state, self.now
        )
        if after.left is not None and not self.work.actor.is_enrolled:
            waiting = Waiting(after.left, state, sealed)
            self.left_open.keep(self.address, waiting, self.work.directory, self.now)

    async def answer(self, after: Exchange) -> Reply:
        """Render the messages; the first is the reply, or all are in the outbox."""
        language = after.conversation.language or DEFAULT_LANGUAGE
        rendered = [render(message, language, self.now) for message in after.messages]
        first = rendered[0] if rendered else None
        if self.incoming.channel in outbox.PULLED:
            await self.pull(rendered, erase=after.erase_history)
        elif await self.push(rendered, erase=after.erase_history):
            first = None
        reply = Reply(first, after.erase_history, self.menu(language))
        encoded = msgspec.json.encode(reply)
        await updates.keep_reply(
            self.tx,
            self.incoming.channel,
            self.incoming.update_id,
            None if self.forgotten else self.known.id,
            encoded,
            self.now,
            self.words_of,
        )
        return reply

    def menu(self, language: str) -> MemberMenu | None:
        if not self.menu_changed:
            return None
        return MemberMenu(tuple(m.role for m in self.work.actor.memberships), language)

    async def pull(self, rendered: list[Rendered], *, erase: bool) -> None:
        if erase:
            await outbox.delete_for(self.tx, self.address)
            return
        if self.incoming.echo and not self.unsaid:
            await self.put(SAID, msgspec.json.encode(self.incoming.echo))
        for message in rendered:
            await self.put(MESSAGE, msgspec.json.encode(message))

    async def push(self, rendered: list[Rendered], *, erase: bool) -> bool:
        """Put what is no reply into the outbox, and the reply if it has to wait there."""
        if erase:
            await outbox.drop_waiting(self.tx, self.address, MESSAGE)
        kept = await self.kept.takes(self.tx, self.incoming, self.now)
        urgent = goes_first(self.incoming, erases=erase)
        for message in rendered if kept else rendered[1:]:
            await self.put(MESSAGE, msgspec.json.encode(message), urgent=urgent)
        return kept

    async def put(self, kind: str, payload: bytes, *, urgent: bool = False) -> None:
        await outbox.put(
            self.tx,
            person=None if self.forgotten else self.known.id,
            address=self.address,
            kind=kind,
            payload=payload,
            now=self.now,
            words_of=self.words_of,
            urgent=urgent,
        )
