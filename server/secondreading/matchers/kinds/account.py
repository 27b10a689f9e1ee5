"""`account`: facts of the posting account. All given fields must hold; it stands under no words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from secondreading.domain import Profile, Role
from secondreading.matchers.base import HOLDS, NOTHING, Hit
from secondreading.matchers.fields import choices, mapping, texts, truth
from secondreading.matchers.protocols import Builder, Matcher
from secondreading.matchers.reading import AccountReading, Reading

from .link import CLASSES

FIELDS = (
    "profile",
    "role",
    "disclaimer",
    "government_link",
    "registered",
    "link",
    "bio",
    "display_name",
    "avatar",
    "handle",
    "platform",
)
Test = Callable[[AccountReading], bool]


class Account:
    triggers: frozenset[int] | None = None

    def __init__(self, tests: Sequence[Test], platforms: frozenset[str]) -> None:
        self._tests, self._platforms = tuple(tests), platforms

    def find(self, reading: Reading) -> Sequence[Hit]:
        if self._platforms and reading.draft.platform not in self._platforms:
            return NOTHING
        return HOLDS if self.holds_for(reading.account) else NOTHING

    def holds_for(self, account: AccountReading) -> bool:
        """Is the account so, whatever the platform?"""
        # An account that is checked again has been asked before.
        holds = account.answers.get(self)
        if holds is None:
            holds = account.answers[self] = all(test(account) for test in self._tests)
        return holds


def _in_field(field: str, leaf: int) -> Test:
    return lambda account: leaf in account.hits[field]


def build(value: object, builder: Builder) -> Matcher:
    fields = mapping(value, "account", FIELDS)
    tests: list[Test] = []
    if "profile" in fields:
        profiles = choices(fields["profile"], "profile", list(Profile))
        tests.append(lambda account: account.facts.profile.value in profiles)
    if "role" in fields:
        roles = choices(fields["role"], "role", list(Role))
        tests.append(lambda account: account.facts.role.value in roles)
    if "disclaimer" in fields:
        disclaimer = truth(fields["disclaimer"], "disclaimer")
        tests.append(lambda account: account.has_disclaimer is disclaimer)
    if "government_link" in fields:
        linked = truth(fields["government_link"], "government_link")
        tests.append(lambda account: bool(account.government_links) is linked)
    if "registered" in fields:
        registered = truth(fields["registered"], "registered")
        tests.append(lambda account: (account.facts.registered is not False) is registered)
    if "link" in fields:
        classes = choices(fields["link"], "link", CLASSES)
        tests.append(lambda account: any(found & classes for found in account.link_classes.values()))
    for field in ("bio", "display_name", "avatar", "handle"):
        if field in fields:
            tests.append(_in_field(field, builder.leaf(texts(fields[field], field))))
    return Account(
        tests, frozenset(texts(fields["platform"], "platform")) if "platform" in fields else frozenset()
    )
