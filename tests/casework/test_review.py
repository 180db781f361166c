"""What a review found: somebody put at risk, something lost, or somebody left without an answer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec import structs

from bot.incoming import Delivery, Rejected, Reply, Sent
from bot.office import Office
from bot.outbox import TRIES, OutboxSender
from bot.turns import Turns
from casework.enrol import NOWHERE, invite
from casework.erase import forget_me
from casework.tell import announce, decode, encode
from conversations.dialogue import Typed
from domain.access import MemberRole, Membership
from domain.directory import Directory
from domain.notices import HelpPromised, News, PersonUnreachable
from domain.organisations import OrganisationId, TeamId
from domain.people import PersonId, Told
from domain.referrals import State
from domain.requests.mine import ForgetMe
from locales.render import Rendered
from storage import members, outbox, people, referrals, standing
from storage.ciphers import new_key
from storage.database import Transaction
from storage.people import Address
from storage.types import KeyIsMissing, Keys
from tests.casework.situation import TEAM
from tests.casework.test_rights import REFERENCE, cast, request_in, stored
from tests.conversations.play import NOW
from tests.conversations.side import Side
from tests.storage.builders import newest_message

MINISTRY = OrganisationId("gn-social-affairs")
HOME = Address("telegram", "4711")


class Post:
    """A channel that delivers everything."""

    name = "telegram"

    async def send(self, address: str, message: Rendered, replaces: str | None) -> Delivery:
        return Sent("1")


async def test_a_reply_that_comes_too_late_makes_nobody_known_again(office: Office) -> None:
    """The reply to "forget me" that could not be sent must not keep the address for a person."""
    turns, heard = Turns(office), Side("gone").says(Typed("/start"))
    message = Rendered("I have forgotten you.")
    await turns.spill(heard, Reply(message))
    async with office.database.transaction() as tx:
        assert await people.at(tx, Address(heard.channel, heard.address)) is None
        (row,) = await outbox.for_address(tx, Address(heard.channel, heard.address), 0)
    assert row.person is None


async def test_a_message_that_cannot_be_worded_stops_nobody_elses(office: Office) -> None:
    async with office.database.transaction() as tx:
        known = await people.find_or_add(tx, HOME, NOW)
        broken = await put(tx, known.id, HOME, b'["NoSuchNotice",{}]')
        other = await put(tx, known.id, Address("telegram", "4712"), b'["News",{}]')
    sender = OutboxSender(office, {"telegram": Post()})
    assert await sender.once() == 2
    async with office.database.transaction() as tx:
        assert await outbox.message_id_of(tx, other) == "1"
        assert await outbox.message_id_of(tx, broken) is None
        (row,) = await outbox.for_address(tx, HOME, 0)
    await sender.deliver(replace(row, attempts=TRIES))
    async with office.database.transaction() as tx:
        # Given up, so that it does not hold back what comes after it.
        assert not await standing.unsent(tx, NOW)


async def put(tx: Transaction, person: PersonId, address: Address, payload: bytes) -> int:
    await outbox.put(tx, person=person, address=address, kind="notice", payload=payload, now=NOW)
    return await newest_message(tx)


async def test_seconded_state_staff_hear_of_no_case_that_is_hidden(office: Office) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        seconded = await people.find_or_add(tx, Address("terminal", "seconded"), NOW)
        team = Membership(TeamId(TEAM), MINISTRY, MemberRole.CASEWORKER, employed_by_state=True)
        await members.enrol(tx, seconded.id, team, NOW)
        work = await office.work_of(tx, who.person)
        open_to_all = request_in(State.PENDING, who)
        hidden = structs.replace(open_to_all, told=Told(refuses_authorities=True))
        await announce(work, hidden, News(), urgent=False)
        assert await outbox.for_address(tx, Address("terminal", "seconded"), 0) == ()
        assert await outbox.for_address(tx, Address("terminal", "caseworker"), 0)
        await announce(work, open_to_all, News(), urgent=False)
        assert await outbox.for_address(tx, Address("terminal", "seconded"), 0)


async def test_a_caseworker_who_is_forgotten_leaves_no_case_behind(office: Office) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        await stored(tx, who, request_in(State.CLAIMED, who))
        await forget_me(await office.work_of(tx, who.holder), ForgetMe())
        kept = await referrals.by_reference(tx, REFERENCE)
        assert kept is not None
        assert (kept.state, kept.holder) == (State.PENDING, None)


async def test_those_who_only_look_things_up_make_no_queue(office: Office) -> None:
    """A ministry without a team must not become the owner of requests that nobody reads."""
    async with office.database.transaction() as tx:
        directory: Directory = await office.directory.current(tx)
        name = "Ministry of Migration, Greece"
        first = await invite(tx, directory, MemberRole.STAFF, name, None, NOW)
        assert first.team.area == NOWHERE
        after = await office.directory.current(tx)
        again = await invite(tx, after, MemberRole.STAFF, name, None, NOW)
        assert (again.team, again.made_team) == (first.team, False)
        works = await invite(tx, after, MemberRole.CASEWORKER, name, None, NOW)
        assert works.made_team
        assert works.team.area != NOWHERE


async def test_a_long_chat_opens_at_its_end(office: Office) -> None:
    async with office.database.transaction() as tx:
        rows = [await put(tx, PersonId("p"), HOME, b"") for _ in range(5)]
        assert [row.id for row in await outbox.for_address(tx, HOME, 0, limit=2)] == rows[-2:]
        assert [r.id for r in await outbox.for_address(tx, HOME, rows[0], limit=2)] == rows[1:3]


async def test_other_keys_than_the_databases_are_noticed(office: Office) -> None:
    async with office.database.transaction() as tx:
        await people.find_or_add(tx, HOME, NOW)
        await people.check_keys(tx)
        with pytest.raises(KeyIsMissing):
            await people.check_keys(replace(tx, keys=Keys((new_key().encode(),))))


async def test_what_a_channel_refuses_for_good_is_told_to_the_holder(office: Office) -> None:
    """A "yes" that Telegram will never take must not end in silence on both sides."""
    async with office.database.transaction() as tx:
        who = await cast(tx)
        await stored(tx, who, request_in(State.ACCEPTED, who))
        await outbox.put(
            tx,
            person=who.person,
            address=HOME,
            kind="notice",
            payload=encode(HelpPromised(REFERENCE, "IOM", "Come today.")),
            now=NOW,
            subject=REFERENCE,
        )
        promise = await newest_message(tx)
    sender = OutboxSender(office, {"telegram": Refusing()})
    assert await sender.once() == 1
    async with office.database.transaction() as tx:
        told = [row for row in await outbox.about(tx, REFERENCE) if row.id != promise]
        assert [(row.person, decode(row.payload)) for row in told] == [
            (who.holder, PersonUnreachable(REFERENCE))
        ]


class Refusing(Post):
    """A channel that takes nothing."""

    async def send(self, address: str, message: Rendered, replaces: str | None) -> Delivery:
        return Rejected("no")
