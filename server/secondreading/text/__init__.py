"""Reading a text: folded for matching, cut into words, with a way back to the original's offsets.

Pure: no rules, no facts of a city, no clock. Offsets inside are code points; `Utf16Offsets` is for the wire.
"""

from .fold import Folded, fold
from .language import guess_language, languages_in, reads_as_english
from .offsets import Utf16Offsets
from .words import Words, read_words, split_words

__all__ = [
    "Folded",
    "Utf16Offsets",
    "Words",
    "fold",
    "guess_language",
    "languages_in",
    "reads_as_english",
    "read_words",
    "split_words",
]
