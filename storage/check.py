"""`python -m storage.check`: the migrations make exactly the tables that the code knows."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from storage.migrate import differences, downgrade, migrate


async def check(url: str) -> list[str]:
    """Migrate an empty database up, down and up again; list what differs."""
    await migrate(url)
    await downgrade(url)
    await migrate(url)
    return [repr(each) for each in await differences(url)]


def main() -> int:
    """Check the database named as an argument, else an empty SQLite file."""
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{Path(folder) / 'check.db'}"
        found = asyncio.run(check(url))
    for each in found:
        print(f"tables and migrations differ: {each}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
