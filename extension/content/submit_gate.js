"use strict";

/**
 * Holds a submission while a finding asks to be confirmed, or while the draft is still being checked, and then lets
 * the very same submission through, once. A fault of ours or of the server never holds anything.
 *
 * @typedef {object} Gatekeeper what the gate needs to know while drafts are checked
 * @property {() => Composer[]} composers those whose boxes may be on the page
 * @property {Timing} timing
 * @property {ConfirmDialog} dialog
 * @property {(event: Event) => boolean} owns whether the event happened in something of ours
 * @property {(submission: Submission) => AttachedBox[]} boxesOf freshly read
 */
class SubmitGate {
  /**
   * Listens at once: whoever listens first on the window sees an event before the page does.
   * @param {AbortSignal} signal
   */
  constructor(signal) {
    /** @type {Gatekeeper | null} */
    this.keeper = null;
    /** What was let through: exactly these drafts, until then (milliseconds since 1970). */
    this.passed = { key: "", until: 0 };
    /** @type {"press" | "key" | null} a press or key whose beginning was held is held to its end */
    this.held = null;
    this.isRepeating = false;
    this.isDeciding = false;
    for (const type of SUBMIT_EVENTS) {
      window.addEventListener(type, (event) => this.meet(event), { capture: true, passive: false, signal });
    }
  }

  /** @param {Gatekeeper | null} keeper null: everything passes */
  serve(keeper) {
    this.keeper = keeper;
    this.held = null;
  }

  /** @param {Event} event */
  meet(event) {
    const { keeper } = this;
    // All but two keys are only letters to us: most of what happens while writing ends here.
    if (event instanceof KeyboardEvent && event.key !== "Enter" && event.key !== " ") return;
    if (!keeper || this.isRepeating || keeper.owns(event)) return;
    const submission = recogniseSubmission(event, keeper.composers());
    if (!submission) return;
    const boxes = keeper.boxesOf(submission);
    if (!this.mustHold(event, boxes)) return;
    event.stopImmediatePropagation();
    // A touch that is prevented never becomes a click, and the click is what decides.
    if (!event.type.startsWith("touch")) event.preventDefault();
    if (isDecisive(event)) void this.decide(keeper, submission, boxes);
  }

  /** @param {Event} event @param {AttachedBox[]} boxes */
  mustHold(event, boxes) {
    const way = event instanceof KeyboardEvent ? "key" : "press";
    const begins = ["pointerdown", "keydown", "submit"].includes(event.type);
    const mustHold = (this.held === way && !begins) || this.isDeciding || this.asksForMore(boxes);
    const ends = ["click", "keyup", "submit"].includes(event.type);
    this.held = mustHold && !ends ? way : null;
    return mustHold;
  }

  /** @param {AttachedBox[]} boxes @returns {boolean} whether these drafts may not go out just yet */
  asksForMore(boxes) {
    const { key, until } = this.passed;
    if (key === draftsKey(boxes) && Date.now() < until) return false;
    return boxes.some(({ session }) => session.phase === "checking" || session.toConfirm.length > 0);
  }

  /** @param {Gatekeeper} keeper @param {Submission} submission @param {AttachedBox[]} boxes */
  async decide(keeper, submission, boxes) {
    if (this.isDeciding) return;
    this.isDeciding = true;
    try {
      await this.checkInTime(keeper, boxes);
      const mayGo = await this.confirm(keeper, boxes);
      this.isDeciding = false;
      if (mayGo) this.letThrough(submission, boxes);
      else boxes[0]?.box.focusAgain();
    } catch (error) {
      this.isDeciding = false;
      this.letThrough(submission, boxes); // our fault, not the writer's
      throw error;
    }
  }

  /** @param {Gatekeeper} keeper @param {AttachedBox[]} boxes */
  async checkInTime({ timing }, boxes) {
    const checks = boxes.map(({ session }) => session.checkNow());
    await Promise.race([Promise.all(checks), pause(timing.hold_ms)]);
  }

  /** @param {Gatekeeper} keeper @param {AttachedBox[]} boxes @returns {Promise<boolean>} */
  async confirm({ dialog }, boxes) {
    const findings = boxes.flatMap(({ session }) => session.toConfirm
      .map((finding) => ({ finding, text: session.draft?.text ?? "", tips: session.report?.tips })));
    const key = draftsKey(boxes);
    if (findings.length === 0) return true;
    const confirmed = await dialog.ask(findings);
    if (confirmed) this.passed = { key, until: Number.POSITIVE_INFINITY };
    return confirmed;
  }

  /** @param {Submission} submission @param {AttachedBox[]} boxes */
  letThrough(submission, boxes) {
    const key = draftsKey(boxes);
    // Some sites obey only a real press: then the person's next one, within ten seconds, passes too.
    if (this.passed.key !== key) this.passed = { key, until: Date.now() + 10_000 };
    this.isRepeating = true;
    try {
      repeatSubmission(submission);
    } finally {
      this.isRepeating = false;
    }
  }
}

/** @param {AttachedBox[]} boxes @returns {string} the same for exactly the same drafts */
function draftsKey(boxes) {
  return JSON.stringify(boxes.map(({ session }) => session.draft));
}
