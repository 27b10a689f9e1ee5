"""Letters of other scripts, and letter-like signs, that are read as a Latin letter.

Two tables. `ALWAYS` holds signs nobody writes words with (phonetic signs, small capitals, squared
letters) and Latin letters with a stroke; a hooked, tailed or turned letter says in its Unicode name
which letter it is, and `reads_as` believes it. `IN_LATIN_WORDS` holds letters of living scripts, which
count as Latin only inside a word that pretends to be Latin: see `fold.py`.
"""

from __future__ import annotations

import re
import unicodedata


def _table(pairs: str) -> dict[str, str]:
    """`"ɑa æae"`: the first character of each word stands for the rest of it."""
    return {pair[0]: pair[1:] for pair in pairs.split()}


_PHONETIC = """
    ɑa ɐa ɓb ƅb ɕc ɖd ɗd ɘe ɛe ɜe ɠg ɡg ɢg ɦh ɧh ɨi ɩi ɪi ɫl ɭl ʟl ɱm ɯw ɲn ɳn ɴn ɵo ɶoe ʀr ɾr ɽr ɹr
    ʂs ƨs ʃs ʈt ƭt ʋv ʌv ʏy ʐz ƶz ʜh ʍw ʙb ᴀa ᴁae ᴄc ᴅd ᴇe ꜰf ᴊj ᴋk ᴍm ᴏo ᴘp ꜱs ᴛt ᴜu ᴠv ᴡw ᴢz ꞯq
"""
_STROKED = """
    øo łl đd ħh ŧt ŋn ıi ȷj ɇe ɉj ɍr ɏy ƀb ƈc ƌd ƒf ƙk ƚl ƞn ƥp ƫt ƴy æae œoe ðd þth ßss ſs
"""
_SQUARED = {chr(first + n): chr(97 + n) for first in (0x1F130, 0x1F150, 0x1F170) for n in range(26)}

ALWAYS: dict[str, str] = {**_table(_PHONETIC), **_table(_STROKED), **_SQUARED}

IN_LATIN_WORDS: dict[str, str] = _table("""
    аa еe оo сc рp хx уy іi јj ѕs ԁd ԛq ԝw һh ѵv ӏl кk гr тt мm нh вb ьb пn зe ӕae
    αa βb γy εe ηn ιi κk νv οo ρp σo ςs τt υu χx ωw ϲc ϳj
    օo սu հh ոn ցg զq ⲟo ⲣp ⲥc
""")

_NAMED = re.compile(
    r"LATIN (?:SMALL LETTER|LETTER SMALL CAPITAL|SMALL CAPITAL LETTER) "
    r"(?:TURNED |REVERSED |SIDEWAYS |SCRIPT |OPEN )?([A-Z])(?: WITH .+)?"
)


def reads_as(ch: str) -> str:
    """The plain spelling of a sign that nobody needs in order to write a word; anything else as it is."""
    if ch.isascii() or ch in ALWAYS:
        return ALWAYS.get(ch, ch)
    named = _NAMED.fullmatch(unicodedata.name(ch, ""))
    return named[1].lower() if named else ch
