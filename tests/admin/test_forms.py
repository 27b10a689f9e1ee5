"""The rule editor's form and people's spreadsheets: what goes in comes out, and what is wrong is named."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from secondreading.domain import Span
from secondreading.resources import policy_rules_folder
from secondreading.web.admin.accounts import read_address
from secondreading.web.admin.marking import mark
from secondreading.web.admin.rule_change import change_rule, slug
from secondreading.web.admin.rule_view import EditorView, view_rule
from secondreading.web.admin.tables import Column, read_table

RULES = sorted(
    path
    for path in policy_rules_folder().glob("*/*.yaml")
    if path.parent.name not in ("words", "frames", "wording")
)


def _form_of(view: EditorView) -> dict[str, str]:
    """What a browser sends when nothing was touched."""
    plain = (
        "topic",
        "name",
        "title",
        "message",
        "why",
        "fix",
        "status",
        "language",
        "reliability",
        "flags",
        "allows",
    )
    form = {name: getattr(view, name) for name in plain}
    form |= {"suggest": view.suggest[0], "suggest_words": view.suggest[1]}
    form |= {f"severity.{profile}.{role}": word for (profile, role), word in view.severities.items()}
    for kind, ways in (("way", view.ways), ("guard", view.guards)):
        for number, way in enumerate(ways):
            field = f"{kind}.{number}"
            form[f"{field}.place"] = way.place
            if way.is_plain:
                form[f"{field}.terms"] = way.terms
            if way.is_plain and "near" not in way.more:
                form[f"{field}.within"] = way.within
            if way.is_plain and kind == "way":
                form |= {f"{field}.mark": way.mark}
                if "near" not in way.more:
                    form |= {f"{field}.near": way.near, f"{field}.side": way.side}
    return form


def _spelt_out(data: dict[str, Any]) -> dict[str, Any]:
    """The same rule, with what may be left out written."""
    data = dict(data)
    severity = data["severity"]
    by_place = severity if isinstance(severity, dict) else {"*": severity}
    data["severity"] = {key: "off" if word is False else word for key, word in by_place.items()}
    match = data["match"] if isinstance(data["match"], list) else [data["match"]]
    data["match"] = [_way(way) for way in match]
    data["unless"] = [{"within": "sentence"} | guard for guard in data.get("unless", [])]
    data["examples"] = sorted(data["examples"], key=str)
    return data


def _way(way: dict[str, Any]) -> dict[str, Any]:
    near = way.get("near")
    if near is not None:
        near = near if isinstance(near, dict) else {"terms": near}
        near = {"within": "sentence"} | {
            key: [str(item) for item in value] if key == "terms" else value for key, value in near.items()
        }
    return {"mark": "match"} | way | ({"near": near} if near else {})


@pytest.mark.parametrize("path", RULES, ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_a_rule_that_nobody_touches_leaves_the_editor_as_it_came(path: Any):
    data = yaml.safe_load(path.read_text("utf-8"))
    view = view_rule(data)
    chosen = {name: list(data.get(name, [])) for name in ("clauses", "frames", "softened_by")}
    assert _spelt_out(change_rule(data, _form_of(view), chosen)) == _spelt_out(data)


OLD = {
    "id": "respect.tone",
    "match": [{"terms": ["nonsense"]}, {"pattern": "x"}, {"terms": ["tosh"], "account": {"role": "elected"}}],
    "examples": [{"flag": "[[tosh]]", "because": "a reason"}],
}


def test_words_go_into_their_way_and_what_the_form_does_not_show_stays():
    form = _form_of(view_rule(OLD)) | {
        "way.0.terms": "nonsense\nrubbish~\n",
        "way.3.place": "",
        "way.3.terms": "bosh",
    }
    match = change_rule(OLD, form, {})["match"]
    assert match == [
        {"terms": ["nonsense", "rubbish~"]},
        {"pattern": "x"},
        {"terms": ["tosh"], "account": {"role": "elected"}},
        {"terms": ["bosh"]},
    ]


def test_a_way_without_words_is_taken_out():
    form = _form_of(view_rule(OLD)) | {"way.0.terms": " "}
    assert change_rule(OLD, form, {})["match"][0] == {"pattern": "x"}


def test_near_words_carry_how_near_and_on_which_side():
    form = {
        "way.0.place": "",
        "way.0.terms": "sold",
        "way.0.near": "arena",
        "way.0.within": "8 words",
        "way.0.side": "after",
    }
    (way,) = change_rule({}, form, {})["match"]
    assert way == {"terms": ["sold"], "near": {"terms": ["arena"], "within": "8 words", "side": "after"}}


def test_an_example_whose_text_stays_keeps_what_else_it_says():
    form = _form_of(view_rule(OLD)) | {"flags": "[[tosh]]\n[[bosh]]", "allows": "fine"}
    assert change_rule(OLD, form, {})["examples"] == [
        {"flag": "[[tosh]]", "because": "a reason"},
        {"flag": "[[bosh]]"},
        {"allow": "fine"},
    ]


def test_a_new_rule_is_named_after_its_title():
    assert slug("Closed-session content, leaked!") == "closed-session-content-leaked"
    assert (
        change_rule({}, {"topic": "privacy", "title": "Faces of children"}, {})["id"]
        == "privacy.faces-of-children"
    )


def test_the_stronger_mark_shows_where_two_overlap():
    shown = mark("one two three", [(Span(0, 7), "advise"), (Span(4, 13), "confirm")])
    assert [(piece.text, piece.severity) for piece in shown.pieces] == [
        ("one ", "advise"),
        ("two three", "confirm"),
    ]


def test_a_finding_under_no_words_flags_the_text_without_marks():
    shown = mark("no words", [(None, "warn")])
    assert shown.is_flagged
    assert [piece.severity for piece in shown.pieces] == [""]


COLUMNS = [
    Column("name", is_required=True),
    Column("day", check=lambda cell: "" if "-" in cell else "is no day."),
]


def test_every_bad_row_of_a_table_is_named_by_its_line():
    table = read_table("Name,Day\nAda,2026-01-02\n,2026-01-02\nBo,soon\n\nCy,2026-01-03,too,many\n", COLUMNS)
    assert [(fault.line, fault.column) for fault in table.faults] == [(3, "name"), (4, "day"), (6, "")]
    assert [line for line, _ in table.rows] == [2]


@pytest.mark.parametrize(
    "text",
    ["\ufeffname;day\r\nAda;2026-01-02\r\n", "name\tday\nAda\t2026-01-02", 'NAME, Day\n"Ada",2026-01-02'],
)
def test_tables_of_any_spreadsheet_are_read(text: str):
    assert [dict(row) for _, row in read_table(text, COLUMNS).rows] == [{"name": "Ada", "day": "2026-01-02"}]


def test_headings_that_are_wrong_are_told_before_any_row():
    table = read_table("nmae,day\nAda,2026-01-02\n", COLUMNS)
    assert [(fault.line, fault.column) for fault in table.faults] == [(1, "name"), (1, "nmae")]
    assert table.rows == ()


def test_a_quote_that_does_not_close_is_told():
    assert "quotes" in read_table('name,day\n"Ada,2026-01-02\n', COLUMNS).faults[0].message


@pytest.mark.parametrize(
    ("url", "account"),
    [
        ("https://x.com/MapleBendCity", ("x", "@MapleBendCity")),
        ("https://www.facebook.com/maplebend/about", ("facebook", "@maplebend")),
        ("bsky.app/profile/maplebend.gov", ("bluesky", "@maplebend.gov")),
        ("https://www.linkedin.com/company/city-of-maple-bend/", ("linkedin", "@city-of-maple-bend")),
        ("https://town.example/@clerk", ("mastodon", "@clerk@town.example")),
        ("https://maplebend.gov/news", None),
        ("javascript:alert(1)", None),
        ("https://x.com/", None),
    ],
)
def test_the_address_of_an_account_says_platform_and_handle(url: str, account: Any):
    assert read_address(url) == account
