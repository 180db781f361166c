"""CPU of the frameworks themselves, no network: PTB process_update, Bot.send_message; aiogram feed_update.  python micro/framework.py"""

import asyncio
import time

import orjson
from codec import MSG, UPD  # noqa: F401  (prints its own table first)


async def cost(label, f, n=1500):
    best = 1e9
    for _ in range(4):
        a = time.process_time()
        for _ in range(n):
            await f()
        best = min(best, (time.process_time() - a) / n)
    print(f"{label:66s} {best * 1e6:9.1f} us")


async def main():
    from telegram import InlineKeyboardButton as B
    from telegram import InlineKeyboardMarkup as M
    from telegram import Update
    from telegram.ext import (
        Application,
        CallbackQueryHandler,
        CommandHandler,
        ConversationHandler,
        MessageHandler,
        TypeHandler,
        filters,
    )
    from telegram.request import BaseRequest

    ans = orjson.dumps(
        {
            "ok": True,
            "result": {
                "message_id": 1,
                "date": 1700000000,
                "chat": {"id": 5, "type": "private", "first_name": "U"},
                "from": {"id": 1, "is_bot": True, "first_name": "B"},
                "text": "x",
            },
        }
    )
    me = orjson.dumps(
        {"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "B", "username": "b_bot"}}
    )

    class Null(BaseRequest):
        async def initialize(self): ...
        async def shutdown(self): ...

        read_timeout = 5.0

        async def do_request(self, url, method, request_data=None, **k):
            if request_data:
                request_data.json_parameters
            return 200, me if url.endswith(
                "getMe"
            ) else ans if "send" in url else b'{"ok":true,"result":true}'

    def app():
        return (
            Application.builder()
            .token("1:x")
            .updater(None)
            .request(Null())
            .get_updates_request(Null())
            .build()
        )

    a1 = app()

    async def noop(u, c): ...

    a1.add_handler(TypeHandler(Update, noop))
    await a1.initialize()
    u = Update.de_json(orjson.loads(UPD), a1.bot)
    await cost(
        "PTB Application.process_update, one no-op TypeHandler", lambda: a1.process_update(u)
    )
    a2 = app()

    async def back(u, c):
        return 1

    h = ConversationHandler(
        [CallbackQueryHandler(back, r"^s:")],
        {i: [CallbackQueryHandler(back, r"^s:")] for i in range(7)},
        [CommandHandler("x", noop), MessageHandler(filters.TEXT, noop)],
    )
    a2.add_handler(h)
    await a2.initialize()
    await cost("PTB Application.process_update, ConversationHandler", lambda: a2.process_update(u))
    kb = M([[B(f"Button {i}", callback_data=f"c:{i}")] for i in range(5)])
    await cost(
        "PTB Bot.send_message (ext.Bot), no network, no keyboard",
        lambda: a1.bot.send_message(5, "x"),
    )
    await cost(
        "PTB Bot.send_message (ext.Bot), no network, 5 buttons",
        lambda: a1.bot.send_message(5, "x", reply_markup=kb),
    )
    await cost(
        "PTB Bot.answer_callback_query, no network", lambda: a1.bot.answer_callback_query("5")
    )

    from aiogram import Bot, Dispatcher, F, Router
    from aiogram.client.session.base import BaseSession
    from aiogram.fsm.context import FSMContext
    from aiogram.fsm.state import State, StatesGroup
    from aiogram.types import CallbackQuery
    from aiogram.types import Update as AU

    class S(StatesGroup):
        a = State()

    class NullS(BaseSession):
        async def close(self): ...
        async def stream_content(self, *a, **k):
            yield b""

        async def make_request(self, bot, method, timeout=None):
            for k, v in method.model_dump(warnings=False).items():
                self.prepare_value(v, bot=bot, files={})
            return self.check_response(bot, method, 200, ans.decode()).result

    bot, dp, r = Bot("1:x", session=NullS()), Dispatcher(), Router()

    @r.callback_query(S.a, F.data.startswith("s:"))
    async def f(q: CallbackQuery, state: FSMContext):
        await state.set_state(S.a)

    dp.include_router(r)
    from aiogram.fsm.storage.base import StorageKey

    await dp.storage.set_state(StorageKey(bot_id=1, chat_id=5, user_id=5), S.a)
    au = AU.model_validate_json(UPD, context={"bot": bot})
    await cost(
        "aiogram Dispatcher.feed_update, one state handler (memory)",
        lambda: dp.feed_update(bot, au),
    )
    await cost(
        "aiogram Bot.send_message, no network, no keyboard", lambda: bot.send_message(5, "x")
    )


asyncio.run(main())
