"""The product as a peer: fresh installations with the sample directory, one for each run."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

import bot.sample
from storage.ciphers import new_key

PROGRAM = Path(sys.executable).parent / "passerelle"
SAMPLE = sorted(Path(bot.sample.__file__).parent.glob("*.json"))
SECRET = "bench-secret-of-the-yardstick"  # noqa: S105 - opens nothing outside a run
TEMPLATE, RUN = "passerelle_yardstick", "passerelle_yardstick_run"


@dataclass(frozen=True, slots=True)
class Product:
    """Makes installations under `folder`; with `server` (a DSN) they are on PostgreSQL.

    `staff`: how many caseworkers are on duty in each team, and are told of each request.
    """

    folder: Path
    server: str = ""
    staff: int = 0

    @property
    def template(self) -> Path:
        """Give the home that is copied for each run."""
        return self.folder / f"{'postgresql' if self.server else 'sqlite'}-{self.staff}"

    @property
    def database(self) -> str:
        """Name the database on the server that is copied for each run."""
        return f"{TEMPLATE}_{self.staff}"

    def environment(self, home: Path, database: str) -> Mapping[str, str]:
        """Give the settings of an installation."""
        told = {
            "PASSERELLE_HOME": str(home),
            "PASSERELLE_ENCRYPTION_KEYS": (self.template / "key").read_text("ascii"),
            "PASSERELLE_WEBHOOK_SECRET": SECRET,
        }
        if self.server:
            server = urlsplit(self.server)
            told["PASSERELLE_DATABASE_URL"] = server._replace(path=f"/{database}").geturl()
        return told

    def prepare(self) -> None:
        """Make the installation that is copied, once."""
        shutil.rmtree(self.template, ignore_errors=True)
        self.template.mkdir(parents=True)
        (self.template / "key").write_text(new_key(), "ascii")
        if self.server:
            asyncio.run(self._fresh(self.database, "template1"))
        environment = {**os.environ, **self.environment(self.template, self.database)}
        command: list[str | Path] = [PROGRAM, "directory", "import", *SAMPLE]
        subprocess.run(command, env=environment, check=True, capture_output=True)
        if self.staff:
            command = [sys.executable, "-m", "benchmarks.yardstick.staff", str(self.staff)]
            subprocess.run(command, env=environment, check=True, capture_output=True)

    def fresh(self, home: Path) -> Mapping[str, str]:
        """Copy it for one run into the folder `home`; give the settings."""
        shutil.copytree(self.template, home)
        if self.server:
            asyncio.run(self._fresh(RUN, self.database))
        return self.environment(home, RUN)

    async def _fresh(self, name: str, template: str) -> None:
        connection = await asyncpg.connect(self.server)
        try:
            await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        finally:
            await connection.close()
