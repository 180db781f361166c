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


def picture(content: bytes) -> Cleaned | FileProblem:
    """Draw a picture anew, upright and not larger than a document needs to be read."""
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as found:
            wide, high = found.size
            slender = max(wide, high) > MOST_SLENDER * min(wide, high)
            if wide * high > MOST_PIXELS or slender:
                return FileProblem.BROKEN
            clear = found.has_transparency_data
            upright = ImageOps.exif_transpose(found).convert("RGBA" if clear else "RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return FileProblem.BROKEN
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    drawn = Image.new("RGB", upright.size, "white")
    drawn.paste(upright, mask=upright if clear else None)
    out = BytesIO()
    drawn.save(out, "JPEG", quality=90)
    return made(JPEG, out.getvalue())
