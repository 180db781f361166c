"""CPU per API request of the client side: httpx, aiohttp, a raw keep-alive protocol; asyncio or uvloop; 1 or 32 at once.
The server runs in another process.  python micro/http_client.py"""

import asyncio
import subprocess
import sys
import time

import aiohttp
import httpx
import orjson

SERVER = r"""
import asyncio
B = b'{"ok":true,"result":{"message_id":1,"date":1700000000,"chat":{"id":5,"type":"private"},"text":"x"}}'
R = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (len(B), B)
class P(asyncio.Protocol):
    def connection_made(self, t): self.t, self.b = t, b""
    def data_received(self, d):
        self.b += d
        while True:
            e = self.b.find(b"\r\n\r\n")
            if e < 0: return
            i = self.b.lower().find(b"content-length:", 0, e)
            n = int(self.b[i+15:self.b.find(b"\r\n", i)])
            if len(self.b) < e+4+n: return
            self.b = self.b[e+4+n:]
            self.t.write(R)
async def m():
    s = await asyncio.get_running_loop().create_server(P, "127.0.0.1", 18090)
    await asyncio.sleep(120)
import uvloop; uvloop.install(); asyncio.run(m())
"""
URL = "http://127.0.0.1:18090/bot1:x/sendMessage"
BODY = {"chat_id": 5, "text": "hello", "reply_markup": '{"inline_keyboard":[]}'}


class Raw(asyncio.Protocol):
    def __init__(self):
        self.f = None

    def connection_made(self, t):
        self.t = t

    def data_received(self, d):
        e = d.find(b"\r\n\r\n")
        self.f.set_result(orjson.loads(d[e + 4 :]))

    async def call(self):
        self.f = asyncio.get_running_loop().create_future()
        b = orjson.dumps(BODY)
        self.t.write(
            b"POST /bot1:x/sendMessage HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
            % (len(b), b)
        )
        return await self.f


async def bench(kind, conc, n):
    if kind == "httpx":
        cl = httpx.AsyncClient(
            limits=httpx.Limits(max_connections=256, max_keepalive_connections=256), timeout=30
        )

        async def call():
            (await cl.post(URL, data=BODY)).json()
    elif kind == "aiohttp":
        cl = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=256))

        async def call():
            async with cl.post(
                URL, data=orjson.dumps(BODY), headers={"Content-Type": "application/json"}
            ) as r:
                orjson.loads(await r.read())
    else:
        idle = [
            (await asyncio.get_running_loop().create_connection(Raw, "127.0.0.1", 18090))[1]
            for _ in range(conc)
        ]

        async def call():
            p = idle.pop()
            await p.call()
            idle.append(p)

    async def worker(k):
        for _ in range(k):
            await call()

    await asyncio.gather(*[worker(4) for _ in range(conc)])
    a, w = time.process_time(), time.perf_counter()
    await asyncio.gather(*[worker(n // conc) for _ in range(conc)])
    r = (
        (time.process_time() - a) / (n // conc * conc) * 1e6,
        (time.perf_counter() - w) / (n // conc * conc) * 1e6,
    )
    if kind == "httpx":
        await cl.aclose()
    elif kind == "aiohttp":
        await cl.close()
    return r


if __name__ == "__main__":
    s = subprocess.Popen([sys.executable, "-c", SERVER])
    time.sleep(1)
    try:
        for loop in ("asyncio", "uvloop"):
            if loop == "uvloop":
                import uvloop

                uvloop.install()
            for kind in ("httpx", "aiohttp", "raw"):
                for conc in (1, 32, 128):
                    r = [
                        asyncio.run(bench(kind, conc, 1280 if kind == "httpx" else 6400))
                        for _ in range(3)
                    ]
                    c, w = min(r)
                    print(
                        f"{loop:8s} {kind:8s} concurrency {conc:4d}: {c:8.1f} us CPU per request, {w:8.1f} us wall"
                    )
    finally:
        s.terminate()
