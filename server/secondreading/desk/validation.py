"""Whether a state of the policy may be published: it loads, its rules' examples hold, no rule takes a side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from secondreading.desk.errors import Refusal, Refused, refusals_of
from secondreading.desk.neutrality import partiality
from secondreading.desk.reading import is_rule
from secondreading.domain import PolicyStamp
from secondreading.examples import ExampleResult, run_examples
from secondreading.policy.compile import CompiledPolicy
from secondreading.policy.load import PolicyErrors, load_compiled, read_folder
from secondreading.policy.read_facts import CITY_FILE
from secondreading.resources import policy_rules_folder

Files = Mapping[str, str]
MEND_EXAMPLE = "change the match or the example until they agree"
LARGEST_POLICY = 8_000_000  # characters of all files together


def compile_files(files: Files) -> CompiledPolicy:
    """Compile a state. Raises Refused with everything that is wrong, by file and line."""
    if sum(map(len, files.values())) > LARGEST_POLICY:
        raise Refused([Refusal("", "all files together are too large", "take out what no rule needs")])
    try:
        return load_compiled(files, PolicyStamp("", 0))
    except PolicyErrors as fault:
        raise Refused(refusals_of(fault.errors)) from None


def judge(files: Files, before: Files) -> CompiledPolicy:
    """The compiled state, where `files` may take the place of `before`. Raises Refused.

    A rule that a change does not touch is only held to what it kept before.
    """
    policy = compile_files(files)
    changed = {path for path in {*files, *before} if files.get(path) != before.get(path)}
    rules = {rule.id for rule in policy.rules if rule.file in changed}
    refusals = [
        *_partialities(policy, before, rules),
        *failing_examples(policy, files, before, rules, touched(policy, changed, rules)),
    ]
    if refusals:
        raise Refused(refusals)
    return policy


def _partialities(policy: CompiledPolicy, before: Files, rules: set[str]) -> list[Refusal]:
    """Where the changed rules take a side, unless they did so in the same words before the change."""
    found = {rule.id: partiality(policy, rule) for rule in policy.rules if rule.id in rules}
    if any(found.values()):
        old = _compiled_or_none(before)
        for rule in old.rules if old else ():
            if found.get(rule.id) and old:
                known = {refusal.message for refusal in partiality(old, rule)}
                found[rule.id] = [refusal for refusal in found[rule.id] if refusal.message not in known]
    return [refusal for refusals in found.values() for refusal in refusals]


def _compiled_or_none(files: Files) -> CompiledPolicy | None:
    try:
        return compile_files(files)
    except Refused:
        return None


def touched(policy: CompiledPolicy, changed: Iterable[str], rules: set[str]) -> set[str]:
    """The rules whose findings a change can alter: all of them, where it reaches beyond the rules."""
    if any(not is_rule(path) and path != CITY_FILE for path in changed):
        return {rule.id for rule in policy.rules}
    topics = {name.partition(".")[0] for name in rules}
    yielding = {name for name, others in policy.yields.items() if not {*rules, *topics}.isdisjoint(others)}
    return rules | yielding


def failing_examples(
    policy: CompiledPolicy, files: Files, before: Files, rules: set[str], reached: set[str]
) -> list[Refusal]:
    """Examples that do not hold, of the changed rules and of those that held them before.

    Examples name people of the example city; a city with its own facts need not rewrite them.
    """
    failed = [result for result in run_examples(policy, reached) if not result.passed]
    failed = _still_failing(failed, lambda: compile_files(_as_example_city(files)))
    others = {result.rule for result in failed} - rules
    if others:
        known = _failing_before(before, others)
        failed = [r for r in failed if r.rule in rules or (r.rule, r.text) not in known]
    return [_refusal(policy, result) for result in failed]


def _still_failing(failed: list[ExampleResult], other: Callable[[], CompiledPolicy]) -> list[ExampleResult]:
    """Those of `failed` that fail with the example city's facts as well."""
    if not failed:
        return []
    try:
        again = run_examples(other(), {result.rule for result in failed})
    except Refused:
        return failed
    still = {(result.rule, result.line) for result in again if not result.passed}
    return [result for result in failed if (result.rule, result.line) in still]


def _failing_before(before: Files, rules: set[str]) -> set[tuple[str, str]]:
    old = _compiled_or_none(before)
    if old is None:
        return set()
    failed = [result for result in run_examples(old, rules) if not result.passed]
    failed = _still_failing(failed, lambda: compile_files(_as_example_city(before)))
    return {(result.rule, result.text) for result in failed}


def _as_example_city(files: Files) -> dict[str, str]:
    return {**files, CITY_FILE: _example_city()}


@cache
def _example_city() -> str:
    return read_folder(policy_rules_folder())[CITY_FILE]


def _refusal(policy: CompiledPolicy, result: ExampleResult) -> Refusal:
    rule = next(rule for rule in policy.rules if rule.id == result.rule)
    at = [example.line for example in rule.examples].index(result.line)
    message = f"the example {result.text!r} of {result.rule} {result.reason}"
    return Refusal(f"examples[{at}]", message, MEND_EXAMPLE, result.file, result.line)
