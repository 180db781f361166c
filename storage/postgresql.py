"""PostgreSQL: an asynchronous engine with a pool.

Read in only where it is used: SQLAlchemy's asynchronous part brings its whole ORM along, which is a
tenth of the program's start and of its memory.
"""

from __future__ import annotations

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

POOL = 10


def engine_of(url: URL, seconds: float) -> AsyncEngine:
    """Make an engine. `seconds`: how long a statement waits for a lock."""
    return create_async_engine(
        url,
        hide_parameters=True,  # a trace must not hold what a person told
        pool_size=POOL,
        max_overflow=POOL,
        pool_pre_ping=True,
        connect_args={"server_settings": {"lock_timeout": f"{seconds}s"}},
    )
