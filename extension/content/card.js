"use strict";

/**
 * The card of one finding, beside its words. Opened with the mouse it leaves the focus in the text; opened with the
 * keyboard it takes the focus, and Escape gives it back.
 *
 * @typedef {object} CardContent
 * @property {Finding} finding
 * @property {string} text the draft
 * @property {string} place such as "1 of 3"
 * @property {() => DOMRect | undefined} anchor where the words stand now
 * @property {string | null} failed the new words, when the box did not take them
 * @property {(suggestion: Suggestion) => void} fix
 * @property {() => void} dismiss
 * @property {(() => void) | null} next null when there is no other note
 * @property {() => void} giveFocusBack
 */
class Card {
  /** @param {Surface} surface @param {Port["report"]} report told what became of a note */
  constructor(surface, report) {
    this.surface = surface;
    this.report = report;
    /** @type {HTMLElement | null} */
    this.part = null;
    /** @type {CardContent | null} */
    this.content = null;
  }

  get isOpen() {
    return this.part !== null;
  }

  /** @param {CardContent} content @param {{focus: boolean}} options */
  show(content, { focus }) {
    this.hide();
    const part = this.build(content);
    this.part = part;
    this.content = content;
    this.surface.add(part);
    keepFocusInside(part, this.surface, () => this.leave());
    this.place();
    if (focus) focusFirmly(part);
    else this.announce(content.finding);
  }

  /** @param {Finding} finding */
  announce({ severity, message, language }) {
    this.surface.announce(`${word(`severity_${severity}`)}: `, build("span", { text: message, lang: language }));
  }

  /** @param {CardContent} content @returns {HTMLElement} */
  build(content) {
    const { finding, text, failed } = content;
    const message = build("p", { class: "message", id: "card-message", text: finding.message, lang: finding.language });
    const part = build("div", { class: `box card ${finding.severity}`, role: "dialog" },
      this.buildTop(content), buildWords(finding, text), message);
    part.setAttribute("aria-labelledby", "card-severity card-message");
    part.tabIndex = -1;
    if (failed !== null) part.append(this.buildFailed(failed));
    // Before the reasons, so that the one click is in sight even where the card has to scroll.
    if (finding.suggestions.length > 0) part.append(this.buildFixes(content));
    part.append(buildFacts(finding), this.buildActions(content));
    return part;
  }

  /** @param {CardContent} content */
  buildTop({ finding, place }) {
    const severity = build("span", { class: "chip", id: "card-severity", text: word(`severity_${finding.severity}`) });
    const close = buildButton({ class: "close", text: "×", label: word("close") }, () => this.leave());
    return build("div", { class: "top" }, severity, build("span", { class: "place", text: place }), close);
  }

  /** @param {string} words */
  buildFailed(words) {
    const note = build("p", { class: "failed", role: "alert", text: word(words ? "fix_failed" : "fix_failed_remove") });
    if (words) note.append(" ", build("code", { text: words }));
    return note;
  }

  /** @param {CardContent} content */
  buildFixes({ finding, fix }) {
    const buttons = finding.suggestions.map((suggestion, index) => buildButton(
      { class: index === 0 ? "main" : "", text: nameSuggestion(suggestion) }, () => {
        void this.report({ rule: finding.rule, kind: "fixed" });
        fix(suggestion);
      },
    ));
    return build("div", { class: "actions" }, ...buttons);
  }

  /** @param {CardContent} content */
  buildActions({ finding, text, dismiss, next }) {
    const { report, surface } = this;
    const wrong = buildWrong(finding, text, { report, announce: (words) => surface.announce(words) });
    return build("div", { class: "actions spread" },
      buildButton({ class: "plain", text: word("dismiss") }, dismiss), wrong,
      next ? buildButton({ text: word("next_note") }, next) : null);
  }

  place() {
    if (this.part && this.content) placeBeside(this.part, this.content.anchor());
  }

  hide() {
    this.part?.remove();
    this.part = null;
  }

  leave() {
    this.hide();
    this.content?.giveFocusBack();
  }
}
