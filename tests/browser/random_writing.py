"""Somebody who types, pastes, undoes and changes accounts at random in one editor, and looks at what comes of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from random import Random

from playwright.sync_api import CDPSession

from tests.browser.driver import CLEAN, LEAK, Extension, Reader, badge, poll
from tests.browser.editors import EditorPage

LOOK_EVERY = 30
SWITCH_EVERY = 40
EMPTY_EVERY = 300
PHRASES = (
    LEAK,
    CLEAN,
    " ",
    ". ",
    "council ",
    "résumé ",
    "日本 ",
    "👩‍👩‍👧‍👦 ",
    "😡",
    "e\u0301",
    "Vote for me! ",
    "x",
)
MOVES = ("ArrowLeft", "ArrowRight", "Home", "End", "Control+Home", "Control+End", "Shift+ArrowLeft")
# Whoever writes as somebody else may get other notes on the same words.
ACCOUNTS = (
    {"profile": "official", "role": "staff"},
    {"profile": "official", "role": "elected"},
    {"profile": "campaign", "role": "elected"},
    {"profile": "personal", "role": "staff"},
)
Step = tuple[str, str]


def random_steps(seed: int) -> Iterator[Step]:
    """Endless random keys and changes of who is writing."""
    random = Random(seed)
    for number in count(1):
        way = random.choices(("type", "insert", "paste", "press"), (3, 4, 1, 6))[0]
        if number % SWITCH_EVERY == 0:
            yield "switch", str(random.randrange(len(ACCOUNTS)))
        elif number % EMPTY_EVERY == 0:
            yield "press", "Control+a"
            yield "press", "Backspace"  # so that no draft grows without end
        elif way == "press":
            keys = random.choices(
                (*MOVES, "Backspace", "Delete", "Enter", "Control+z"), (*[2] * 7, 4, 2, 1, 3)
            )
            yield way, keys[0]
        else:
            yield way, random.choice(PHRASES)


BARE = ("contenteditable", "plaintext_only", "in_shadow")
# Slate reads the caret's place only ten times a second; what a key does in the meantime is chance. Milliseconds.
PACE = {"slate": 130}
_NEXT = """(ms) => new Promise((done) => requestAnimationFrame(() =>
    setTimeout(() => requestAnimationFrame(done), ms)))"""


@dataclass(slots=True)
class Writer:
    """Writes in `editor`. `fault` is the first thing that went wrong and could be the editor's own doing."""

    editor: EditorPage
    extension: Extension
    seed: int
    errors: list[str] = field(default_factory=list)
    taken: list[Step] = field(default_factory=list)
    account: dict[str, str] = field(default_factory=lambda: ACCOUNTS[0])

    def __post_init__(self) -> None:
        self.extension.save(**self.account)
        self.editor.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def write(self) -> Iterator[None]:
        """Take steps until something goes wrong; a turn ends each time somebody may look."""
        for number, step in enumerate(random_steps(self.seed), start=1):
            self._take(step)
            if number % LOOK_EVERY == 0 and not self.errors:
                self._type_mark(number)
                yield
            if self.errors:
                return

    @property
    def fault(self) -> str:
        return f"step {len(self.taken)}: {self.errors[0]}" if self.errors else ""

    def _take(self, step: Step) -> None:
        way, what = step
        keys = self.editor.page.keyboard
        self.taken.append(step)
        if way == "type":
            keys.type(what)
        elif way == "insert":
            keys.insert_text(what)
        elif way == "paste":
            self.editor.paste(what)
        elif way == "switch":
            self.account = ACCOUNTS[int(what)]
            self.extension.save(**self.account)
        else:
            keys.press(what)
        self.editor.page.evaluate(_NEXT, PACE.get(self.editor.name, 0))

    def _type_mark(self, number: int) -> None:
        """Not a character gets lost: what is typed now is added to the text, and nothing else changes."""
        editor = self.editor
        editor.page.keyboard.press("ArrowRight")  # nothing is selected that the mark would replace
        editor.page.evaluate(_NEXT, PACE.get(editor.name, 60))
        before, mark = editor.model(), f"mark{number}"
        editor.page.keyboard.type(mark)
        editor.page.evaluate(_NEXT, PACE.get(editor.name, 60))
        after = editor.model()
        if self._told(after.replace(mark, "", 1)) != self._told(before) or mark not in after:
            self.errors.append(f"{before!r} became {after!r}")

    def _told(self, text: str) -> str:
        """A bare box has no model: the browser counts the break that only keeps an empty last line open, too."""
        return text.replace("\n", "") if self.editor.name in BARE else text


def look_at_lines(writer: Writer, reader: Reader) -> None:
    """Once the draft is checked, lines stand under exactly the words that the server names."""
    editor = writer.editor
    text = editor.model()
    if not text.strip():
        return
    badges = badge(editor.page)
    poll(
        badges.all_text_contents,
        "a checked draft",
        lambda seen: len(seen) == 1 and seen != ["Checking…"],
    )
    marked = reader.marked(text, platform="other", only_apart=editor.is_mirrored, **writer.account)
    wanted = sorted(marked)
    poll(editor.marked, f"lines under {wanted}", lambda seen: sorted(_plain(seen)) == wanted)


def _plain(words: list[str]) -> list[str]:
    return [word.replace("\n", "").replace("\u00a0", " ") for word in words]


def count_listeners(session: CDPSession) -> int:
    """How many event listeners there are on the page, once what nobody holds is gone."""
    session.send("HeapProfiler.collectGarbage")
    metrics = session.send("Performance.getMetrics")["metrics"]
    return int(next(item["value"] for item in metrics if item["name"] == "JSEventListeners"))
