"""What libraries read in for uses that are not ours, where they can do without."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def left_out(*names: str) -> Iterator[None]:
    """Let what is read in meanwhile find these modules not installed; it must do without them.

    Afterwards they can be read in as ever. One that is there already stays.
    """
    modules: dict[str, Any] = sys.modules
    absent = [name for name in names if name not in modules]
    modules.update(dict.fromkeys(absent))  # None: an ImportError, and no look for the file
    try:
        yield
    finally:
        for name in absent:
            del modules[name]
