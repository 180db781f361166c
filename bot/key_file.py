"""The key file: where an installation keeps the keys that nobody gave it, for its owner alone."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from domain.cannot_go_on import CannotGoOn
from storage.ciphers import cipher_of, new_key

KEY_FILE = "keys"
NEXT_KEY_FILE = "keys.next"
NEW_KEY = (
    "python -c 'import base64, os; print(\"siv:\" + base64.b64encode(os.urandom(32)).decode())'"
)


class KeyFileProblem(CannotGoOn):
    """The keys cannot be kept or used; the message says what to do."""


def wrong_keys(keys: tuple[str, ...]) -> str:
    """Say which keys are none, by their place; "" if all are."""
    wrong = [str(place) for place, key in enumerate(keys, 1) if not _is_key(key)]
    if wrong or not keys:
        return f"key {' and '.join(wrong) or '1'} of {len(keys) or 1} is no key"
    return ""


def _is_key(key: str) -> bool:
    try:
        cipher_of(key.encode())
    except ValueError:
        return False
    return True


def kept_keys(path: Path) -> tuple[str, ...]:
    """Read the keys kept in a file, the next one last; make the first one if there is no file yet.

    KeyFileProblem if they cannot be used.
    """
    try:
        if not path.exists():
            _begin_key_file(path)
        # The next one first: while it is moved, it is in both files rather than in none.
        after = next_key(path)
        keys, mode = tuple(_keys_in(path)), path.stat().st_mode
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise KeyFileProblem(f"PASSERELLE_HOME: cannot keep keys in {path}: {why}") from None
    if wrong := wrong_keys(keys):
        raise KeyFileProblem(f"PASSERELLE_HOME: in {path} {wrong}; put the right file back")
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyFileProblem(f"PASSERELLE_HOME: others may read {path}; do: chmod 600 {path}")
    return tuple(dict.fromkeys((*keys, after) if after else keys))


def next_key(path: Path) -> str | None:
    """Give the key that is to be the first of a key file next; None if there is none."""
    try:
        return next(_keys_in(path.with_name(NEXT_KEY_FILE)), None)
    except FileNotFoundError:
        return None


def make_next_key(path: Path) -> None:
    """Make the key that is to be the first of a key file next, and keep it beside it."""
    _draft_of_keys(path, (new_key(),)).replace(path.with_name(NEXT_KEY_FILE))


def put_next_key_first(path: Path) -> None:
    """Let the next key of a key file be its first; killed in between, it is done again."""
    key = next_key(path)
    if key is not None:
        keep_keys(path, tuple(dict.fromkeys((key, *_keys_in(path)))))
        path.with_name(NEXT_KEY_FILE).unlink()


def _keys_in(path: Path) -> Iterator[str]:
    for line in path.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


def _begin_key_file(path: Path) -> None:
    """Make the file with a new key, unless another process was first."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = _draft_of_keys(path, (new_key(),))
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def keep_keys(path: Path, keys: tuple[str, ...]) -> None:
    """Put other keys into the key file, all or nothing; the first one encrypts."""
    _draft_of_keys(path, keys).replace(path)


def _draft_of_keys(path: Path, keys: tuple[str, ...]) -> Path:
    """Write keys beside the key file, for the owner's eyes only."""
    handle, name = tempfile.mkstemp(prefix=f".{KEY_FILE}-", dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("# Encryption keys of Passerelle: the first one encrypts. Keep a copy safe.\n")
        file.writelines(f"{key}\n" for key in keys)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)
