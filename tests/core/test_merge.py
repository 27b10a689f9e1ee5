"""Two sides' changes of one text come together, or are told apart."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondreading.policy.merge import merge_files, merge_text

BASE = "a\nb\nc\nd\ne\n"
LINES = st.lists(st.sampled_from("abcdef"), max_size=8).map(lambda lines: "".join(f"{x}\n" for x in lines))


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        ("A\nb\nc\nd\ne\n", "a\nb\nc\nd\nE\n", "A\nb\nc\nd\nE\n"),
        ("a\nb\nc\nd\ne\nf\n", "0\na\nb\nc\nd\ne\n", "0\na\nb\nc\nd\ne\nf\n"),
        ("a\nc\nd\ne\n", "a\nb\nc\nd\n", "a\nc\nd\n"),
        ("a\nX\nc\nd\ne\n", "a\nX\nc\nd\ne\n", "a\nX\nc\nd\ne\n"),
        ("a\nX\nc\nd\ne\n", "a\nY\nc\nd\ne\n", None),
        ("a\nX\nc\nd\ne\n", "a\nb\nY\nd\ne\n", None),
        ("a\nc\nd\ne\n", "a\nB\nc\nd\ne\n", None),
    ],
)
def test_changes_of_different_lines_merge_and_of_the_same_lines_do_not(
    ours: str, theirs: str, merged: str | None
):
    assert merge_text(BASE, ours, theirs) == merged
    assert merge_text(BASE, theirs, ours) == merged


@settings(deadline=None)  # how long it takes is no part of the test
@given(LINES, LINES)
def test_a_change_of_one_side_alone_is_taken_whole(base: str, changed: str):
    assert merge_text(base, changed, base) == changed
    assert merge_text(base, base, changed) == changed
    assert merge_text(base, changed, changed) == changed


@settings(deadline=None)  # how long it takes is no part of the test
@given(LINES, LINES, LINES)
def test_a_merge_does_not_depend_on_the_order_of_the_sides(base: str, ours: str, theirs: str):
    assert merge_text(base, ours, theirs) == merge_text(base, theirs, ours)


def test_files_that_one_side_adds_changes_or_removes_follow_that_side():
    base = {"same": "1\n", "theirs": "1\n", "gone": "1\n", "mine": "1\n"}
    ours = {**base, "mine": "2\n", "new": "n\n"}
    theirs = {"same": "1\n", "theirs": "2\n", "mine": "1\n", "other": "o\n"}
    merged = merge_files(base, ours, theirs)
    expected = {"same": "1\n", "theirs": "2\n", "mine": "2\n", "new": "n\n", "other": "o\n"}
    assert (merged.files, merged.clashes) == (expected, ())


def test_a_file_that_one_side_removed_and_the_other_changed_is_a_clash():
    (clash,) = merge_files({"f": "1\n"}, {}, {"f": "2\n"}).clashes
    assert (clash.path, clash.base, clash.ours, clash.theirs) == ("f", "1\n", None, "2\n")
    merged = merge_files({"f": "1\n"}, {"f": "2\n"}, {})
    assert merged.files == {"f": "2\n"}
    assert merged.clashes
