"use strict";

/**
 * The checks of one compose box while somebody writes in it. One request is under way at a time; an answer counts for
 * exactly the draft it was asked for, and its spans are moved over what was typed since. Knows no page and no browser:
 * the host gives `ask` and is told by `changed`.
 *
 * A state is one of: empty, checking, checked, not_checked. Only "checked" ever means that nothing was found.
 */
/** Who undoes what they just wrote gets the answer of a moment ago: nothing is asked twice within a minute. */
const KEPT_MS = 60_000;
const MOST_KEPT = 8;
/** @type {{draft: null, reason: null, detail: string}} */
const NOTHING_YET = { draft: null, reason: null, detail: "" };

class CheckSession {
  /**
   * @param {{ask: (draft: Draft) => Promise<Result>, changed: () => void, timing: Timing, signal: AbortSignal,
   *   who?: () => unknown}} host `who`: the account that is written as; an answer counts for that one only
   */
  constructor({ ask, changed, timing, signal, who = () => null }) {
    this.ask = ask;
    this.who = who;
    this.changed = changed;
    this.timing = timing;
    this.signal = signal;
    /** @type {Draft | null} */
    this.draft = null;
    /** @type {Report | null} the report on the draft that was last checked */
    this.report = null;
    /** @type {Finding[]} findings that still stand on the words they were made for */
    this.findings = [];
    /**
     * The draft last answered for; reason null: it was checked.
     * @type {{draft: Draft | null, reason: Reason | null, detail: string}}
     */
    this.answered = NOTHING_YET;
    /** @type {Promise<void> | null} */
    this.underWay = null;
    /** @type {Set<string>} */
    this.dismissed = new Set();
    this.turn = 0;
    /** @type {Map<string, {at: number, result: Result}>} answers by draft and account; milliseconds since 1970 */
    this.kept = new Map();
    this.rest = new Rest(() => void this.look());
    signal.addEventListener("abort", () => this.rest.stop(), { once: true });
  }

  /** @returns {Phase} */
  get phase() {
    if (!this.draft || this.draft.text.trim() === "") return "empty";
    if (!isSameDraft(this.answered.draft, this.draft)) return "checking";
    return this.answered.reason ? "not_checked" : "checked";
  }

  /** @returns {Reason | null} why the draft as it stands was not checked */
  get reason() {
    return this.phase === "not_checked" ? this.answered.reason : null;
  }

  /** @returns {Finding[]} what to show: without what the writer dismissed */
  get notes() {
    return inReadingOrder(this.findings.filter((finding) => !this.dismissed.has(this.noteKey(finding))));
  }

  /** @returns {Finding[]} what asks for a tick before the post goes out, dismissed or not; a fault holds nothing */
  get toConfirm() {
    if (this.phase === "not_checked") return [];
    return inReadingOrder(this.findings.filter((finding) => finding.severity === "confirm"));
  }

  /**
   * Tells the session what stands in the box now; call it as often as you like.
   * @param {Draft} draft @returns {boolean} whether that was news
   */
  edited(draft) {
    if (isSameDraft(draft, this.draft)) return false;
    this.findings = shiftFindings(this.findings, this.draft?.text ?? "", draft.text);
    if (this.draft && draft.action !== this.draft.action) this.findings = [];
    this.draft = draft;
    if (this.phase === "empty") this.forget();
    else this.rest.after(this.timing.debounce_ms);
    this.changed();
    return true;
  }

  /** To be told when somebody else is writing now: what was said to the other one counts no more. */
  writerChanged() {
    this.turn++;
    this.findings = [];
    this.answered = NOTHING_YET;
    if (this.phase === "checking") this.rest.after(this.timing.debounce_ms);
    this.changed();
  }

  /** Checks the draft as it stands, at once. Resolves when it was answered for, or could not be. */
  async checkNow() {
    this.rest.stop();
    while (this.phase === "checking" && !this.signal.aborted) await this.checkOnce();
  }

  async checkOnce() {
    while (this.underWay) await this.underWay; // one request at a time
    if (this.phase === "checking" && !this.signal.aborted) await this.start();
  }

  start() {
    this.underWay = this.askOnce(/** @type {Draft} */ (this.draft)).finally(() => { this.underWay = null; });
    return this.underWay;
  }

  /** Asks for the same draft once more, after a failure. */
  async checkAgain() {
    this.kept.clear();
    this.answered = NOTHING_YET;
    this.changed();
    await this.checkNow();
  }

  /** @param {Draft} draft */
  async askOnce(draft) {
    const turn = ++this.turn;
    const result = await this.answerFor(draft);
    if (this.signal.aborted || turn !== this.turn || this.draft?.text.trim() === "") return;
    this.answered = result.ok ? { draft, reason: null, detail: "" } : { draft, ...result };
    if (result.ok) {
      this.report = result.report;
      this.findings = shiftFindings(result.report.findings, draft.text, this.draft?.text ?? "");
    } else if (this.phase === "not_checked" && result.reason !== "personal") {
      this.rest.after(this.timing.retry_ms);
    }
    this.changed();
  }

  /** Checks what was not; where that failed, once more: the state stays "not checked" until a better answer comes. */
  look() {
    if (this.phase !== "not_checked") return this.checkOnce();
    return this.underWay || this.signal.aborted ? undefined : this.start();
  }

  /**
   * What was said of the very same draft a moment ago, else what is said now.
   * @param {Draft} draft @returns {Promise<Result>}
   */
  async answerFor(draft) {
    const key = JSON.stringify([draft, this.who()]);
    const kept = this.kept.get(key);
    if (kept && Date.now() - kept.at < KEPT_MS) return kept.result;
    let timer = 0;
    const patience = new Promise((/** @type {(result: Result) => void} */ resolve) => {
      timer = setTimeout(() => resolve({ ok: false, reason: "slow", detail: "" }), this.timing.answer_ms);
    });
    const result = await Promise.race([this.ask(draft), patience]);
    clearTimeout(timer);
    if (result.ok) this.kept.set(key, { at: Date.now(), result });
    const [oldest] = this.kept.keys();
    if (oldest && this.kept.size > MOST_KEPT) this.kept.delete(oldest);
    return result;
  }

  /** @param {Finding} finding */
  dismiss(finding) {
    this.dismissed.add(this.noteKey(finding));
    this.changed();
  }

  /** A dismissed note stays away from the same words of the same draft. @param {Finding} finding */
  noteKey({ rule, span }) {
    return JSON.stringify([rule, span ? this.draft?.text.slice(span.start, span.end) : null]);
  }

  forget() {
    this.turn++;
    this.findings = [];
    this.report = null;
    this.dismissed.clear();
    this.answered = NOTHING_YET;
    this.rest.stop();
  }
}

/** Asked on every key: texts are compared first. @param {Draft | null} one @param {Draft | null} other */
function isSameDraft(one, other) {
  if (one === other) return true;
  if (!one || !other || one.text !== other.text) return false;
  return JSON.stringify({ ...one, text: "" }) === JSON.stringify({ ...other, text: "" });
}
