"""A city that owes its notices in two languages: which drafts lack one."""

from __future__ import annotations

import pytest

from secondreading.domain import PolicyStamp
from secondreading.policy.compile import CompiledPolicy, compile_policy
from secondreading.policy.load import load_policy
from secondreading.text import languages_in
from tests.core.policies import CITY, files, report, rule_file


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("The pool is closed on Friday. La piscine est fermée vendredi.", {"en", "fr"}),
        ("The pool is closed on Friday\nLa piscine est fermée vendredi", {"en", "fr"}),
        ("Garbage moves to Tuesday / La collecte passe à mardi", {"en", "fr"}),
        ("Mae'r pwll ar gau ddydd Gwener. The pool is closed on Friday.", {"cy", "en"}),
        ("The pool is closed on Friday. Merci!", {"en"}),
        ("Closed 👍", set()),
    ],
    ids=["sentences", "lines", "slash", "welsh", "one-word-is-no-version", "too-short"],
)
def test_each_version_of_a_notice_is_read_by_itself(text: str, languages: set[str]):
    assert languages_in(text) == languages


NOTICE, BOTH = (
    "The pool is closed on Friday.",
    "The pool is closed on Friday. La piscine est fermée vendredi.",
)
MISSING = "- language: {missing_required: true}"


def city(languages: str) -> CompiledPolicy:
    """The rule in a city that owes these languages."""
    mine = "\n".join(line for line in CITY.splitlines() if not line.startswith("required_languages:"))
    told = {
        **files(respect__test=rule_file(MISSING)),
        "city.yaml": f"{mine}\nrequired_languages: [{languages}]\n",
    }
    return compile_policy(load_policy(told), PolicyStamp("test", 1))


@pytest.mark.parametrize(
    ("languages", "text", "noted"),
    [
        ("en, fr", NOTICE, True),
        ("en, fr", BOTH, False),
        ("en, cy", BOTH, True),
        ("en", NOTICE, False),
        ("en", BOTH, False),
        ("en, fr", "Das Hallenbad bleibt am Freitag wegen Bauarbeiten geschlossen.", False),
        ("en, fr", "Closed 👍", False),
    ],
    ids=[
        "one-of-two",
        "both",
        "another-pair",
        "a-city-of-one-language",
        "more-than-owed",
        "neither",
        "too-short-to-tell",
    ],
)
def test_a_notice_in_one_of_the_citys_languages_is_noted(languages: str, text: str, *, noted: bool):
    assert bool(report(city(languages), text).findings) is noted
