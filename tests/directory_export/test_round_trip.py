"""What was exported is read again as it was: in another installation, and in the same one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sample import sample_directory
from casework.directory_export.disclosed import Reader, disclosed
from casework.directory_files.kinds import is_of_violence
from casework.directory_files.reading import read
from casework.directory_files.report import Read, RemarkKind
from domain.accessibility import Wheelchair
from domain.centres import Centre, CentreStatus
from domain.directory import Directory
from domain.geography import Point
from domain.management import GovernmentRun
from domain.organisations import CentreId, Organisation, OrganisationId, OrganisationKind
from domain.people import Gender
from domain.services import (
    Admission,
    Eligibility,
    Service,
    ServiceId,
    ServiceStatus,
    ServiceType,
)
from storage import directory as stored
from storage.database import Database
from tests.directory_export.canaries import DIRECTORY as CANARIES
from tests.directory_export.out import FORMS, facts, read_again, written

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
JORDAN = Path(__file__).parents[1] / "data" / "hsds_jordan"
ALL = ("organisations", "centres", "services")
MANAGEMENT = (
    "arrangements",
    "agreements",
    "responsibilities",
    "handovers",
    "derogations",
    "budgets",
    "funding",
    "staffing",
    "teams",
)


@cache
def jordan() -> Directory:
    return read([JORDAN], Directory(), NOW).directory


def sample() -> Directory:
    return sample_directory(NOW).directory


@pytest.mark.parametrize("name", FORMS)
def test_another_installation_reads_jordan_as_it_was(name: str, tmp_path: Path) -> None:
    shown = disclosed(jordan(), Reader.PARTNERS, NOW)
    assert len(shown.services) == 278
    again = read_again(written(jordan(), tmp_path, name, NOW), Directory(), NOW).directory
    assert facts(again, *ALL) == facts(shown, *ALL)


@pytest.mark.parametrize("name", ["package", "package.zip"])
def test_another_installation_reads_what_the_sample_discloses(name: str, tmp_path: Path) -> None:
    shown = disclosed(sample(), Reader.PARTNERS, NOW)
    again = read_again(written(sample(), tmp_path, name, NOW), Directory(), NOW).directory
    assert facts(again, *ALL) == facts(shown, *ALL)


@pytest.mark.parametrize("name", ["table.csv", "map.geojson"])
def test_tables_have_the_services_of_the_sample(name: str, tmp_path: Path) -> None:
    """A table names the organisations that provide services; the sample's run whole centres."""
    shown = disclosed(sample(), Reader.PARTNERS, NOW)
    again = read_again(written(sample(), tmp_path, name, NOW), Directory(), NOW).directory
    assert facts(again, "services") == facts(shown, "services")


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("what", [jordan, sample, lambda: CANARIES], ids=["jordan", "sample", "c"])
async def test_importing_an_own_export_changes_nothing(
    what, name: str, tmp_path: Path, database: Database
) -> None:
    async with database.transaction() as tx:
        await stored.save(tx, what())
        before = await stored.load(tx)
    path = written(before, tmp_path, name, NOW)
    found = read_again(path, before, NOW)
    async with database.transaction() as tx:
        saved = await stored.save(tx, found.directory, found.undisclosed)
        assert (saved.new, saved.changed) == (0, 0)
        after = await stored.load(tx)
        assert all(getattr(after, kind) == getattr(before, kind) for kind in MANAGEMENT)
        for each in before.centres:
            kept = await stored.undisclosed_address(tx, each.id)
            had = next(c for c in what().centres if c.id == each.id)
            assert kept is None or kept.address == had.address


@pytest.mark.parametrize("name", ["package", "package.zip"])
def test_who_manages_is_told_but_never_taken_from_a_package(name: str, tmp_path: Path) -> None:
    """Whoever manages receives requests, so only `may_manage` enters it (domain.md, Invariants)."""
    path = written(sample(), tmp_path, name, NOW)
    managed = {each.name for each in sample().centres if sample().arrangements_at(each.id, NOW)}

    found = read_again(path, Directory(), NOW)
    assert not any(getattr(found.directory, kind) for kind in MANAGEMENT)
    assert {each.partition(":")[0] for each in not_taken(found)} == managed
    conakry = next(words for words in not_taken(found) if words.startswith("Conakry"))
    assert "jointly_run" in conakry
    assert "Ministry of Social Affairs, Guinea" in conakry
    assert "A coordinator enters it" in conakry


def test_only_what_is_not_on_record_is_said_not_to_be_taken(tmp_path: Path) -> None:
    path = written(sample(), tmp_path, "package", NOW)
    assert not_taken(read_again(path, sample(), NOW)) == []
    joint = sample().arrangements_of(CentreId("gn-conakry"))[0]
    alone = replace(joint, model=GovernmentRun(OrganisationId("gn-social-affairs")))
    known = sample().with_changes(Directory(arrangements=(alone,)))
    [words] = not_taken(read_again(path, known, NOW))
    assert words.startswith("Conakry")


def not_taken(found: Read) -> list[str]:
    kind = RemarkKind.MANAGEMENT_NOT_TAKEN
    return [each.words for each in found.warnings if each.kind is kind]


@pytest.mark.parametrize("name", FORMS)
def test_the_same_directory_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    """The order in which facts were stored does not matter."""
    found = sample()
    turned = Directory(
        organisations=found.organisations[::-1],
        centres=found.centres[::-1],
        services=found.services[::-1],
        arrangements=found.arrangements[::-1],
    )
    contents = []
    for number, directory in enumerate((found, turned)):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = written(directory, folder, name, NOW)
        files = sorted(path.iterdir()) if path.is_dir() else [path]
        contents.append({each.name: each.read_bytes() for each in files})
    assert contents[0] == contents[1]


# ---------------------------------------------------------------- any directory


WORDS = (
    st.text(
        st.characters(categories=("L", "N"), include_characters=" '-+=@,"), min_size=1, max_size=20
    )
    .map(lambda text: f"A {' '.join(text.split())}".strip())
    .filter(lambda words: not is_of_violence(words))  # a reader hides what is called so
)
SHORT_IDS = st.from_regex(r"[a-z]{1,8}-[0-9]{1,3}", fullmatch=True)
"""Own ids that are no UUIDs may be the same for an organisation, a centre and a service."""
HOURS = st.sampled_from(
    [
        None,
        "24/7",
        "Mo-Fr 08:00-16:00",
        "Sa-Mo 20:00-24:00",
        "Mo,We 09:00-12:00,13:00-15:00; PH off",
    ]
)
LANGUAGES = st.lists(st.sampled_from(["fr", "ar", "ff", "pt-BR"]), unique=True).map(tuple)
DAYS = st.none() | st.dates(date(2020, 1, 1), date(2026, 11, 1))
KNOWN = st.sampled_from([None, True, False])


@st.composite
def directories(draw: st.DrawFn) -> Directory:
    """A directory of one country, whose facts every field of the formats takes part in."""
    short = draw(st.lists(SHORT_IDS, min_size=1, max_size=2, unique=True))
    whole = draw(st.lists(st.uuids().map(str), min_size=9, max_size=9, unique=True))
    organisations = [
        Organisation(OrganisationId(key), f"Organisation {number}", OrganisationKind.PARTNER)
        for number, key in enumerate((*short, whole[0]))
    ]
    centres = [draw(centres_with(key)) for key in (*short, whole[1])]
    keys = (*short, *whole[2 : draw(st.integers(2, 5))])
    services = [draw(services_with(key, centres, organisations)) for key in keys]
    return Directory(tuple(organisations), (), tuple(centres), tuple(services))


def centres_with(key: str) -> st.SearchStrategy[Centre]:
    return st.builds(
        Centre,
        id=st.just(CentreId(key)),
        name=WORDS,
        country=st.just("GN"),
        city=WORDS,
        zone=st.just("Africa/Conakry"),
        point=st.just(Point(9.5 + len(key) / 1000, -13.25)),
        address=st.just("") | WORDS,
        status=st.sampled_from(CentreStatus),
        hours=HOURS,
        ramadan_hours=HOURS,
        languages=LANGUAGES,
        interpreters=LANGUAGES,
        phone=st.sampled_from(["", "+000 000 001"]),
        aliases=st.lists(WORDS, max_size=2, unique=True).map(tuple),
        wheelchair=st.none() | st.sampled_from(Wheelchair),
        url=st.sampled_from(["", "https://example.org/a?b=c", "example.org"]),
        email=st.sampled_from(["", "someone@example.org"]),
        verified_on=DAYS,
    )


def services_with(
    key: str, centres: list[Centre], organisations: list[Organisation]
) -> st.SearchStrategy[Service]:
    eligibility = st.builds(
        Eligibility,
        genders=st.frozensets(st.sampled_from(Gender)),
        minimum_age=st.none() | st.integers(0, 30),
        maximum_age=st.none() | st.integers(31, 99),
        words=st.just("") | WORDS,
        strict=st.booleans(),
        families=KNOWN,
        children_alone=KNOWN,
    )
    kinds = [kind for kind in ServiceType if kind is not ServiceType.SAFE_HOUSE]
    return st.builds(
        Service,
        id=st.just(ServiceId(key)),
        centre=st.sampled_from([each.id for each in centres]),
        type=st.sampled_from(kinds),
        name=WORDS,
        provider=st.sampled_from([None, *(each.id for each in organisations)]),
        hours=HOURS,
        status=st.sampled_from(ServiceStatus),
        admission=st.sampled_from(Admission),
        eligibility=eligibility,
        bring=st.lists(WORDS, max_size=2, unique=True).map(tuple),
        languages=LANGUAGES,
        interpreters=LANGUAGES,
        ramadan_hours=HOURS,
        wheelchair=st.none() | st.sampled_from(Wheelchair),
        needs_papers=KNOWN,
        phone=st.sampled_from(["", "+000 000 002"]),
        verified_on=DAYS,
    )


@settings(deadline=None, max_examples=60)
@given(directories())
def test_any_directory_is_read_again_from_a_package_as_it_was(directory: Directory) -> None:
    with TemporaryDirectory() as folder:
        path = written(directory, Path(folder), "package", NOW)
        again = read_again(path, Directory(), NOW).directory
    shown = disclosed(directory, Reader.PARTNERS, NOW)
    assert facts(again, *ALL) == facts(shown, *ALL)
