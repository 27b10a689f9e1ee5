"""What must stay true of the learned weights: they know nobody and take no side."""

from __future__ import annotations

import pytest

from secondreading.domain import Profile, Role, Severity
from secondreading.policy.model import Wording
from secondreading.text import read_words
from tests.quality.learn_wording import SIDES, TOPICS, left_out, read_examples
from tests.rules.standard import POLICY

WORDINGS = POLICY.policy.wordings
PEOPLE = ("group-origin", "group-faith", "group-gender", "group-sex", "council", "candidate", "party")


def names_of_people() -> set[str]:
    """The words that stand in a list by themselves: groups, parties, surnames."""
    entries = [
        entry.lower() for words in POLICY.policy.words if words.name in PEOPLE for entry in words.words
    ]
    alone = [part for entry in entries if " " not in entry for part in entry.strip("()").split("|")]
    return {word for word in alone if word.isalpha()} | {
        entry.split()[-1] for entry in entries if entry.startswith("(mr|")
    }


def test_there_is_a_wording_for_each_topic_that_the_script_learns() -> None:
    assert {wording.name for wording in WORDINGS} == set(TOPICS)


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda wording: wording.name)
def test_no_group_party_name_or_side_has_a_weight(wording: Wording) -> None:
    weighed = {part for word in wording.weights for part in word.split()}
    assert not weighed & (names_of_people() | SIDES)


def test_names_in_the_drafts_are_left_out() -> None:
    texts = ["Ask Brunhilde about it.", "Ask her about it."]
    out = left_out(texts, [read_words(text) for text in texts])
    assert "brunhilde" in out
    assert "about" not in out


def test_every_topic_has_drafts_that_are_noted_and_fine_ones_beside_them() -> None:
    examples = read_examples()
    assert all(sum(topic in example.topics for example in examples) > 50 for topic in TOPICS)
    assert sum(not example.topics for example in examples) > 500


def test_a_rule_on_a_wording_says_no_more_than_a_note() -> None:
    for rule in POLICY.rules:
        if rule.id.endswith(".wording"):
            loudest = max(rule.severity(profile, role) or 0 for profile in Profile for role in Role)
            assert loudest == Severity.ADVISE, rule.id
            assert not rule.raises, rule.id
