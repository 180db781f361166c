"""aiogram 3 FSM peer: state in memory or Redis, referral row in PostgreSQL (asyncpg)."""

import argparse
import asyncio
import os

import asyncpg
import common as c
from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.fsm.storage.redis import RedisStorage
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, Message
from aiogram.types import InlineKeyboardButton as B
from aiogram.types import InlineKeyboardMarkup as M
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

p = argparse.ArgumentParser()
p.add_argument("--storage", default="memory", choices=["memory", "redis"])
p.add_argument("--db", default="pg", choices=["none", "pg"])
p.add_argument("--reply", default="api", choices=["api", "hook"])
p.add_argument("--uvloop", action="store_true")
a = p.parse_args()
r = Router()
pool = None


class S(StatesGroup):
    lang = State()
    service = State()
    loc = State()
    centre = State()
    consent = State()
    name = State()
    confirm = State()


def kb(rows):
    return M(inline_keyboard=[[B(text=t, callback_data=d) for t, d in row] for row in rows])


async def say(chat, text, markup=None):
    m = SendMessage(chat_id=chat, text=text, reply_markup=markup)
    if a.reply == "hook":
        return m
    await BOT(m)


async def ack(q):
    if a.reply == "api":
        await q.answer()
    else:  # the response body is taken by the message: the acknowledgement goes beside it
        t = asyncio.ensure_future(q.answer())
        BG.add(t)
        t.add_done_callback(BG.discard)


BG = set()


@r.message(CommandStart())
async def start(m: Message, state: FSMContext):
    await state.set_state(S.lang)
    return await say(m.chat.id, c._EN["lang"], kb(c.KB_LANG))


@r.callback_query(S.lang, F.data.startswith("l:"))
async def lang(q: CallbackQuery, state: FSMContext):
    await ack(q)
    la = q.data[2:]
    await state.update_data(lang=la)
    await state.set_state(S.service)
    return await say(q.message.chat.id, c.T[la]["service"], kb(c.kb_service(la)))


@r.callback_query(S.service, F.data.startswith("s:"))
async def service(q: CallbackQuery, state: FSMContext):
    await ack(q)
    d = await state.update_data(service=q.data[2:])
    await state.set_state(S.loc)
    return await say(q.message.chat.id, c.T[d["lang"]]["loc"])


@r.message(S.loc, F.location)
async def loc(m: Message, state: FSMContext):
    lo = m.location
    d = await state.update_data(lat=lo.latitude, lon=lo.longitude)
    await state.set_state(S.centre)
    return await say(
        m.chat.id, c.T[d["lang"]]["centre"], kb(c.kb_centres(c.nearest(lo.latitude, lo.longitude)))
    )


@r.callback_query(S.centre, F.data.startswith("c:"))
async def centre(q: CallbackQuery, state: FSMContext):
    await ack(q)
    d = await state.update_data(centre=int(q.data[2:]))
    await state.set_state(S.consent)
    return await say(
        q.message.chat.id,
        c.T[d["lang"]]["consent"].format(c.CENTRES[d["centre"]][1]),
        kb(c.kb_yes(d["lang"])),
    )


@r.callback_query(S.consent, F.data == "y:1")
async def consent(q: CallbackQuery, state: FSMContext):
    await ack(q)
    d = await state.get_data()
    await state.set_state(S.name)
    return await say(q.message.chat.id, c.T[d["lang"]]["name"])


@r.message(S.name, F.text)
async def name(m: Message, state: FSMContext):
    d = await state.update_data(name=m.text[:64])
    await state.set_state(S.confirm)
    return await say(
        m.chat.id,
        c.T[d["lang"]]["confirm"].format(c.CENTRES[d["centre"]][1], d["name"]),
        kb(c.kb_ok(d["lang"])),
    )


@r.callback_query(S.confirm, F.data == "k:1")
async def confirm(q: CallbackQuery, state: FSMContext):
    await ack(q)
    d = await state.get_data()
    ref = c.code()
    if pool:
        await pool.execute(
            c.INS.format(t="referral_aiogram"),
            ref,
            q.message.chat.id,
            d["lang"],
            d["service"],
            d["centre"],
            d["name"],
            d["lat"],
            d["lon"],
        )
    await state.clear()
    return await say(q.message.chat.id, c.T[d["lang"]]["done"].format(ref))


BOT = None


async def main():
    global pool, BOT
    if a.db == "pg":
        pool = await asyncpg.create_pool(c.PG, min_size=4, max_size=8)
        await pool.execute(c.DDL.format(t="referral_aiogram"))
    BOT = Bot(c.TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(c.API)))
    dp = Dispatcher(
        storage=RedisStorage.from_url(c.REDIS) if a.storage == "redis" else MemoryStorage()
    )
    dp.include_router(r)
    if os.environ.get("BOT_MODE") == "polling":
        await dp.start_polling(BOT)
        return
    await BOT.set_webhook(c.URL)
    app = web.Application()
    SimpleRequestHandler(dp, BOT, handle_in_background=a.reply == "api").register(app, path=c.PATH)
    setup_application(app, dp, bot=BOT)
    run = web.AppRunner(app, access_log=None)
    await run.setup()
    await web.TCPSite(run, "127.0.0.1", c.PORT).start()
    await asyncio.Event().wait()


if a.uvloop:
    import uvloop

    uvloop.install()
asyncio.run(main())
