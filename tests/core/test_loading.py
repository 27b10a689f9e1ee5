"""A policy's mistakes come all at once, each with its file, its line and the mend."""

import pytest

from secondreading.policy.load import PolicyErrors, load_policy
from tests.core.policies import files, rule_file

GOOD = rule_file("terms: [word]")


def errors(**extra: str) -> list[str]:
    with pytest.raises(PolicyErrors) as caught:
        load_policy(files(**extra))
    return [str(error) for error in caught.value.errors]


def test_a_good_policy_loads() -> None:
    assert load_policy(files(respect__test=GOOD)).rules[0].id == "respect.test"


def test_all_errors_of_all_files_come_at_once() -> None:
    found = errors(
        respect__test=GOOD.replace("g-1", "g-9"), respect__other=rule_file("terms: [w]", "respect.wrong")
    )
    assert [line.split(":")[0] for line in found] == ["respect/other.yaml", "respect/test.yaml"]


@pytest.mark.parametrize(
    ("broken", "says", "line"),
    [
        (GOOD.replace("title: Test", "titel: Test"), "has no field 'titel'", 2),
        (
            GOOD.replace("title: Test", "title: Test\ntitle: Again"),
            "'title' is written twice (first on line 2)",
            3,
        ),
        (GOOD.replace("warn", "loud"), "severity cannot be 'loud'", 4),
        (GOOD.replace("'*'", "officials"), "severity has no place 'officials'", 4),
        (GOOD.replace("[word]", "['a (b']"), "a bracket is not closed", 11),
        (GOOD.replace("[word]", "['[the|<word>] rally']"), "begins with <word>", 11),
        (GOOD.replace("[word]", "['{nobody}']"), "no word list {nobody}", 11),
        (GOOD.replace("terms: [word]", "terma: [word]"), "there is no matcher 'terma'", 11),
        (GOOD.replace("terms: [word]", "learned: x"), "there is no matcher 'learned'", 11),
        (GOOD.replace("terms: [word]", "pattern: '(?<=a)b'"), "RE2 cannot read the pattern", 11),
        (GOOD.replace("terms: [word]", "tone: {below: -0.5}"), "tone decides alone", 11),
        (GOOD.replace("g-1", "g-9"), "no document has a clause 'g-9'", 6),
        (GOOD.replace("title: Test", "title: [Test"), "this is no YAML", 3),
    ],
)
def test_an_error_names_file_line_and_mend(broken: str, says: str, line: int) -> None:
    found = errors(respect__test=broken)
    assert any(says in error and "Mend: " in error for error in found), found
    assert any(error.startswith(f"respect/test.yaml:{line}:") for error in found), found


def test_too_few_examples_are_an_error() -> None:
    assert "fewer than 2 examples to allow" in errors(respect__test=GOOD.replace(", {allow: d}", ""))[0]


def test_words_like_no_and_on_stay_words() -> None:
    loaded = load_policy(files(respect__test=GOOD, words__test="said: [yes, no, on, off]\n"))
    assert next(words for words in loaded.words if words.name == "said").words == ("yes", "no", "on", "off")


def test_a_policy_without_a_city_says_so() -> None:
    with pytest.raises(PolicyErrors, match="there is no city.yaml"):
        load_policy({"respect/test.yaml": GOOD})


def test_an_election_period_must_end_after_it_starts() -> None:
    city = files()["city.yaml"].replace("end: 2026-10-26", "end: 2025-10-26")
    with pytest.raises(PolicyErrors, match="needs a start before its end"):
        load_policy({**files(respect__test=GOOD), "city.yaml": city})


def test_an_alias_is_refused_and_never_written_out() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"l{n}: &l{n} [*{'a' if n == 0 else f'l{n - 1}'}, x]\n" for n in range(40)
    )
    assert any("by an alias" in error for error in errors(respect__test=GOOD, words__bomb=bomb))
    assert any("by an alias" in error for error in errors(respect__test=GOOD, words__loop="a: &a [*a]\n"))
