"""Health: alive, and ready or why not."""

from __future__ import annotations

from tests.bot.web.fake import FakeParts
from tests.bot.web.visitor import Visitor


async def test_it_lives(visitor: Visitor, parts: FakeParts):
    parts.broken = True
    assert await visitor.goes("/healthz") == "ok\n"


async def test_it_is_ready(visitor: Visitor):
    assert await visitor.goes("/readyz") == "ready\n"
    assert visitor.status == 200


async def test_what_is_worth_knowing_stands_after_it(visitor: Visitor, parts: FakeParts):
    parts.remarked = ["clock: it jumped"]
    assert await visitor.goes("/readyz") == "ready\nclock: it jumped\n"
    assert visitor.status == 200


async def test_it_lists_what_is_wrong(visitor: Visitor, parts: FakeParts):
    parts.found_wrong = ["database: run passerelle migrate", "clock: 3 minutes behind"]
    page = await visitor.goes("/readyz")
    assert page.splitlines() == parts.found_wrong
    assert visitor.status == 503


async def test_a_check_that_fails_tells_nothing_personal(visitor: Visitor, parts: FakeParts):
    parts.broken = True
    assert "Mariam" not in await visitor.goes("/readyz")
    assert visitor.status == 503
