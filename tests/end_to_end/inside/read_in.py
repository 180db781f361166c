"""`python read_in.py SOCKET`: the program, read in once for whoever has to start it often.

Each connection gets a fork of this process, in which nothing has been done yet, and which runs
`passerelle`. It brings a space with three file descriptors, the input, output and error stream of
the new process, and a line with an `Order` in JSON; what comes back is the number of that process
and, when it has ended, its exit code as `subprocess` gives it. Ends with its input.
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
    """What to run it with."""

    arguments: list[str]
    environment: dict[str, str]
    folder: str


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
    _, streams, *_ = socket.recv_fds(connection, 1, 3)
    order: Order = json.loads(connection.makefile().readline())
    started = os.fork()
    if not started:
        connection.close()
        run(order, streams)
    connection.sendall(f"{started}\n".encode())
    _, status = os.waitpid(started, 0)
    connection.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def run(order: Order, streams: list[int]) -> NoReturn:
    """Be the program."""
    from bot.cli import main as passerelle

    os.environ.clear()
    os.environ.update(order["environment"])
    if cut := os.environ.pop("PASSERELLE_TEST_CUT", None):
        sys.modules["sitecustomize"].cut_before_commits(cut)
    import_module("harms").harm()
    os.chdir(order["folder"])
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    sys.argv = ["passerelle", *order["arguments"]]
    sys.exit(passerelle())  # type: ignore[func-returns-value]


if __name__ == "__main__":
    main(sys.argv[1])
