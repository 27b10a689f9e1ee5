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

# Letters of scripts that few read, taken from the shapes that the Unicode security tables compare.
_OTHER_SCRIPTS = """
    Υy ζz μm ϝf ϻm ѡw үy ҽe ԍg աw գq ռn տs քf ყy ჿo Ꭰd Ꭱr Ꭲt Ꭵi Ꭹy Ꭺa Ꭻj Ꭼe Ꮁr Ꮃw Ꮇm Ꮋh Ꮍy Ꮐg Ꮒh Ꮓz
    Ꮟb Ꮢr Ꮤw Ꮥs Ꮩv Ꮪs Ꮮl Ꮯc Ꮲp Ꮶk Ꮷd Ᏻg Ᏼb ᐯv ᑌu ᑭp ᑯd ᑲb ᒍj ᒪl ᕁx ᕼh ᕽx ᖇr ᖯb ᖴf ᗅa ᗞd ᗪd ᗰm ᗷb ᴦr ⲅr
    ⲏh ⲓl ⲕk ⲙm ⲛn ⲧt ⲩy ⲭx ⳑl ⴸv ⴹe ⵏl ⵔo ⵕq ⵝx ꓐb ꓑp ꓒd ꓓd ꓔt ꓖg ꓗk ꓙj ꓚc ꓜz ꓝf ꓟm ꓠn ꓡl ꓢs ꓣr ꓦv ꓧh
    ꓪw ꓫx ꓬy ꓮa ꓰe ꓲl ꓳo ꓴu ꙇi 𐊂b 𐊆e 𐊇f 𐊊l 𐊐x 𐊒o 𐊕p 𐊖s 𐊗t 𐊠a 𐊡b 𐊢c 𐊥f 𐊫o 𐊰m 𐊱t 𐊲y 𐊴x 𐋏h 𐌁b 𐌂c 𐌉l 𐌑m 𐌕t
    𐌗x 𐐬o 𐐽c 𐑃l 𐑈s 𐓜r 𐓪o 𐓶u 𐔓n 𐔖o 𐔘k 𐔜c 𐔝v 𐔥f 𐔦l 𐔧x 𑣀v 𑣁s 𑣂f 𑣃i 𑣄y 𑣆e 𑣈o 𑣉z 𑣎e 𑣒l 𑣕o 𑣗o 𑣘u 𑣜t 𖼈v 𖼊t 𖼖l
    𖼨l 𖼵r 𖼺s 𖽀a 𖽂u 𖽃y
"""
IN_LATIN_WORDS: dict[str, str] = _table(_OTHER_SCRIPTS) | _table("""
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
