"""`make chaos`, in short: people ask for shelter while what answers them is killed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.chaos.people import Answers, Person
from benchmarks.chaos.postgresql import PostgreSQL, postgresql
from benchmarks.chaos.trial import Trial, tried
from benchmarks.chaos.truth import wrongs
from benchmarks.yardstick.product import Product
from tests.storage import engines

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgreSQL]:
    """A server that nobody minds being restarted."""
    with postgresql(tmp_path_factory.mktemp("chaos") / "postgresql") as started:
        yield started


@pytest.fixture
def on_postgresql(tmp_path: Path, server: PostgreSQL, _catalogs: None) -> Product:
    product = Product(tmp_path, server.dsn)
    product.prepare()
    return product


async def test_killed_on_sqlite_nobody_loses_anything(on_sqlite: Product) -> None:
    outcome = await tried(Trial("sqlite", people=8, at_once=8, kills=2), on_sqlite)
    assert outcome.killed == 2
    assert not outcome.wrong


async def test_killed_side_by_side_while_the_database_restarts_nobody_loses_anything(
    on_postgresql: Product, server: PostgreSQL
) -> None:
    trial = Trial("postgresql", processes=2, people=12, at_once=12, kills=1, crashes=1)
    outcome = await tried(trial, on_postgresql, server)
    assert outcome.killed == 1
    assert not outcome.wrong


async def test_what_is_wrong_is_found(tmp_path: Path) -> None:
    await engines.fresh_url("sqlite", tmp_path)
    settings = {
        "PASSERELLE_HOME": str(tmp_path),
        "PASSERELLE_ENCRYPTION_KEYS": engines.KEYS.keys[0].decode(),
    }
    answers = Answers.of(1, random.Random(1))
    crowd = [Person(1, answers, reference="ABC-DEFG"), Person(2, answers)]
    assert await wrongs(settings, crowd) == [
        "1 × person without a reference",
        "1 × referral lost",
        "1 × referrals 0, references told 1",
    ]
    assert await wrongs(settings, []) == []
