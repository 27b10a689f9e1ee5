"""Which rules are asked about a draft at all."""

from datetime import date

from secondreading.domain import AccountContext, Action, Draft, Media, Moment, Profile, Role
from secondreading.matchers.reading import Reading
from secondreading.policy.compile import CompiledPolicy
from tests.core.policies import policy


def candidates(
    compiled: CompiledPolicy,
    draft: Draft,
    account: AccountContext = AccountContext(),  # noqa: B008 - frozen
) -> list[str]:
    """The rules that are asked for their hits at all."""
    moment = Moment(date(2026, 8, 10))
    facts, speakers = compiled.read_account(account, moment)
    reading = Reading(compiled.tools, draft, draft.text, facts, moment, election_period=False)
    return [asked.rule.id for asked, _ in speakers.among(reading.hits.mask)]


def test_what_is_about_the_action_or_the_media_is_asked_only_then() -> None:
    compiled = policy("action: [block_user]")
    assert candidates(compiled, Draft("Words.")) == []
    assert candidates(compiled, Draft("", action=Action.BLOCK_USER)) == ["respect.test"]
    with_picture = policy("media: {missing_alt: true}")
    assert candidates(with_picture, Draft("Words.")) == []
    assert candidates(with_picture, Draft("Words.", media=(Media("image", "", False),))) == ["respect.test"]


def test_a_rule_is_asked_only_where_all_that_it_needs_is_in_the_text() -> None:
    compiled = policy("terms: [fired]\nnear: [secret]")
    assert candidates(compiled, Draft("He was fired.")) == []
    assert candidates(compiled, Draft("The vote was secret.")) == []
    assert candidates(compiled, Draft("He was fired. The vote was secret.")) == ["respect.test"]


def test_a_rule_is_asked_only_for_accounts_it_is_written_for() -> None:
    by_role = policy(
        "- {terms: [fired], account: {role: police}}\n- {terms: [sacked], account: {bio: [chief]}}"
    )
    police = AccountContext(Profile.PERSONAL, Role.POLICE)
    assert candidates(by_role, Draft("He was fired.")) == []
    assert candidates(by_role, Draft("He was fired."), police) == ["respect.test"]
    assert candidates(by_role, Draft("He was sacked."), police) == []
    assert candidates(by_role, Draft("He was sacked."), AccountContext(bio="The chief")) == ["respect.test"]
    for_mayors = policy("terms: [fired]", severity={"official/elected": "warn"})
    assert candidates(for_mayors, Draft("He was fired."), police) == []
    mayor = AccountContext(Profile.OFFICIAL, Role.ELECTED)
    assert candidates(for_mayors, Draft("He was fired."), mayor) == ["respect.test"]
