"""Learned weights: when a draft as a whole is worded like those that a table was learned from."""

import pytest

from secondreading.domain import AccountContext, Action, PolicyStamp, Profile, Role
from secondreading.policy.compile import CompiledPolicy
from secondreading.policy.load import PolicyErrors, load_compiled
from tests.core.policies import files, marked, report, rule_file

GRIM = 'limit: 100\nweights:\n  300: "regret, watch your"\n  150: "<reply>"\n  -250: "thank you"\n'
SUNNY = 'limit: 100\nweights:\n  300: "picnic"\n  -300: "regret"\n'
STAFF = AccountContext(Profile.PERSONAL, Role.STAFF)


def compiled(rule: str = "wording: grim", **tables: str) -> CompiledPolicy:
    tables = {f"wording__{name}": text for name, text in ({"grim": GRIM} | tables).items()}
    return load_compiled(files(respect__test=rule_file(rule), **tables), PolicyStamp("test", 1))


def test_a_draft_is_flagged_when_its_weights_pass_the_limit() -> None:
    assert marked(compiled(), "You will regret it") == ["You will regret it"]
    assert marked(compiled(), "You will enjoy it") == []


def test_a_pair_of_words_weighs_only_side_by_side() -> None:
    assert marked(compiled(), "watch your step") == ["watch your step"]
    assert marked(compiled(), "your watch is late") == []


def test_fine_words_weigh_against_a_wording() -> None:
    assert marked(compiled(), "We regret the delay, thank you") == []


def test_the_heaviest_sentence_is_marked() -> None:
    text = "The pool is open. You will regret it. See you there."
    assert marked(compiled(), text) == ["You will regret it"]


def test_a_long_draft_does_not_speak_by_its_length() -> None:
    light = GRIM.replace("150:", '40: "one, two, three, four, five"\n  150:')  # five of them make 200
    assert marked(compiled(grim=light), "one two three four five") == []
    assert marked(compiled(grim=light.replace("limit: 100", "limit: 80")), "one two three four five")


def test_an_answer_weighs_more_than_a_post() -> None:
    strict = GRIM.replace("limit: 100", "limit: 305")
    assert marked(compiled(grim=strict), "You will regret it") == []
    assert marked(compiled(grim=strict), "You will regret it", action=Action.REPLY)


def test_who_posts_can_weigh() -> None:
    table = GRIM.replace('"<reply>"', '"<staff>"').replace("limit: 100", "limit: 305")
    assert marked(compiled(grim=table), "You will regret it", account=STAFF)
    assert marked(compiled(grim=table), "You will regret it") == []


def test_wordings_do_not_disturb_each_other() -> None:
    both = compiled("any:\n  - wording: sunny\n  - wording: grim", sunny=SUNNY)
    assert marked(both, "A picnic by the lake") == ["A picnic by the lake"]
    assert marked(both, "You will regret it") == ["You will regret it"]
    assert marked(both, "Boats on the lake") == []
    assert marked(compiled("wording: sunny", sunny=SUNNY), "You will regret it") == []


def test_words_passed_on_are_weighed_too() -> None:
    found = report(compiled(), "Well said.", action=Action.REPOST, quoted="You will regret it").findings
    assert [finding.rule for finding in found] == ["respect.test"]


@pytest.mark.parametrize(
    ("rule", "table", "says"),
    [
        ("wording: grimm", GRIM, "there is no wording 'grimm'. Mend: name a file of wording/ (grim)"),
        ("wording: [grim]", GRIM, "wording needs a name"),
        ("wording: grim", GRIM.replace("300", "much"), "'much' is no weight"),
        ("wording: grim", GRIM.replace("300", "0"), "'0' is no weight"),
        ("wording: grim", GRIM.replace("100", "high"), "limit must be a whole number"),
        ("wording: grim", GRIM.replace("thank you", "regret"), "'regret' has two weights"),
        ("wording: grim", "limit: 100\n", "there are no weights here"),
        ("wording: grim", GRIM + "note: x\n", "has no field 'note'"),
    ],
)
def test_a_mistake_comes_with_its_place_and_its_mend(rule: str, table: str, says: str) -> None:
    with pytest.raises(PolicyErrors) as caught:
        compiled(rule, grim=table)
    assert any(says in str(error) for error in caught.value.errors), caught.value.errors
