"use strict";

/**
 * Before a comment is hidden or deleted, or a person blocked, the city's advice: the gentler steps first. The comment
 * is read only when the person presses such a control, and only that one. Like the gate before a post it never
 * forbids, and a fault of ours or of the server never holds anything.
 *
 * @typedef {object} ModerationHost
 * @property {Platform[]} platforms those that this page may be
 * @property {() => Platform} platform the one that it is
 * @property {Port} port
 * @property {Timing} timing
 * @property {Surface} surface
 * @property {ConfirmDialog} dialog
 * @property {AbortSignal} signal
 *
 * @typedef {{action: Action, text: string, author: string}} Removal what is about to be done, and to which comment
 */
const LADDER = ["leave", "answer", "mute", "hide", "limit"];
/** What these acts are advised on; a note about the account in general belongs to writing, not here. */
const MODERATION_TOPICS = ["moderation", "public-records"];

class ModerationGate {
  /** @param {ModerationHost} host */
  constructor(host) {
    this.host = host;
    /** @type {Element | null} the post or comment whose menu was opened last */
    this.item = null;
    /** @type {Element | null} the control that may act now */
    this.passing = null;
    /** @type {Element | null} the control that is being decided on */
    this.held = null;
    if (host.platforms.every(({ moderation }) => moderation.length === 0)) return;
    const options = { capture: true, passive: false, signal: host.signal };
    for (const type of SUBMIT_EVENTS) window.addEventListener(type, (event) => this.meet(event), options);
  }

  /** @param {Event} event */
  meet(event) {
    if (event instanceof KeyboardEvent && event.key !== "Enter" && event.key !== " ") return;
    if (this.host.surface.owns(event) || event.type === "submit") return;
    const platform = this.host.platform();
    if (platform.moderation.length === 0) return;
    const path = elementsOnPath(event);
    this.item = itemOn(path, platform) ?? this.item;
    const found = findRemoval(path, platform);
    if (!found || found.control === this.passing) return;
    event.stopImmediatePropagation();
    if (!event.type.startsWith("touch")) event.preventDefault();
    if (["click", "keydown"].includes(event.type) && !this.held) void this.decide(found.action, found.control);
  }

  /** @param {Action} action @param {HTMLElement} control */
  async decide(action, control) {
    this.held = control;
    let mayGo = true;
    try {
      mayGo = await this.mayGo(readRemoval(action, this.item, this.host.platform()));
    } finally {
      this.held = null;
      if (mayGo) this.letThrough(control);
    }
  }

  /** @param {Removal} removal @returns {Promise<boolean>} */
  async mayGo(removal) {
    const { port, timing, dialog, surface } = this.host;
    const { action, text } = removal;
    const platform = this.host.platform();
    const draft = { text: wellFormed(text), platform: platform.id, action, quoted_text: null, media: [] };
    const asking = port.check({ draft, account: readPageAccount(platform) });
    const result = await Promise.race([asking, pause(timing.hold_ms)]);
    if (!result?.ok) return true;
    const findings = result.report.findings.filter(({ topic }) => MODERATION_TOPICS.includes(topic));
    if (findings.length === 0) return true;
    surface.mount(this.held ?? document.documentElement);
    return dialog.ask(findings.map((finding) => ({ finding, text })), {
      title: word(`before_${action}`), lead: word("dialog_intro"),
      go: word("moderation_go"), stay: word("moderation_stay"),
      ladder: action === "delete_post" ? undefined : buildLadder(removal),
      opinion: buildSecondOpinion(text, contactOf(result.report.tips)),
    });
  }

  /** @param {HTMLElement} control */
  letThrough(control) {
    this.passing = control;
    if (control.isConnected) pressButton(control);
    // A site that obeys only a real press gets the person's next one.
    setTimeout(() => { if (this.passing === control) this.passing = null; }, 10_000);
  }
}

/** @param {Element[]} path @param {Platform} platform @returns {Element | null} the post or comment it goes through */
function itemOn(path, { comment }) {
  return comment ? path.find((element) => matchesSelector(element, comment.item)) ?? null : null;
}

/** @param {Element[]} path @param {Platform} platform @returns {{action: Action, control: HTMLElement} | null} */
function findRemoval(path, { moderation }) {
  for (const { action, control } of moderation) {
    const found = path.find((element) => matchesAny(element, [control]));
    if (found instanceof HTMLElement) return { action, control: found };
  }
  return null;
}

/** @param {Action} action @param {Element | null} item @param {Platform} platform @returns {Removal} */
function readRemoval(action, item, platform) {
  const { comment } = platform;
  if (!comment || !item?.isConnected) return { action, text: "", author: "" };
  const text = item.querySelector(comment.text)?.textContent?.trim() ?? "";
  const author = readWords(comment.author, platform, item);
  const { handle, display_name: name } = readPageAccount(platform);
  const isOwn = author !== "" && (sameName(author, handle) || sameName(author, name));
  return { action: isOwn && action === "delete_comment" ? "delete_post" : action, text, author };
}

/** @param {Removal} removal @returns {HTMLElement} */
function buildLadder({ action, text, author }) {
  const steps = LADDER.map((step) => build("li", { text: word(`ladder_${step}`) }));
  const record = () => [new Date().toLocaleString(), location.href, word(`before_${action}`), author, text]
    .filter(Boolean).join("\n");
  return build("div", { class: "ladder" },
    build("h3", { text: word("ladder_title") }), build("ol", {}, ...steps),
    build("div", { class: "actions" }, buildCopy("ladder_record", record)));
}
