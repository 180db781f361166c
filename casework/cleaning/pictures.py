"""Pictures, drawn anew: what a camera wrote about where and when does not come along."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps

from casework.cleaning.kinds import JPEG, Cleaned, FileProblem, made

MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2560
MOST_SLENDER = 20
"""How many times longer than wide a picture may be; Telegram shows no other."""
FORMATS = ("JPEG", "PNG", "WEBP")
PLAIN = ("RGB", "RGBA", "L")
"""Modes that are made smaller well as they are."""


def picture(content: bytes) -> Cleaned | FileProblem:
    """Draw a picture anew, upright and not larger than a document needs to be read."""
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as found:
            wide, high = found.size
            slender = max(wide, high) > MOST_SLENDER * min(wide, high)
            if wide * high > MOST_PIXELS or slender:
                return FileProblem.BROKEN
            clear = found.has_transparency_data
            # Made smaller before all else: a small file may hold a picture of very many pixels.
            small = found if found.mode in PLAIN else found.convert("RGBA" if clear else "RGB")
            small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(small).convert("RGBA" if clear else "RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return FileProblem.BROKEN
    drawn = Image.new("RGB", upright.size, "white")
    drawn.paste(upright, mask=upright if clear else None)
    out = BytesIO()
    drawn.save(out, "JPEG", quality=90)
    return made(JPEG, out.getvalue())
