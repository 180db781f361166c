"""python-telegram-bot peer: ConversationHandler dialogue or an echo floor."""

import argparse
import asyncio
import os

import aiohttp
import common as c
from telegram import InlineKeyboardButton as B
from telegram import InlineKeyboardMarkup as M
from telegram import Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    TypeHandler,
    filters,
)
from telegram.request import BaseRequest

p = argparse.ArgumentParser()
p.add_argument("--kind", default="conv", choices=["conv", "echo"])
p.add_argument("--db", default="none", choices=["none", "pg", "sqlite"])
p.add_argument("--persist", default="pickle", choices=["none", "pickle"])
p.add_argument("--interval", type=float, default=60)
p.add_argument("--request", default="httpx", choices=["httpx", "aiohttp"])
p.add_argument("--concurrent", type=int, default=0)
p.add_argument("--uvloop", action="store_true")
a = p.parse_args()


class AioRequest(BaseRequest):
    """A small aiohttp transport for PTB."""

    def __init__(self):
        self.s = None

    async def initialize(self):
        if self.s is None:
            self.s = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=256))

    async def shutdown(self):
        if self.s:
            await self.s.close()
            self.s = None

    @property
    def read_timeout(self):
        return 5.0

    async def do_request(
        self,
        url,
        method,
        request_data=None,
        read_timeout=None,
        write_timeout=None,
        connect_timeout=None,
        pool_timeout=None,
    ):
        data = request_data.json_parameters if request_data else None
        async with self.s.request(method, url, data=data) as r:
            return r.status, await r.read()


def kb(rows):
    return M([[B(t, callback_data=d) for t, d in row] for row in rows])


async def save(u, d):
    raise NotImplementedError


LANG, SERVICE, LOC, CENTRE, CONSENT, NAME, CONFIRM = range(7)


async def start(u: Update, ctx: ContextTypes.DEFAULT_TYPE):
    ctx.user_data.clear()
    await u.message.reply_text(c._EN["lang"], reply_markup=kb(c.KB_LANG))
    return LANG


async def lang(u, ctx):
    q = u.callback_query
    await q.answer()
    ctx.user_data["lang"] = la = q.data[2:]
    await q.message.reply_text(c.T[la]["service"], reply_markup=kb(c.kb_service(la)))
    return SERVICE


async def service(u, ctx):
    q = u.callback_query
    await q.answer()
    ctx.user_data["service"] = q.data[2:]
    await q.message.reply_text(c.T[ctx.user_data["lang"]]["loc"])
    return LOC


async def loc(u, ctx):
    lo = u.message.location
    ctx.user_data["lat"], ctx.user_data["lon"] = lo.latitude, lo.longitude
    rows = c.nearest(lo.latitude, lo.longitude)
    await u.message.reply_text(
        c.T[ctx.user_data["lang"]]["centre"], reply_markup=kb(c.kb_centres(rows))
    )
    return CENTRE


async def centre(u, ctx):
    q = u.callback_query
    await q.answer()
    d = ctx.user_data
    d["centre"] = int(q.data[2:])
    await q.message.reply_text(
        c.T[d["lang"]]["consent"].format(c.CENTRES[d["centre"]][1]),
        reply_markup=kb(c.kb_yes(d["lang"])),
    )
    return CONSENT


async def consent(u, ctx):
    q = u.callback_query
    await q.answer()
    if q.data != "y:1":
        return ConversationHandler.END
    await q.message.reply_text(c.T[ctx.user_data["lang"]]["name"])
    return NAME


async def name(u, ctx):
    d = ctx.user_data
    d["name"] = u.message.text[:64]
    await u.message.reply_text(
        c.T[d["lang"]]["confirm"].format(c.CENTRES[d["centre"]][1], d["name"]),
        reply_markup=kb(c.kb_ok(d["lang"])),
    )
    return CONFIRM


async def confirm(u, ctx):
    q = u.callback_query
    await q.answer()
    if q.data == "k:1":
        ref = c.code()
        await save(ref, u.effective_chat.id, ctx.user_data)
        await q.message.reply_text(c.T[ctx.user_data["lang"]]["done"].format(ref))
    ctx.user_data.clear()
    return ConversationHandler.END


ECHO_KB = M(
    [
        [B("English", callback_data="a"), B("Shelter", callback_data="b")],
        [B("Yes", callback_data="d"), B("Confirm", callback_data="e")],
    ]
)


async def echo(u, ctx):
    await ctx.bot.send_message(
        u.effective_chat.id, "location name reference code", reply_markup=ECHO_KB
    )


async def post_init(app):
    global save
    if a.db == "none":

        async def save(ref, chat, d):
            pass

        return
    from datetime import datetime

    from sqlalchemy import BigInteger, DateTime, func
    from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
    from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

    class Base(DeclarativeBase):
        pass

    class Referral(Base):
        __tablename__ = "referral_ptb"
        code: Mapped[str] = mapped_column(primary_key=True)
        chat_id: Mapped[int] = mapped_column(BigInteger)
        lang: Mapped[str]
        service: Mapped[str]
        centre_id: Mapped[int]
        first_name: Mapped[str]
        lat: Mapped[float]
        lon: Mapped[float]
        created_at: Mapped[datetime] = mapped_column(
            DateTime(timezone=True), server_default=func.now()
        )

    url = (
        c.PG.replace("postgresql://", "postgresql+asyncpg://")
        if a.db == "pg"
        else "sqlite+aiosqlite:///" + os.path.join(c.DATA, "ptb.db")
    )
    eng = create_async_engine(url)
    async with eng.begin() as con:
        await con.run_sync(Base.metadata.create_all)
    S = async_sessionmaker(eng, expire_on_commit=False)

    async def save(ref, chat, d):
        async with S() as s:
            s.add(
                Referral(
                    code=ref,
                    chat_id=chat,
                    lang=d["lang"],
                    service=d["service"],
                    centre_id=d["centre"],
                    first_name=d["name"],
                    lat=d["lat"],
                    lon=d["lon"],
                )
            )
            await s.commit()


def main():
    if a.uvloop:
        import uvloop

        asyncio.set_event_loop(uvloop.new_event_loop())
    b = Application.builder().token(c.TOKEN).base_url(c.API + "/bot").post_init(post_init)
    if a.concurrent:
        b = b.concurrent_updates(a.concurrent)
    if a.request == "aiohttp":
        b = b.request(AioRequest()).get_updates_request(AioRequest())
    elif a.concurrent:
        b = b.connection_pool_size(256).pool_timeout(30)
    if a.persist == "pickle" and a.kind == "conv":
        b = b.persistence(
            PicklePersistence(
                filepath=os.path.join(c.DATA, "ptb.pickle"), update_interval=a.interval
            )
        )
    app = b.build()
    if a.kind == "echo":
        app.add_handler(TypeHandler(Update, echo))
    else:
        cq = CallbackQueryHandler
        app.add_handler(
            ConversationHandler(
                entry_points=[CommandHandler("start", start)],
                states={
                    LANG: [cq(lang, r"^l:")],
                    SERVICE: [cq(service, r"^s:")],
                    LOC: [MessageHandler(filters.LOCATION, loc)],
                    CENTRE: [cq(centre, r"^c:")],
                    CONSENT: [cq(consent, r"^y:")],
                    NAME: [MessageHandler(filters.TEXT & ~filters.COMMAND, name)],
                    CONFIRM: [cq(confirm, r"^k:")],
                },
                fallbacks=[CommandHandler("start", start)],
                name="ref",
                persistent=a.persist == "pickle",
            )
        )
    if os.environ.get("BOT_MODE") == "polling":
        app.run_polling()
    else:
        app.run_webhook(
            listen="127.0.0.1", port=c.PORT, url_path=c.PATH.lstrip("/"), webhook_url=c.URL
        )


main()
