"""Rules as a large city might write them, in the real format and alive: their own examples hold.

Six in ten are word lists, the others words near words, patterns, names, and the phrase language.
Their first words are words of ordinary posts, so that every post walks far into them; a few
rules fire now and then, as real ones do.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import yaml

_COMMON = (
    "council crews street park library water survey budget meeting plan neighbours trees lessons"
    " advice garbage holiday artists paintings questions note staff clerk bridge trail drains"
    " lights fence crosswalk shelters"
).split()
_RARE = (
    "subpoena retainer arbitration grievance appraisal easement settlement whistle auditor"
    " deposition lien variance forfeiture informant toxicology custody probation tribunal"
    " indictment severance garnishment patronage kickback ombudsman injunction affidavit warrant"
    " payroll pension discipline lawsuit memo draft embargo bidder tender"
).split()
_DOING = "leak promise threaten reveal insult delete hide block share rig".split()
# Phrases of the ordinary posts themselves: the few generated rules that do fire.
_ORDINARY = [
    *("paintings hang in city hall", "draft plan for quarry road", "hiring apply tomorrow"),
    *("1,250 neighbours", "advice for homes near alder street", "crews fixed three problems"),
]

Match = dict[str, object]


def generated_rules(count: int, clause: str, topic: str, seed: int = 2026) -> dict[str, str]:
    """Files of a policy: path below the rules folder to YAML text. `clause` is the id they all cite."""
    chance = random.Random(seed)
    makers: list[Callable[[random.Random], tuple[Match, list[str], list[str]]]] = [
        *[_terms] * 60,
        *[_near] * 15,
        *[_pattern] * 17,
        *[_names] * 4,
        *[_phrases] * 4,
    ]
    files = {}
    for number in range(count):
        match, flags, allows = makers[number % len(makers)](chance)
        if number % (count // len(_ORDINARY) or 1) == 0 and "terms" in match:
            match["terms"] = [*_listed(match["terms"]), _ORDINARY[number % len(_ORDINARY)]]
        name = f"generated-{number:04}"
        files[f"{topic}/{name}.yaml"] = _file(f"{topic}.{name}", clause, match, flags, allows)
    return files


def _file(identity: str, clause: str, match: Match, flags: list[str], allows: list[str]) -> str:
    rule = {
        "id": identity,
        "title": "Words of a benchmark",
        "severity": {"official": "warn", "personal": "advise"},
        "clauses": [clause],
        "message": "This may touch a matter that is not public.",
        "why": "It protects those whom the matter concerns.",
        "fix": "Consider leaving it out.",
        "match": match,
        "frames": ["negation", "quotation"],
        "examples": [*({"flag": text} for text in flags), *({"allow": text} for text in allows)],
    }
    return yaml.safe_dump(rule, sort_keys=False, allow_unicode=True)


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else [value]


def _phrase(chance: random.Random) -> str:
    words = [chance.choice(_COMMON), chance.choice(_RARE)]
    if chance.random() < 0.4:
        words.append(f"{chance.choice(_RARE)}{chance.randrange(90)}")
    return " ".join(words)


def _some_phrases(chance: random.Random, count: int) -> list[str]:
    """Different phrases, none of which begins another one: an example marks exactly one."""
    found = (_phrase(chance) for _ in range(count))
    return sorted({" ".join(phrase.split()[:2]): phrase for phrase in found}.values())


def _terms(chance: random.Random) -> tuple[Match, list[str], list[str]]:
    phrases = _some_phrases(chance, chance.randint(4, 10))
    flags = [f"Today the [[{phrase}]] came up." for phrase in (phrases[0], phrases[-1])]
    return {"terms": phrases}, flags, ["A quiet day at the rink.", "Come and see the rink."]


def _near(chance: random.Random) -> tuple[Match, list[str], list[str]]:
    phrases = _some_phrases(chance, 5)
    beside = chance.sample(_RARE, k=4)
    flags = [f"Today the [[{phrases[0]}]] met a {word}zz." for word in beside[:2]]
    allows = [f"Today the {phrases[0]} came up.", f"A {beside[0]}zz came up."]
    return {"terms": phrases, "near": [f"{word}zz" for word in beside]}, flags, allows


def _pattern(chance: random.Random) -> tuple[Match, list[str], list[str]]:
    one, two = chance.choice(_RARE), chance.choice(_RARE)
    kind = f"{one} {two}{chance.randrange(1000)}"
    expression = rf"\b{kind} (?:no|number|file) ?\d{{4,8}}\b"
    flags = [f"Please see [[{kind} no 12345]] today.", f"It is [[{kind} file 987654]] again."]
    return {"pattern": expression}, flags, [f"Please see {kind} today.", f"It is {kind} no 12 again."]


def _names(chance: random.Random) -> tuple[Match, list[str], list[str]]:
    word = f"{chance.choice(_RARE)}{chance.randrange(1000)}"
    match: Match = {"terms": [word], "near": {"person": ["handle"]}}
    flags = [f"The [[{word}]] of @some_body is on.", f"@some_body got a [[{word}]] today."]
    return match, flags, [f"The {word} is on.", "Thank you @some_body for the day."]


def _phrases(chance: random.Random) -> tuple[Match, list[str], list[str]]:
    doing = chance.choice(_DOING)
    rare = f"{chance.choice(_RARE)}{chance.randrange(1000)}"
    match: Match = {"terms": [f"(they|crews) {doing}~ ... {rare}", f"[the] {rare} of <money>"]}
    flags = [f"I hear [[they {doing} their own {rare}]] again.", f"It was [[the {rare} of $500]] again."]
    return match, flags, [f"I hear they {doing} again.", f"It was {rare} again."]
