"""What went wrong in a measurement, kept and written so that a rule author can read it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SHOWN_OF_ONE_RULE = 40  # false alarms of one rule that are written out


@dataclass(frozen=True)
class Miss:
    """One text and what is wrong with its answer. `about` is a topic or a rule."""

    about: str
    kind: str
    text: str
    account: str = ""
    said: str = ""


@dataclass
class Misses:
    """All of them, and false alarms counted by rule."""

    found: list[Miss] = field(default_factory=list)
    false_alarms: Counter[str] = field(default_factory=Counter)
    loud_false_alarms: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def missed(
        self, about: str, text: str, account: dict[str, Any] | None = None, report: Any = None
    ) -> None:
        """A text that should have been noted, and what was said instead."""
        self.found.append(Miss(about, "missed", text, _who(account), _said(report)))

    def false_alarm(self, finding: dict[str, Any], text: str, account: dict[str, Any] | None = None) -> None:
        """A finding on a text that is fine, or on another topic than an officer would name."""
        rule = finding["rule"]
        self.false_alarms[rule] += 1
        self.loud_false_alarms[rule] += finding["severity"] != "advise"
        self.found.append(Miss(rule, "false alarm", text, _who(account), _said({"findings": [finding]})))

    def worst(self, most: int = 15) -> list[tuple[str, int, int, int]]:
        """Rules with the most false alarms: (rule, false alarms, of them at warn or confirm, right)."""
        return [
            (rule, count, self.loud_false_alarms[rule], self.right[rule])
            for rule, count in self.false_alarms.most_common(most)
        ]

    def write(self, file: Path) -> None:
        """One heading a topic or rule, one text a line with its account and what was said."""
        by_heading: dict[tuple[str, str], list[Miss]] = defaultdict(list)
        for miss in self.found:
            by_heading[miss.kind, miss.about].append(miss)
        lines = ["# Misses and false alarms", ""]
        for (kind, about), misses in sorted(by_heading.items(), key=lambda item: (item[0][0], -len(item[1]))):
            lines += [f"## {about}: {len(misses)} {kind}{'s' if kind == 'false alarm' else ''}", ""]
            lines += [_line(miss) for miss in misses[:SHOWN_OF_ONE_RULE]]
            if len(misses) > SHOWN_OF_ONE_RULE:
                lines.append(f"- and {len(misses) - SHOWN_OF_ONE_RULE} more")
            lines.append("")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(lines), encoding="utf-8")


def _line(miss: Miss) -> str:
    who = f"{miss.account}: " if miss.account else ""
    said = f" → {miss.said}" if miss.said else ""
    return f"- {who}{' '.join(miss.text.split())}{said}"


def _who(account: dict[str, Any] | None) -> str:
    return f"{account['profile']}/{account['role']}" if account else ""


def _said(report: Any) -> str:
    return ", ".join(f"{f['rule']} ({f['severity']})" for f in (report or {}).get("findings", ()))
