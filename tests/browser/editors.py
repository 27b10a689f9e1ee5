"""The real editors that the behaviour suite drives, each on a page of its own."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page

from tests.browser.driver import Extension, poll, underlined

RICH = [
    "draft",
    "lexical",
    "lexical_rich",
    "quill",
    "prosemirror",
    "tiptap",
    "slate",
    "contenteditable",
    "plaintext_only",
    "in_shadow",
]
FIELDS = ["textarea", "react_textarea", "react_input"]
# The same fields in a browser that draws no lines in them itself, as Firefox and an older Chrome.
MIRRORED = {f"mirrored_{name}": name for name in FIELDS}
EDITORS = [*RICH, *FIELDS, *MIRRORED]
SITE = "http://localhost"
_BOX = "#home [contenteditable]:not([contenteditable=false]), #home textarea, #home input"


class EditorPage:
    """One editor with the extension at work on it."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = MIRRORED.get(name, name)
        self.is_mirrored = name in MIRRORED

    @property
    def box(self) -> Locator:
        return self.page.locator(_BOX).first

    def open(self, extension: Extension | None = None) -> None:
        """Open the page; with `extension`, wait until it runs there."""
        address = f"{SITE}/editors.html?{self.name}"
        self.page.goto(address)
        self.page.locator(f"html[data-ready={self.name}]").wait_for()
        if extension:
            poll(lambda: extension.runs_in(address), "the extension runs on the page")
            if self.is_mirrored:
                run_in_extension(self.page, "delete HTMLTextAreaElement.prototype.createValueRange")
                run_in_extension(self.page, "delete HTMLInputElement.prototype.createValueRange")
        self.box.click()

    def model(self) -> str:
        """The text as the editor itself knows it."""
        return str(self.page.evaluate("() => window.model()")).replace("\u00a0", " ")

    def wait_for_model(self, wanted: str) -> None:
        poll(self.model, f"the text {wanted!r}", lambda text: text == wanted)

    def marked(self) -> list[str]:
        """The words with a line under them."""
        if not self.is_mirrored:
            return underlined(self.page, _BOX)
        return list(self.page.locator("second-reading-notes .mirror u").all_text_contents())

    def wait_for_marked(self, wanted: list[str]) -> None:
        poll(self.marked, f"lines under {wanted}", lambda seen: seen == wanted)

    def dom(self) -> str:
        """What stands inside the editor, byte for byte."""
        return str(self.box.evaluate("(box) => box.outerHTML"))

    def paste(self, text: str) -> None:
        """Paste as a person does, from the clipboard."""
        self.page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
        self.page.keyboard.press("Control+v")

    def compose(self, *steps: str) -> None:
        """Write with an input method: each step replaces the one before, the last one is committed."""
        session = self.page.context.new_cdp_session(self.page)
        for step in steps:
            session.send(
                "Input.imeSetComposition",
                {"text": step, "selectionStart": len(step), "selectionEnd": len(step)},
            )
        session.send("Input.insertText", {"text": steps[-1]})
        session.detach()


def run_in_extension(page: Page, script: str) -> None:
    """Run a script where the extension's own scripts run in `page`: their objects are not the page's."""
    session = page.context.new_cdp_session(page)
    worlds: list[int] = []
    session.on(
        "Runtime.executionContextCreated", lambda event: worlds.extend(_world_of_ours(event["context"]))
    )
    session.send("Runtime.enable")

    def is_known() -> bool:
        """The browser tells of its worlds apart from its answers, so they may come after the answer."""
        session.send("Runtime.evaluate", {"expression": "0"})
        return bool(worlds)

    poll(is_known, "the browser names the extension's world")
    for world in worlds:
        session.send("Runtime.evaluate", {"expression": script, "contextId": world})
    session.detach()


def _world_of_ours(context: dict[str, Any]) -> list[int]:
    return [context["id"]] if context["name"] == "Second Reading" else []
