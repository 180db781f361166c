"""Packages of tables: a folder, or a zip archive that is looked at before it is unpacked."""

from __future__ import annotations

import stat
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from casework.directory_files.limits import (
    HIGHEST_RATIO,
    LARGEST_FILE,
    MEBIBYTE,
    MOST_MEMBERS,
    RATIO_FROM,
)
from casework.directory_files.report import FileRefused

ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
ARCHIVES = frozenset({".zip", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".zst"})
ENCRYPTED = 0x1
BROKEN = (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
# A name that the archive's index cannot even spell.
BROKEN_INDEX = (*BROKEN, LookupError, OverflowError)


@dataclass(frozen=True, slots=True)
class Package:
    """Files by the name that each has in its package, read one at a time."""

    name: str
    files: Mapping[str, Path | ZipInfo]
    archive: ZipFile | None = None

    def read(self, name: str) -> bytes:
        """Give a file's bytes; KeyError if there is none, FileRefused if it is broken or huge."""
        found = self.files[name]
        if isinstance(found, Path):
            if found.stat().st_size > LARGEST_FILE:
                raise FileRefused(name, f"larger than {LARGEST_FILE // MEBIBYTE} MiB; split it.")
            return found.read_bytes()
        return _unpacked(self.archive, found, name)

    def __contains__(self, name: str) -> bool:
        """Say whether there is a file of this name."""
        return name in self.files


def of_folder(folder: Path) -> Package:
    """Give the files that lie in a folder; what it only links to is left out."""
    files = {
        each.relative_to(folder).as_posix(): each
        for each in folder.rglob("*")
        if each.is_file() and not each.is_symlink()
    }
    return Package(folder.name, files)


@contextmanager
def opened_zip(name: str, content: bytes) -> Iterator[Package]:
    """Give the files of an archive, without the folder that all of them lie in.

    Raises FileRefused for one that is broken, encrypted, holds archives, links or names that lead
    out of it, or would unpack to more than `LARGEST_FILE`.
    """
    if len(content) > LARGEST_FILE:
        raise FileRefused(name, f"larger than {LARGEST_FILE // MEBIBYTE} MiB; split it.")
    try:
        archive = ZipFile(BytesIO(content))
    except BROKEN_INDEX as wrong:
        raise FileRefused(name, f"a broken zip archive: {wrong}. Pack it again.") from None
    with archive:
        members = [each for each in archive.infolist() if not each.is_dir()]
        _check(name, members)
        yield Package(name, _without_folder(members), archive)


def _check(name: str, members: list[ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        words = f"it holds {len(members)} files; at most {MOST_MEMBERS} are read."
        raise FileRefused(name, words)
    if len({each.filename for each in members}) < len(members):
        raise FileRefused(name, "it holds two files of the same name.")
    for member in members:
        words = _fault(member)
        if words:
            raise FileRefused(name, f"{member.filename[:80]!r} in it {words}.")
    if sum(each.file_size for each in members) > LARGEST_FILE:
        most = LARGEST_FILE // MEBIBYTE
        raise FileRefused(name, f"it would unpack to more than {most} MiB; split it.")


def _fault(member: ZipInfo) -> str:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in member.filename:
        return "leads out of the archive"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "is a link; pack the file itself"
    if member.flag_bits & ENCRYPTED:
        return "is encrypted; pack it without a password"
    if path.suffix.lower() in ARCHIVES:
        return "is an archive; pack the tables themselves"
    if member.file_size > RATIO_FROM and member.file_size > HIGHEST_RATIO * member.compress_size:
        return f"unpacks to more than {HIGHEST_RATIO} times its size: that is no table"
    return ""


def _without_folder(members: list[ZipInfo]) -> dict[str, Path | ZipInfo]:
    """Give the files by name; where all of them lie in one folder, without it."""
    shown = {
        path: each
        for each in members
        if (path := PurePosixPath(each.filename)).parts
        and path.parts[0] != "__MACOSX"
        and not path.name.startswith(".")
    }
    tops = {path.parts[0] if len(path.parts) > 1 else "" for path in shown}
    depth = 1 if len(tops) == 1 and "" not in tops else 0
    return {PurePosixPath(*path.parts[depth:]).as_posix(): each for path, each in shown.items()}


def _unpacked(archive: ZipFile | None, member: ZipInfo, name: str) -> bytes:
    """Unpack one member, never more of it than its entry says."""
    if archive is None:
        raise KeyError(name)
    try:
        with archive.open(member) as stream:
            content = stream.read(member.file_size + 1)
    except BROKEN as wrong:
        raise FileRefused(name, f"broken in the archive: {wrong}. Pack it again.") from None
    if len(content) != member.file_size:
        raise FileRefused(name, "its size is not what the archive says. Pack it again.")
    return content
