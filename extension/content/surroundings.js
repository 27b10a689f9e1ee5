"use strict";

/**
 * Tells, a moment later and never more often than that, that something around the compose boxes may have changed:
 * sites empty fields, move boxes and take them away without an event that could be listened for. No clock runs by
 * itself: without a change on the page or an act of the person nothing happens here, and nothing before a box is known.
 */
const NEXT_LOOK_MS = 200;
/** Sites empty their box only when their server has answered. */
const AFTER_ACT_MS = [600, 2000];

class Surroundings {
  /** @param {() => void} changed @param {AbortSignal} signal */
  constructor(changed, signal) {
    this.changed = changed;
    this.signal = signal;
    this.timer = 0;
    /** @type {Set<number>} */
    this.later = new Set();
    /** @type {AbortController | null} */
    this.watching = null;
    this.observer = new MutationObserver((records) => this.see(records));
    signal.addEventListener("abort", () => this.rest(), { once: true });
  }

  /** @param {Element} element a compose box: the roots it lies in are observed as well as the document */
  watch(element) {
    const options = { childList: true, subtree: true, attributes: true, attributeFilter: ["style", "class", "hidden"] };
    this.observer.observe(document, options);
    for (let root = element.getRootNode(); root instanceof ShadowRoot; root = root.host.getRootNode()) {
      this.observer.observe(root, options);
    }
    if (this.watching) return;
    this.watching = new AbortController();
    for (const type of ["click", "submit", "keyup", "change"]) {
      window.addEventListener(type, (event) => this.act(event), {
        capture: true, passive: true, signal: this.watching.signal,
      });
    }
  }

  /** What happens inside a box, its own observer sees. @param {MutationRecord[]} records */
  see(records) {
    if (this.timer) return;
    const isOutside = records.some(({ target }) => !(target instanceof HTMLElement && target.isContentEditable));
    if (isOutside) this.soon();
  }

  /** @param {Event} event */
  act(event) {
    if (event instanceof KeyboardEvent && event.key !== "Enter") return;
    for (const ms of AFTER_ACT_MS) {
      const timer = setTimeout(() => {
        this.later.delete(timer);
        this.changed();
      }, ms);
      this.later.add(timer);
    }
  }

  soon() {
    this.timer = setTimeout(() => {
      this.timer = 0;
      this.changed();
    }, NEXT_LOOK_MS);
  }

  /** Nothing is looked at until a box is known again. */
  rest() {
    this.observer.disconnect();
    this.watching?.abort();
    this.watching = null;
    clearTimeout(this.timer);
    this.timer = 0;
    for (const timer of this.later) clearTimeout(timer);
    this.later.clear();
  }
}
