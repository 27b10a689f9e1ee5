"""What must stay true of all rules together: who may be asked to confirm, protected speech, mirrored views."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from secondreading.check import check
from secondreading.domain import AccountContext, Draft, Moment, Profile, Role, Severity
from tests.rules.standard import POLICY

NOW = Moment(date(2026, 8, 10), election_period=False)
# The only findings that ask for a tick on a personal page: harm to others that cannot be taken back, and
# duties that an office lays on its holder wherever she speaks.
CONFIRM_ON_PERSONAL = {
    "confidentiality.closed-session",
    "confidentiality.legal-matter",
    "confidentiality.procurement",
    "confidentiality.investigation",
    "privacy.contact-details",
    "privacy.health-info",
    "privacy.minor",
    "threats.threat-violence",
    "threats.intimidation",
    "threats.retaliation",
    "discrimination.discriminatory",
    "accuracy.emergency-info",
    "integrity.prejudgment",
    "integrity.open-meeting",
    "moderation.viewpoint-removal",
    "moderation.block-user",
}
MIRRORED = [
    ("Councillor Raman's transit plan is careless.", "Councillor Raman's transit plan is careful."),
    ("Vote yes on Measure 4 this fall.", "Vote no on Measure 4 this fall."),
    ("Nora Kessler would ruin the harbour.", "Dana Whitlock would ruin the harbour."),
    ("Heartland has failed this town.", "Civic Alliance has failed this town."),
    ("I am for the shelter on Elm Street.", "I am against the shelter on Elm Street."),
    ("We need fewer police on the beat.", "We need more police on the beat."),
    ("Taxes should go up to pay for parks.", "Taxes should go down, parks can wait."),
    ("The bike lanes must stay.", "The bike lanes must go."),
]
PROTECTED = [
    "We were told to sign the bridge inspection without looking. I reported it to the state auditor.",
    "Our overtime has not been paid since spring. Anyone else on nights in the same boat?",
    "The union meets on Thursday about staffing. Come and bring your pay stubs.",
    "No respirators again on the asbestos job. I refused and filed a complaint with OSHA.",
]


def severities(text: str, account: AccountContext) -> dict[str, Severity]:
    return {f.rule: f.severity for f in check(POLICY, Draft(text), account, NOW).findings}


@pytest.mark.parametrize("rule", POLICY.rules, ids=lambda rule: rule.id)
def test_a_personal_page_is_asked_to_confirm_only_for_the_closed_list(rule) -> None:  # type: ignore[no-untyped-def]
    loudest = max((rule.severity(Profile.PERSONAL, role) or 0 for role in Role), default=0)
    assert loudest < Severity.CONFIRM or rule.id.removesuffix(f"-{rule.language}") in CONFIRM_ON_PERSONAL, (
        f"{rule.id} asks a personal page to confirm; the owners keep a closed list of such rules."
    )


@pytest.mark.parametrize("pair", MIRRORED, ids=lambda pair: pair[0][:30])
def test_mirrored_views_get_the_same_findings(pair: tuple[str, str]) -> None:
    for profile, role in product(Profile, Role):
        account = AccountContext(profile, role)
        one, other = (severities(text, account) for text in pair)
        assert one == other, f"{profile.value}/{role.value}: {one} against {other}"


@pytest.mark.parametrize("text", PROTECTED)
@pytest.mark.parametrize("role", [Role.STAFF, Role.SENIOR_STAFF, Role.POLICE])
def test_protected_speech_is_never_answered_with_more_than_a_note(text: str, role: Role) -> None:
    for bio in ("", "I work for the City of Maple Bend.", "MBPD. Views my own."):
        found = severities(text, AccountContext(Profile.PERSONAL, role, bio=bio))
        assert max(found.values(), default=Severity.ADVISE) is Severity.ADVISE, found


def test_venting_about_work_is_never_more_than_a_note() -> None:
    for rule in POLICY.rules:
        if rule.topic == "workplace-grievance":
            found = {rule.severity(profile, role) for profile, role in product(Profile, Role)}
            assert found <= {None, Severity.ADVISE}, f"{rule.id} is louder than a note"


def test_a_french_draft_is_checked_by_the_french_rules_and_says_that_they_are_few() -> None:
    text = (
        "Hier soir, à huis clos, le conseil a voté contre la patinoire. Les citoyens méritent de le savoir."
    )
    found = check(POLICY, Draft(text), AccountContext(Profile.OFFICIAL, Role.ELECTED), NOW)
    assert "confidentiality.closed-session-fr" in {f.rule for f in found.findings}
    assert found.status == "partial"
    assert "rules cover the language of this draft (fr)" in found.not_checked[0]


def test_no_modifier_lifts_protected_speech_after_its_cap() -> None:
    names = [modifier.id for modifier in POLICY.policy.modifiers]
    lifts = [modifier.id for modifier in POLICY.policy.modifiers if modifier.floor is not None]
    late = [name for name in lifts if names.index(name) > names.index("protected-speech")]
    assert not late, f"{late} can raise a finding again that protected-speech has capped; put it before."
