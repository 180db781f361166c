"""Folding names: any script to plain Latin letters, so that spellings can be compared."""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

ARABIC = str.maketrans(
    {
        # Letters that people write one for the other fold to one.
        **dict.fromkeys("اأإآٱع", "a"),
        **dict.fromkeys("هةہەۀھ", "h"),
        **dict.fromkeys("يىیئېے", "y"),
        **dict.fromkeys("وؤۇۆۋ", "w"),
        **dict.fromkeys("كکڪ", "k"),
        **dict.fromkeys("تطٹ", "t"),
        **dict.fromkeys("دذضڈ", "d"),
        **dict.fromkeys("سصث", "s"),
        **dict.fromkeys("زظ", "z"),
        **dict.fromkeys("ءـ", ""),
        **dict.fromkeys("نں", "n"),
        **dict.fromkeys("رڑ", "r"),
        **dict.fromkeys("لڵ", "l"),
        **{"ب": "b", "ج": "j", "ح": "h", "خ": "kh", "ش": "sh", "غ": "gh", "ف": "f", "ق": "q"},
        **{"م": "m", "پ": "p", "چ": "ch", "ژ": "zh", "گ": "g", "ڤ": "v", "ڨ": "g"},
    }
)
UNSAID = re.compile(
    "[\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufe00-\ufe0f]"
)
"""Arabic signs above and below letters, the stretching sign, and marks that show nothing."""
PICTURES = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]")
"""Signs that `anyascii` would read out in words."""
BETWEEN = re.compile(r"[^a-z0-9]+")
QUOTES = str.maketrans("", "", "'`´‘’ʻʼʽʾʿ")
# A few letters that anyascii gives a sound which their readers do not.
LATIN = str.maketrans({"ə": "a", "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ŋ": "ng"})


def folded(text: str) -> str:
    """Fold a name: Latin letters and digits in small, words parted by one blank."""
    if text.isascii():
        return BETWEEN.sub(" ", text.lower().replace("'", "").replace("`", "")).strip()
    text = UNSAID.sub("", unicodedata.normalize("NFKC", text)).casefold()
    text = PICTURES.sub(" ", text)
    latin = anyascii(text.translate(ARABIC).translate(LATIN).translate(QUOTES)).lower()
    return BETWEEN.sub(" ", latin.translate(QUOTES)).strip()


def key_of(text: str) -> str:
    """Give the name as the index keeps it: folded, without blanks ("Poi Pet" is "Poipet")."""
    return folded(text).replace(" ", "")
