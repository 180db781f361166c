"""Opening the gazetteer: built on first need, anew when it is damaged or its source has changed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from casework.gazetteer.layout import Unusable, read
from casework.gazetteer.search import Gazetteer
from casework.gazetteer.source import fingerprint

FILE = "places.index"
BESIDE_THE_CODE = Path(__file__).parent
SAY_ONCE = "Reading the names of the world's places (once; about half a minute) …"


def say_to_stderr(words: str) -> None:
    """Tell whoever waits what takes so long."""
    print(words, file=sys.stderr, flush=True)


@cache
def open_gazetteer(
    home: Path | None = None, say: Callable[[str], None] = say_to_stderr
) -> Gazetteer:
    """Open the gazetteer; as compiled code is, it is kept beside the code if that may be written.

    Else under `home`, and if nothing may be written there, for this process alone. Several
    processes may do this at once: each puts a whole file in place.
    """
    folders = [BESIDE_THE_CODE] if home is None else [BESIDE_THE_CODE, home]
    found = next(_usable(folders), None)
    return found or _made(folders, say)


def _usable(folders: list[Path]) -> Iterator[Gazetteer]:
    for folder in folders:
        try:
            yield Gazetteer(read(folder / FILE, fingerprint()))
        except (OSError, Unusable):
            continue


def _made(folders: list[Path], say: Callable[[str], None]) -> Gazetteer:
    say(SAY_ONCE)
    for folder in folders:
        if _build(folder / FILE):
            return Gazetteer(read(folder / FILE, fingerprint()))
    with TemporaryDirectory(prefix="passerelle-places-") as passing:
        path = Path(passing) / FILE
        if not _build(path):
            raise OSError("the index of place names can be written nowhere")
        return Gazetteer(read(path, fingerprint()))


def _build(path: Path) -> bool:
    """Build in a process of its own, so that the memory it needs goes back."""
    if not path.parent.is_dir():
        return False
    command = (sys.executable, "-m", "casework.gazetteer.build", str(path))
    # S603: what runs is this Python with a module of ours.
    done = subprocess.run(command, check=False, stderr=subprocess.DEVNULL)  # noqa: S603
    return done.returncode == 0


if __name__ == "__main__":
    open_gazetteer()
