"""The pages about word lists, which rules name as `{list}`, and about any other file of the policy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request

from secondreading.desk.errors import Missing, Refused, Stale
from secondreading.policy.load import read_plain
from secondreading.policy.write import write_section
from secondreading.web.admin.marking import Fault, show_refusals
from secondreading.web.admin.publishing import Plan
from secondreading.web.admin.room import Answer, Room, done_saving, may_do, planned_edit, show_stale
from secondreading.web.admin.rule_change import lines

PERMISSION = "rules.edit"
FOLDER = "words/"


@dataclass(frozen=True, slots=True)
class WordsView:
    """One list. `is_fuzzy`: also found in disguise (`1d10t`); `etag` is that of the whole file."""

    name: str
    path: str
    words: tuple[str, ...]
    is_fuzzy: bool
    etag: str


def add_words(blueprint: Blueprint, room: Room) -> None:
    @blueprint.get("/words")
    def word_lists() -> str:
        query = request.args.get("q", "").strip()[:200]
        found = [one for one in _all_lists(room) if query.casefold() in f"{one.name} {one.words}".casefold()]
        return render_template("admin/words.html", lists=found, query=query)

    @blueprint.get("/words/<name>")
    def word_list(name: str) -> str:
        found = _one_list(room, name)
        return _list_page(room, found, "\n".join(found.words), found.etag)

    @blueprint.post("/words/<name>")
    def save_word_list(name: str) -> Answer:
        found, etag = _one_list(room, name), request.form.get("etag", "")
        written = request.form.get("words", "")
        words = list(dict.fromkeys(lines(written)))
        value: Any = {"fuzzy": True, "words": words} if found.is_fuzzy else words
        plan, edit, refusals = planned_edit(room)
        if not refusals:
            try:
                text = write_section(room.desk.file(found.path).text, (name,), value)
                return done_saving(
                    f"/admin/words/{name}", room.desk.save_file(found.path, text, edit, etag), plan
                )
            except Refused as fault:
                refusals = fault.refusals
            except Stale as fault:
                return show_stale(room, fault, found.path, f"/admin/words/{name}", written)
        return _list_page(room, found, written, etag, show_refusals(refusals), plan), 422


def add_files(blueprint: Blueprint, room: Room) -> None:
    @blueprint.get("/files")
    def files() -> str:
        return render_template("admin/files.html", paths=[file.path for file in room.desk.files()])

    @blueprint.get("/files/<path:path>")
    def policy_file(path: str) -> str:
        found = room.desk.file(path)
        return _file_page(path, found.text, found.etag)

    @blueprint.post("/files/<path:path>")
    def save_policy_file(path: str) -> Answer:
        room.desk.file(path)
        text, etag = request.form.get("text", "").replace("\r\n", "\n"), request.form.get("etag", "")
        plan, edit, refusals = planned_edit(room)
        if not refusals:
            try:
                return done_saving(f"/admin/files/{path}", room.desk.save_file(path, text, edit, etag), plan)
            except Refused as fault:
                refusals = fault.refusals
            except Stale as fault:
                return show_stale(room, fault, path, f"/admin/files/{path}", text)
        return _file_page(path, text, etag, show_refusals(refusals), plan), 422


def _all_lists(room: Room) -> list[WordsView]:
    found = []
    for file in room.desk.files():
        if not file.path.startswith(FOLDER):
            continue
        for name, value in read_plain(file.text).items():
            is_mapping = isinstance(value, Mapping)
            words = (value.get("words") if is_mapping else value) or ()
            is_fuzzy = is_mapping and bool(value.get("fuzzy"))
            found.append(WordsView(str(name), file.path, tuple(map(str, words)), is_fuzzy, file.etag))
    return sorted(found, key=lambda one: one.name)


def _one_list(room: Room, name: str) -> WordsView:
    for one in _all_lists(room):
        if one.name == name:
            return one
    raise Missing("there is no such word list")


def _list_page(
    room: Room,
    found: WordsView,
    words: str,
    etag: str,
    faults: tuple[Fault, ...] = (),
    plan: Plan | None = None,
) -> str:
    named = re.compile(re.escape(f"{{{found.name}}}"))
    return render_template(
        "admin/word_list.html",
        list=found,
        words=words,
        etag=etag,
        rules=[rule for rule in room.desk.rules() if named.search(rule.text)],
        faults=faults,
        fault_of={fault.place: f"{fault.message} {fault.mend}" for fault in faults},
        plan=plan or Plan(),
        may_edit=may_do(PERMISSION),
    )


def _file_page(
    path: str, text: str, etag: str, faults: tuple[Fault, ...] = (), plan: Plan | None = None
) -> str:
    return render_template(
        "admin/file.html",
        path=path,
        text=text,
        etag=etag,
        faults=faults,
        fault_of={fault.place: f"{fault.message} {fault.mend}" for fault in faults},
        plan=plan or Plan(),
        may_edit=may_do(PERMISSION),
    )
