"""Entering who manages a centre: rights, dates, overlaps; every attempt is audited."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.office import Office
from domain.access import MemberRole, Membership
from domain.agreements import GATE_CLAUSES, AgreementId, AgreementKind
from domain.directory import Directory
from domain.handover import Check
from domain.organisations import Area, CentreId, OrganisationId, TeamId
from domain.people import PersonId
from domain.requests import Command
from domain.requests.managing import (
    CompletePlan,
    EndAgreement,
    EndReason,
    Managed,
    ManageOutcome,
    OrganisationsNamed,
    PlanHandover,
    PostponePlan,
    Shape,
    TickCheck,
    ToManage,
    WriteAgreement,
    WriteArrangement,
    WriteDuty,
)
from domain.services import ServiceType
from storage import audit, directory, members, people
from storage.people import Address

TANGER, CONAKRY = CentreId("ma-tanger"), CentreId("gn-conakry")
IOM, ACCUEIL = OrganisationId("iom"), OrganisationId("ma-accueil")
MINISTRY = OrganisationId("gn-social-affairs")
DAY, LATER = date(2027, 1, 1), date(2027, 6, 1)
COORDINATION = "iom-ma-coordination"
EVERY = (
    WriteArrangement(TANGER, IOM, Shape.WHOLE, DAY),
    WriteAgreement(TANGER, AgreementKind.PARTNER_CONTRACT, ACCUEIL, DAY, None, ()),
    EndAgreement(TANGER, AgreementId("ma-contract-toit"), DAY, EndReason.MONEY),
    WriteDuty(TANGER, ServiceType.FOOD, IOM, DAY),
    PlanHandover(TANGER, ACCUEIL, DAY),
    TickCheck(TANGER, Check.STAFF_TRAINED),
    CompletePlan(TANGER, DAY, True),
    PostponePlan(TANGER),
)


async def enrolled(office: Office, role: MemberRole, team: str) -> PersonId:
    """Enrol somebody in a team."""
    async with office.database.transaction() as tx:
        known = await office.directory.current(tx)
        who = (await people.find_or_add(tx, Address("terminal", role + team), office.clock())).id
        organisation = known.team(TeamId(team)).organisation
        await members.enrol(tx, who, Membership(TeamId(team), organisation, role), office.clock())
    return who


async def coordinator(office: Office, team: str = COORDINATION) -> PersonId:
    """Enrol a coordinator."""
    return await enrolled(office, MemberRole.COORDINATOR, team)


async def managers_on(office: Office, centre: CentreId, *days: date) -> list[str]:
    """Name the arrangements' managers on days, as the directory has them now."""
    async with office.database.transaction() as tx:
        known = await directory.load(tx)
    found = []
    for day in days:
        at = office.clock().replace(year=day.year, month=day.month, day=day.day, hour=12)
        (arrangement,) = known.arrangements_at(centre, at)
        found.append(type(arrangement.model).__name__)
    return found


@pytest.mark.parametrize("request_", EVERY, ids=lambda each: type(each).__name__)
@pytest.mark.parametrize(
    ("role", "team"),
    [
        (MemberRole.SUPERVISOR, "ma-toit-tanger"),
        (MemberRole.STAFF, COORDINATION),
        (MemberRole.COORDINATOR, "iom-gn-coordination"),
    ],
    ids=["supervisor", "staff", "coordinator elsewhere"],
)
async def test_nobody_else_enters_management_and_the_attempt_is_audited(
    office: Office, request_: Command, role: MemberRole, team: str
) -> None:
    who = await enrolled(office, role, team)
    async with office.database.transaction() as tx:
        before = await directory.version(tx)
    assert await office.perform_for(who, request_) == Managed(ManageOutcome.REFUSED)
    assert await office.perform_for(who, ToManage(TANGER)) is None
    assert await office.perform_for(who, OrganisationsNamed(TANGER, "IOM")) == ()
    async with office.database.transaction() as tx:
        assert await directory.version(tx) == before
        refused = [row for row in await audit.entries(tx) if not row.allowed]
    assert [(row.actor, row.subject) for row in refused] == [(who, TANGER)]


@pytest.mark.parametrize("request_", EVERY, ids=lambda each: type(each).__name__)
async def test_a_place_that_does_not_exist_is_not_told_from_another_s(
    office: Office, request_: Command
) -> None:
    who = await coordinator(office, "iom-gn-coordination")
    assert await office.perform_for(who, request_) == Managed(ManageOutcome.REFUSED)


async def test_a_new_manager_ends_the_former_and_an_undo_is_a_new_fact(office: Office) -> None:
    """G3, Dates: both stay readable."""
    who = await coordinator(office)
    assert await managers_on(office, TANGER, DAY) == ["PartnerRun"]
    written = WriteArrangement(TANGER, IOM, Shape.WHOLE, DAY)
    assert (await office.perform_for(who, written)).outcome is ManageOutcome.SAVED
    assert await managers_on(office, TANGER, date(2026, 12, 31), DAY) == ["PartnerRun", "IomRun"]
    assert (await office.perform_for(who, written)).outcome is ManageOutcome.SAME
    back = WriteArrangement(TANGER, OrganisationId("ma-toit"), Shape.WHOLE, LATER)
    assert (await office.perform_for(who, back)).outcome is ManageOutcome.SAVED
    days = (date(2026, 12, 31), DAY, LATER)
    assert await managers_on(office, TANGER, *days) == ["PartnerRun", "IomRun", "PartnerRun"]


async def test_what_would_overlap_is_refused_and_says_with_what(office: Office) -> None:
    """Overlap or none: refused, with the day and the name."""
    who = await coordinator(office)
    await office.perform_for(who, WriteArrangement(TANGER, IOM, Shape.WHOLE, LATER))
    done = await office.perform_for(who, WriteArrangement(TANGER, ACCUEIL, Shape.WHOLE, DAY))
    assert done == Managed(ManageOutcome.OVERLAP, LATER, "IOM")
    assert await managers_on(office, TANGER, DAY, LATER) == ["PartnerRun", "IomRun"]


async def test_a_partner_brought_in_by_message_is_closed_until_its_contract_has_both_clauses(
    office: Office,
) -> None:
    """B3, Partner gate: who runs the place and who may have data are two facts."""
    who = await coordinator(office)
    run_by = WriteArrangement(TANGER, ACCUEIL, Shape.WHOLE, None)
    assert (await office.perform_for(who, run_by)).outcome is ManageOutcome.SAVED
    contract = AgreementKind.PARTNER_CONTRACT
    today = office.clock().date()
    for clauses in ((), tuple(sorted(GATE_CLAUSES))):
        signed = WriteAgreement(TANGER, contract, ACCUEIL, today, LATER, clauses)
        assert (await office.perform_for(who, signed)).outcome is ManageOutcome.SAVED
        async with office.database.transaction() as tx:
            known = await directory.load(tx)
        gate = any(
            each.opens_gate_for(ACCUEIL) and TANGER in each.covers.centres
            for each in known.agreements
        )
        assert gate is bool(clauses)


async def test_a_renewed_cooperation_agreement_carries_its_duties_on(office: Office) -> None:
    """D1, After an agreement ends: a renewal in time leaves no gap."""
    who = await coordinator(office, "iom-gn-coordination")
    renewed = WriteAgreement(CONAKRY, AgreementKind.COOPERATION, MINISTRY, DAY, None, ())
    assert (await office.perform_for(who, renewed)).outcome is ManageOutcome.SAVED
    async with office.database.transaction() as tx:
        known = await directory.load(tx)
    at = office.clock().replace(year=2027, month=2)
    (arrangement,) = known.arrangements_at(CONAKRY, at)
    cells = {
        each.service: each.organisation
        for each in known.responsibilities
        if each.arrangement == arrangement.id and each.agreement == arrangement.agreement
    }
    assert arrangement.agreement is not None
    assert known.in_force(arrangement.agreement, at)
    assert cells[ServiceType.SHELTER] == MINISTRY
    assert cells[ServiceType.HEALTH] == IOM


@pytest.mark.parametrize(
    "request_",
    [
        WriteAgreement(TANGER, AgreementKind.MEMORANDUM, ACCUEIL, LATER, DAY, ()),
        WriteArrangement(TANGER, OrganisationId("nobody"), Shape.WHOLE, DAY),
        PlanHandover(TANGER, OrganisationId("nobody"), DAY),
        PlanHandover(TANGER, ACCUEIL, date(2026, 11, 24)),
        TickCheck(TANGER, Check.STAFF_TRAINED),
        CompletePlan(TANGER, DAY, True),
        PostponePlan(TANGER),
    ],
    ids=["ends before it begins", "no such manager", "no such successor", "planned for today"]
    + ["no plan to check", "no plan to complete", "no plan to postpone"],
)
async def test_what_makes_no_sense_is_refused(office: Office, request_: Command) -> None:
    who = await coordinator(office)
    assert (await office.perform_for(who, request_)).outcome is ManageOutcome.REFUSED


async def test_an_agreement_ends_early_on_a_day_that_is_not_over_and_never_later(
    office: Office,
) -> None:
    """B6: the end is a dated fact; what held until then stays."""
    who = await coordinator(office)
    contract = AgreementId("ma-contract-toit")

    async def ended(last: date) -> ManageOutcome:
        request = EndAgreement(TANGER, contract, last, EndReason.NOT_KEPT)
        return (await office.perform_for(who, request)).outcome

    today = office.clock().date()
    assert await ended(today - timedelta(days=1)) is ManageOutcome.REFUSED
    assert await ended(DAY) is ManageOutcome.SAVED
    assert await ended(DAY) is ManageOutcome.SAME
    assert await ended(LATER) is ManageOutcome.REFUSED
    assert await ended(today) is ManageOutcome.SAVED
    async with office.database.transaction() as tx:
        agreement = (await directory.load(tx)).agreement(contract)
        noted = [row.details for row in await audit.entries(tx) if row.action == "end agreement"]
    assert agreement is not None
    assert agreement.period.holds(office.clock())
    assert not agreement.period.holds(office.clock() + timedelta(days=1))
    assert [words.rpartition(" ")[2] for words in noted] == ["not_kept", "not_kept"]


async def test_an_agreement_about_places_of_others_is_not_ended(office: Office) -> None:
    """A protocol of two countries: who coordinates one of them may not end it."""
    who = await coordinator(office)
    async with office.database.transaction() as tx:
        known = await directory.load(tx)
        contract = known.agreement(AgreementId("ma-contract-toit"))
        assert contract is not None
        wide = replace(contract, covers=Area(frozenset({TANGER, CONAKRY})))
        await directory.save(tx, Directory(agreements=(wide,)))
    request = EndAgreement(TANGER, contract.id, DAY, EndReason.OTHER)
    view = await office.perform_for(who, ToManage(TANGER))
    assert contract.id not in {each.id for each in view.endable}
    assert (await office.perform_for(who, request)).outcome is ManageOutcome.REFUSED
    async with office.database.transaction() as tx:
        assert (await directory.load(tx)).agreement(contract.id) == wide
        assert [row.action for row in await audit.entries(tx) if not row.allowed] == [
            "end agreement"
        ]


async def test_the_same_agreement_again_is_no_second_one_and_another_one_replaces_none(
    office: Office,
) -> None:
    """Never edited in place: two that begin on one day both stay."""
    who = await coordinator(office)
    kind = AgreementKind.MEMORANDUM
    first = WriteAgreement(TANGER, kind, ACCUEIL, DAY, LATER, ())
    other = WriteAgreement(TANGER, kind, ACCUEIL, DAY, None, ())
    outcomes = [(await office.perform_for(who, each)).outcome for each in (first, first, other)]
    assert outcomes == [ManageOutcome.SAVED, ManageOutcome.SAME, ManageOutcome.SAVED]
    async with office.database.transaction() as tx:
        found = [a for a in (await directory.load(tx)).agreements if ACCUEIL in a.parties]
    assert len({each.id for each in found if each.kind is kind}) == 2
