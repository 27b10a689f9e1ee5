"""What a rule's match finds, and what surrounds it."""

import random
from datetime import date

import pytest

from secondreading.domain import AccountContext, Profile, Role
from secondreading.matchers.links import LinkClasses
from secondreading.text import read_words
from tests.core.policies import marked, policy


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("closed session", "In CLOSED  Session tonight", ["CLOSED  Session"]),
        ("closed session", "We closed. Session two", []),
        ("(city|our) lawyer", "Our lawyer and the city lawyer", ["Our lawyer", "city lawyer"]),
        ("leak~ [the] memo", "leaking memo, leaked the memo, leaks", ["leaking memo", "leaked the memo"]),
        (
            "council ...3 sells",
            "council quietly sells; council of all the old towns sells",
            ["council quietly sells"],
        ),
        ("went <number>", "It went 4-1, then went home", ["went 4-1"]),
        ("pay <money>", "They pay $3,000 or pay rent", ["pay $3,000"]),
        ("don't tell", "dont tell, don’t tell", ["dont tell", "don’t tell"]),
        ("{staff-title} ... nap", "The City Manager took a long nap", ["City Manager took a long nap"]),
        ("{council}", "Ask Cllr Raman or Councillor Raman or @cllrRaman", ["Councillor Raman", "@cllrRaman"]),
    ],
)
def test_a_phrase_marks_exactly_its_words(phrase: str, text: str, found: list[str]) -> None:
    assert marked(policy(f'terms: ["{phrase}"]'), text) == found


DISGUISES = ["1d10t", "!d!ot", "i d i o t", "i.d.i.o.t", "i_d_i_o_t", "id*ot", "idiiiiot", "idoit", "𝐢𝐝𝐢𝐨𝐭"]
INNOCENT = [
    "route 1d10",
    "B2B and 24/7",
    "COVID19",
    "a i d e s",
    "mp3 100%",
    "Lot 5 A B C",
    "cool!!!",
    "sooo good",
]


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_fuzzy_list_finds_a_word_in_disguise(disguise: str) -> None:
    compiled = policy('terms: ["{insult}"]', words="insult: {fuzzy: true, words: [idiot]}")
    assert marked(compiled, f"you {disguise} there") == [disguise]


@pytest.mark.parametrize("text", INNOCENT)
def test_innocent_digits_and_letters_are_no_disguise(text: str) -> None:
    compiled = policy('terms: ["{insult}"]', words="insult: {fuzzy: true, words: [idiot, scum, fool]}")
    assert marked(compiled, text) == []


def test_a_list_that_is_not_fuzzy_never_finds_disguises() -> None:
    assert marked(policy('terms: ["{insult}"]', words="insult: [idiot]"), "you 1d1ot") == []


def test_words_must_stand_near_each_other_within_the_sentence() -> None:
    compiled = policy("terms: [budget]\nnear: [secret]")
    assert marked(compiled, "A secret part of the budget.") == ["budget"]
    assert marked(compiled, "It is secret. The budget is out.") == []


def test_near_may_ask_for_a_side_and_a_distance() -> None:
    compiled = policy("terms: [mayor]\nnear: {terms: [liar], within: 3 words, side: after}")
    assert marked(compiled, "The mayor is a liar") == ["mayor"]
    assert marked(compiled, "A liar met the mayor") == []
    assert marked(compiled, "The mayor said to all of us that he is no liar") == []


def test_both_marks_from_the_first_to_the_last_word() -> None:
    compiled = policy("terms: [budget]\nnear: [secret]\nmark: both")
    assert marked(compiled, "A secret part of the budget now") == ["secret part of the budget"]


def test_a_pattern_marks_its_first_group_and_a_validator_decides() -> None:
    compiled = policy("pattern: {regex: 'ssn (\\d{3}-\\d{2}-\\d{4})', validate: us_ssn}")
    assert marked(compiled, "his SSN 536-90-4399 ok") == ["536-90-4399"]
    assert marked(compiled, "his SSN 000-90-4399 ok") == []


def test_a_matter_counts_only_while_it_is_pending() -> None:
    compiled = policy('terms: ["{matter-procurement}"]')
    assert marked(compiled, "about waste collection") == ["waste collection"]
    assert marked(compiled, "about waste collection", today=date(2026, 9, 1)) == []


def test_links_are_told_apart_by_class() -> None:
    compiled = policy("link: campaign")
    assert marked(compiled, "see danawhitlock2026.example/give and maplebend.gov") == [
        "danawhitlock2026.example/give"
    ]


@pytest.mark.parametrize(
    ("link", "classes"),
    [
        ("https://www.quietvale.example/council/meetings", {"government"}),
        ("cityofquietvale.example", {"government"}),
        ("news.example/council", {"news"}),
        ("quietvale.example/councils", set()),
        ("quietvale.example/shop/council", set()),
    ],
)
def test_the_first_step_of_a_path_tells_a_town_s_site_where_the_host_says_nothing(
    link: str, classes: set[str]
) -> None:
    known = LinkClasses({"government": ["*/council", "cityof*"], "news": ["news.example"]})
    assert known.of(link) == classes


def test_the_election_period_comes_from_the_calendar_unless_it_is_said() -> None:
    compiled = policy("terms: [promise]\ndate: {election_period: true}")
    assert marked(compiled, "a promise") == ["promise"]
    assert marked(compiled, "a promise", election=False) == []
    assert marked(compiled, "a promise", today=date(2026, 12, 1)) == []


def test_a_fact_of_the_account_stands_under_no_words() -> None:
    compiled = policy(
        "account: {profile: personal, disclaimer: true, government_link: true}",
        words="disclaimer: [views my own]",
    )
    both = AccountContext(Profile.PERSONAL, Role.STAFF, bio="Planner. Views my own. maplebend.gov")
    assert marked(compiled, "hello", account=both) == [""]
    alone = AccountContext(Profile.PERSONAL, Role.STAFF, bio="Planner. Views my own.")
    assert marked(compiled, "hello", account=alone) == []


def test_tone_supports_words_and_reads_contractions_as_negations() -> None:
    compiled = policy("terms: [service]\ntone: {below: -0.1}")
    assert marked(compiled, "this service isn't good") == ["service"]
    assert marked(compiled, "this service is good") == []


@pytest.mark.parametrize(
    ("frame", "text"),
    [
        ("negation", "She is not a liar"),
        ("refusal", "I can't comment on the liar"),
        ("quotation", 'Somebody shouted "liar" at me'),
        ("question", "Is he a liar?"),
        ("idiom", "What a highway robbery, liar"),
    ],
)
def test_a_frame_around_the_words_cancels_them(frame: str, text: str) -> None:
    words = "[highway robbery]" if frame == "idiom" else "[liar]"
    assert marked(policy(f"terms: {words}", frames=[frame]), text) == []
    assert marked(policy(f"terms: {words}"), text) != []


def test_a_frame_ends_where_the_sentence_turns() -> None:
    held_back = policy("terms: [liar]", frames=["refusal", "negation"])
    assert marked(held_back, "I can't comment, but he is a liar") == ["liar"]
    assert marked(held_back, "But I can't comment on the liar") == []


def test_a_guard_cancels_within_its_reach_only() -> None:
    compiled = policy("terms: [fired]", unless=[{"terms": ["clay pot"], "within": "sentence"}])
    assert marked(compiled, "The clay pot was fired.") == []
    assert marked(compiled, "He was fired. A clay pot broke.") == ["fired"]


def test_texts_that_differ_behind_a_gap_need_no_states_of_their_own() -> None:
    compiled = policy('terms: ["the ...6 budget ...4 passes", "our ...5 vote", "they ...3 the ...5 vote"]')
    filling = ["the", "our", "they", "budget", "new", "vote", "passes", "city", "of"]
    chance = random.Random(8)
    counts = []
    for _ in range(3):
        for _ in range(300):
            compiled.tools.lexicon.find(
                read_words(" ".join(chance.choices(filling, k=20))), date(2026, 8, 10)
            )
        counts.append(compiled.tools.lexicon.states)
    assert counts[0] == counts[2] < 40
