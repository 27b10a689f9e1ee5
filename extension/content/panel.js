"use strict";

/**
 * Everything known about a draft in one list: its notes, what was not checked and why, good advice, the account.
 *
 * @typedef {object} PanelContent
 * @property {CheckSession} session
 * @property {PageAccount} account
 * @property {(finding: Finding) => void} open
 * @property {() => void} again
 */

/** @param {PanelContent} content @returns {HTMLElement} without a frame of its own */
function buildPanelContent({ session, account, open, again }) {
  const { phase, notes, report, draft } = session;
  const part = build("div");
  if (phase === "not_checked") part.append(buildNotChecked(session, again));
  if (notes.length > 0) part.append(buildNoteList(notes, draft?.text ?? "", open));
  else if (phase === "checked" && report?.status === "checked") part.append(build("p", { text: word("panel_clean") }));
  else if (phase === "checking") part.append(build("p", { text: word("panel_checking") }));
  if (report && phase === "checked") part.append(...buildReportParts(report, account));
  if (draft && (phase === "checked" || phase === "not_checked")) {
    part.append(buildSecondOpinion(draft.text, contactOf(report?.tips)));
  }
  return part;
}

/** @param {CheckSession} session @param {() => void} again */
function buildNotChecked({ reason, answered }, again) {
  return build("div", {},
    build("p", { class: "message", text: notCheckedWords(reason) }),
    answered.detail ? build("p", { text: answered.detail }) : null,
    build("p", { text: word(`help_${reason}`) }),
    build("div", { class: "actions" }, buildButton({ text: word("panel_again") }, again)));
}

/** @param {Finding[]} notes @param {string} text @param {(finding: Finding) => void} open */
function buildNoteList(notes, text, open) {
  const items = notes.map((finding) => {
    const button = buildButton({}, () => open(finding));
    button.append(build("span", { class: "chip", text: word(`severity_${finding.severity}`) }),
      buildWords(finding, text), build("span", { text: finding.message, lang: finding.language }));
    return build("li", { class: finding.severity }, button);
  });
  return build("ul", {}, ...items);
}

/** @param {Report} report @param {PageAccount} account @returns {HTMLElement[]} */
function buildReportParts({ not_checked, tips, account: view, language }, { handle, display_name: name }) {
  const profile = word(`profile_${view.profile}`);
  const who = handle || name;
  const isUnlisted = view.profile === "official" && !view.registered;
  const writingAs = who ? word("panel_writing_as", who, profile) : word("panel_writing_as_kind", profile);
  return [
    ...buildLines("panel_not_all", not_checked, language),
    // Whom to ask stands below, with the means to do it.
    ...buildLines("panel_tips", tips.filter(({ contact }) => !contact).map(({ text }) => text), language),
    build("p", { class: "as", text: writingAs }),
    ...(isUnlisted ? [build("p", { class: "as", text: word("not_registered") })] : []),
  ];
}

/** @param {string} key of the heading @param {string[]} lines @param {string} [lang] of the lines */
function buildLines(key, lines, lang) {
  if (lines.length === 0) return [];
  return [build("h3", { text: word(key) }), build("ul", {}, ...lines.map((text) => build("li", { text, lang })))];
}

/** The panel that a compose box's badge opens. */
class Panel {
  /** @param {Surface} surface */
  constructor(surface) {
    this.surface = surface;
    /** @type {HTMLElement | null} */
    this.part = null;
    /** @type {(() => DOMRect | undefined)} */
    this.anchor = () => undefined;
    /** @type {unknown} the box whose notes it shows */
    this.owner = null;
    this.giveFocusBack = () => {};
  }

  get isOpen() {
    return this.part !== null;
  }

  /**
   * @param {PanelContent} content
   * @param {{anchor: () => DOMRect | undefined, giveFocusBack: () => void}} place
   */
  show(content, { anchor, giveFocusBack }) {
    this.hide();
    this.anchor = anchor;
    this.giveFocusBack = giveFocusBack;
    const close = buildButton({ class: "close", text: "×", label: word("close") }, () => this.leave());
    this.part = build("div", { class: "box panel", role: "dialog" },
      build("div", { class: "top" }, build("h2", { id: "panel-title", text: word("panel_title") }), close),
      buildPanelContent(content));
    this.part.setAttribute("aria-labelledby", "panel-title");
    this.part.tabIndex = -1;
    this.surface.add(this.part);
    keepFocusInside(this.part, this.surface, () => this.leave());
    this.place();
    focusFirmly(this.part);
  }

  /** Shows what changed while it is open. @param {PanelContent} content */
  refresh(content) {
    this.part?.lastElementChild?.replaceWith(buildPanelContent(content));
  }

  place() {
    if (this.part) placeBeside(this.part, this.anchor());
  }

  hide() {
    this.part?.remove();
    this.part = null;
  }

  leave() {
    this.hide();
    this.giveFocusBack();
  }
}
