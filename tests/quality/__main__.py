"""`make quality`: one table over every open set, and the misses in a file for rule authors.

    python -m tests.quality [--shared ../shared] [--misses test-results/quality-misses.md]

The sets and the scorers lie beside the checkout and are no part of the project; without them this
says so and measures nothing.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import shlex
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.quality import context, named
from tests.quality.command import COMMAND
from tests.quality.misses import Misses

PROJECT = Path(__file__).resolve().parents[2]
OFFICIAL = ("official_county_agencies", "official_uk_police", "official_state_officials")
MEASURES = [
    ("spliced", "adversarial_spliced"),
    ("obfuscated", "adversarial_obfuscated_dev"),
    ("spans", "abuse_toxic_spans_trial"),
    ("labels", "abuse_davidson"),
    ("labels", "abuse_hatemojibuild"),
    ("labels", "abuse_incivility_us_politicians"),
    ("contacts", "pii_official_contact_points"),
    ("pii", "pii_presidio_synth"),
    ("official", "pii_official_person_health_mentions"),
    ("official", "campaign_state_officials"),
    ("official", "partisan_congress_posts"),
    ("official", "work_reviews"),
]


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def cases(shared: Path, misses: Misses) -> None:
    score = load(shared / "eval" / "score.py")
    labelled = rows(shared / "eval" / "dev.jsonl")
    reports = score.over_command(labelled, shlex.join(COMMAND))
    table, topics, _ = score.score(labelled, reports)
    line("dev.jsonl", {key: value for key, value in table.items() if key != "cases"})
    for topic, (hit, total) in topics.items():
        print(f"    {topic:24} recall {hit / total:.2f}  {hit}/{total}")
    for case, report in zip(labelled, reports, strict=True):
        judge(case, report, score.NEAR, misses)


def judge(case: dict[str, Any], report: dict[str, Any], near: dict[str, set[str]], misses: Misses) -> None:
    """Keep what is wrong with the answer to one labelled case."""
    allowed = {topic for expected in case["expect"] for topic in near.get(expected, {expected})}
    found = report.get("findings", [])
    for finding in found:
        if finding["topic"] in allowed:
            misses.right[finding["rule"]] += 1
        else:
            misses.false_alarm(finding, case["text"], case["account"])
    if allowed and not any(finding["topic"] in allowed for finding in found):
        misses.missed(case["expect"][0], case["text"], case["account"], report)


def examples(shared: Path, misses: Misses) -> None:
    shares, by_rule, wrong = named.measure(shared / "policy")
    line("examples.jsonl", shares)
    for rule, (hits, of, false, clean) in by_rule.items():
        if hits < of or false:
            print(f"    {rule:32} {hits}/{of} caught, {false}/{clean} false")
    for item in wrong:
        about = f"{item['rule']} ({'named rule silent' if item['kind'] == 'miss' else 'named rule spoke'})"
        misses.missed(about, item["case"]["text"], item["case"])
    outcomes = context.outcomes(shared / "policy")
    hits_seen, quiet = (
        [o.spoke is wanted for o in outcomes if o.wanted is wanted] for wanted in (True, False)
    )
    line("context_cases.json", {"seen": sum(hits_seen) / len(hits_seen), "quiet": sum(quiet) / len(quiet)})
    for outcome in outcomes:
        if outcome.spoke is not outcome.wanted:
            misses.missed(outcome.rule, outcome.case)


def sets(shared: Path, misses: Misses) -> None:
    measure = load(shared / "eval" / "measure.py")
    command = shlex.join(COMMAND)
    for kind, name in [("official", name) for name in OFFICIAL] + MEASURES:
        found = rows(shared / "eval" / "data" / f"{name}.jsonl")
        reports = measure.check(command, found)
        result = getattr(measure, kind)(found, reports)
        if kind == "official":
            per_thousand = {"warned per 1,000": result["warn"] * 1000, "any per 1,000": result["any"] * 1000}
            result = {**per_thousand, "blame": result["blame"]}
        if name in OFFICIAL:
            for row, report in zip(found, reports, strict=True):
                for finding in report["findings"]:
                    misses.false_alarm(finding, row["text"], measure.OFFICIAL)
        line(name, result)


def worst(misses: Misses) -> None:
    print("worst rules, by false alarms on labelled cases and ordinary official posts")
    print(f"    {'rule':40} {'false':>6} {'at warn or confirm':>20} {'right':>6}")
    for rule, false, loud, right in misses.worst():
        print(f"    {rule:40} {false:6} {loud:20} {right:6}")


def line(name: str, figures: dict[str, Any]) -> None:
    shown = (
        f"{key} {value:.3f}" if isinstance(value, float) else f"{key} {value}"
        for key, value in figures.items()
    )
    print(f"{name:38} " + "  ".join(shown), flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=PROJECT.parent / "shared")
    parser.add_argument("--misses", type=Path, default=PROJECT / "test-results" / "quality-misses.md")
    arguments = parser.parse_args()
    if not (arguments.shared / "eval" / "score.py").is_file():
        print(f"There is no working material at {arguments.shared}: nothing was measured.", file=sys.stderr)
        return 0
    misses = Misses()
    cases(arguments.shared, misses)
    examples(arguments.shared, misses)
    sets(arguments.shared, misses)
    worst(misses)
    misses.write(arguments.misses)
    print(f"{len(misses.found)} misses and false alarms are in {arguments.misses}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
