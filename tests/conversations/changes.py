"""Changes of the directory in the middle of a story: each by the words that tell it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from domain.agreements import AgreementId
from domain.changes import KEYS
from domain.closures import Closure
from domain.directory import Directory
from domain.handover import Check, Handover, Stage
from domain.management import GovernmentRun
from domain.organisations import Area, CentreId, OrganisationId, Team, TeamId
from domain.periods import Period, whole_days
from domain.services import Admission, ServiceId, ServiceType
from domain.succession import followed_by
from storage import directory as stored
from storage.database import Database


async def iom_answers_for_shelter_in_conakry(database: Database) -> None:
    """Write another organisation into the agreement's cell."""
    async with database.transaction() as tx:
        known = await stored.load(tx)
        cells = tuple(
            replace(cell, organisation=OrganisationId("iom"))
            if (cell.centre, cell.service) == ("gn-conakry", ServiceType.SHELTER)
            else cell
            for cell in known.responsibilities
        )
        assert cells != known.responsibilities
        await stored.save(tx, Directory(responsibilities=cells), {})


async def somebody_hears_complaints_in_guinea(database: Database) -> None:
    """Set two teams up for it: one of the authority that runs the centre, one outside of it."""
    teams = tuple(
        Team(
            TeamId(f"{organisation}-complaints"),
            OrganisationId(organisation),
            f"Complaints, {organisation}",
            Area(countries=frozenset({"GN"})),
            hears_complaints=True,
        )
        for organisation in ("gn-social-affairs", "iom", "unhcr")
    )
    async with database.transaction() as tx:
        await stored.save(tx, Directory(teams=teams), {})


async def the_ministry_reviews_declines(database: Database) -> None:
    """Let a colleague look at each no of the organisation that runs Conakry's centre."""
    async with database.transaction() as tx:
        known = (await stored.load(tx)).organisation(OrganisationId("gn-social-affairs"))
        await stored.save(tx, Directory(organisations=(replace(known, reviews_declines=True),)), {})


async def conakry_takes_no_requests(database: Database) -> None:
    """Stop taking requests for shelter."""
    async with database.transaction() as tx:
        service = (await stored.load(tx)).service(ServiceId("gn-conakry-shelter"))
        stopped = replace(service, admission=Admission.NO_REFERRALS)
        await stored.save(tx, Directory(services=(stopped,)), {})


async def conakry_shuts(database: Database, until: datetime | None) -> None:
    """Close the Conakry centre because of an emergency, from this morning on."""
    async with database.transaction() as tx:
        centre = (await stored.load(tx)).centre(CONAKRY)
        shut = Closure(datetime(2026, 11, 24, 8, tzinfo=UTC), until)
        await stored.save(tx, Directory(centres=(replace(centre, closures=(shut,)),)), {})


async def conakry_is_closed_until_december(database: Database) -> None:
    """Close the Conakry centre until the fourth of December."""
    await conakry_shuts(database, datetime(2026, 12, 4, tzinfo=UTC))


async def conakry_is_closed_until_further_notice(database: Database) -> None:
    """Close the Conakry centre, nobody knows how long."""
    await conakry_shuts(database, None)


async def nobody_coordinates_in_guinea(database: Database) -> None:
    """Take the coordination away."""
    async with database.transaction() as tx:
        teams = (await stored.load(tx)).teams
        here = tuple(t for t in teams if t.coordinates and t.area.covers(CONAKRY, "GN"))
        assert here
        without = tuple(replace(team, coordinates=False) for team in here)
        await stored.save(tx, Directory(teams=without), {})


async def meals_are_served_all_day(database: Database) -> None:
    """Call the meals in Conakry, and when they are served, something else."""
    async with database.transaction() as tx:
        service = (await stored.load(tx)).service(ServiceId("gn-conakry-food"))
        other = replace(service, name="Meals all day", hours="24/7")
        await stored.save(tx, Directory(services=(other,)), {})


async def tanger_was_checked_in_march(database: Database) -> None:
    """Let nobody have checked since March what is said of the beds in Tanger."""
    async with database.transaction() as tx:
        tanger = (await stored.load(tx)).service(ServiceId("ma-tanger-shelter"))
        old = replace(tanger, verified_on=date(2026, 3, 1))
        await stored.save(tx, Directory(services=(old,)))


async def the_ministry_alone_runs_conakry(database: Database) -> None:
    """Make it government-run: then a derogation needs the donor too (C5)."""
    async with database.transaction() as tx:
        (joint,) = (await stored.load(tx)).arrangements_of(CONAKRY)
        alone = replace(joint, model=GovernmentRun(OrganisationId("gn-social-affairs")))
        await stored.save(tx, Directory(arrangements=(alone,)), {})


async def poi_pet_is_iom_s_and_nothing_else_is_written(database: Database) -> None:
    """Let IOM run Poi Pet without an end, with no plan and no successor on record."""
    async with database.transaction() as tx:
        ministry, iom = (await stored.load(tx)).arrangements_of(POI_PET)
        plans = [KEYS["handovers"](each) for each in (await stored.load(tx)).handovers]
        await stored.remove(tx, "arrangements", [ministry.id])
        await stored.remove(tx, "handovers", [key for key in plans if key.startswith(POI_PET)])
        open_end = replace(iom, period=Period(iom.period.start))
        await stored.save(tx, Directory(arrangements=(open_end,)))


async def poi_pet_goes_to_the_ministry_on_the_first_of_december(database: Database) -> None:
    """Write down what a completed plan leaves: the list done, the arrangement provisional."""
    await poi_pet_is_iom_s_and_nothing_else_is_written(database)
    at = datetime(2019, 11, 30, 17, tzinfo=UTC)
    ministry = OrganisationId("kh-social-affairs")
    async with database.transaction() as tx:
        (iom,) = (await stored.load(tx)).arrangements_of(POI_PET)
        model = GovernmentRun(ministry)
        new = followed_by(iom, POI_PET, model, at, supports=OrganisationId("iom"))
        plan = Handover(POI_PET, ministry, Stage.IN_PROGRESS, at, frozenset(Check))
        waits = replace(new, provisional=True)
        await stored.save(tx, Directory(arrangements=(waits,), handovers=(plan,)))


async def the_contract_in_tanger_ends_on(database: Database, last: date) -> None:
    """Give the partner contract of the flats in the north a last day, and the flats name it."""
    async with database.transaction() as tx:
        known = await stored.load(tx)
        contract = known.agreement(AgreementId("ma-contract-toit"))
        assert contract is not None
        period = whole_days(date(2024, 1, 1), last, "Africa/Casablanca")
        await stored.save(tx, Directory(agreements=(replace(contract, period=period),)))


async def the_contract_in_tanger_ends_in_february(database: Database) -> None:
    """Let it end ninety days after the stories begin."""
    await the_contract_in_tanger_ends_on(database, date(2027, 2, 21))


async def the_agreement_of_conakry_ends_in_february(database: Database) -> None:
    """Give the cooperation agreement a last day soon, in the centre's zone."""
    async with database.transaction() as tx:
        agreement = (await stored.load(tx)).agreement(AgreementId("gn-cooperation"))
        assert agreement is not None
        period = whole_days(date(2018, 1, 1), date(2027, 2, 21), "Africa/Conakry")
        await stored.save(tx, Directory(agreements=(replace(agreement, period=period),)))


CONAKRY = CentreId("gn-conakry")
POI_PET = CentreId("kh-poipet")
CHANGES: dict[str, Callable[[Database], Awaitable[None]]] = {
    "somebody hears complaints in Guinea": somebody_hears_complaints_in_guinea,
    "IOM answers for shelter in Conakry": iom_answers_for_shelter_in_conakry,
    "the ministry reviews declines": the_ministry_reviews_declines,
    "the Conakry centre takes no requests": conakry_takes_no_requests,
    "the Conakry centre is closed until December": conakry_is_closed_until_december,
    "the Conakry centre is closed until further notice": conakry_is_closed_until_further_notice,
    "the meals in Conakry are served all day": meals_are_served_all_day,
    "the beds in Tanger were last checked in March": tanger_was_checked_in_march,
    "the ministry alone runs the Conakry centre": the_ministry_alone_runs_conakry,
    "Poi Pet is IOM's and nothing else is written": poi_pet_is_iom_s_and_nothing_else_is_written,
    "Poi Pet goes to the ministry on the first of December 2019": (
        poi_pet_goes_to_the_ministry_on_the_first_of_december
    ),
    "the contract in Tanger ends in February": the_contract_in_tanger_ends_in_february,
    "the cooperation agreement of Conakry ends in February": (
        the_agreement_of_conakry_ends_in_february
    ),
    "nobody coordinates in Guinea": nobody_coordinates_in_guinea,
}
