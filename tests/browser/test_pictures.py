"""Pictures of the pages in each language and at each size, to be looked at by people."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.async_api import Page, expect

from bot.web.labels import CHAT
from domain.people import AgeBand, Company, Urgency, Who
from domain.referrals import Contact, Reach, State
from domain.services import ServiceType
from locales.render import Rendered, RenderedButton, RenderedPin, speak
from tests.bot.web.fake import FakeParts
from tests.bot.web.town import ITEM, VIEW
from tests.browser.seen import DESKTOP, PHONE, SMALL_PHONE, Seen

LANGUAGES = ("en", "fr", "ar")
SIZES = (PHONE, SMALL_PHONE, DESKTOP)

pytestmark = pytest.mark.parametrize("size", SIZES, ids=["phone", "small phone", "desktop"])


async def enter(page: Page) -> None:
    await page.locator("main form button").click()
    await page.wait_for_url("**/desk**")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_chat(seen: Seen, parts: FakeParts, size: tuple[int, int], language: str) -> None:
    page = await seen.page("/chat", size, language)
    await seen.picture(page, "chat-1-welcome")
    await page.locator('button[value="!find"]').last.click()
    await expect(page.locator(".row.latest [data-asks=location]")).to_be_visible()
    await seen.picture(page, "chat-2-where")
    await page.locator("#text").fill("Conakry")
    await page.locator(".send").click()
    await page.locator('.row.latest button[value$=".shelter"]').click()
    await page.locator('.row.latest button[value$=".house-shelter"]').click()
    await expect(page.locator(".pin")).to_be_visible()
    await seen.picture(page, "chat-3-card")
    secret = Rendered(
        "🔒 …", ((RenderedButton("📄", "!request/K"),),), private=True, language=language
    )
    parts.add(parts.address, replace(secret, right_to_left=language == "ar"))
    ask = ((RenderedButton(speak(CHAT["phone"], language), "9.phone", "contact"),),)  # type: ignore[arg-type]
    pin = RenderedPin(9.5, -13.7, "Maison <b>", "Rue 12")
    message = Rendered("?", ask, pin, language=language, right_to_left=language == "ar")
    parts.add(parts.address, message)
    parts.wake()
    await expect(page.locator(".private")).to_be_visible()
    await expect(page.locator("input[type=tel]")).to_be_visible()
    await seen.picture(page, "chat-4-private")
    await seen.picture(page, "chat-5-whole", whole=True)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_desk(seen: Seen, parts: FakeParts, size: tuple[int, int], language: str) -> None:
    other = replace(
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
    third = replace(other, reference="C6D-3XQH", urgency=Urgency.URGENT, mine=False, taken=True)
    parts.town.cases |= {each.reference: replace(VIEW, item=each) for each in (other, third)}
    page = await seen.page(f"/desk/enter/once?language={language}", size, language)
    await seen.picture(page, "desk-1-enter")
    await enter(page)
    await seen.picture(page, "desk-2-queue", whole=True)
    await page.locator("#open-K7M-2QX4").click()
    await seen.picture(page, "desk-3-case", whole=True)
    await page.locator("form[action$='/claim'] button").click()
    await page.wait_for_url("**said=claim")
    view = parts.town.cases["K7M-2QX4"]
    parts.town.cases["K7M-2QX4"] = replace(view, address="Villa 12, Rue du Port")
    await page.reload()
    await seen.picture(page, "desk-4-taken", whole=True)
    contact = Contact(Reach.PHONE, "+224 620 11 22 33", safe_to_write=False, name="Mariam")
    view = parts.town.cases["K7M-2QX4"]
    parts.town.put(
        view,
        State.ACCEPTED,
        contact=contact,
        question="Combien d'enfants ?",
        answer="ثلاثة",
        instructions="Come to the gate at 18:00.",
    )
    await page.reload()
    await seen.picture(page, "desk-5-accepted", whole=True)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_demonstration(seen: Seen, size: tuple[int, int], language: str) -> None:
    page = await seen.page(f"/demo?language={language}", size, language)
    await expect(page.frame_locator("[name=caseworker]").locator("#queue")).to_be_visible()
    await seen.picture(page, "demo", whole=True)


async def test_other_pages(seen: Seen, size: tuple[int, int]) -> None:
    for path, name in (("/desk", "closed"), ("/nowhere", "problem"), ("/blank", "blank")):
        await seen.picture(await seen.page(path, size), name)


async def test_the_dark(seen: Seen, size: tuple[int, int]) -> None:
    page = await seen.page("/chat", size, dark=True)
    await page.locator('button[value="!find"]').last.click()
    await expect(page.locator(".row.latest [data-asks=location]")).to_be_visible()
    await seen.picture(page, "dark-chat")
    desk = await seen.page("/desk/enter/once", size, dark=True)
    await enter(desk)
    await desk.locator("#open-K7M-2QX4").click()
    await seen.picture(desk, "dark-case", whole=True)
