"""`python read_in.py SOCKET`: the program, read in once for whoever has to start it often.

Each connection gets a fork of this process, in which nothing has been done yet, and which runs
`passerelle run`. Its one line is an `Order` in JSON; what comes back is the number of the new
process and, when it has ended, its exit code as `subprocess` gives it. Ends with its input.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import sys
from importlib import import_module
from typing import NoReturn, TypedDict

ALL_OF_IT = (
    *("bot.cli", "bot.run", "bot.telegram.wiring", "casework.perform"),
    *("storage.postgresql", "sqlalchemy.dialects.postgresql.asyncpg", "asyncpg"),
)


class Order(TypedDict):
    """What to run it with; `log`: the file that its error stream is added to."""

    environment: dict[str, str]
    folder: str
    log: str


def main(path: str) -> None:
    """Serve at the path of a socket."""
    for name in ALL_OF_IT:
        import_module(name)
    gc.freeze()
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who watch
    print("ready", flush=True)
    while listener in select.select([listener, sys.stdin], [], [])[0]:
        connection, _ = listener.accept()
        if not os.fork():
            listener.close()
            watch(connection)
        connection.close()


def watch(connection: socket.socket) -> NoReturn:
    """Start the program, and tell when it has ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    order: Order = json.loads(connection.makefile().readline())
    started = os.fork()
    if not started:
        connection.close()
        run(order)
    connection.sendall(f"{started}\n".encode())
    _, status = os.waitpid(started, 0)
    connection.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def run(order: Order) -> NoReturn:
    """Be `passerelle run`."""
    from bot.cli import main as passerelle

    os.environ.clear()
    os.environ.update(order["environment"])
    sys.modules["sitecustomize"].cut_before_commits(os.environ.pop("PASSERELLE_TEST_CUT"))
    os.chdir(order["folder"])
    os.dup2(os.open(order["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT), sys.stderr.fileno())
    os.dup2(os.open(os.devnull, os.O_RDONLY), sys.stdin.fileno())
    sys.argv = ["passerelle", "run"]
    sys.exit(passerelle())  # type: ignore[func-returns-value]


if __name__ == "__main__":
    main(sys.argv[1])
