"""How much a directory file may hold: what is more is refused before it is unpacked or kept."""

from __future__ import annotations

MEBIBYTE = 1024 * 1024

LARGEST_FILE = 256 * MEBIBYTE
"""Bytes of one file, and of all members of an archive once unpacked."""
MOST_MEMBERS = 200
HIGHEST_RATIO = 200
"""How often an archive's member may be larger than its packed form; tables reach about twenty."""
RATIO_FROM = MEBIBYTE
"""Members smaller than this may be packed as tightly as they like."""
MOST_ROWS = 250_000
MOST_COLUMNS = 200
LONGEST_CELL = 20_000
LONGEST_NAME_READ = 300
"""Characters of a name; a list in parentheses behind it does not count, it is left out."""
