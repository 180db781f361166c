"""Person and holder write to each other: who may, what stays behind, and when it ends."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select

from bot.office import Office
from casework import correspondence as use_cases
from casework.feedback import close_old
from casework.perform import perform
from casework.tell import decode
from casework.unreachable import note_undelivered
from domain.correspondence import Content, Meeting, Reply, Sentence
from domain.notices import PersonUnreachable, WrittenToHolder
from domain.organisations import TeamId
from domain.people import PersonId
from domain.referrals import OPEN, By, DeclineReason, Referral, State
from domain.requests import DoneOutcome
from domain.requests.afterwards import Merge
from domain.requests.corresponding import (
    Correspondence,
    CorrespondenceOf,
    MayWriteTo,
    UnreadIn,
    Write,
    Written,
)
from domain.requests.mine import ForgetMe, Withdraw
from domain.requests.working import CaseOf, Decline, PutBack, Take
from domain.services import ServiceId
from storage import audit, correspondence, members, outbox, people, referrals
from storage.database import Transaction
from storage.tables import outbox as outbox_table
from tests.casework.test_rights import REFERENCE, UNCLAIMED, cast, request_in, stored
from tests.storage import builders

SECRET = "I sleep behind the market"
ASKED = Content(sentence=Sentence.PHONE_RIGHT)
SAID = Content(words=SECRET)


async def written(
    office: Office, tx: Transaction, who: PersonId, content: Content = SAID, **more: object
) -> Written:
    """Write as one actor."""
    result: Written = await perform(
        await office.work_of(tx, who),
        Write(REFERENCE, content, **more),  # type: ignore[arg-type]
    )
    return result


async def read(
    office: Office, tx: Transaction, who: PersonId, reference: str = REFERENCE
) -> Correspondence | None:
    """Read as one actor."""
    seen: Correspondence | None = await perform(
        await office.work_of(tx, who), CorrespondenceOf(reference)
    )
    return seen


def words_of(seen: Correspondence | None) -> list[str]:
    return [each.content.words for each in seen.messages] if seen else []


async def told(tx: Transaction, person: PersonId) -> list[object]:
    """Give the notices that wait for somebody about the case."""
    return [
        decode(row.payload) for row in await outbox.about(tx, REFERENCE) if row.person == person
    ]


async def given_to(tx: Transaction, team: str, holder: PersonId | None) -> None:
    """Let another team have the case."""
    before = await referrals.by_reference(tx, REFERENCE)
    assert before is not None
    assert await referrals.update(tx, before, replace(before, team=TeamId(team), holder=holder))


# ---------------------------------------------------------------- rights


async def test_person_and_holder_read_and_write_and_nobody_else_ever_does(office: Office) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        for state in State:
            nested = await tx.connection.begin_nested()
            await stored(tx, who, request_in(state, who))
            sides = {"person"} | (set() if state in UNCLAIMED else {"holder"})
            for name, actor in who.everybody.items():
                seen = await read(office, tx, actor)
                assert (seen is not None) == (name in sides), f"{name} in {state}"
                done = await written(office, tx, actor)
                may = name in sides and state in OPEN
                assert (done.outcome is DoneOutcome.DONE) == may, f"{name} in {state}"
                if name not in sides:
                    assert done.outcome is DoneOutcome.NOT_FOUND
                    tries = [
                        row for row in await audit.entries(tx, REFERENCE) if row.actor == actor
                    ]
                    assert {row.allowed for row in tries} == {False}, f"{name} in {state}"
            await nested.rollback()


async def test_what_is_written_is_in_no_audit_row(office: Office) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        await stored(tx, who, request_in(State.CLAIMED, who))
        await written(office, tx, who.person)
        await read(office, tx, who.holder)
        assert SECRET not in repr(await audit.entries(tx, REFERENCE))


async def test_a_partner_whose_gate_has_closed_reads_and_writes_nothing(office: Office) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        await stored(tx, who, replace(request_in(State.CLAIMED, who), may_share=False))
        assert await written(office, tx, who.person) == Written(DoneOutcome.DONE, number=1)
        assert await read(office, tx, who.holder) is None
        assert (await written(office, tx, who.holder)).outcome is DoneOutcome.NOT_FOUND
        assert not await told(tx, who.holder)


async def test_who_loses_the_case_loses_the_conversation(office: Office) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        await stored(tx, who, request_in(State.CLAIMED, who))
        await written(office, tx, who.person)
        assert words_of(await read(office, tx, who.holder)) == [SECRET]
        await perform(await office.work_of(tx, who.holder), PutBack(REFERENCE))
        assert await read(office, tx, who.holder) is None
        colleague = who.others["caseworker"]
        assert await read(office, tx, colleague) is None
        await perform(await office.work_of(tx, colleague), Take(REFERENCE))
        assert words_of(await read(office, tx, colleague)) == [SECRET]
        assert await read(office, tx, who.holder) is None


async def test_another_organisation_reads_only_what_nobody_had_read(office: Office) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        await stored(tx, who, request_in(State.CLAIMED, who))
        await written(office, tx, who.person)
        asked = await written(office, tx, who.holder, ASKED)
        await read(office, tx, who.holder)
        await written(office, tx, who.person, Content(words="not read yet"))
        other = who.others["colleague elsewhere"]
        await given_to(tx, "iom-gn-conakry", other)
        assert words_of(await read(office, tx, other)) == ["not read yet"]
        late = await written(office, tx, who.person, Content(reply=Reply.YES, to=asked.number))
        assert late.outcome is DoneOutcome.TOO_LATE, "they would hear a yes and not to what"
        assert await read(office, tx, who.holder) is None
        assert len(words_of(await read(office, tx, who.person))) == 3


# ---------------------------------------------------------------- what is passed on


async def test_before_anybody_holds_a_case_a_message_waits_for_whoever_takes_it(
    office: Office,
) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        await stored(tx, who, request_in(State.PENDING, who))
        assert (await written(office, tx, who.person)).held is False
        taker = who.others["caseworker"]
        assert await perform(await office.work_of(tx, taker), UnreadIn(REFERENCE)) == 0
        await perform(await office.work_of(tx, taker), Take(REFERENCE))
        view = await perform(await office.work_of(tx, taker), CaseOf(REFERENCE))
        assert (view.writes, view.unread) == (True, 1)
        assert words_of(await read(office, tx, taker)) == [SECRET]
        assert await perform(await office.work_of(tx, taker), UnreadIn(REFERENCE)) == 0


async def test_the_holder_is_told_without_the_words_at_once_if_they_are_urgent(
    office: Office,
) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        await stored(tx, who, request_in(State.CLAIMED, who))
        assert (await written(office, tx, who.person, urgent=True)).held
        (row,) = [r for r in await outbox.about(tx, REFERENCE) if r.person == who.holder]
        assert decode(row.payload) == WrittenToHolder(REFERENCE)
        assert SECRET.encode() not in row.payload
        first = (await outbox.due(tx, ["terminal"], builders.NOW.replace(year=2027), 1))[0]
        assert first.id == row.id


async def test_where_others_read_along_nothing_is_sent_but_that_there_is_news(
    office: Office,
) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        case = await stored(tx, who, request_in(State.CLAIMED, who))
        await referrals.set_contact(tx, case.id, builders.contact(safe_to_write=False))
        await written(office, tx, who.holder)
        rows = [row for row in await outbox.about(tx, REFERENCE) if row.person == who.person]
        assert all(SECRET.encode() not in row.payload for row in rows)
        assert words_of(await read(office, tx, who.person)) == [SECRET]


async def test_the_holder_hears_that_a_person_cannot_be_reached(office: Office) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        await stored(tx, who, request_in(State.CLAIMED, who))
        await people.mark_unreachable(tx, who.person, unreachable=True, now=builders.NOW)
        assert (await written(office, tx, who.holder)).reached is False
        work = await office.work_of(tx, who.person)
        await note_undelivered(work, REFERENCE)
        assert PersonUnreachable(REFERENCE) in await told(tx, who.holder)


async def test_a_person_hears_that_the_holder_cannot_be_reached_and_nothing_is_lost(
    office: Office,
) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        await stored(tx, who, request_in(State.CLAIMED, who))
        await people.mark_unreachable(tx, who.holder, unreachable=True, now=builders.NOW)
        done = await written(office, tx, who.person)
        assert (done.held, done.reached) == (True, False)
        assert words_of(await read(office, tx, who.holder)) == [SECRET]


async def test_a_secret_place_is_refused_before_acceptance_whoever_asks(office: Office) -> None:
    when = builders.NOW.replace(year=2027)
    content = Content(sentence=Sentence.COME_TO, where=Meeting.UNDISCLOSED, when=when)
    async with office.database.transaction() as tx:
        who = await cast(tx)
        flat = replace(
            request_in(State.CLAIMED, who),
            service=ServiceId("ma-tanger-shelter"),
            team=TeamId("ma-toit-tanger"),
        )
        partner = builders.membership(TeamId("ma-toit-tanger"), organisation="ma-toit")
        await members.enrol(tx, who.holder, partner, builders.NOW)
        for state, outcome in (
            (State.CLAIMED, DoneOutcome.REFUSED),
            (State.ACCEPTED, DoneOutcome.DONE),
        ):
            nested = await tx.connection.begin_nested()
            await stored(tx, who, replace(flat, state=state))
            assert (await written(office, tx, who.holder, content)).outcome is outcome
            await nested.rollback()


@pytest.mark.parametrize(
    "content",
    [
        Content(reply=Reply.ANOTHER_TIME, to=1),
        Content(reply=Reply.YES, to=2),
        Content(reply=Reply.YES, to=99),
    ],
    ids=["no such answer", "not a question", "not there"],
)
async def test_a_reply_fits_a_question_of_this_case(office: Office, content: Content) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        await stored(tx, who, request_in(State.CLAIMED, who))
        numbers = [(await written(office, tx, who.holder, each)).number for each in (ASKED, SAID)]
        assert numbers == [1, 2]
        assert (await written(office, tx, who.person, content)).outcome is DoneOutcome.TOO_LATE
        right = await written(office, tx, who.person, Content(reply=Reply.NO, to=1))
        assert right.outcome is DoneOutcome.DONE


async def test_a_file_of_somebody_else_or_of_nobody_is_not_passed_on(office: Office) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        await stored(tx, who, request_in(State.CLAIMED, who))
        tried = await written(office, tx, who.person, Content(), file="not-there")
        assert tried.outcome is DoneOutcome.REFUSED
        assert words_of(await read(office, tx, who.person)) == []


async def test_a_person_writes_to_their_open_requests_and_hears_who_waits(office: Office) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        await stored(tx, who, request_in(State.CLAIMED, who))
        await written(office, tx, who.holder)
        (one,) = await perform(await office.work_of(tx, who.person), MayWriteTo())
        assert (one.reference, one.asked) == (REFERENCE, True)
        await written(office, tx, who.person)
        (one,) = await perform(await office.work_of(tx, who.person), MayWriteTo())
        assert one.asked is False
        assert await perform(await office.work_of(tx, who.holder), MayWriteTo()) == ()


# ---------------------------------------------------------------- the end


async def kept(tx: Transaction, case: Referral) -> int:
    """Count what is kept of a conversation, and what waits of it."""
    of_case = outbox_table.c.words_of == case.reference
    waiting = await tx.connection.scalar(select(func.count()).where(of_case))
    return len(await correspondence.of(tx, case.id)) + int(waiting or 0)


async def test_a_case_that_is_declined_keeps_its_messages_until_it_is_closed(
    office: Office,
) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        case = await stored(tx, who, request_in(State.CLAIMED, who))
        await written(office, tx, who.holder)
        assert await kept(tx, case) == 2
        holder = await office.work_of(tx, who.holder)
        await perform(holder, Decline(REFERENCE, DeclineReason.FULL))
        assert (await written(office, tx, who.person)).outcome is DoneOutcome.TOO_LATE
        assert await kept(tx, case) == 2
        after = await referrals.by_reference(tx, REFERENCE)
        assert after is not None
        await close_old(await office.system_work(tx), after)
        assert await kept(tx, case) == 0


@pytest.mark.parametrize("request_of", [Withdraw(REFERENCE), ForgetMe()])
async def test_who_withdraws_or_is_forgotten_leaves_no_message(
    office: Office, request_of: Withdraw | ForgetMe
) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        case = await stored(tx, who, request_in(State.CLAIMED, who))
        await written(office, tx, who.holder)
        await written(office, tx, who.person)
        await perform(await office.work_of(tx, who.person), request_of)
        assert await kept(tx, case) == 0


async def test_of_a_duplicate_what_nobody_read_is_found_in_the_other_case(office: Office) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        await stored(tx, who, request_in(State.CLAIMED, who))
        other = replace(request_in(State.CLAIMED, who), id=builders.referral(who.person).id)
        other = replace(other, reference="ZZZ-9999")
        await stored(tx, who, other)
        await written(office, tx, who.person)
        await perform(await office.work_of(tx, who.holder), Merge(REFERENCE, "ZZZ-9999"))
        assert words_of(await read(office, tx, who.holder, "ZZZ-9999")) == [SECRET]


async def test_the_file_of_a_message_is_opened_by_its_two_sides_alone(office: Office) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        case = await stored(tx, who, request_in(State.CLAIMED, who))
        message = correspondence.StoredMessage(
            case.id, By.PERSON, builders.NOW, Content(), media="image/jpeg"
        )
        number = await correspondence.add(tx, message, b"picture")
        for name, actor in who.everybody.items():
            found = await use_cases.opened_file(await office.work_of(tx, actor), number)
            assert (found is not None) == (name in ("person", "holder")), name
        assert await use_cases.opened_file(await office.work_of(tx, who.person), number + 1) is None
