"""Pictures of the pages in each language and at each size, to be looked at by people."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from playwright.async_api import expect

from conversations.messages import Asks
from domain.people import AgeBand, Company, PersonId, Urgency, Who
from domain.referrals import Action, By, Contact, DeclineReason, Reach, State
from domain.requests.team import TeamSeen
from domain.requests.working import Called, Note, Proposed
from domain.services import ServiceType
from locales.render import Rendered, RenderedButton
from tests.bot.web.fake import FakeParts
from tests.bot.web.town import ITEM, KADIATOU, NOW, VIEW
from tests.browser.seen import Seen

LANGUAGES = ("en", "fr", "ar")

pytestmark = pytest.mark.timeout(180)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_chat(seen: Seen, parts: FakeParts, language: str):
    page = await seen.page("/chat", language=language)
    await seen.pictures(page, "chat-1-welcome", whole=False)
    await page.locator('#log button[value="!find"]').click()
    await expect(page.locator(".row.latest [data-asks=location]")).to_be_visible()
    await page.locator("#text").fill("Conakry")
    await page.locator(".send").click()
    await page.locator('.row.latest button[value$=".shelter"]').click()
    await page.locator('.row.latest button[value$=".house-shelter"]').click()
    await expect(page.locator(".pin")).to_be_visible()
    await seen.pictures(page, "chat-2-card", whole=False)
    buttons = (
        (RenderedButton("☎", "9.phone", Asks.CONTACT),),
        (RenderedButton("📄", "!requests"),),
    )
    secret = Rendered("K7M-2QX4\n🔒 Villa 12", (), None, True, language, language == "ar")
    parts.add(parts.address, secret)
    parts.add(parts.address, replace(secret, text="?", buttons=buttons, private=False))
    parts.wake()
    await expect(page.locator("input[type=tel]")).to_be_visible()
    await seen.pictures(page, "chat-3-whole")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_desk(seen: Seen, parts: FakeParts, language: str):
    fill_queue(parts)
    page = await seen.page(f"/desk/enter/once?language={language}", language=language)
    await seen.pictures(page, "desk-1-enter")
    await page.locator("main form button").click()
    await expect(page.locator("#queue")).to_be_visible()
    await seen.pictures(page, "desk-2-queue")
    await page.locator("#open-K7M-2QX4").click()
    await page.locator("form[action$='/claim'] button").click()
    await expect(page.locator(".notice.good")).to_be_visible()
    view = parts.town.cases["K7M-2QX4"]
    parts.town.cases["K7M-2QX4"] = replace(view, address="Villa 12, Rue du Port")
    await page.reload()
    await seen.pictures(page, "desk-3-taken")
    contact = Contact(Reach.PHONE, "+224 620 11 22 33", safe_to_write=False, name="Mariam")
    parts.town.put(
        parts.town.cases["K7M-2QX4"],
        State.ACCEPTED,
        contact=contact,
        question="Combien d'enfants ?",
        answer="ثلاثة",
        instructions="Come to the gate at 18:00.",
    )
    await page.reload()
    await seen.pictures(page, "desk-4-accepted")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_working_together_at_the_desk(seen: Seen, parts: FakeParts, language: str):
    fill_together(parts)
    page = await seen.page(f"/desk/enter/once?language={language}", language=language)
    await page.locator("main form button").click()
    await seen.pictures(page, "desk-5-supervised")
    await page.locator("#open-K7M-2QX4").click()
    await page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    await seen.pictures(page, "desk-6-together")
    await page.goto(f"{seen.base}/desk/team")
    await seen.pictures(page, "desk-7-team")


def fill_together(parts: FakeParts) -> None:
    """A case with a no to look at, notes and all that is chosen; and a team with its people."""
    proposed = Proposed(DeclineReason.FULL, Called("Kadiatou", 2), mine=False, may_review=True)
    parts.town.cases["K7M-2QX4"] = replace(
        VIEW,
        item=replace(ITEM, state=State.CLAIMED, taken=True, holder=Called("Kadiatou", 2)),
        may=(Action.ROUTE, Action.REDIRECT, Action.REVOKE, Action.REASSIGN),
        similar=("B4T-9WQF",),
        perhaps=("C6D-3XQH",),
        proposed=proposed,
        notes=(Note(ITEM.submitted, By.HOLDER, "اتصلت مرتين / called twice"),),
    )
    away = replace(KADIATOU, person=PersonId("b"), name="", number=3, away_until=NOW)
    parts.town.teams = (TeamSeen("Conakry", "Africa/Conakry", (KADIATOU, away)),)


def fill_queue(parts: FakeParts) -> None:
    """Three requests: one that waits, one of the reader's, one of a colleague's."""
    mine = replace(
        ITEM,
        reference="B4T-9WQF",
        service=ServiceType.FOOD,
        urgency=Urgency.NORMAL,
        company=Company(Who.ALONE),
        age=AgeBand.CHILD,
        language="ar",
        state=State.CLAIMED,
        mine=True,
    )
    taken = replace(mine, reference="C6D-3XQH", urgency=Urgency.URGENT, mine=False, taken=True)
    parts.town.cases |= {each.reference: replace(VIEW, item=each) for each in (mine, taken)}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_demonstration(seen: Seen, language: str):
    page = await seen.page(f"/demo?language={language}", language=language)
    await expect(page.frame_locator("[name=caseworker]").locator("#queue")).to_be_visible()
    await seen.pictures(page, "demo")


async def test_other_pages(seen: Seen):
    for path, name in (("/desk", "closed"), ("/nowhere", "problem"), ("/blank", "blank")):
        await seen.pictures(await seen.page(path), name)


async def test_in_the_dark(seen: Seen):
    page = await seen.page("/chat", dark=True)
    await page.locator('#log button[value="!find"]').click()
    await expect(page.locator(".row.latest [data-asks=location]")).to_be_visible()
    await seen.pictures(page, "dark-chat", whole=False)
    await page.goto(f"{seen.base}/desk/enter/once")
    await page.locator("main form button").click()
    await page.locator("#open-K7M-2QX4").click()
    await expect(page.locator(".case")).to_be_visible()
    await seen.pictures(page, "dark-case")
