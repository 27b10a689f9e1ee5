"""One check: severities, frames that soften, escalators, quoted words, suggestions, tips."""

from datetime import date

from secondreading.check import check
from secondreading.domain import AccountContext, Action, Draft, Media, Moment, Profile, Role, Severity
from tests.core.policies import marked, policy, report

OFFICIAL = AccountContext(Profile.OFFICIAL, Role.ELECTED)


def severities(
    compiled: object, text: str, account: AccountContext = OFFICIAL, **circumstances: object
) -> list[Severity]:
    return [f.severity for f in report(compiled, text, account=account, **circumstances).findings]  # type: ignore[arg-type]


def test_the_most_particular_severity_counts() -> None:
    compiled = policy(
        "terms: [word]",
        severity={"*": "advise", "official": "warn", "official/police": "confirm", "personal": "off"},
    )
    assert severities(compiled, "word") == [Severity.WARN]
    assert severities(compiled, "word", AccountContext(Profile.OFFICIAL, Role.POLICE)) == [Severity.CONFIRM]
    assert severities(compiled, "word", AccountContext(Profile.PERSONAL, Role.STAFF)) == []


def test_a_campaign_account_counts_as_personal_unless_the_rule_names_it() -> None:
    campaign = AccountContext(Profile.CAMPAIGN, Role.ELECTED)
    assert severities(policy("terms: [word]", severity={"personal": "advise"}), "word", campaign) == [
        Severity.ADVISE
    ]
    named = policy("terms: [word]", severity={"personal": "advise", "campaign": "off"})
    assert severities(named, "word", campaign) == []


def test_an_unknown_profile_gets_the_softer_severity() -> None:
    compiled = policy("terms: [word]", severity={"official": "confirm", "personal": "advise"})
    assert severities(compiled, "word", AccountContext(Profile.UNKNOWN, Role.STAFF)) == [Severity.ADVISE]


def test_a_trial_rule_never_says_more_than_advise() -> None:
    assert severities(policy("terms: [word]", severity="confirm", status="trial"), "word") == [
        Severity.ADVISE
    ]


def test_no_escalator_carries_a_trial_rule_past_a_note() -> None:
    louder = {"raise": [{"to": "confirm", "when": {"terms": ["today"]}}]}
    compiled = policy("terms: [word]", severity="confirm", status="trial", **louder)
    assert severities(compiled, "a word today") == [Severity.ADVISE]


def test_a_softening_frame_lowers_by_one_step() -> None:
    compiled = policy("terms: [word]", severity="confirm", softened_by=["question"])
    assert severities(compiled, "Is it a word?") == [Severity.WARN]


def test_escalators_raise_and_lower() -> None:
    compiled = policy(
        "terms: [word]",
        **{
            "raise": [{"to": "confirm", "when": {"terms": ["today"]}}],
            "lower": [{"to": "advise", "when": {"terms": ["please"]}}],
        },
    )
    assert severities(compiled, "a word today") == [Severity.CONFIRM]
    assert severities(compiled, "a word please") == [Severity.ADVISE]


def test_words_that_are_passed_on_are_checked_one_step_softer_and_mark_nothing() -> None:
    compiled = policy("terms: [word]")
    found = report(compiled, "look at this", action=Action.REPOST, quoted="a word").findings
    assert [(f.severity, f.span) for f in found] == [(Severity.ADVISE, None)]
    assert not report(compiled, "look at this", action=Action.POST, quoted="a word").findings


def test_removing_a_match_leaves_no_double_space() -> None:
    compiled = policy("terms: [bad word]", suggest={"remove": "match"})
    suggestion = report(compiled, "one bad word two").findings[0].suggestions[0]
    text = "one bad word two"
    assert text[: suggestion.span.start] + suggestion.text + text[suggestion.span.end :] == "one two"


def test_removing_a_sentence_takes_its_closing_marks_along() -> None:
    compiled = policy("terms: [bad]", suggest={"remove": "sentence"})
    text = "One. This is bad!! Two."
    suggestion = report(compiled, text).findings[0].suggestions[0]
    assert text[: suggestion.span.start] + text[suggestion.span.end :] == "One. Two."


def test_a_finding_over_two_sentences_takes_both_along() -> None:
    compiled = policy(
        "terms: [bad]\nnear: {terms: [worse], within: 2 sentences}\nmark: both",
        suggest={"remove": "sentence"},
    )
    text = "One. It is bad. And worse! Two."
    suggestion = report(compiled, text).findings[0].suggestions[0]
    assert text[: suggestion.span.start] + text[suggestion.span.end :] == "One. Two."


def test_overlapping_hits_of_a_rule_are_one_finding() -> None:
    assert marked(policy("terms: [closed session, session today]"), "closed session today") == [
        "closed session"
    ]


def test_the_same_request_gives_the_same_report() -> None:
    compiled = policy("terms: [word, other]")
    assert report(compiled, "word other word") == report(compiled, "word other word")


def test_an_official_account_is_held_to_be_registered_unless_it_is_known_not_to_be() -> None:
    compiled = policy("terms: [word]")
    assert report(compiled, "x").account.registered
    unknown = AccountContext(Profile.OFFICIAL, Role.STAFF, registered=False)
    assert not report(compiled, "x", account=unknown).account.registered


def test_pictures_that_nobody_read_make_the_report_partial() -> None:

    found = check(
        policy("terms: [word]"),
        Draft("x", media=(Media("image", "a dog"),)),
        OFFICIAL,
        Moment(date(2026, 8, 10)),
    )
    assert found.status == "partial"


def test_an_empty_draft_is_checked() -> None:
    assert report(policy("terms: [word]"), "").status == "checked"


def test_a_language_that_no_rule_covers_makes_the_report_partial() -> None:
    compiled = policy("terms: [word]")
    found = report(compiled, "Das Rathaus ist heute geschlossen, bitte rufen Sie morgen wieder an.")
    assert found.not_checked == ("No rule covers the language of this draft (de).",)
    assert report(compiled, "The town hall is closed today, please call again tomorrow.").status == "checked"


def test_a_short_or_wordless_draft_is_not_guessed_at() -> None:
    compiled = policy("terms: [word]")
    for text in (
        "Ja!",
        "👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍👍",
        "https://maplebend.gov/a/long/path/to/something",
    ):
        assert report(compiled, text).status == "checked", text
