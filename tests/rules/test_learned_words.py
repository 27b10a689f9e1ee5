"""The learned word lists keep out what is no abuse by its meaning, however often readers marked it."""

from __future__ import annotations

from tests.quality.learn_abuse_words import BANDS, LEFT_OUT, SAID_OF_DEEDS
from tests.rules.standard import POLICY

LEARNED = {words.name: set(words.words) for words in POLICY.policy.words if words.name in BANDS}


def test_every_band_is_there_and_no_word_stands_in_two() -> None:
    assert LEARNED.keys() == BANDS.keys()
    assert sum(map(len, LEARNED.values())) == len(set().union(*LEARNED.values()))


def test_who_people_are_what_news_reports_and_parties_are_never_learned_as_abuse() -> None:
    for name, words in LEARNED.items():
        assert not words & LEFT_OUT, f"{name} holds {sorted(words & LEFT_OUT)}"


def test_what_a_plan_may_be_called_is_never_in_the_strongest_band() -> None:
    assert not LEARNED["abuse-strong"] & SAID_OF_DEEDS
    assert LEARNED["abuse-medium"] & SAID_OF_DEEDS
