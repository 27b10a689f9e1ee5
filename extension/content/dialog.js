"use strict";

/**
 * The question before something goes out while findings ask to be confirmed. It never forbids: a tick is enough, or a
 * reason in the writer's own words.
 *
 * @typedef {{finding: Finding, text: string, tips?: Tip[]}} Asked a finding and the draft it was found in
 * @typedef {{title: string, lead: string, go: string, stay: string, ladder?: HTMLElement, opinion: HTMLElement}}
 *   Question other words than those before a post, and what stands below the findings and below the buttons
 */
class ConfirmDialog {
  /** @param {Surface} surface @param {Port["report"]} report told what the person confirmed */
  constructor(surface, report) {
    this.surface = surface;
    this.report = report;
    /** @type {((answer: boolean) => void) | null} */
    this.answer = null;
    this.reason = "";
  }

  get isOpen() {
    return this.answer !== null;
  }

  /**
   * @param {Asked[]} asked at least one
   * @param {Question} [question] left out: before a post
   * @returns {Promise<boolean>} true: as it is; false: keep editing
   */
  ask(asked, question = postQuestion(asked)) {
    const veil = build("div", { class: "veil" });
    const part = this.build(asked, question);
    this.surface.add(veil);
    this.surface.add(part);
    keepFocusInside(part, this.surface, () => this.answer?.(false));
    focusFirmly(part);
    return new Promise((resolve) => {
      this.answer = (answer) => {
        this.answer = null;
        part.remove();
        veil.remove();
        if (answer) this.tell(asked);
        resolve(answer);
      };
    });
  }

  /** @param {Asked[]} asked */
  tell(asked) {
    const reason = this.reason ? { reason: this.reason } : {};
    for (const rule of new Set(asked.map(({ finding }) => finding.rule))) {
      void this.report({ rule, kind: "acknowledged", ...reason });
    }
  }

  /** @param {Asked[]} asked @param {Question} question */
  build(asked, { title, lead, go, stay, ladder, opinion }) {
    const items = asked.map(({ finding, text }) => buildItem(finding, text));
    const post = buildButton({ class: "main", text: go }, () => this.answer?.(true));
    post.disabled = true;
    const edit = buildButton({ text: stay }, () => this.answer?.(false));
    const part = build("div", { class: "box dialog", role: "alertdialog" },
      build("div", { class: "top" }, build("h2", { id: "dialog-title", text: title })),
      build("p", { class: "lead", id: "dialog-lead", text: lead }),
      ladder ?? null, build("ul", { id: "dialog-findings" }, ...items),
      ...this.buildConsent(post, build("div", { class: "actions" }, edit, post)), opinion);
    part.tabIndex = -1;
    part.setAttribute("aria-modal", "true");
    part.setAttribute("aria-labelledby", "dialog-title");
    part.setAttribute("aria-describedby", "dialog-lead dialog-findings");
    return part;
  }

  /**
   * The tick stands before the buttons, the reason after them: most people need only the one.
   * @param {HTMLButtonElement} post waits for the tick or the reason @param {HTMLElement} buttons
   */
  buildConsent(post, buttons) {
    this.reason = "";
    const tick = build("input");
    tick.type = "checkbox";
    const reason = build("input");
    reason.maxLength = 300;
    reason.autocomplete = "off";
    const changed = () => {
      this.reason = reason.value.trim();
      post.disabled = !tick.checked && this.reason === "";
    };
    tick.addEventListener("change", changed);
    reason.addEventListener("input", changed);
    reason.addEventListener("keydown", ({ key, isComposing }) => {
      if (key === "Enter" && !isComposing) post.click();
    });
    return [
      build("label", { class: "tick" }, tick, build("span", { text: word("dialog_tick") })), buttons,
      build("label", { class: "reason" }, word("dialog_reason"), reason),
    ];
  }
}

/** @param {Asked[]} asked @returns {Question} */
function postQuestion(asked) {
  const { text, tips } = asked[0];
  return {
    title: word("dialog_title"), lead: word("dialog_intro"), go: word("dialog_post"), stay: word("dialog_edit"),
    opinion: buildSecondOpinion(text, contactOf(tips)),
  };
}

/** @param {Finding} finding @param {string} text */
function buildItem(finding, text) {
  const chip = build("span", { class: "chip", text: word(`severity_${finding.severity}`) });
  return build("li", { class: finding.severity },
    finding.severity === "confirm" ? null : chip, buildWords(finding, text),
    build("p", { class: "message", text: finding.message, lang: finding.language }), buildFacts(finding));
}
