"""What holds across rules: protected speech is capped, a disclaimer is no shield, some voices weigh more."""

from textwrap import dedent

from secondreading.domain import AccountContext, Finding, PolicyStamp, Profile, Role, Severity
from secondreading.policy.compile import compile_policy
from secondreading.policy.load import load_policy
from tests.core.policies import files, report, rule_file

STAFF = AccountContext(Profile.PERSONAL, Role.STAFF)


def findings(modifiers: str, text: str, account: AccountContext = STAFF) -> tuple[Finding, ...]:
    rules = {
        "respect__test": rule_file("terms: [word]"),
        "threats__test": rule_file("terms: [word]", "threats.test"),
    }
    extra = {**rules, "modifiers": "modifiers:\n" + dedent(modifiers)}
    return report(
        compile_policy(load_policy(files(**extra)), PolicyStamp("test", 1)), text, account=account
    ).findings


def test_a_cap_lowers_what_it_touches_and_spares_what_it_names() -> None:
    found = findings(
        "- {id: cap, when: {terms: [union]}, cap: advise, spares: [threats]}", "a word of the union"
    )
    assert {f.rule: f.severity for f in found} == {
        "respect.test": Severity.ADVISE,
        "threats.test": Severity.WARN,
    }


def test_a_cap_waits_for_its_circumstance() -> None:
    found = findings("- {id: cap, when: {terms: [union]}, cap: advise}", "a word of mine")
    assert all(f.severity is Severity.WARN for f in found)


def test_a_floor_raises_and_never_lowers() -> None:
    found = findings("- {id: floor, touches: [respect.test], floor: confirm}", "word")
    assert {f.rule: f.severity for f in found} == {
        "respect.test": Severity.CONFIRM,
        "threats.test": Severity.WARN,
    }


def test_a_dropped_rule_is_silent() -> None:
    assert [f.rule for f in findings("- {id: drop, drop: [respect]}", "word")] == ["threats.test"]


def test_a_line_is_added_to_the_why() -> None:
    found = findings("- {id: line, from_severity: warn, touches: [respect], add: It stays.}", "word")
    assert [f.why for f in found if f.rule == "respect.test"] == ["It protects people. It stays."]


def test_a_rule_yields_to_a_finding_on_the_same_words() -> None:
    quiet = rule_file("terms: [word]", "respect.quiet", yields_to=["threats"])
    extra = {"respect__quiet": quiet, "threats__test": rule_file("terms: [bad word]", "threats.test")}
    compiled = compile_policy(load_policy(files(**extra)), PolicyStamp("test", 1))
    assert [f.rule for f in report(compiled, "a bad word", account=STAFF).findings] == ["threats.test"]
    assert [f.rule for f in report(compiled, "a good word", account=STAFF).findings] == ["respect.quiet"]


def test_a_louder_finding_never_yields_to_a_softer_one() -> None:
    loud = rule_file("terms: [word]", "respect.loud", yields_to=["threats"])
    soft = rule_file("terms: [bad word]", "threats.test", severity={"*": "advise"})
    compiled = compile_policy(
        load_policy(files(respect__loud=loud, threats__test=soft)), PolicyStamp("test", 1)
    )
    heard = {f.rule for f in report(compiled, "a bad word", account=STAFF).findings}
    assert heard == {"respect.loud", "threats.test"}


def test_of_two_rules_that_yield_to_each_other_the_louder_stays() -> None:
    soft = rule_file("terms: [bad word]", "respect.soft", severity={"*": "advise"}, yields_to=["threats"])
    loud = rule_file("terms: [word]", "threats.loud", yields_to=["respect"])
    compiled = compile_policy(load_policy(files(respect__soft=soft, threats__loud=loud)), PolicyStamp("t", 1))
    assert [f.rule for f in report(compiled, "a bad word", account=STAFF).findings] == ["threats.loud"]


def test_of_two_alike_that_yield_to_each_other_one_stays() -> None:
    one = rule_file("terms: [bad word]", "respect.one", yields_to=["threats"])
    other = rule_file("terms: [word]", "threats.other", yields_to=["respect"])
    compiled = compile_policy(load_policy(files(respect__one=one, threats__other=other)), PolicyStamp("t", 1))
    assert len(report(compiled, "a bad word", account=STAFF).findings) == 1
