"""From sources to a `Policy`: which file is what, by its place in the folder."""

from __future__ import annotations

from collections.abc import Sequence

from secondreading.domain import Clause, Severity
from secondreading.matchers.frames import FRAMES, SIDES

from .model import FrameCue, Policy, Rule, Wording, WordList
from .read_documents import DOCUMENTS_FILE, TIPS_FILE, read_documents, read_tips
from .read_facts import CITY_FILE, read_city, read_links
from .read_modifiers import MODIFIERS_FILE, read_modifiers
from .read_rule import read_rule
from .read_wording import read_wording
from .source import Fields, Source

LINKS_FILE = "links.yaml"
WORDS_FOLDER, FRAMES_FOLDER, WORDING_FOLDER = "words", "frames", "wording"
SEVERITIES = {severity.word: severity for severity in Severity}


def read_policy(sources: Sequence[Source]) -> Policy | None:
    """Read all sources. Errors stay in the sources; None where the city's file cannot be read at all."""
    by_name = {source.file: source for source in sources}
    if CITY_FILE not in by_name:
        first = sources[0] if sources else Source(CITY_FILE)
        first.complain((), f"there is no {CITY_FILE} beside the rules", "start from the example city's file")
        return None
    rules: list[Rule] = []
    words: list[WordList] = []
    cues: list[FrameCue] = []
    wordings: list[Wording] = []
    for source in sources:
        folder, slash, name = source.file.partition("/")
        if source.data is None or not slash:
            continue
        if folder == WORDS_FOLDER:
            words += read_words_file(source)
        elif folder == FRAMES_FOLDER:
            cues += read_frames_file(source)
        elif folder == WORDING_FOLDER:
            wordings += [wording] if (wording := read_wording(source)) else []
        elif "/" in name:
            source.complain((), "a rule lies too deep in folders", "put it at <topic>/<name>.yaml")
        elif rule := read_rule(source):
            rules.append(rule)
    clauses, answers = read_documents(by_name.get(DOCUMENTS_FILE, Source(DOCUMENTS_FILE)))
    _check_clauses(rules, clauses, by_name)
    facts, city_words = read_city(by_name[CITY_FILE], read_links(by_name.get(LINKS_FILE)))
    _check_names([*words, *city_words], by_name)
    tips = read_tips(by_name[TIPS_FILE]) if TIPS_FILE in by_name else ()
    modifiers = read_modifiers(by_name.get(MODIFIERS_FILE))
    return Policy(
        tuple(rules), tuple(words + city_words), tuple(cues), clauses, facts, tips, modifiers,
        tuple(wordings), answers,
    )  # fmt: skip


def read_words_file(source: Source) -> list[WordList]:
    """Several word lists: name to a list of phrases, or to `{fuzzy: true, words: [...]}`."""
    top, found = Fields(source, source.data), []
    for name in top.names():
        plain = isinstance(top.data[name], list)
        fields = top if plain else top.mapping(name)
        members = fields.texts(name if plain else "words") if fields else ()
        fuzzy = fields is not None and not plain and fields.truth("fuzzy")
        path = (name,) if plain else (name, "words")
        if not members:
            source.complain((name,), f"the word list {name} is empty", "write at least one phrase")
        if fields is not None and not plain:
            fields.close()
        found.append(WordList(name, members, fuzzy, source.file, source.lines, path))
    return found


def read_frames_file(source: Source) -> list[FrameCue]:
    """A language's frames: frame to a list of `{side, within, words}`."""
    top, found = Fields(source, source.data), []
    for frame in top.names():
        if frame not in FRAMES:
            source.complain((frame,), f"there is no frame {frame!r}", "use one of " + ", ".join(FRAMES))
            continue
        for at, fields in enumerate(top.mappings(frame)):
            side = fields.choice("side", SIDES, "before")
            within = fields.text("within", "sentence")
            words = fields.texts("words")
            fields.close()
            found.append(
                FrameCue(frame, side, within, words, source.file, source.lines, (frame, at, "words"))
            )
    return found


def _check_clauses(rules: Sequence[Rule], clauses: dict[str, Clause], by_name: dict[str, Source]) -> None:
    for rule in rules:
        for at, clause in enumerate(rule.clauses):
            if clause not in clauses:
                by_name[rule.file].complain(
                    ("clauses", at),
                    f"no document has a clause {clause!r}",
                    f"cite a clause id of {DOCUMENTS_FILE}",
                )


def _check_names(words: Sequence[WordList], by_name: dict[str, Source]) -> None:
    first: dict[str, str] = {}
    for member in words:
        if member.file == CITY_FILE:
            continue
        if first.setdefault(member.name, member.file) != member.file:
            by_name[member.file].complain(
                (member.name,),
                f"the word list {member.name} is also in {first[member.name]}",
                "give it another name",
            )
