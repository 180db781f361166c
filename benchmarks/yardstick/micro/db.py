"""Cost per durable commit: SQLAlchemy ORM / Core / asyncpg on PostgreSQL, aiosqlite and sqlite3 with WAL, group commit.
PG_DSN in the environment.  python micro/db.py"""

import asyncio
import os
import secrets
import sqlite3
import tempfile
import time

import aiosqlite
import asyncpg
from sqlalchemy import BigInteger, event, insert
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

DSN = os.environ.get("PG_DSN", "postgresql://bench@127.0.0.1:15432/bench")


class Base(DeclarativeBase):
    pass


class R(Base):
    __tablename__ = "micro_referral"
    code: Mapped[str] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    lang: Mapped[str]
    service: Mapped[str]
    centre_id: Mapped[int]
    first_name: Mapped[str]


def row():
    return dict(
        code=secrets.token_hex(8),
        chat_id=5 * 10**9,
        lang="en",
        service="shelter",
        centre_id=4,
        first_name="A",
    )


async def run(label, f, n, conc):
    async def w(k):
        for _ in range(k):
            await f()

    await asyncio.gather(*[w(3) for _ in range(conc)])
    best = None
    for _ in range(3):
        a, t = time.process_time(), time.perf_counter()
        await asyncio.gather(*[w(n // conc) for _ in range(conc)])
        m = n // conc * conc
        r = ((time.perf_counter() - t) / m * 1e6, (time.process_time() - a) / m * 1e6)
        best = min(best, r) if best else r
    print(
        f"{label:58s} conc {conc:3d}: {1e6 / best[0]:8.0f} commits/s, {best[1]:7.0f} us CPU in this process"
    )


INS = "insert into micro_referral(code,chat_id,lang,service,centre_id,first_name) values($1,$2,$3,$4,$5,$6)"


async def main():
    eng = create_async_engine(
        DSN.replace("postgresql://", "postgresql+asyncpg://"),
        pool_size=8,
        max_overflow=0,
        pool_timeout=120,
    )
    async with eng.begin() as c:
        await c.run_sync(Base.metadata.drop_all)
        await c.run_sync(Base.metadata.create_all)
    S = async_sessionmaker(eng, expire_on_commit=False)

    async def orm():
        async with S() as s:
            s.add(R(**row()))
            await s.commit()

    st = insert(R.__table__)

    async def core():
        async with eng.begin() as c:
            await c.execute(st, row())

    eng_ac = eng.execution_options(isolation_level="AUTOCOMMIT")

    async def core_ac():
        async with eng_ac.connect() as c:
            await c.execute(st, row())

    pool = await asyncpg.create_pool(DSN, min_size=8, max_size=8)

    async def raw():
        await pool.execute(INS, *row().values())

    async def raw_tx():
        async with pool.acquire() as c, c.transaction():
            await c.execute(INS, *row().values())

    con1 = await asyncpg.connect(DSN)
    pend = []

    async def batcher():
        while True:
            if not pend:
                await asyncio.sleep(0)
            b = pend[:]
            pend.clear()
            if b:
                cols = list(zip(*[x.values() for x, _ in b]))
                await con1.execute(
                    "insert into micro_referral select * from unnest($1::text[],$2::bigint[],$3::text[],$4::text[],$5::int[],$6::text[])",
                    *map(list, cols),
                )
                for _, f in b:
                    f.set_result(None)

    async def group():
        f = asyncio.get_running_loop().create_future()
        pend.append((row(), f))
        await f

    for conc in (1, 32):
        await run("PostgreSQL, SQLAlchemy async ORM, add+commit", orm, 1600, conc)
        await run("PostgreSQL, SQLAlchemy async Core, begin+insert", core, 1600, conc)
        await run("PostgreSQL, SQLAlchemy async Core, AUTOCOMMIT", core_ac, 1600, conc)
        await run("PostgreSQL, asyncpg explicit transaction", raw_tx, 3200, conc)
        await run("PostgreSQL, asyncpg pool.execute (one statement)", raw, 3200, conc)
    b = asyncio.ensure_future(batcher())
    await run("PostgreSQL, asyncpg group commit (unnest)", group, 6400, 32)
    b.cancel()
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DATA")) as d:
        for sync in ("normal", "full"):
            path = os.path.join(d, sync + ".db")
            se = create_async_engine("sqlite+aiosqlite:///" + path)

            @event.listens_for(se.sync_engine, "connect")
            def pragma(dbapi, _):
                cu = dbapi.cursor()
                cu.execute("pragma journal_mode=wal")
                cu.execute("pragma synchronous=" + sync)
                cu.close()

            async with se.begin() as c:
                await c.run_sync(Base.metadata.create_all)
            SS = async_sessionmaker(se, expire_on_commit=False)
            lock = asyncio.Lock()

            async def sorm():
                async with lock, SS() as s:
                    s.add(R(**row()))
                    await s.commit()

            async def score():
                async with lock, se.begin() as c:
                    await c.execute(st, row())

            await run(f"SQLite WAL synchronous={sync}, SQLAlchemy ORM", sorm, 800, 8)
            await run(f"SQLite WAL synchronous={sync}, SQLAlchemy Core", score, 800, 8)
            ac = await aiosqlite.connect(path)
            await ac.execute("pragma journal_mode=wal")
            await ac.execute("pragma synchronous=" + sync)
            Q = "insert into micro_referral(code,chat_id,lang,service,centre_id,first_name) values(?,?,?,?,?,?)"

            async def aio():
                async with lock:
                    await ac.execute(Q, tuple(row().values()))
                    await ac.commit()

            await run(f"SQLite WAL synchronous={sync}, aiosqlite", aio, 1600, 8)
            await ac.close()
            await se.dispose()
            db = sqlite3.connect(path, isolation_level=None)
            db.execute("pragma synchronous=" + sync)
            for size in (1, 32):
                a, t, k = time.process_time(), time.perf_counter(), 100
                for _ in range(k):
                    db.execute("begin immediate")
                    db.executemany(Q, [tuple(row().values()) for _ in range(size)])
                    db.execute("commit")
                dt, dc = time.perf_counter() - t, time.process_time() - a
                print(
                    f"{'SQLite WAL synchronous=' + sync + ', sqlite3 blocking':58s} {size:3d} rows/commit: {k * size / dt:8.0f} rows/s, {dc / k / size * 1e6:7.0f} us CPU"
                )
            db.close()
    await eng.dispose()
    await pool.close()
    await con1.close()


asyncio.run(main())
