"""The catalogue's labelled examples: does the named rule speak, and is it quiet on the hard negatives?"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from secondreading.resources import policy_rules_folder
from tests.quality.command import answers

ACTIONS = {"comment": "reply", "story": "post", "dm": "reply", "react": "post", "delete_own": "delete_post"}


def request_of(example: dict[str, Any]) -> dict[str, Any]:
    """An example with its shorthand context as a request of the check."""
    facts = example["ctx"] or {}
    bio = facts.get("bio") or (
        "I work for the City of Maple Bend" if facts.get("bio_mentions_employer") else ""
    )
    if facts.get("bio_has_disclaimer") and "own" not in bio:
        bio += ". Views my own."
    draft = {"text": example["text"], "action": ACTIONS.get(example["action"], example["action"])}
    if quoted := facts.get("quoted") or example["parent"]:
        draft["quoted_text"] = quoted
    if media := facts.get("media"):
        draft["media"] = [{"kind": "video" if "video" in media else "image", "alt": media}]
    avatar = "in uniform with a badge" if facts.get("avatar_uniform_badge") else ""
    if facts.get("paired_account"):
        bio += f" In the other language, French: {facts['paired_account']}"
    account = {"profile": example["profile"], "role": example["role"], "bio": bio, "avatar_alt": avatar}
    if facts.get("platform"):
        draft["platform"] = facts["platform"]
    return {"draft": draft, "account": account, "context": {"today": facts.get("today", "2026-08-10")}}


def languages_of(example: dict[str, Any]) -> tuple[str, ...]:
    """The languages that the example's city owes its notices in; none where the example does not say."""
    return tuple((example["ctx"] or {}).get("required_languages", ()))


def reports_on(examples: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The answer to each example, from the example city or from one that owes other languages."""
    found: dict[int, dict[str, Any]] = {}
    for languages in sorted({languages_of(example) for example in examples}):
        mine = [at for at, example in enumerate(examples) if languages_of(example) == languages]
        requests = [request_of(examples[at]) for at in mine]
        with city_owing(languages) as rules:
            found.update(zip(mine, answers(requests, rules), strict=True))
    return [found[at] for at in range(len(examples))]


@contextmanager
def city_owing(languages: tuple[str, ...]) -> Iterator[Path | None]:
    """A folder of rules whose city owes these languages; None for the packaged rules as they are."""
    if not languages:
        yield None
        return
    with tempfile.TemporaryDirectory() as scratch:
        rules = Path(scratch) / "rules"
        shutil.copytree(policy_rules_folder(), rules)
        city = rules / "city.yaml"
        lines = city.read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if not line.startswith("required_languages:")]
        city.write_text(
            "\n".join([*kept, f"required_languages: [{', '.join(languages)}]", ""]), encoding="utf-8"
        )
        yield rules


def measure(folder: Path) -> tuple[dict[str, float], dict[str, list[int]], list[dict[str, Any]]]:
    """Shares over all examples, [hits, of, false, of] by rule, and what went wrong."""
    with (folder / "examples.jsonl").open(encoding="utf-8") as lines:
        examples = [json.loads(line) for line in lines]
    tally: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    wrong = []
    for example, report in zip(examples, reports_on(examples), strict=True):
        name = example["rule"].partition("-")[2]
        spoke = any(f["rule"].partition(".")[2] == name for f in report["findings"])
        at = 0 if example["label"] == "hit" else 2
        tally[example["rule"]][at] += spoke
        tally[example["rule"]][at + 1] += 1
        if spoke != (example["label"] == "hit"):
            wrong.append(
                {"kind": "miss" if at == 0 else "false alarm", "rule": example["rule"], "case": example}
            )
    total = [sum(row[k] for row in tally.values()) for k in range(4)]
    return {"violations": total[0] / total[1], "hard negatives": 1 - total[2] / total[3]}, dict(tally), wrong
