"use strict";

/** Walking pages whose parts may sit in open shadow roots, and building our own elements. */

/** @param {Node} node @returns {Element | null} the parent, across the edge of a shadow root */
function parentOf(node) {
  const parent = node.parentNode;
  if (parent instanceof ShadowRoot) return parent.host;
  return parent instanceof Element ? parent : null;
}

/** @param {Event} event @returns {Element[]} from the innermost element outwards, shadow roots included */
function elementsOnPath(event) {
  return event.composedPath().filter((target) => target instanceof Element);
}

/** @param {Element} element @param {string} css @returns {Element | null} the nearest such ancestor, or itself */
function closestOf(element, css) {
  for (let here = /** @type {Element | null} */ (element); here; here = parentOf(here)) {
    if (here.matches(css)) return here;
  }
  return null;
}

/** @param {Element} outer @param {Element} inner @returns {boolean} across the edges of shadow roots */
function holds(outer, inner) {
  for (let here = /** @type {Element | null} */ (inner); here; here = parentOf(here)) {
    if (here === outer) return true;
  }
  return false;
}

/**
 * Sites keep twins of their boxes and buttons at no size; only what can be seen counts.
 * @param {Element} element
 */
function isVisible(element) {
  const box = element.getBoundingClientRect();
  return box.width > 1 && box.height > 1 && getComputedStyle(element).visibility !== "hidden";
}

/**
 * Builds an element of ours; all words go in as text.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {{class?: string, text?: string, id?: string, role?: string, label?: string, lang?: string}} [with_]
 * @param {...(Node | string | null)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
function build(tag, with_ = {}, ...children) {
  const element = document.createElement(tag);
  if (with_.class) element.className = with_.class;
  if (with_.text) element.textContent = with_.text;
  if (with_.id) element.id = with_.id;
  if (with_.lang) element.lang = with_.lang;
  if (with_.role) element.setAttribute("role", with_.role);
  if (with_.label) element.setAttribute("aria-label", with_.label);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/**
 * @param {{text?: string, class?: string, label?: string}} words @param {() => void} press
 * @returns {HTMLButtonElement}
 */
function buildButton(words, press) {
  const button = build("button", words);
  button.type = "button";
  button.addEventListener("click", press);
  return button;
}

/** Calls `done` once nobody asked for a later time. One timer serves all keys of a word: setting it has its price. */
class Rest {
  /** @param {() => void} done */
  constructor(done) {
    this.done = done;
    this.timer = 0;
    /** Both in milliseconds of the page's own clock, which nobody sets back. */
    this.due = 0;
    this.wakesAt = 0;
  }

  /** @param {number} ms from now, in place of what was asked for before */
  after(ms) {
    this.due = performance.now() + ms;
    if (!this.timer || this.wakesAt > this.due) this.sleep(ms);
  }

  /** @param {number} ms */
  sleep(ms) {
    clearTimeout(this.timer);
    this.wakesAt = performance.now() + ms;
    this.timer = setTimeout(() => this.wake(), ms);
  }

  wake() {
    this.timer = 0;
    const left = this.due - performance.now();
    if (left > 1) this.sleep(left);
    else this.done();
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = 0;
  }
}

/** @param {number} ms @returns {Promise<void>} */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
