"""A text is cut into words and sentences as a reader would cut it."""

import pytest

from secondreading.text import read_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Mayor's staff", ["the", "mayor", "'s", "staff"]),
        ("we're done, I don't care", ["we", "'re", "done", "i", "don't", "care"]),
        ("It went 4-1 for $2.1 mil.", ["it", "went", "4-1", "for", "$2.1 mil"]),
        ("in-camera at 7:30pm", ["in", "camera", "at", "7:30pm"]),
        ("see maplebend.gov/x or a.b@maplebend.gov", ["see", "maplebend.gov/x", "or", "a.b@maplebend.gov"]),
        ("ask @cllrRaman now", ["ask", "@cllrraman", "now"]),
        ("#VoteYesOn4 #maplebend", ["vote", "yes", "on", "4", "maplebend"]),
        ("done.Thanks", ["done", "thanks"]),
        ("🤡🔫", ["🤡", "🔫"]),
    ],
)
def test_a_text_is_cut_into_words(text: str, words: list[str]) -> None:
    assert list(read_words(text).words) == words


def test_abbreviations_and_initials_do_not_end_a_sentence() -> None:
    words = read_words("Dr. A. Smith of St. Mary spoke. We left!")
    assert words.sentences[-2:] == (1, 1)
    assert set(words.sentences[:-2]) == {0}


def test_a_hashtag_after_an_emoji_is_still_cut_where_its_words_meet() -> None:
    assert read_words("ok 👩‍🚒 é #BackTheBond").words[-3:] == ("back", "the", "bond")


@pytest.mark.parametrize(
    "piece", ["a+", "a.", "a-", "1-", "1,", "a_", "@a.", "é\u0301", "👩‍", "#aB", "'s", "a a "]
)
def test_a_hostile_text_is_read_to_its_end(piece: str) -> None:
    """Backtracking that explodes would never come back from this; the benchmark watches the slope."""
    text = piece * 10_000 + " end"
    assert read_words(text).words[-1] == "end"
