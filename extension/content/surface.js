"use strict";

/**
 * Where everything we show lives: one element of ours beside the page's own, with a shadow root.
 * The root is open: it holds nothing the page does not know already, and assistive and testing tools can look in.
 */
class Surface {
  /** @param {AbortSignal} signal */
  constructor(signal) {
    this.host = document.createElement("second-reading-notes");
    this.host.style.cssText = "all:initial;position:fixed;left:0;top:0;width:0;height:0;z-index:2147483647";
    /** Whether we lie in a shadow root of the page's: events of ours seem to come from its host then. */
    this.isDeep = false;
    this.root = this.host.attachShadow({ mode: "open" });
    this.root.adoptedStyleSheets = [styleSheet(SURFACE_RULES + MIRROR_RULES)];
    this.layer = build("div", { class: "layer" });
    // The page may run from right to left; our words run as their language does. Browsers name the language of
    // their own menus, which need not be the one that the words were found in.
    this.layer.dir = "ltr";
    this.layer.lang = word("language");
    this.live = build("div", { class: "unseen", role: "status" });
    this.layer.append(this.live);
    this.root.append(this.layer);
    keepEventsInside(this.host, signal);
    signal.addEventListener("abort", () => this.host.remove(), { once: true });
  }

  /** A page's modal dialog makes everything outside it inert, so there we move in. @param {Element} near */
  mount(near) {
    const home = near.closest("dialog:modal") ?? document.documentElement;
    if (this.host.parentNode !== home) home.append(this.host);
    this.isDeep = home.getRootNode() !== document;
  }

  /** @param {Element} part */
  add(part) {
    this.layer.append(part);
  }

  /** @param {Event} event @returns {boolean} whether it happened in something of ours */
  owns(event) {
    // The whole path is long, and asked for on every key: where we lie open, we are the target ourselves.
    return event.target === this.host || (this.isDeep && event.composedPath().includes(this.host));
  }

  /** @param {...(string | HTMLElement)} parts read out by a screen reader when it has time */
  announce(...parts) {
    const words = parts.map((part) => (typeof part === "string" ? part : part.textContent)).join("");
    if (this.live.textContent !== words) this.live.replaceChildren(...parts);
  }

  /** @returns {Element | null} */
  focused() {
    return this.root.activeElement;
  }
}

const INNER_EVENTS = [
  "keydown", "keypress", "keyup", "pointerdown", "pointerup", "mousedown", "mouseup", "click", "dblclick",
  "contextmenu", "touchstart", "touchend", "wheel", "beforeinput", "input", "change", "paste", "copy", "cut",
  "dragstart",
];

/**
 * What happens in our parts is not for the page's shortcuts and focus keepers.
 * @param {Element} host @param {AbortSignal} signal
 */
function keepEventsInside(host, signal) {
  for (const type of INNER_EVENTS) host.addEventListener(type, (event) => event.stopPropagation(), { signal });
  for (const type of ["focusin", "focusout"]) {
    window.addEventListener(type, (event) => {
      if (event.target === host) event.stopImmediatePropagation();
    }, { capture: true, signal });
  }
}

/**
 * @param {HTMLElement} part @param {DOMRect | undefined} anchor what it belongs to; undefined: the middle of the window
 */
function placeBeside(part, anchor) {
  const { clientWidth, clientHeight } = document.documentElement;
  const width = part.offsetWidth;
  const left = anchor ? anchor.left : (clientWidth - width) / 2;
  part.style.left = `${Math.max(8, Math.min(left, clientWidth - width - 8))}px`;
  part.style.maxHeight = "";
  const below = anchor ? anchor.bottom + 8 : 8;
  const roomBelow = clientHeight - 8 - below;
  const roomAbove = anchor ? anchor.top - 16 : 0;
  // Where it fits on neither side it scrolls inside: the words it is about stay in sight.
  const goesBelow = part.offsetHeight <= roomBelow || roomBelow >= roomAbove;
  part.style.maxHeight = `${Math.max(140, goesBelow ? roomBelow : roomAbove)}px`;
  part.style.top = `${Math.max(8, goesBelow ? below : roomAbove + 8 - part.offsetHeight)}px`;
}

/**
 * Keeps Tab inside `part` and lets Escape leave it.
 * @param {HTMLElement} part @param {Surface} surface @param {() => void} leave
 */
function keepFocusInside(part, surface, leave) {
  part.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      leave();
    }
    if (event.key !== "Tab") return;
    const stops = [...part.querySelectorAll("button:not([disabled]), a[href], input")];
    const here = stops.indexOf(/** @type {Element} */ (surface.focused()));
    const next = stops[(here + (event.shiftKey ? -1 : 1) + stops.length) % stops.length];
    event.preventDefault();
    if (next instanceof HTMLElement) next.focus();
  });
}

/** Twice, because some editors take the focus back after a click. @param {HTMLElement} part */
function focusFirmly(part) {
  part.focus({ preventScroll: true });
  setTimeout(() => {
    const root = /** @type {ShadowRoot} */ (part.getRootNode());
    if (part.isConnected && root.activeElement === null) part.focus({ preventScroll: true });
  }, 60);
}
