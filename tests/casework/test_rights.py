"""Every action by everybody in every state, on a real database, against the table of moves."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec.structs import replace

from bot.office import Office
from casework.perform import perform
from domain.access import MemberRole, Membership, parts_in
from domain.organisations import OrganisationId, TeamId
from domain.people import Concern, PersonId, Told
from domain.references import new_reference
from domain.referrals import (
    Action,
    By,
    DeclineReason,
    Outcome,
    Referral,
    Refused,
    State,
    contact_visible_to,
    decide,
)
from domain.requests import Command, Done, DoneOutcome
from domain.requests.mine import AnswerQuestion, Withdraw
from domain.requests.working import (
    Accept,
    Arrived,
    AskPerson,
    CannotAfterAll,
    CaseOf,
    Decline,
    Finish,
    MyQueue,
    PutBack,
    Take,
)
from domain.services import ServiceId
from storage import audit, members, people, referrals
from storage.database import Transaction
from storage.people import Address
from tests.casework.situation import SHELTER, TEAM
from tests.storage import builders

REFERENCE = new_reference(lambda characters: characters[0])
MINISTRY, IOM = OrganisationId("gn-social-affairs"), OrganisationId("iom")

COMMANDS: dict[Action, Command] = {
    Action.CLAIM: Take(REFERENCE),
    Action.ACCEPT: Accept(REFERENCE, "Come today."),
    Action.ASK: AskPerson(REFERENCE, "How many?"),
    Action.DECLINE: Decline(REFERENCE, DeclineReason.FULL),
    Action.PUT_BACK: PutBack(REFERENCE),
    Action.ARRIVED: Arrived(REFERENCE),
    Action.DID_NOT_COME: Finish(REFERENCE, Outcome.NO_SHOW),
    Action.CANNOT_AFTER_ALL: CannotAfterAll(REFERENCE, DeclineReason.FULL),
    Action.FINISH: Finish(REFERENCE, Outcome.SERVED),
    Action.WITHDRAW: Withdraw(REFERENCE),
    Action.ANSWER: AnswerQuestion(REFERENCE, "Two"),
}
UNCLAIMED = {State.PENDING, State.UNROUTABLE}


@dataclass(frozen=True)
class Cast:
    """Everybody who may try: by name, with the memberships they have."""

    person: PersonId
    holder: PersonId
    others: dict[str, PersonId]

    @property
    def everybody(self) -> dict[str, PersonId]:
        return {"person": self.person, "holder": self.holder, **self.others}


async def cast(tx: Transaction) -> Cast:
    """Enrol one in each role of the owning team, and some who have no part in it."""

    async def somebody(name: str, *memberships: Membership) -> PersonId:
        known = await people.find_or_add(tx, Address("terminal", name), builders.NOW)
        for each in memberships:
            await members.enrol(tx, known.id, each, builders.NOW)
        return known.id

    def of(team: str, organisation: OrganisationId, role: MemberRole) -> Membership:
        return Membership(TeamId(team), organisation, role)

    others = {
        role.value: await somebody(role.value, of(TEAM, MINISTRY, role)) for role in MemberRole
    }
    others["colleague elsewhere"] = await somebody(
        "elsewhere", of("iom-gn-conakry", IOM, MemberRole.CASEWORKER)
    )
    others["coordinator elsewhere"] = await somebody(
        "coordinator elsewhere", of("iom-gn-coordination", IOM, MemberRole.COORDINATOR)
    )
    others["stranger"] = await somebody("stranger")
    others["revoked"] = await somebody("revoked", of(TEAM, MINISTRY, MemberRole.CASEWORKER))
    await members.revoke(tx, others["revoked"], TeamId(TEAM), builders.NOW)
    holder = await somebody("holder", of(TEAM, MINISTRY, MemberRole.CASEWORKER))
    return Cast(await somebody("person"), holder, others)


def request_in(state: State, who: Cast) -> Referral:
    return builders.referral(
        who.person,
        reference=REFERENCE,
        service=ServiceId(SHELTER),
        team=TeamId(TEAM),
        state=state,
        holder=None if state in UNCLAIMED else who.holder,
        question="How many?" if state is State.NEEDS_INFO else None,
        told=Told(),
    )


async def stored(tx: Transaction, who: Cast, referral: Referral) -> Referral:
    """Store a request with its contact."""
    await referrals.insert(tx, referral, builders.contact(), builders.consent(who.person))
    return referral


async def test_a_move_is_made_by_whom_the_table_names_and_by_nobody_else(office: Office) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        for state in State:
            nested = await tx.connection.begin_nested()
            before = await stored(tx, who, request_in(state, who))
            for name, actor in who.everybody.items():
                for action in COMMANDS:
                    once = await tx.connection.begin_nested()
                    await one_try(office, tx, before, actor, action, name)
                    await once.rollback()
            await nested.rollback()


async def one_try(
    office: Office, tx: Transaction, before: Referral, actor: PersonId, action: Action, name: str
) -> None:
    """Try one action as one actor, and compare what comes of it with the table."""
    work = await office.work_of(tx, actor)
    parts = parts_in(work.actor, before)
    allowed = decide(before.state, action, parts)
    done: Done = await perform(work, COMMANDS[action])
    after = await referrals.by_reference(tx, REFERENCE)
    newest = [row for row in await audit.entries(tx, REFERENCE) if row.action == action.value][0]
    tried = f"{name}: {action} in {before.state}"
    assert after is not None
    assert newest.actor == actor, tried
    if isinstance(allowed, Refused):
        assert done.outcome is not DoneOutcome.DONE, tried
        assert (done.outcome is DoneOutcome.NOT_FOUND) == (not parts), tried
        assert after == before, tried
        assert not newest.allowed, tried
    else:
        assert done.outcome is DoneOutcome.DONE, tried
        assert after.state in {allowed.to, State.CLOSED}, tried
        assert newest.allowed, tried


async def test_name_and_contact_are_shown_after_acceptance_and_to_the_holder_alone(
    office: Office,
) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        for state in State:
            nested = await tx.connection.begin_nested()
            before = await stored(tx, who, request_in(state, who))
            shown = {
                name
                for name, actor in who.everybody.items()
                if await sees_contact(office, tx, before, actor)
            }
            await nested.rollback()
            released = state in {State.ACCEPTED, State.IN_PROGRESS}
            assert shown == ({"holder"} if released else set()), state


async def sees_contact(office: Office, tx: Transaction, before: Referral, actor: PersonId) -> bool:
    """Open the case as one reader."""
    work = await office.work_of(tx, actor)
    view = await perform(work, CaseOf(REFERENCE))
    assert (view is not None) == bool(parts_in(work.actor, before) - {By.PERSON})
    if view is None or view.contact is None:
        return False
    assert contact_visible_to(before, actor)
    return True


async def test_a_partner_whose_gate_has_closed_sees_no_contact_any_more(office: Office) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        await stored(tx, who, replace(request_in(State.ACCEPTED, who), may_share=False))
        view = await perform(await office.work_of(tx, who.holder), CaseOf(REFERENCE))
    assert view is not None
    assert (view.contact, view.may_share) == (None, False)


async def test_a_queue_is_its_teams_and_hides_who_refuses_authorities_from_state_staff(
    office: Office,
) -> None:
    async with office.database.transaction() as tx:
        who = await cast(tx)
        told = Told(concerns=frozenset({Concern.ASYLUM}), refuses_authorities=True)
        hidden = replace(request_in(State.PENDING, who), team=TeamId("iom-gn-conakry"), told=told)
        await stored(tx, who, hidden)
        seconded = await people.find_or_add(tx, Address("terminal", "seconded"), builders.NOW)
        membership = Membership(
            TeamId("iom-gn-conakry"), IOM, MemberRole.CASEWORKER, employed_by_state=True
        )
        await members.enrol(tx, seconded.id, membership, builders.NOW)
        everybody = {**who.everybody, "seconded": seconded.id}
        readers = set()
        for name, actor in everybody.items():
            work = await office.work_of(tx, actor)
            if await perform(work, MyQueue()):
                readers.add(name)
            view = await perform(work, CaseOf(REFERENCE))
            assert (view is not None) == (name == "colleague elsewhere"), name
    assert readers == {"colleague elsewhere"}
