"""Files that are passed on, without what they tell of whoever made them.

A picture is drawn anew, a voice message and a PDF are put together anew from what is heard and
seen, so nothing that is hidden in them comes along. What cannot be cleaned so is refused.
"""

from __future__ import annotations

from casework.cleaning.kinds import Cleaned, FileProblem, is_picture, is_voice
from domain.documents import is_pdf


def clean(content: bytes) -> Cleaned | FileProblem:
    """Clean a file of a kind that can be; it takes up to some seconds, so not in a transaction.

    The libraries are read in when the first such file comes: most processes never see one.
    """
    if is_picture(content):
        from casework.cleaning.pictures import picture

        return picture(content)
    if is_voice(content):
        from casework.cleaning.voices import voice

        return voice(content)
    if is_pdf(content):
        from casework.cleaning.pdfs import pdf

        return pdf(content)
    return FileProblem.UNKNOWN_KIND
