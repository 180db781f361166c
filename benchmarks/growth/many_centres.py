"""Many centres: made up, and managed as real ones are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from benchmarks.nearest import made_up
from bot.app import opened
from bot.settings import load_settings
from domain.agreements import Agreement, AgreementId, AgreementKind, ArrangementId, Clause
from domain.centres import Committee
from domain.directory import Directory
from domain.management import Arrangement, GovernmentRun
from domain.organisations import Area, Organisation, OrganisationId, OrganisationKind, Team, TeamId
from domain.periods import Bound, Period
from storage import directory

BEGUN = Bound(datetime(2024, 1, 1, tzinfo=UTC))
WITH_COMMITTEE = 10


async def store(count: int) -> None:
    """Store so many centres in the installation that the environment means."""
    async with (
        opened(load_settings()) as passerelle,
        passerelle.office.database.transaction() as tx,
    ):
        await directory.save(tx, managed(made_up(count)))


def managed(found: Directory) -> Directory:
    """Let each centre be run by its country's organisation; one in ten has a committee."""
    countries = sorted({each.country for each in found.centres})
    owners = {each: OrganisationId(f"owner-{each}") for each in countries}
    return Directory(
        organisations=tuple(
            Organisation(key, f"Owner in {country}", OrganisationKind.PARTNER)
            for country, key in owners.items()
        ),
        teams=tuple(
            Team(TeamId(f"team-{country}"), key, f"Team in {country}", only(country))
            for country, key in owners.items()
        ),
        centres=tuple(
            replace(each, committee=Committee("Committee", "monthly"))
            if number % WITH_COMMITTEE == 0
            else each
            for number, each in enumerate(found.centres)
        ),
        services=tuple(
            replace(each, provider=owners[found.centre(each.centre).country])
            for each in found.services
        ),
        arrangements=tuple(
            Arrangement(
                ArrangementId(f"a-{each.id}"),
                each.id,
                GovernmentRun(owners[each.country]),
                Period(BEGUN, None),
            )
            for each in found.centres
        ),
        agreements=tuple(contract(country, key) for country, key in owners.items()),
    )


def only(country: str) -> Area:
    """Mean a country."""
    return Area(countries=frozenset({country}))


def contract(country: str, owner: OrganisationId) -> Agreement:
    """Make a contract for all centres of a country."""
    end = Bound(datetime.now(UTC) + timedelta(days=400))
    return Agreement(
        AgreementId(f"contract-{country}"),
        f"Contract {country}",
        AgreementKind.PARTNER_CONTRACT,
        frozenset({owner}),
        Period(BEGUN, end),
        frozenset(Clause),
        only(country),
    )
