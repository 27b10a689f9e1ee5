"""Every span leads back to the words as they were written, in code points and in UTF-16 units."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondreading.text import Utf16Offsets, fold, read_words


def written(text: str, word: str) -> str:
    """The original spelling of the first word that reads as `word`."""
    words = read_words(text)
    at = words.words.index(word)
    start, end = words.folded.original_span(words.starts[at], words.ends[at])
    return text[start:end]


@pytest.mark.parametrize(
    ("spelt", "plain"),
    [
        ("ＩＤＩＯＴ", "idiot"),
        ("𝐢𝐝𝐢𝐨𝐭", "idiot"),
        ("𝓲𝓭𝓲𝓸𝓽", "idiot"),
        ("ⓘⓓⓘⓞⓣ", "idiot"),
        ("🅸🅳🅸🅾🆃", "idiot"),
        ("íďïöţ", "idiot"),
        ("i\u0301d\u030ciot", "idiot"),
        ("id\u200bi\u200co\u2060t", "idiot"),
        ("id\u00adiot", "idiot"),
        ("ɪᴅɪᴏᴛ", "idiot"),
        ("ᵻᶑᶖᶗʇ", "idiot"),  # hooked, struck and turned letters, by their Unicode names
        ("іdіоt", "idiot"),  # Cyrillic і and о
        ("iꓓᎥo𐌕", "idiot"),  # Lisu, Cherokee and Old Italic
        ("Straße", "strasse"),
        ("don’t", "don't"),
        ("ĲSSEL", "ijssel"),
    ],
)
def test_a_disguised_word_reads_as_the_plain_one_and_is_marked_whole(spelt: str, plain: str) -> None:
    assert written(f"what an {spelt} 👍🏽", plain) == spelt


def test_a_match_that_ends_inside_a_ligature_takes_the_whole_ligature() -> None:
    folded = fold("the oﬃce")
    start = folded.text.index("of")
    assert folded.original_span(start, start + 2) == (4, 6)


def test_a_match_that_begins_inside_a_ligature_takes_the_whole_ligature() -> None:
    folded = fold("oﬀer")
    start = folded.text.index("fer")
    assert folded.original_span(start, start + 3) == (1, 4)


def test_marks_and_skin_tones_come_along_with_the_character_they_hang_on() -> None:
    assert written("cafe\u0301 bar", "cafe") == "cafe\u0301"
    assert written("ok 👍🏽 bye", "👍") == "👍🏽"


def test_a_joined_emoji_is_never_cut() -> None:
    assert written("a 👩‍🚒 b", "👩") == "👩‍🚒"


def test_a_joiner_after_a_word_is_not_marked() -> None:
    assert written("idiot\u200b now", "idiot") == "idiot"


def test_right_to_left_text_keeps_its_offsets() -> None:
    text = "שלום \u202b closed session \u202c עולם"
    assert written(text, "closed") == "closed"


def test_genuine_cyrillic_is_left_alone() -> None:
    assert "привет" in read_words("привет мир, соре").words


def test_greek_and_cyrillic_words_that_only_pretend_are_read_as_latin() -> None:
    assert read_words("соре with it").words[0] == "cope"


def test_line_breaks_of_every_kind_end_a_sentence() -> None:
    for mark in ("\n", "\r\n", "\u2028"):
        assert read_words(f"one{mark}two").sentences == (0, 1), repr(mark)


@settings(deadline=None)  # how long it takes is no part of the test
@given(st.text(max_size=60))
def test_every_word_of_any_text_has_a_span_inside_the_text_and_in_order(text: str) -> None:
    words = read_words(text)
    before = 0
    for start, end in zip(words.starts, words.ends, strict=True):
        first, last = words.folded.original_span(start, end)
        assert 0 <= first < last <= len(text)
        assert start >= before
        before = start


@settings(deadline=None)  # how long it takes is no part of the test
@given(st.text(alphabet="aé\u0301ﬃ\u200b😀👩‍🚒ßİ #.'", max_size=40))
def test_folding_a_part_gives_the_part_of_the_folding(text: str) -> None:
    folded = fold(text)
    for at in range(len(folded.text)):
        start, end = folded.original_span(at, at + 1)
        assert folded.text[at] in fold(text[start:end]).text


@settings(deadline=None)  # how long it takes is no part of the test
@given(st.text(max_size=80), st.integers(0, 80))
def test_utf16_offsets_are_those_of_javascript(text: str, at: int) -> None:
    at = min(at, len(text))
    text = "".join(c for c in text if not "\ud800" <= c <= "\udfff")
    at = min(at, len(text))
    assert Utf16Offsets(text).of(at) == len(text[:at].encode("utf-16-le")) // 2


@settings(deadline=None)  # how long it takes is no part of the test
@given(st.text(alphabet="aB…’–«` \t\n\r\x0b👍🏽éΩпſﬀß🇨", max_size=12))
def test_a_character_folds_the_same_in_every_company(text: str) -> None:
    """Short ways for plain texts give what folding character by character gives."""
    alone = [fold(ch).text for ch in text]
    company = fold("中 Ａ " + text)  # a letter that folds takes the long way
    assert fold(text).text == "".join(alone) or any(ch in "Ωп" for ch in text)
    assert company.text.endswith(fold(text).text) or any(ch in "Ωп" for ch in text)


@pytest.mark.parametrize(
    "text", ["See #VoteYesNow, please. #OK", "#FoodBank2go! a.com/#FooBar", "no #tag #ABCTag"]
)
def test_hashtags_are_cut_alike_for_words_and_for_their_places(text: str) -> None:
    words = read_words(text)
    cut = [words.folded.text[start:end] for start, end in zip(words.starts, words.ends, strict=True)]
    assert list(words.words) == cut


@settings(deadline=None)  # how long it takes is no part of the test
@given(st.text(alphabet="ab'@$5.²_ -:#,\nT🚧", max_size=14))
def test_words_are_where_they_were_cut(text: str) -> None:
    words = read_words(text)
    cut = [words.folded.text[start:end] for start, end in zip(words.starts, words.ends, strict=True)]
    assert cut == list(words.words)
    assert words._found_again() == words._cut_again() or words._hashtags
