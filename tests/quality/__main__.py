"""`make quality`: one table over every open set, and the misses in a file for rule authors.

    python -m tests.quality [--shared ../shared] [--misses test-results/quality-misses.jsonl]

The sets and the scorers lie beside the checkout and are no part of the project; without them this
says so and measures nothing.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import shlex
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.quality import named
from tests.quality.command import COMMAND

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


def cases(shared: Path, misses: list[dict[str, Any]]) -> None:
    score = load(shared / "eval" / "score.py")
    labelled = rows(shared / "eval" / "dev.jsonl")
    reports = score.over_command(labelled, shlex.join(COMMAND))
    table, topics, wrong = score.score(labelled, reports)
    line("dev.jsonl", {key: value for key, value in table.items() if key != "cases"})
    for topic, (hit, total) in topics.items():
        print(f"    {topic:24} {hit}/{total}")
    misses += wrong
    by_rule: dict[str, Counter[str]] = {}
    for case, report in zip(labelled, reports, strict=True):
        allowed = set().union(*(score.NEAR.get(t, {t}) for t in case["expect"])) if case["expect"] else set()
        for finding in report.get("findings", ()):
            by_rule.setdefault(finding["rule"], Counter())[
                "right" if finding["topic"] in allowed else "wrong"
            ] += 1
    worst = sorted(by_rule.items(), key=lambda item: -item[1]["wrong"])[:10]
    print(
        "    worst rules: " + ", ".join(f"{rule} {n['right']} right {n['wrong']} wrong" for rule, n in worst)
    )


def examples(shared: Path, misses: list[dict[str, Any]]) -> None:
    shares, by_rule, wrong = named.measure(shared / "policy")
    line("examples.jsonl", shares)
    for rule, (hits, of, false, clean) in by_rule.items():
        if hits < of or false:
            print(f"    {rule:32} {hits}/{of} caught, {false}/{clean} false")
    misses += wrong


def sets(shared: Path) -> None:
    measure = load(shared / "eval" / "measure.py")
    command = shlex.join(COMMAND)
    for kind, name in [("official", name) for name in OFFICIAL] + MEASURES:
        found = rows(shared / "eval" / "data" / f"{name}.jsonl")
        result = getattr(measure, kind)(found, measure.check(command, found))
        if kind == "official":
            per_thousand = {"warned per 1,000": result["warn"] * 1000, "any per 1,000": result["any"] * 1000}
            result = {**per_thousand, "blame": result["blame"]}
        line(name, result)


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
    parser.add_argument("--misses", type=Path, default=PROJECT / "test-results" / "quality-misses.jsonl")
    arguments = parser.parse_args()
    if not (arguments.shared / "eval" / "score.py").is_file():
        print(f"There is no working material at {arguments.shared}: nothing was measured.", file=sys.stderr)
        return 0
    misses: list[dict[str, Any]] = []
    cases(arguments.shared, misses)
    examples(arguments.shared, misses)
    sets(arguments.shared)
    arguments.misses.parent.mkdir(parents=True, exist_ok=True)
    with arguments.misses.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(miss, ensure_ascii=False) + "\n" for miss in misses)
    print(f"{len(misses)} misses and false alarms are in {arguments.misses.relative_to(PROJECT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
