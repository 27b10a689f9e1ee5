"""A policy of two rules: judging a change of it takes no time, and it changes only with these tests."""

from __future__ import annotations

from pathlib import Path

from secondreading.resources import policy_rules_folder

FILES = {
    "documents.yaml": """\
documents:
  - title: A guide for small towns
    url: null
    clauses:
      - {id: g-1, clause: "1", title: Be kind}
      - {id: g-2, clause: "2", title: Keep what is closed closed}
""",
    "words/account.yaml": 'disclaimer: ["views my own", "opinions are mine"]\n',
    "respect/tone.yaml": """\
id: respect.tone
title: A curt word
severity: {official: advise, personal: advise}
reliability: medium
clauses: [g-1]
message: This may read as curt.
why: People who ask the city deserve patience.
fix: Consider a friendlier word.
match:
  - terms: [whatever, tough luck]
examples:
  - flag: "[[Whatever]], call us."
  - flag: "[[Tough luck]], the pool is closed."
  - allow: The pool is closed on Monday.
  - allow: Good luck to the team!
""",
    "confidentiality/closed-session.yaml": """\
id: confidentiality.closed-session
title: Out of a closed meeting
severity: confirm
clauses: [g-2]
message: This seems to come from a closed meeting.
why: Whoever spoke there counted on the closed door.
fix: Consider taking it out.
match:
  - terms: [closed session]
    near: [agreed, selling]
unless:
  - terms: [reported out]
examples:
  - flag: "In [[closed session]] we agreed."
  - flag: "Out of [[closed session]], we are selling."
  - allow: The closed session starts at seven.
  - allow: What we agreed in closed session was reported out.
""",
}


def write_policy(folder: Path) -> None:
    """Two rules, with the facts of the invented city."""
    city = (policy_rules_folder() / "city.yaml").read_text("utf-8")
    for path, text in (FILES | {"city.yaml": city}).items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, "utf-8")
