"""As the first process of a container, which Linux ends by no signal that it does not ask for."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.end_to_end.installation import PASSERELLE, free_port

ENDED_BY_SIGTERM = 128 + signal.SIGTERM
ENDS_WITHIN_S = 30
ALONE = ("unshare", "--pid", "--fork", "--kill-child")

pytestmark = pytest.mark.timeout(120)


@pytest.fixture(autouse=True)
def _may_be_first() -> None:
    """Skip where no process may be the first of its own."""
    if shutil.which(ALONE[0]) is None or subprocess.run([*ALONE, "true"]).returncode:
        pytest.skip("no process may be the first of its own here")


@contextmanager
def first_process(home: Path, command: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start a command as the first process of its own."""
    settings = {"PASSERELLE_HOME": str(home), "PASSERELLE_LISTEN": f"127.0.0.1:{free_port()}"}
    with subprocess.Popen(
        [*ALONE, str(PASSERELLE), command],
        env={**os.environ, **settings},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def said_until(process: subprocess.Popen[bytes], words: bytes) -> None:
    """Wait until it has said something."""
    assert process.stdout is not None
    assert any(words in line for line in process.stdout), "it ended"


def told_to_stop(process: subprocess.Popen[bytes]) -> int:
    """Send SIGTERM to what was started, as soon as that hears it; give the exit code."""
    started = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while not any(map(hears_sigterm, found := started.read_text().split())):
        time.sleep(0.005)  # the kernel tells nobody that a process asks for a signal
    os.kill(int(found[0]), signal.SIGTERM)
    return process.wait(ENDS_WITHIN_S)


def hears_sigterm(process: str) -> bool:
    """Say whether a process has asked for SIGTERM."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    (asked,) = (line.split()[1] for line in lines if line.startswith("SigCgt:"))
    return bool(int(asked, 16) >> (signal.SIGTERM - 1) & 1)


def test_a_service_that_is_still_starting_ends(tmp_path: Path, _catalogs: None) -> None:
    with first_process(tmp_path, "run") as process:
        assert told_to_stop(process) == ENDED_BY_SIGTERM


def test_a_service_that_runs_finishes_what_is_in_hand(tmp_path: Path, _catalogs: None) -> None:
    with first_process(tmp_path, "run") as process:
        said_until(process, b"ready")
        assert told_to_stop(process) == 0


def test_a_command_that_waits_for_words_ends(tmp_path: Path, _catalogs: None) -> None:
    with first_process(tmp_path, "chat") as process:
        said_until(process, b"\n")
        assert told_to_stop(process) == ENDED_BY_SIGTERM
