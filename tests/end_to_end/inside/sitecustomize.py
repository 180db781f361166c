"""Loaded by Python in the program under test, by PYTHONPATH: a power cut right before a commit.

While the file that PASSERELLE_TEST_CUT names exists, the process kills itself (SIGKILL) at the
moment in which all of an update's work is done inside its transaction and COMMIT is the next
thing. Nothing of the program is changed by it.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

# Read and removed before the program sees it: it is none of its settings.
CUT = os.environ.pop("PASSERELLE_TEST_CUT", None)
HANDLES_AN_UPDATE = "passerelle_test_handles_an_update"


def note_statement(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
    """Remember that this transaction handles an update: it stores the reply at its end."""
    if statement.startswith("UPDATE updates"):
        connection.info[HANDLES_AN_UPDATE] = True


def cut_before_commit(connection: Any) -> None:
    """Die instead of committing, if that was ordered and this transaction handles an update."""
    if connection.info.pop(HANDLES_AN_UPDATE, False) and CUT and Path(CUT).exists():
        os.kill(os.getpid(), signal.SIGKILL)


if CUT is not None:
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    event.listen(Engine, "before_cursor_execute", note_statement)
    event.listen(Engine, "commit", cut_before_commit)
