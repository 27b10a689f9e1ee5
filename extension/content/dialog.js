"use strict";

/**
 * The question before a post goes out while findings ask to be confirmed. It never forbids: a tick is enough.
 */
class ConfirmDialog {
  /** @param {Surface} surface */
  constructor(surface) {
    this.surface = surface;
    /** @type {((answer: boolean) => void) | null} */
    this.answer = null;
  }

  get isOpen() {
    return this.answer !== null;
  }

  /**
   * @param {{finding: Finding, text: string}[]} findings at least one, each with the draft it was found in
   * @returns {Promise<boolean>} true: post as it is; false: keep editing
   */
  ask(findings) {
    const veil = build("div", { class: "veil" });
    const part = this.build(findings);
    this.surface.add(veil);
    this.surface.add(part);
    keepFocusInside(part, this.surface, () => this.answer?.(false));
    focusFirmly(part);
    return new Promise((resolve) => {
      this.answer = (answer) => {
        this.answer = null;
        part.remove();
        veil.remove();
        resolve(answer);
      };
    });
  }

  /** @param {{finding: Finding, text: string}[]} findings */
  build(findings) {
    const items = findings.map(({ finding, text }) => buildItem(finding, text));
    const list = build("ul", { id: "dialog-findings" }, ...items);
    const post = buildButton({ class: "main", text: word("dialog_post") }, () => this.answer?.(true));
    post.disabled = true;
    const edit = buildButton({ text: word("dialog_edit") }, () => this.answer?.(false));
    const part = build("div", { class: "box dialog", role: "alertdialog" },
      build("div", { class: "top" }, build("h2", { id: "dialog-title", text: word("dialog_title") })),
      build("p", { class: "lead", id: "dialog-lead", text: word("dialog_intro") }),
      list, buildTick(post), build("div", { class: "actions" }, edit, post));
    part.tabIndex = -1;
    part.setAttribute("aria-modal", "true");
    part.setAttribute("aria-labelledby", "dialog-title");
    part.setAttribute("aria-describedby", "dialog-lead dialog-findings");
    return part;
  }
}

/** @param {Finding} finding @param {string} text */
function buildItem(finding, text) {
  return build("li", { class: finding.severity }, buildWords(finding, text),
    build("p", { class: "message", text: finding.message }), buildFacts(finding));
}

/** @param {HTMLButtonElement} post waits for the tick */
function buildTick(post) {
  const tick = build("input");
  tick.type = "checkbox";
  tick.addEventListener("change", () => { post.disabled = !tick.checked; });
  return build("label", { class: "tick" }, tick, build("span", { text: word("dialog_tick") }));
}
